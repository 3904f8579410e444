"""Every practice is carried by a shipped playbook, or left out for a reason."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from careplay.authoring.practices import Surveyed, survey

ROOT = Path(__file__).parents[1]
REPORTED = {"report", "principle"}
"""What belongs to no rule by its kind; anything else is left out for a check or a limit."""
NOT_YET = {"S0-42", "S1-98", "S1-99", "S1-100", "S1-101", "S1-102", "S2-38"}
"""What no playbook carries as yet."""


@cache
def surveyed() -> Surveyed:
    return survey(ROOT / "playbooks")


def test_no_practice_is_lost_or_unknown() -> None:
    assert [each for found in surveyed().examined for each in found.diagnostics] == []


def test_there_are_as_many_practices_as_the_material_has() -> None:
    families = Counter(each.id.split("-")[0] for each in surveyed().practices)
    assert families == {"S0": 42, "S1": 102, "S2": 38}


def test_only_reports_and_principles_are_left_out() -> None:
    left = {each.id for each in surveyed().practices
            if each.left_out and REPORTED.isdisjoint(each.kinds)}  # fmt: skip
    assert left <= NOT_YET


def test_the_page_is_what_the_command_writes() -> None:
    assert (ROOT / "docs" / "practices.md").read_text("utf-8") == surveyed().page()


@pytest.mark.parametrize("name", ["greetings", "complaint", "promise", "referral", "tiering"])
def test_common_playbooks_are_carried_by_some_business(name: str) -> None:
    places = {place for those in surveyed().places.values() for place in those}
    assert f"common/{name}" in {place.playbook for place in places}


def test_every_rule_of_a_shipped_business_says_where_it_comes_from() -> None:
    rules = [rule for found in surveyed().examined for rule in
             (found.business.rules if found.business else ())]  # fmt: skip
    assert [rule.id for rule in rules if not rule.source] == []
