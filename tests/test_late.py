"""What is known late is answered when it is known, and what was known is not late."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from alike import ENGINES
from older import without_manifests
from small_shop import HOME, SmallShop, small_shop

KEYED = HOME.replace("types: {visit: {}}", "key: event_id\n  types: {visit: {}, chat: {}}")
RULES = """
rules:
  - {id: event, title: Note it, when: {event: visit}, do: [{task: Note it, to: adviser}]}
  - {id: day0, title: Call, when: {after: visit, days: 0}, do: [{task: Call, to: adviser}]}
  - id: all
    title: All
    when: {after: visit, days: 2}
    catch_up: all
    do: [{task: A, to: adviser}]
  - id: latest
    title: Latest
    when: {after: visit, days: 2}
    catch_up: latest
    do: [{task: L, to: adviser}]
  - {id: skip, title: Skip, when: {after: visit, days: 2}, do: [{task: S, to: adviser}]}
"""
HEAD = "customer_id,type,at,event_id\n"


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> SmallShop:
    found = small_shop(tmp_path, RULES, home=KEYED, events=HEAD)
    return replace(found, engine=request.param)


def visits(*lines: str) -> dict[str, str]:
    """The table of events: each a customer, a moment and its own key."""
    rows = (line.split() for line in lines)
    told = (f"{who},visit,{day} {time},{key}\n" for who, day, time, key in rows)
    return {"data/events.csv": HEAD + "".join(told)}


def told(shop: SmallShop, day: str, *options: str) -> list[str]:
    """The rules that are told on a day, with the day of the visit."""
    lines = shop.run(day, "--format", "jsonl", *options).stdout
    actions = map(json.loads, lines.splitlines())
    return sorted(f"{each['rule']} {each['because'][0]['value'][8:10]}" for each in actions)


def runs(shop: SmallShop, days: Iterable[int], *options: str) -> dict[int, list[str]]:
    found = {day: told(shop, f"2026-06-{day:02}", *options) for day in days}
    return {day: rules for day, rules in found.items() if rules}


def test_what_comes_in_after_a_day_s_run_is_answered_by_the_next(shop: SmallShop) -> None:
    shop.write(visits("C1 2026-06-01 09:00 e1"))
    assert runs(shop, [1]) == {1: ["day0 01", "event 01"]}
    shop.write(visits("C1 2026-06-01 09:00 e1", "C1 2026-06-01 20:00 e2"))
    assert runs(shop, [2, 3]) == {
        2: ["day0 01", "event 01"],
        3: ["all 01", "all 01", "latest 01", "latest 01", "skip 01", "skip 01"],
    }


def test_a_row_typed_in_days_later_is_answered_as_its_rules_catch_up(shop: SmallShop) -> None:
    assert runs(shop, range(1, 8)) == {}
    shop.write(visits("C1 2026-06-02 10:00 e1", "C1 2026-06-03 10:00 e2"))
    assert runs(shop, range(8, 11)) == {
        8: [
            "all 02", "all 03", "day0 02", "day0 03", "event 02", "event 03", "latest 03",
        ],
    }  # fmt: skip


def test_what_a_run_knew_is_not_late_whatever_was_found_of_it(shop: SmallShop) -> None:
    shop.write(visits("C1 2026-06-01 10:00 e1"))
    shop.write({"book.yaml": RULES.replace("event: visit}", "event: visit}, if: {name: Bo}")})
    assert runs(shop, [1]) == {1: ["day0 01"]}
    shop.write(visits("C1 2026-06-01 10:00 e1", "C2 2026-06-01 10:00 e2"))
    assert runs(shop, [2]) == {2: ["day0 01", "event 01"]}
    shop.write({"book.yaml": RULES})
    assert [rule for rule in told(shop, "2026-06-04") if rule[0] in "de"] == []


def test_a_corrected_row_with_a_key_is_the_same_event(shop: SmallShop) -> None:
    shop.write(visits("C1 2026-06-01 10:00 e1"))
    assert runs(shop, [1]) == {1: ["day0 01", "event 01"]}
    shop.write(visits("C1 2026-06-01 11:00 e1"))
    assert runs(shop, [2]) == {}


def test_a_new_rule_a_new_key_and_a_first_day_are_no_flood(shop: SmallShop) -> None:
    shop.write(visits("C1 2026-06-01 10:00 e1", "C2 2026-06-02 10:00 e2"))
    assert runs(shop, [4]) == {4: ["all 02", "latest 02", "skip 02"]}
    chat = "\n  - {id: chat, title: C, when: {event: chat}, do: [{task: C, to: adviser}]}\n"
    more = visits("C1 2026-06-01 10:00 e1", "C2 2026-06-02 10:00 e2")["data/events.csv"]
    shop.write(
        {"book.yaml": RULES + chat, "data/events.csv": f"{more}C1,chat,2026-06-03 10:00,e3\n"}
    )
    assert runs(shop, [5]) == {}
    shop.write({"careplay.yaml": KEYED.replace("key: event_id", "columns: {}")})
    assert runs(shop, [6]) == {}


@pytest.mark.parametrize(("by", "then"), [("key: event_id", ""), ("", "key: event_id")])
def test_another_key_tells_nothing_of_the_last_run_s_day_again(
    by: str, then: str, shop: SmallShop
) -> None:
    shop.write(visits("C1 2026-06-01 10:00 e1"))
    shop.write({"careplay.yaml": KEYED.replace("key: event_id", by or "columns: {}")})
    assert runs(shop, [1]) == {1: ["day0 01", "event 01"]}
    shop.write({"careplay.yaml": KEYED.replace("key: event_id", then or "columns: {}")})
    shop.write(visits("C1 2026-06-01 10:00 e1", "C2 2026-06-02 10:00 e2"))
    assert runs(shop, [2]) == {2: ["day0 02", "event 02"]}


@pytest.mark.parametrize("stopped_at", range(4))
def test_a_run_that_is_stopped_between_two_files_loses_no_event(
    stopped_at: int, shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write(visits("C1 2026-06-01 09:00 e1"))
    assert runs(shop, [1]) == {1: ["day0 01", "event 01"]}
    shop.write(visits("C1 2026-06-01 09:00 e1", "C1 2026-06-01 20:00 e2"))
    left = iter(range(stopped_at))
    replace_ = Path.replace

    def until_stopped(self: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return replace_(self, target)

    with monkeypatch.context() as stopping:
        stopping.setattr(Path, "replace", until_stopped)
        shop.call("2026-06-01")
    kept = f"read_parquet('{shop.kept('2026-06-01', 'actions.parquet')}')"
    query = f"SELECT rule FROM {kept} WHERE occasion = 'visit:e2'"
    of_e2 = [str(rule) for (rule,) in duckdb.connect().execute(query).fetchall()]
    again = shop.run("2026-06-02", "--format", "jsonl").stdout.splitlines()
    of_e2 += [each["rule"] for each in map(json.loads, again) if each["occasion"] == "visit:e2"]
    assert sorted(of_e2) == ["day0", "event"]


def test_a_day_kept_by_an_older_careplay_loses_no_evening(shop: SmallShop) -> None:
    shop.write(visits("C1 2026-05-30 09:00 e0", "C1 2026-06-01 09:00 e1"))
    assert runs(shop, [1]) == {1: ["all 30", "day0 01", "event 01", "latest 30", "skip 30"]}
    shop.kept("2026-06-01", "known.parquet").unlink()
    without_manifests(shop.folder)
    shop.write(
        visits("C1 2026-05-30 09:00 e0", "C1 2026-06-01 09:00 e1", "C1 2026-06-01 20:00 e2")
    )
    assert runs(shop, [2]) == {2: ["day0 01", "event 01"]}


def test_an_event_is_known_when_its_customer_is(shop: SmallShop) -> None:
    shop.write(visits("C3 2026-06-01 10:00 e1"))
    assert runs(shop, [1, 2]) == {}
    customers = (shop.folder / "data/customers.csv").read_text("utf-8")
    shop.write({"data/customers.csv": f"{customers}C3,Cy,3,E1\n"})
    assert runs(shop, [3, 4])[3] == ["all 01", "day0 01", "event 01", "latest 01", "skip 01"]


def test_a_gap_of_any_length_loses_no_event(shop: SmallShop) -> None:
    assert told(shop, "2026-01-10") == []
    shop.write(visits("C1 2026-01-15 10:00 e1", "C1 2026-02-25 10:00 e2"))
    assert told(shop, "2026-03-08") == [
        "all 25", "day0 15", "day0 25", "event 15", "event 25", "latest 25",
    ]  # fmt: skip


def test_a_day_run_after_a_later_one_tells_nothing_that_that_told(shop: SmallShop) -> None:
    assert runs(shop, [1]) == {}
    shop.write(visits("C1 2026-06-03 10:00 e1", "C2 2026-06-02 10:00 e2"))
    assert runs(shop, [4]) == {
        4: ["all 02", "day0 02", "day0 03", "event 02", "event 03", "latest 02", "skip 02"]
    }
    assert runs(shop, [3, 2, 5]) == {5: ["all 03", "latest 03", "skip 03"]}


@pytest.mark.parametrize(
    ("once", "first"),
    [("ever", []), ("per year", []), ("3 days", []), ("2 days", [1]), ("per event", [1])],
)
def test_a_day_run_after_a_later_one_leaves_room_for_what_that_told(
    once: str, first: list[int], shop: SmallShop
) -> None:
    rule = "{id: hello, title: H, when: {event: visit}, once: %s, do: [{task: H, to: adviser}]}"
    shop.write({"book.yaml": f"rules:\n  - {rule % once}\n"})
    shop.write(visits("C1 2026-06-01 10:00 e1", "C1 2026-06-03 10:00 e3"))
    assert runs(shop, [3]) == {3: ["hello 03"]}
    assert [*runs(shop, [1])] == first
    then = shop.kept("2026-06-01", "actions.parquet").read_bytes()
    assert [*runs(shop, [1])] == first
    assert shop.kept("2026-06-01", "actions.parquet").read_bytes() == then


def test_a_day_run_again_gives_the_same_bytes(shop: SmallShop) -> None:
    names = ("actions.parquet", "known.parquet", "run.json")
    assert runs(shop, [1, 2]) == {}
    shop.write(visits("C1 2026-06-01 10:00 e1", "C1 2026-06-03 10:00 e2"))
    runs(shop, [3])
    first = [shop.kept("2026-06-03", name).read_bytes() for name in names]
    for days in ([3], [4, 3]):
        runs(shop, days)
        assert [shop.kept("2026-06-03", name).read_bytes() for name in names] == first


def test_several_days_at_once_keep_the_same_files_as_one_after_the_other(
    shop: SmallShop, tmp_path: Path
) -> None:
    shop.write(visits("C1 2026-06-01 10:00 e1", "C1 2026-06-03 10:00 e2"))
    for out, days in (
        ("one", [["02"], ["03"], ["04"]]),
        ("all", [["02", "--until=2026-06-04"]]),
    ):
        for day, *options in days:
            told(shop, f"2026-06-{day}", *options, f"--out={tmp_path / out}")
    for name in ("actions.parquet", "known.parquet", "run.json"):
        files = [
            [each.read_bytes() for each in sorted((tmp_path / out).rglob(name))]
            for out in ("one", "all")
        ]
        assert len(files[0]) == 3
        assert files[0] == files[1]


def test_what_is_late_is_counted(shop: SmallShop) -> None:
    shop.write(visits("C1 2026-01-01 10:00 e0"))
    assert runs(shop, [1]) == {}
    shop.write(
        visits("C1 2026-01-01 10:00 e0", "C1 2026-01-02 10:00 e1", "C2 2026-06-01 11:00 e2")
    )
    said = shop.said("2026-06-02")
    assert "events that came in after their day was run, and are answered now: 1" in said
    assert "events that came in too late, longer ago than rules look back: 1" in said
    assert shop.report("2026-06-02")["late"] == {"asked": 1, "too_old": 1}
    assert shop.report_after("2026-06-03")["late"] == {"asked": 0, "too_old": 0}


@pytest.mark.parametrize("damage", [b"", b"PAR1 broken"])
def test_a_damaged_file_of_what_was_known_is_told(shop: SmallShop, damage: bytes) -> None:
    runs(shop, [1])
    shop.kept("2026-06-01", "known.parquet").write_bytes(damage)
    found = shop.call("2026-06-02")
    assert found.exit_code == 4
    assert "known.parquet" in found.stderr


@pytest.mark.parametrize(
    ("visit", "answered"),
    [
        # Two days for the rules that wait so long before they catch up.
        ("2026-06-11", ["all 11", "day0 11", "event 11", "latest 11"]),
        ("2026-06-09", ["day0 09", "event 09"]),
        ("2026-06-08", []),
    ],
)
def test_so_many_days_back_an_event_is_answered(
    shop: SmallShop, visit: str, answered: list[str]
) -> None:
    """33 days before the last run; a rule's own day is one of the 31 before the run."""
    assert told(shop, "2026-07-12") == []
    shop.write(visits(f"C1 {visit} 10:00 e1"))
    assert told(shop, "2026-07-13") == answered
    assert shop.report("2026-07-13")["late"]["too_old"] == (not answered)


