"""How made-up cases go through a flow: most in time, some late, a few forgotten halfway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from samples.draws import Draws
from samples.events import Diary

FORGOTTEN, LATE = 0.012, 0.1
"""How often a step is never done, and how often it takes much longer than it should."""
LONGEST = 12
"""Steps after which a case that goes in circles is left alone."""

DrawAttributes = Callable[[Draws], Mapping[str, str]]


def nothing(_draws: Draws) -> Mapping[str, str]:
    """A step of which nothing is told but that it is done."""
    return {}


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a step usually takes, what it comes to and what is told of it."""

    hours: tuple[float, float]
    next: Mapping[str, tuple[str, float]]
    """By outcome, the next step or end and how often it is so; ("" where there is none)."""
    told: DrawAttributes = nothing


@dataclass(frozen=True, slots=True)
class Walk:
    """A flow as cases walk through it."""

    flow: str
    steps: Mapping[str, Pace]
    """The first is where a case begins."""
    pause: str = ""
    agrees: str = ""
    """The event of a plan that stands in for the goal, if there is one."""
    planners: tuple[str, ...] = field(default=())


def walk(diary: Diary, ref: str, start: datetime, way: Walk) -> datetime:
    """Write down what becomes of the case that began then; the moment it was left or ended."""
    draws, step, at = diary.draws, next(iter(way.steps)), start
    for _ in range(LONGEST):
        pace = way.steps.get(step)
        if pace is None or draws.chance(FORGOTTEN):
            break
        hours = draws.uniform(*pace.hours) * (6 if draws.chance(LATE) else 1)
        at = _between(diary, ref, at, hours, way)
        outcome = draws.weighted({name: likely for name, (_, likely) in pace.next.items()})
        told = {**pace.told(draws), "ref": ref, "outcome": outcome}
        diary.note_at(at, f"{way.flow}.{step}.done", **_known(told))
        step = pace.next[outcome][0]
    return at


def _between(diary: Diary, ref: str, at: datetime, hours: float, way: Walk) -> datetime:
    """What happens while the step is done, and when it is."""
    draws = diary.draws
    if way.pause and draws.chance(0.05):
        stopped = at + timedelta(hours=hours / 3)
        diary.note_at(stopped, f"{way.flow}.{way.pause}", ref=ref)
        at = stopped + timedelta(days=draws.randint(1, 4))
        diary.note_at(at, f"{way.flow}.resumed", ref=ref)
    if way.agrees and draws.chance(0.04):
        due = (at + timedelta(days=draws.randint(8, 20))).date().isoformat()
        planner = draws.choice(way.planners)
        name = f"{way.flow}.{way.agrees}"
        diary.note_at(at, name, ref=ref, plan_due=due, plan_owner=planner)
    return (at + timedelta(hours=hours)).replace(second=0, microsecond=0)


def _known(told: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in told.items() if value}
