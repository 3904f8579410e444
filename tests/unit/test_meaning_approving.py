"""Who may approve, by role: written as the people who have it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from careplay.meaning.approving import with_approvers
from careplay.meaning.folding import is_lacking
from careplay.model.business import Person
from careplay.model.conditions import Compare, Operator
from careplay.model.flows import Flow, Step, StepApproval, Version
from careplay.model.receptions import Reception
from hand import world

LARGE, SMALL = (Compare("amount", Operator.MORE, limit) for limit in (1000, 200))
APPROVED = StepApproval("by", ((LARGE, ("gm",)), (SMALL, ("manager", "gm"))))
STEP = Step("offer", (("", "over"),), approved=APPROVED)
FLOW = Flow("redress", "asked", "ref", (Version(1, date.min, (STEP,)),))
PEOPLE = (Person("E1", "Eve", "clerk"), Person("E2", "Bo", "manager"), Person("E3", "Cy", "gm"))


def step() -> Step:
    told = with_approvers(replace(world(), flows={"redress": FLOW}), PEOPLE)
    return told.flows["redress"].versions[0].steps[0]


def test_the_first_cell_that_holds_says_who_may() -> None:
    for amount, may in ((100, {None, "E1", "E2", "E3"}), (500, {"E2", "E3"}), (5000, {"E3"})):
        asked = {who: {"amount": amount, "by": who} for who in (None, "E1", "E2", "E3")}
        assert {who for who, event in asked.items() if not is_lacking(step(), event)} == may


def test_where_nobody_has_the_role_nobody_may() -> None:
    told = with_approvers(replace(world(), flows={"redress": FLOW}), ())
    asked = told.flows["redress"].versions[0].steps[0]
    assert is_lacking(asked, {"amount": 500, "by": "E2"})


def test_a_level_may_be_raised_by_who_has_its_role() -> None:
    stay = Reception("vip", "booked", approvers=(("A", ("gm",)), ("", ("manager", "gm"))))
    told = with_approvers(replace(world(), receptions={"vip": stay}), PEOPLE)
    assert told.receptions["vip"].may_approve == (("A", ("E3",)), ("", ("E2", "E3")))


def test_a_business_of_which_nobody_must_approve_is_what_it_was() -> None:
    asked = world()
    assert with_approvers(asked, PEOPLE) is asked
