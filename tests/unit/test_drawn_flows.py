"""Which flows can be drawn as state charts, and what is said of those that cannot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from careplay.businesses import find
from careplay.engines.durable.cases.drawn import chart_fault
from careplay.model.flows import Flow, Step, Version
from careplay.pipeline.examining import examine

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"


def flow(steps: int, outcomes: Sequence[int] = ()) -> Flow:
    """A flow in two versions, the second with so many steps; most of them have one outcome."""
    of = [*outcomes, *[1] * (steps - len(outcomes))]
    drawn = tuple(
        Step(f"s{n}", tuple((f"o{each}", "closed") for each in range(count)))
        for n, count in enumerate(of)
    )
    first = Version(1, date.min, (Step("s0", (("", "closed"),)),))
    return Flow("case", "case.opened", "ref", (first, Version(2, date(2026, 1, 1), drawn)))


@pytest.mark.parametrize("drawn", [flow(50), flow(1, [190]), flow(13, [178]), flow(20, [106])])
def test_a_large_flow_can_be_drawn(drawn: Flow) -> None:
    assert chart_fault(drawn) is None


@pytest.mark.parametrize("drawn", [flow(51), flow(1, [191]), flow(20, [107])])
def test_a_larger_one_cannot(drawn: Flow) -> None:
    assert chart_fault(drawn) is not None


def test_it_is_told_with_its_version_and_its_size() -> None:
    assert chart_fault(flow(20, [107])) == (
        'version 2 of flow "case" has 20 steps and 126 outcomes; make do with 50 steps, 190'
        " outcomes and 2500 of the one times the other"
    )


def test_every_shipped_flow_can_be_drawn() -> None:
    businesses = [examine(folder).business for folder in find(PLAYBOOKS)]
    flows = [each for one in businesses if one is not None for each in one.flows.values()]
    assert len(flows) >= len(businesses)
    assert [chart_fault(each) for each in flows if chart_fault(each)] == []