UNSURE = """
rules:
  - {id: event, title: E, when: {event: visit}, if: {name: Bo}, do: [{task: E, to: adviser}]}
  - id: all
    title: A
    when: {after: visit, days: 2}
    if: {name: Bo, phone: present}
    catch_up: all
    do: [{task: A, to: adviser}]
  - id: skip
    title: S
    when: {after: visit, days: 2}
    if: {name: Bo}
    do: [{task: S, to: adviser}]
"""


def test_what_is_late_and_cannot_be_decided_is_told(shop: SmallShop) -> None:
    nameless = {"data/customers.csv": "id,name,phone,owner\nC1,,1,E1\nC2,,,E1\n"}
    shop.write({"book.yaml": UNSURE, **nameless})
    assert shop.report_after("2026-06-04")["undecided"] == []
    shop.write(visits("C1 2026-06-01 10:00 e1", "C1 2026-06-04 20:00 e2"))
    assert [
        (each["rule"], each["count"], [want["fact"] for want in each["wanting"]])
        for each in shop.report_after("2026-06-05")["undecided"]
    ] == [("event", 2, ["name"]), ("all", 1, ["name"])]


def test_what_days_without_a_run_leave_undecided_is_told(shop: SmallShop) -> None:
    nameless = {"data/customers.csv": "id,name,phone,owner\nC1,,1,E1\nC2,,,E1\n"}
    shop.write({"book.yaml": UNSURE, **nameless})
    shop.run("2026-06-01")
    shop.write(visits("C1 2026-06-02 10:00 e1", "C2 2026-06-03 10:00 e2"))
    assert [
        (each["rule"], each["count"]) for each in shop.report_after("2026-06-06")["undecided"]
    ] == [("event", 2), ("all", 1)]
