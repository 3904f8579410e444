"""Records and limits, as a plan tells them and as SQL carries them out."""
# ruff: noqa: DTZ001 - moments are naive

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from careplay.businesses import find
from careplay.engines import duckdb as in_sql, whole
from careplay.engines.plain.table import fetched
from careplay.engines.sql import text
from careplay.model.business import Business, Person
from careplay.model.conditions import Compare, Operator, Since
from careplay.model.flows import Flow, Step, Version
from careplay.model.limits import Limits, Mode, Window
from careplay.model.rules import (
    Action,
    Audience,
    Category,
    Due,
    Once,
    Per,
    Placeholder,
    Rule,
    Scope,
    Verb,
)
from careplay.model.triggers import Every, Period, Stands
from careplay.model.types import Span, Unit
from careplay.pipeline.examining import examine
from careplay.planning import describe, plan
from careplay.planning.clock import clock_on
from careplay.planning.conditions import in_flat_literals
from careplay.planning.limits import Capacity, Room, Settling
from careplay.planning.memory import Anew, Rarely
from careplay.planning.recall import Before, Recall
from careplay.sources.memory import in_memory
from strategies.care_world import WORLD

DAY = date(2026, 6, 15)
CALL = Action(Verb.CALL, ("hello",), "adviser")
VENT = Stands("complaint", Compare("step", Operator.EQUAL, "vent"), ("step", "returns", "ref"))
FLOW = Flow(
    "complaint",
    "complaint.opened",
    "ref",
    (Version(1, date.min, (Step("vent", (("", "closed"),), within=Span(2, Unit.HOURS)),)),),
    carried=("ref", "seller", "severity"),
)
PEOPLE = (Person("p1", "张三", "adviser"), Person("p2", "李四", "adviser"))
OPENED: dict[str, Any] = {
    "customer_id": "1",
    "type": "complaint.opened",
    "at": datetime(2026, 6, 15, 10, 30),
    "ref": "c1",
    "seller": "p1",
}


def business(action: Action = CALL, trigger: Any = VENT, **options: Any) -> Business:
    """The care world with one rule."""
    rule = Rule("r", "book", "title", trigger, (action,), once=options.pop("once", None))
    told = {"flows": {"complaint": FLOW}, **options}
    return replace(WORLD, rules=(rule,), **told)


def actions(own: Business, **customer: Any) -> list[dict[str, Any]]:
    """What the default engine makes of one complaint."""
    customers = ({"customer_id": "1", **customer},)
    loaded = in_memory(own, customers, (OPENED,), PEOPLE)
    outcome = whole.run(in_sql, own, DAY, loaded)
    return fetched(loaded.connection, outcome.relation)


def test_a_case_gives_an_occasion_by_its_attributes() -> None:
    (row,) = actions(business())
    assert row["occasion"] == "complaint:vent/0/c1"
    assert row["because"][0] == {"fact": "complaint", "value": "c1"}


def test_a_daily_occasion_begins_with_the_date() -> None:
    (row,) = actions(business(trigger=replace(VENT, key=("ref",), daily=True)))
    assert row["occasion"] == "complaint:2026-06-15/c1"


def test_a_due_moment_may_be_told_by_the_case() -> None:
    (row,) = actions(business(replace(CALL, due=Due(of="step_due"))))
    assert row["due_at"] == datetime(2026, 6, 15, 12, 30)


def test_a_due_moment_that_the_case_lacks_is_the_end_of_the_day() -> None:
    (row,) = actions(business(replace(CALL, due=Due(Span(3), time(18), "goal_due"))))
    assert row["due_at"] == datetime(2026, 6, 15, 18)


def test_nobody_follows_up_on_himself() -> None:
    (row,) = actions(business(replace(CALL, not_to=("event.seller",))))
    assert row["owner"] == "p2"


def test_a_pool_of_nobody_else_is_nobody() -> None:
    own = business(replace(CALL, not_to=("event.seller",)))
    loaded = in_memory(own, ({"customer_id": "1"},), (OPENED,), PEOPLE[:1])
    outcome = whole.run(in_sql, own, DAY, loaded)
    assert [row["owner"] for row in fetched(loaded.connection, outcome.relation)] == [None]


def test_treats_take_turns_day_by_day() -> None:
    treats = replace(CALL, checklist=("bed",), rotate=("tea", "cake"))
    made = [plan(business(treats), date(2026, 6, day)).actions[0] for day in (15, 16)]
    assert [each.checklist for each in made] == [("bed", "tea"), ("bed", "cake")]


def test_a_masked_name_is_kept_whole() -> None:
    gap = Placeholder(Scope.FACT, "name", "客人", masked=True)
    (row,) = actions(business(replace(CALL, text=("您好", gap))), name="王芳")
    assert row["text"] == "您好王芳"


def test_an_action_for_want_of_consent_is_dropped() -> None:
    (row,) = actions(business(replace(CALL, channels=("sms", "letter"))), phone="138")
    told = {name: row[name] for name in ("status", "channel", "channels", "held_by")}
    assert told == {
        "status": "dropped",
        "channel": "sms",
        "channels": [],
        "held_by": "consent consent",
    }


