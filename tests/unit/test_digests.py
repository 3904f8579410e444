"""A digest goes by what a value means, and is the same wherever it is made."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from careplay.diagnostics import Position
from careplay.model.conditions import AllOf, AnyOf, Compare, Operator
from careplay.model.digests import digest
from careplay.model.rules import Action, Due, Rule, Verb
from careplay.model.triggers import Every, Period
from careplay.model.types import Parameter, Span, Unit

CALL = Action(
    Verb.CALL,
    ("您好",),
    "adviser",
    due=Due(Span(Parameter("days"), Unit.WORKING_DAYS), time(18)),
)
BIG = Compare("spend", Operator.AT_LEAST, Decimal("12.50"))
RULE = Rule("r", "book", "回访", Every(Period.DAY), (CALL,), BIG, valid_from=date(2026, 6, 1))
SHOP = Path(__file__).parents[2] / "playbooks" / "hotel"


def test_a_digest_is_this_one_on_every_machine() -> None:
    """Where it becomes another, every business is told after an upgrade that it changed."""
    assert digest(RULE) == "0be232ceb3c89e94"


def test_it_does_not_go_by_the_place_in_a_file() -> None:
    elsewhere = replace(CALL, at=Position(9, 9), places={"due": Position(9, 9)})
    moved = replace(RULE, file="other.yaml", at=Position(3, 3), actions=(elsewhere,))
    assert digest(moved) == digest(RULE)


@pytest.mark.parametrize(
    "changed",
    [
        replace(RULE, title="使用回访"),
        replace(RULE, condition=AllOf((BIG,))),
        replace(RULE, condition=AnyOf((BIG,))),
        replace(RULE, condition=replace(BIG, value=Decimal("12.51"))),
        replace(RULE, condition=replace(BIG, value="12.5")),
        replace(RULE, valid_from=date(2026, 6, 2)),
        replace(RULE, actions=(CALL, CALL)),
        replace(RULE, actions=(replace(CALL, due=Due()),)),
    ],
)
def test_what_means_something_else_has_another(changed: Rule) -> None:
    assert digest(changed) != digest(RULE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("12.50"), Decimal("12.5")),
        (Decimal("3.0"), 3),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (Due(), Due(Span(0), time(23, 59))),
        (Verb.CALL, "call"),
    ],
)
def test_what_means_the_same_has_the_same(one: object, other: object) -> None:
    assert digest(one) == digest(other)


def test_values_of_different_kinds_are_told_apart() -> None:
    kinds = (
        *("1", 1, True, None, (), ("1",), {"1": 1}, "2026-06-01", "10:00:00"),
        *(date(2026, 6, 1), datetime.fromisoformat("2026-06-01 00:00"), time(10)),
    )
    assert len({*map(digest, kinds)}) == len(kinds)


def test_what_is_no_value_of_the_model_has_none() -> None:
    with pytest.raises(TypeError, match="a set is no value of the model"):
        digest({"a"})


def test_the_digests_of_a_business_do_not_go_by_the_seed_of_hashes() -> None:
    asked = (
        "import careplay, sys; from datetime import date;"
        "from careplay.outputs.ran_with import business_digests;"
        "print(business_digests(careplay.load(sys.argv[1])))"
    )
    found = {
        subprocess.run(  # noqa: S603 - the same Python
            [sys.executable, "-c", asked, SHOP],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
