"""Tests of one customer, many in one run, and each a world of its own all the same.

What a rule, a window, a mode or a case asks, it asks of one customer. Three things look at
several. A rank is that of one among one. Which of several people does the work follows from the
customer's key: each world has one that falls to the same. The capacity of those people is not
asked: a world that it might hold gets a run of its own. So does one in which anything came
otherwise than it is told, and what is said of it is what that run came to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count
from math import lcm
from typing import TypeAlias

from careplay.authoring.coverage.watching import Watcher
from careplay.authoring.guarding import Breach, Guard, in_story
from careplay.authoring.judging import verdicts
from careplay.authoring.playing import Played, Stage, play, run_day
from careplay.faults import ParameterError
from careplay.frozen import dataclass
from careplay.language.stories.single import CUSTOMER
from careplay.meaning.owners import bucket
from careplay.model.actions import OPEN, ActionRow
from careplay.model.business import Business
from careplay.model.conditions import Known
from careplay.model.facts import (
    Decision,
    DecisionRow,
    Derived,
    Hit,
    Measure,
    Segment,
    Tier,
    Top,
    choices_of,
    type_of,
)
from careplay.model.stories import Story
from careplay.model.types import Scalar
from careplay.outputs.passing import PassingFolder

AT_ONCE, SHARING = 500, 8
"""So many worlds share a run at most, where at most so many people share the work of a role."""

_Group: TypeAlias = Sequence[Story]


@dataclass(frozen=True, slots=True)
class Player:
    """Who plays the stories of a business."""

    business: Business
    engine: str
    began: Callable[[str], None]
    """Told each story that is played by itself, and how many are played together."""
    watcher: Watcher | None = None
    """Who looks on, where it is asked what the stories reach."""
    guard: Guard | None = None
    """Who holds invariants against what is told, where there are any."""

    def play(self, stories: Sequence[Story]) -> Iterator[Played]:
        """What came of each, in their order; raises what ``playing.play`` does."""
        together: dict[int, Played] = {}
        for group in () if _asks_for_keys(self.business) else _groups(stories):
            together |= self._together(group)
        for story in stories:
            yield together.get(id(story)) or self._by_itself(story)

    def _by_itself(self, story: Story) -> Played:
        self.began(f"playing {story.id}")
        return play(story, self.business, self.engine, self.watcher, self.guard)

    def _together(self, group: _Group) -> dict[int, Played]:
        """Those in which all came as told and would so by themselves, by identity.

        One in which the data are at fault is none of them, and found by halves.
        """
        if len(group) == 1:
            return {}
        self.began(f"playing {len(group)} tests of {group[0].days[0].date}")
        found = _run(group, self)
        if found is not None:
            return found
        half = len(group) // 2
        return self._together(group[:half]) | self._together(group[half:])


def _groups(stories: Sequence[Story]) -> Iterator[_Group]:
    """Tests of one customer that may share a run: of one day, on which the same people work."""
    alike: defaultdict[object, list[Story]] = defaultdict(list)
    for story in stories:
        if _is_one_customers(story):
            alike[story.days[0].date, _spelt(story)].append(story)
    for group in alike.values():
        for first in range(0, len(group), AT_ONCE):
            yield group[first : first + AT_ONCE]


def _asks_for_keys(business: Business) -> bool:
    """Whether a fact is the customer's key, by which worlds in one run differ."""
    return any(
        (each.column or name) == business.key for name, each in business.declared.items()
    )


def _is_one_customers(story: Story) -> bool:
    """Whether it is a test of one customer, and no story of days and people."""
    if len(story.days) != 1 or [*story.customers] != [CUSTOMER]:
        return False
    (day,) = story.days
    return not (day.did or day.customers or day.staff) and _sharing(story) <= SHARING


def _sharing(story: Story) -> int:
    """How many people share the work of a role at most: those of one store, or of none."""
    teams = Counter((each.get("role"), each.get("store", "")) for each in story.staff.values())
    return max(teams.values(), default=1)


def _keys(story: Story) -> Iterator[str]:
    """Keys of customers whose work falls to the same people as the one customer's does."""
    apart = lcm(*range(1, _sharing(story) + 1))
    mine = bucket(CUSTOMER) % apart
    named = (f"{CUSTOMER} {number}" for number in count(1))
    return (key for key in named if bucket(key) % apart == mine)