def test_since_is_a_date_of_the_plan() -> None:
    asked = Compare("step_on", Operator.AT_LEAST, Since(Span(1, negative=True)))
    clock = clock_on(WORLD, DAY, date(2026, 6, 12))
    types = {"step_on": WORLD.event_types["complaint"].attributes["step_on"].type}
    assert in_flat_literals(asked, types, clock) == Compare(
        "step_on", Operator.AT_LEAST, date(2026, 6, 11)
    )


def test_a_measure_counts_cases_as_of_each_day() -> None:
    own = business(trigger=Every(Period.DAY))
    rule = replace(own.rules[0], condition=Compare("open", Operator.EQUAL, 1))
    (row,) = actions(replace(own, rules=(rule,)))
    assert {"fact": "open", "value": "1"} in row["because"]


def test_the_plan_tells_of_records_and_limits() -> None:
    mode = Mode("open", Compare("open", Operator.AT_LEAST, 1), (Category.SALES,), days=2)
    limits = Limits(
        modes=(mode,), windows=(Window("contacts", 1, 1),), quiet=(time(21), time(9))
    )
    said = describe(plan(business(limits=limits), DAY, PEOPLE))
    assert "records\n  complaint = cases of complaint as of 2026-06-15\n" in said
    assert (
        "holds\n  open = count of complaint to 2026-06-15, where ended_at is missing\n" in said
    )
    assert said.endswith(
        "  3. quiet 21:00 to 09:00\n  4. hold back\n     mode open holds sales, 2 days on\n"
        "  5. at most 1 contact in 1 day\n  6. tell in order\n  7. keep modes open 2 days\n"
    )


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            Recall((), told=False, again=True, back=False, later=False),
            "recall an earlier run of the date, of which no event says what became",
        ),
        (
            Recall((), told=True, again=False, back=True, later=False),
            (
                "recall earlier actions, of which no event says what became,"
                " and what of it comes back"
            ),
        ),
        (
            Recall(("action.done",), told=True, again=True, back=False, later=False),
            "recall what action.done says of earlier actions and an earlier run of the date",
        ),
        (
            Anew(
                (),
                tuple(Rarely(f"r{n}", per, 1) for n, per in enumerate(Per)),
                late=False,
                told=False,
            ),
            "\n".join(
                (
                    "new is what was not asked for before",
                    "r0 once per event",
                    "r1 once per year",
                    "r2 once in 1 day",
                    "r3 once ever",
                )
            ),
        ),
        (
            Room("channel", "sms", (), 7, 1, "sms 7 days: 1", told=False),
            "at most 1 sms contact in 7 days",
        ),
        (Capacity((("E1", 3), ("E2", 4)), prefer=False), "capacity of 2 people"),
    ],
)
def test_a_step_of_settling_reads_well(step: Settling, said: str) -> None:
    assert str(step) == said


def test_the_plan_tells_what_is_known_beforehand() -> None:
    own = business(trigger=Every(Period.DAY))
    of_all = replace(own.rules[0], audience=Audience.BUSINESS)
    said = describe(plan(replace(own, rules=(of_all,)), DAY, PEOPLE))
    assert said.endswith("announced\n  1. r[0] to p1 by 2026-06-15 23:59; key day:2026-06-15\n")
    wants = replace(of_all, condition=Compare("open", Operator.EQUAL, 1))
    said = describe(plan(replace(own, rules=(wants,)), DAY, PEOPLE))
    assert said.endswith("left open\n  r: 1 occasion\n  r: 1 occasion for want of open\n")


CARE = Path(__file__).parents[1] / "cases" / "plans" / "care"


def test_the_plan_of_a_shop_with_limits_and_memory_reads_well(
    golden: Callable[[Path, str], None],
) -> None:
    (folder,) = find(CARE)
    shop = examine(folder).business
    assert shop is not None
    people = (Person("a1", "王芳", "adviser", capacity=20), Person("m1", "赵敏", "manager"))
    before = Before(
        date(2026, 6, 13), earlier=True, modes=True, late=date(2026, 6, 13), returning=None
    )
    golden(CARE / "plan.txt", describe(plan(shop, DAY, people, before)))


def test_the_sql_of_a_plan_with_limits_makes_the_actions() -> None:
    own = business(limits=Limits(windows=(Window("contacts", 1, 0),)))
    loaded = in_memory(own, ({"customer_id": "1"},), (OPENED,), PEOPLE)
    loaded.connection.execute(text(plan(own, DAY, PEOPLE)))
    (row,) = fetched(loaded.connection, "actions")
    assert (row["status"], row["held_by"]) == ("dropped", "contacts 1 day: 0")


def test_the_sql_of_a_plan_without_limits_settles_nothing() -> None:
    assert "settling" not in text(plan(business(), DAY, PEOPLE))
    assert "settling" in text(plan(business(once=Once(Per.EVER)), DAY, PEOPLE))
