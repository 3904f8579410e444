"""A reader of calendars that takes nothing but what RFC 5545 allows, apart from the writer.

It knows as much of the standard as careplay's sheets need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)", re.DOTALL)
ONCE = ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY")
STATUSES = {"TENTATIVE", "CONFIRMED", "CANCELLED"}
TEXTS = ("SUMMARY", "DESCRIPTION")


@dataclass
class Part:
    """What stands between BEGIN and END: values and parameters by name, and parts in it."""

    name: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[dict[str, str], str]]:
        return [(told, value) for key, told, value in self.lines if key == name]

    def __getitem__(self, name: str) -> str:
        ((_, value),) = self.all(name)
        return value


def read(data: bytes) -> list[Part]:
    """The events of the calendar, each held against the standard."""
    assert data.endswith(b"\r\n")
    physical = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert 0 < len(line) <= 75, line
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), line
        line.decode("utf-8")
    lines = b"\r\n".join(physical).replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    calendar, rest = _part(lines)
    assert not rest
    assert calendar.name == "VCALENDAR"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert not calendar.all("METHOD")
    zones = {each["TZID"] for each in calendar.parts if each.name == "VTIMEZONE"}
    events = [each for each in calendar.parts if each.name == "VEVENT"]
    for each in events:
        _hold(each, zones)
    assert len({each["UID"] for each in events}) == len(events)
    assert {told.get("TZID") for e in events for told, _ in e.all("DTSTART")} <= {*zones, None}
    for each in events:
        each.parts = [zone for zone in calendar.parts if zone.name == "VTIMEZONE"]
    return events


def begins(event: Part) -> date | datetime:
    """The day, or the moment with the offset that the calendar's own zone gives it."""
    ((told, value),) = event.all("DTSTART")
    if told.get("VALUE") == "DATE":
        return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007
    shown = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007
    (zone,) = (each for each in event.parts if each["TZID"] == told["TZID"])
    onsets = [
        (datetime.strptime(at, "%Y%m%dT%H%M%S"), each["TZOFFSETTO"])  # noqa: DTZ007
        for each in zone.parts
        for name in ("DTSTART", "RDATE")
        for _, value in each.all(name)
        for at in value.split(",")
    ]
    _, offset = max(each for each in onsets if each[0] <= shown)
    return datetime.fromisoformat(f"{shown.isoformat()}{offset[:3]}:{offset[3:]}")


def text(event: Part, name: str) -> str:
    """The text, of which nothing is escaped any more."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], event[name])


def _hold(event: Part, zones: set[str]) -> None:
    for name in ONCE:
        assert len(event.all(name)) == 1, name
    assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
    assert 0 <= int(event["SEQUENCE"]) < 2**31
    assert event["STATUS"] in STATUSES
    ((told, value),) = event.all("DTSTART")
    if told.get("VALUE") == "DATE":
        assert re.fullmatch(r"\d{8}", value)
    else:
        assert re.fullmatch(r"\d{8}T\d{6}", value)
        assert told["TZID"] in zones
    for name in TEXTS:
        for _, value in event.all(name):
            assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
            assert not re.search(r"(?<!\\)(?:\\\\)*\\[^nN,;\\]", value), value


def _part(lines: list[str]) -> tuple[Part, list[str]]:
    first, *rest = lines
    assert first.startswith("BEGIN:"), first
    found = Part(first.removeprefix("BEGIN:"))
    while rest[0] != f"END:{found.name}":
        if rest[0].startswith("BEGIN:"):
            inner, rest = _part(rest)
            found.parts.append(inner)
            continue
        told = LINE.fullmatch(rest.pop(0))
        assert told is not None
        parameters = dict(each.split("=", 1) for each in told[2].split(";")[1:])
        found.lines.append((told[1], parameters, told[3]))
    return found, rest[1:]
