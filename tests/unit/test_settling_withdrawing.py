from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.stays import Stay
from careplay.engines.plain.settling.withdrawing import replacing, withdrawn
from careplay.model.actions import ActionRow
from hand import TODAY
from settled import YESTERDAY, action, at, memory, only, receiving, told

BUSINESS = receiving("vip.plan.A", "vip.plan.B", "vip.room")
CHANGED = frozenset({Stay("vip", "1", "R/1")})


def plan(arrival: str = "2026-06-20", rule_id: str = "vip.plan.A", **more: Any) -> ActionRow:
    ref = more.pop("ref", "R/1")
    told = {
        "date": YESTERDAY, "due_at": at(18), "record": "vip", "ref": ref,
        "item": rule_id.split(".")[1], "about": date.fromisoformat(arrival),
    }  # fmt: skip
    return action(rule_id, f"vip:{arrival}/{ref}", **{**told, **more})


def known(*rows: ActionRow, **more: Any) -> Memory:
    return memory(BUSINESS, earlier=rows, **{"changed": CHANGED, **more})


def test_what_a_changed_stay_no_longer_asks_for_is_withdrawn() -> None:
    row = plan()
    marks = {"date": TODAY, "status": "withdrawn", "held_by": "changed"}
    assert withdrawn(known(row)) == [row | marks]


def test_an_action_is_withdrawn_until_the_date_it_is_about() -> None:
    for arrival, count in (("2026-06-14", 0), ("2026-06-15", 1), ("2026-06-20", 1)):
        assert len(withdrawn(known(plan(arrival, due_at=at(14))))) == count
    assert len(withdrawn(known(plan("2026-06-14", due_at=at(15))))) == 1


@pytest.mark.parametrize("status", ["deferred", "due"])
def test_an_action_that_waits_is_withdrawn_too(status: str) -> None:
    (gone,) = withdrawn(known(plan(status=status, deferred_to=TODAY, winner="w")))
    assert only([gone], "status", "deferred_to", "winner") == [("withdrawn", None, None)]


@pytest.mark.parametrize(
    "row",
    [
        plan(status="dropped"),
        plan(status="withdrawn"),
        plan("2026-06-14", due_at=at(14, 23, 59)),
        plan(ref="other"),
        plan(customer_id="2"),
        action("r1", "vip:2026-06-20/R/1", date=YESTERDAY, due_at=at(18)),
    ],
)
def test_what_is_over_or_of_another_stay_is_left_alone(row: ActionRow) -> None:
    assert withdrawn(known(row)) == []


def test_what_still_stands_or_is_asked_anew_is_left_alone() -> None:
    row = plan()
    assert withdrawn(known(row, standing={row["action_id"]: row})) == []
    assert withdrawn(known(row, today=[row | {"date": TODAY}])) == []


@pytest.mark.parametrize(
    ("kind", "channels", "count"),
    [
        ("done", None, 0),
        ("refused", None, 0),
        ("unreached", None, 0),
        ("unreached", ["a", "b"], 1),
    ],
)
def test_what_was_done_or_refused_is_left_alone(
    kind: str, channels: list[str] | None, count: int
) -> None:
    """So is what reached nobody and has no channel left to try."""
    row = plan(channels=channels)
    assert len(withdrawn(known(row, said=told(row, (kind, at(14)))))) == count


def test_what_is_asked_instead_names_what_was_withdrawn() -> None:
    gone = [plan(), plan(rule_id="vip.room")]
    anew = [
        plan("2026-06-21", "vip.plan.B"),
        plan("2026-06-21", "vip.room"),
        plan("2026-06-21", ref="other"),
        action("r1"),
    ]
    found = replacing(anew, gone)
    ids = [row["action_id"] for row in gone]
    assert only(found, "supersedes") == [(ids[0],), (ids[1],), (None,), (None,)]


def test_of_several_withdrawn_the_one_due_last_is_named() -> None:
    gone = [plan("2026-06-22", due_at=at(20)), plan("2026-06-20"), plan("2026-06-21")]
    (anew,) = replacing([plan("2026-06-25")], gone)
    assert anew["supersedes"] == gone[0]["action_id"]
