"""What is left of a plan where only some of its matches were found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from careplay.businesses import find
from careplay.engines.sql import found
from careplay.engines.sql.statements import finished, matched
from careplay.model.business import Person
from careplay.pipeline.examining import examine
from careplay.planning import Plan, plan
from careplay.planning.narrowed import left_to_ask, left_to_do, narrowed, occasions_left
from careplay.planning.probes import ByEvent

SMALL = Path(__file__).parents[1] / "cases" / "plans" / "small"
MANAGER = Person("m1", "赵敏", "manager", "east")


@pytest.fixture(scope="module")
def whole() -> Plan:
    (folder,) = find(SMALL)
    business = examine(folder).business
    assert business is not None
    return plan(business, date(2026, 10, 31), (MANAGER,))


def rules_of(made: Plan) -> list[str]:
    return [made.rules[match.rule].id for match in made.matches]


def number_of(rule: str, made: Plan) -> int:
    return rules_of(made).index(rule)


def test_what_was_found_is_left_and_what_is_announced(whole: Plan) -> None:
    matches = left_to_do(whole, [number_of("aircon", whole)])
    found = narrowed(whole, matches)
    assert rules_of(found) == ["aircon", "stocktaking"]
    assert [whole.matches[each].rule for each in matches] == [
        each.rule for each in found.matches
    ]


def test_all_that_is_left_is_what_it_was(whole: Plan) -> None:
    found = narrowed(whole, left_to_do(whole, [number_of("aircon", whole)]))
    for match in found.matches:
        before = whole.matches[number_of(found.rules[match.rule].id, whole)]
        assert match.condition == before.condition
        assert found.occasions[match.occasion] == whole.occasions[before.occasion]
        for new, old in zip(match.actions, before.actions, strict=True):
            assert found.actions[new] == whole.actions[old]
            assert found.schedule[new] == whole.schedule[old]
    (said,) = found.announced
    assert found.rules[found.matches[said.match].rule].id == "stocktaking"
    assert found.schedule[said.scheduled].rule == found.matches[said.match].rule


def test_a_plan_all_of_which_was_found_is_the_plan_itself(whole: Plan) -> None:
    assert narrowed(whole, range(len(whole.matches))) is whole


def test_what_no_event_gave_occasion_for_is_not_asked(whole: Plan) -> None:
    by_event = {n for n, one in enumerate(whole.occasions) if isinstance(one.probe, ByEvent)}
    assert by_event
    assert left_to_ask(whole, by_event) == tuple(range(len(whole.matches)))
    matches = left_to_ask(whole, ())
    places = occasions_left(whole, matches)
    assert set(places) == {*range(len(whole.occasions))} - by_event
    asked = narrowed(whole, matches)
    assert [whole.occasions[each] for each in places] == list(asked.occasions)


def test_what_is_not_asked_is_not_said_to_duckdb(whole: Plan) -> None:
    matches = left_to_ask(whole, ())
    asked, places = narrowed(whole, matches), occasions_left(whole, matches)
    said, all_said = (
        matched(each, "customers", "events", of) or ""
        for each, of in ((asked, places), (whole, ()))
    )
    assert found.SCANNED not in said
    assert found.SCANNED in all_said


def test_what_was_not_found_is_not_said_to_duckdb(whole: Plan) -> None:
    matches = left_to_do(whole, [number_of("aircon", whole)])
    numbers = [each + 1 for each in matches]
    told = finished(narrowed(whole, matches), "events", numbers=numbers)
    said = "\n".join(each.sql for each in told)
    assert "用得好吗" in said
    assert "生日快乐" not in said
    assert "生日快乐" in "\n".join(each.sql for each in finished(whole, "events"))


def test_nothing_found_asks_for_what_is_announced_alone(whole: Plan) -> None:
    assert rules_of(narrowed(whole, left_to_do(whole, ()))) == ["stocktaking"]
