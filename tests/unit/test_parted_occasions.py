"""A plan for durable-rules: an occasion of several days becomes one of each day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from careplay.engines.base import Past
from careplay.engines.durable.tables.apart import parted_occasions
from careplay.engines.sql.carrying import before
from careplay.meaning.days import Late
from careplay.model.conditions import ALWAYS, Condition, Missing
from careplay.model.rules import CatchUp
from careplay.model.triggers import Happens
from careplay.planning import plan
from careplay.planning.probes import Happened, Listed, Stepped
from careplay.planning.recall import Before
from hand import TODAY, rule, world


@pytest.mark.parametrize("catch_up", CatchUp)
@pytest.mark.parametrize("condition", [ALWAYS, Missing("points")])
def test_each_day_is_asked_as_of_itself(catch_up: CatchUp, condition: Condition) -> None:
    """A rule with a condition asks of the date by itself, and of all days before in one."""
    shop = world(rule(Happens("survey"), catch_up=catch_up, condition=condition))
    past = before(Past(last_run=TODAY - timedelta(days=3)))
    made = parted_occasions(plan(shop, TODAY, (), past))
    found = {}
    for match in made.matches:
        probe = made.occasions[match.occasion].probe
        assert isinstance(probe, Happened)
        assert isinstance(probe.days, Listed)
        found[match.ago] = probe.days.dates
    assert len(found) == len(made.matches)
    assert found == {ago: (TODAY - timedelta(days=ago),) for ago in range(3)}


def test_what_came_in_late_is_asked_of_by_itself() -> None:
    shop = world(rule(Happens("survey")))
    past = Before(last_run=TODAY - timedelta(days=1), late=TODAY - timedelta(days=5))
    today, late = parted_occasions(plan(shop, TODAY, (), past)).occasions
    assert today.probe == Happened("survey", None, Listed((TODAY,)), ALWAYS)
    assert late.probe == Happened("survey", None, Stepped(TODAY, 1), ALWAYS, Late.ONLY)
