"""A sheet as a calendar (RFC 5545), which phones and calendars take over action by action.

Each action is an event of its own ``UID``, the same on every day. ``SEQUENCE`` grows whenever
something is told or said of it, for it counts days: so a newer file is taken for an update
without anything being kept of the older ones. What is no more to be done is cancelled.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from careplay.outputs.sheets.csv_table import text_of
from careplay.outputs.sheets.sheet_words import called, sheet_words
from careplay.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careplay.outputs.sheets.sheet import (
        GoneEntry,
        SheetBlock,
        SheetEntry,
        SheetQuestion,
        TaskSheet,
    )
    from careplay.outputs.sheets.sheet_words import SheetWords

MAKER = "-//careplay//sheets//EN"
FIRST = date(2000, 1, 1)
"""The day from which changes are counted."""
DAY_ENDS = time(23, 59)
"""What is due then is of the whole day."""
PRESSING = 1
"""The highest priority of nine."""
BLANK, BOX = "____", "☐"


def write(sheet: TaskSheet) -> bytes:
    """The calendar in UTF-8, in lines of at most 75 bytes that end as the standard says."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("name", visible(f"{sheet.business} · {sheet.person}"))
    calendar.add("x-wr-calname", visible(f"{sheet.business} · {sheet.person}"))
    events = [*_events(sheet)]
    for zone in _zones(events, sheet):
        calendar.add_component(zone)
    for event in events:
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _events(sheet: TaskSheet) -> Iterator[Event]:
    say = sheet_words(sheet.language)
    for part in sheet.parts:
        for block in part.blocks:
            for entry in block.entries:
                yield _open(block, entry, sheet, say)
    for gone in sheet.gone:
        yield _cancelled(gone, sheet, say)


def _open(block: SheetBlock, entry: SheetEntry, sheet: TaskSheet, say: SheetWords) -> Event:
    event = _event(entry.action_id, sheet, 2 * _days(entry.changed_on or sheet.date))
    put_off = entry.due_on > entry.due_at.date()
    event.add("dtstart", entry.due_on if put_off else _when(entry.due_at, sheet))
    who = called(entry)[0] or entry.customer or say.business
    event.add("summary", visible(f"{block.verb} · {who} · {block.title}"))
    event.add("description", visible("\n".join(_told(block, entry, say))))
    is_expected = entry.action_id in sheet.expected
    event.add("status", "TENTATIVE" if is_expected else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if block.is_pressing:
        event.add("priority", PRESSING)
    return event


def _cancelled(gone: GoneEntry, sheet: TaskSheet, say: SheetWords) -> Event:
    """Behind all that was said of it up to the day."""
    event = _event(gone.action_id, sheet, 2 * _days(sheet.date) + 1)
    event.add("dtstart", _when(gone.due_at, sheet))
    who = gone.customer or say.business
    event.add("summary", visible(f"{gone.verb} · {who} · {gone.title}"))
    event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event


def _event(action_id: str, sheet: TaskSheet, sequence: int) -> Event:
    event = Event()
    event.add("uid", visible(f"{action_id}.{sheet.business_id}@careplay"))
    begins = datetime.combine(sheet.date, time(), ZoneInfo(sheet.timezone))
    event.add("dtstamp", begins.astimezone(UTC))
    event.add("sequence", sequence)
    return event


def _days(changed: date) -> int:
    return max((changed - FIRST).days, 0)


def _when(due_at: datetime, sheet: TaskSheet) -> date | datetime:
    """The moment in the business's zone; the day where it is due by the end of it."""
    if due_at.time() >= DAY_ENDS:
        return due_at.date()
    return due_at.replace(second=0, microsecond=0, tzinfo=ZoneInfo(sheet.timezone))


def _zones(events: list[Event], sheet: TaskSheet) -> Iterator[Timezone]:
    """The zone, as its clocks are in the years of the events, if one has an hour."""
    days = [each.decoded("dtstart") for each in events]
    hours = [each for each in days if isinstance(each, datetime) and each.tzname() != "UTC"]
    if hours:
        years = [each.year for each in hours]
        first, last = date(max(min(years) - 1, 1), 1, 1), date(max(years) + 1, 12, 31)
        yield Timezone.from_tzid(sheet.timezone, first_date=first, last_date=last)


def _told(block: SheetBlock, entry: SheetEntry, say: SheetWords) -> Iterator[str]:
    """What is said of it, in lines."""
    yield text_of(block, entry)
    customer = entry.customer or say.business
    yield " · ".join(filter(None, (customer, entry.name, entry.by, entry.address)))
    if entry.marks:
        yield f"★ {say.between.join(entry.marks)}"
    approve = say.approve.format(role=block.approve) if block.approve else ""
    told = {
        say.due: f"{entry.due_at:%Y-%m-%d %H:%M}",
        say.why: say.between.join((*block.why, *entry.why)),
        say.reason: entry.reason or block.reason,
    }
    yield from (say.answers.format(label=each) + text for each, text in told.items() if text)
    yield from filter(None, (approve, entry.remarks))
    yield from (f"{BOX} {each}" for each in block.steps)
    yield from (_asked(each, say) for each in block.questions)
    if entry.code:
        yield entry.code


def _asked(question: SheetQuestion, say: SheetWords) -> str:
    answers = " ".join(f"{BOX} {each}" for each in question.choices) or BLANK
    return say.answers.format(label=question.label) + answers