def _spelt(story: Story) -> object:
    """Who works there, so that it can be held against others."""
    return tuple((key, tuple(told.items())) for key, told in story.staff.items())


def _run(group: _Group, player: Player) -> dict[int, Played] | None:
    """What came of the worlds in one run; None where it cannot be said of each."""
    folder = PassingFolder()
    worlds = dict(zip(_keys(group[0]), group, strict=False))
    stage = _stage(worlds, player, folder)
    try:
        ran, actions = run_day(group[0].days[0], stage)
    except ParameterError:
        return {}
    if ran.faults:
        return None
    bounds = _bounds(stage.staff) if player.business.limits.capacity else {}
    came = defaultdict[str, list[ActionRow]](list)
    for row in actions:
        came[row["customer_id"] or ""].append(row)
    found: dict[int, Played] = {}
    for key, story in worlds.items():
        own = [*({**row, "customer_id": CUSTOMER} for row in came[key]), *came[""]]
        undecided = [each for each in ran.undecided if each.customer in {"", key}]
        reached = frozenset(stage.reached[key] | stage.reached[""])
        said = verdicts(story.days[0], own, undecided)
        tried, broken = _guarded(key, story, stage)
        played = Played(story, said, reached, tried, broken)
        if played.met and not _are_short(own, bounds):
            found[id(story)] = played
    return found


def _stage(worlds: Mapping[str, Story], player: Player, folder: PassingFolder) -> Stage:
    """All that is known of these worlds, each by the key of its one customer."""
    customers = {key: story.customers[CUSTOMER] for key, story in worlds.items()}
    staff = dict(next(iter(worlds.values())).staff)
    business = _without_others(player.business)
    watcher = player.watcher and replace(player.watcher, business=business)
    guard = player.guard and replace(player.guard, business=business)
    stage = Stage(
        business, player.engine, folder.path, customers, staff, watcher=watcher, guard=guard
    )
    for world, (key, story) in enumerate(worlds.items()):
        for number, event in enumerate(story.days[0].happened, start=1):
            # By the keys of its events a world orders them as in a run of its own.
            known = replace(event, customer=key)
            stage.add(known, story.days[0], f"{world:06}-{number}")
    return stage


def _guarded(key: str, story: Story, stage: Stage) -> tuple[int, tuple[Breach, ...]]:
    """What invariants say of the customer with the key, as of the story's own."""
    broken = (breach for each in stage.guarded for breach in each.breaches)
    his = (replace(each, customer=CUSTOMER) for each in broken if each.customer == key)
    tried = sum(key in each.tried for each in stage.guarded)
    return tried, tuple(in_story(each, story) for each in his)


def _bounds(staff: Mapping[str, Mapping[str, str]]) -> Mapping[str, int]:
    """How much each person may be given on a day, where that is bounded."""
    told = {key: cells.get("capacity", "") for key, cells in staff.items()}
    return {key: _bound(text) for key, text in told.items() if text}


def _bound(text: str) -> int:
    """The number; of what is none nothing is sure, so that any action is too much."""
    try:
        return int(Decimal(text))
    except ArithmeticError:
        return 0


def _are_short(actions: Sequence[ActionRow], bounds: Mapping[str, int]) -> bool:
    """Whether anybody is given more than he may be."""
    given = Counter(row["owner"] for row in actions if row["status"] in OPEN)
    return any(given[key] > bound for key, bound in bounds.items())


def _without_others(business: Business) -> Business:
    """The business as one who is its only customer meets it, and nobody is short of hands."""
    derived = tuple(map(_of_one, business.derived))
    return replace(business, derived=derived, limits=replace(business.limits, capacity=False))


def _of_one(fact: Derived) -> Derived:
    """The same of one among one, who is the first of all where his number is known."""
    match fact:
        case Tier():
            return _where_known(fact, fact.shares[0][0])
        case Top():
            return _where_known(fact, value=True)
        case Measure() | Segment() | Decision():
            return fact


def _where_known(fact: Tier | Top, value: Scalar) -> Decision:
    row = DecisionRow("1", Known(fact.by), value)
    type_, choices = type_of(fact), choices_of(fact)
    return Decision(
        fact.name, fact.name, type_, Hit.FIRST, (row,), choices=choices, label=fact.label,
        file=fact.file, at=fact.at,
    )  # fmt: skip
