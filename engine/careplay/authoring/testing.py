"""The stories of businesses, chosen, played, and put together to one report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from careplay import businesses
from careplay.authoring.coverage.limit_cases import limit_cases, normal_value
from careplay.authoring.coverage.things import kind_of, things_of
from careplay.authoring.coverage.watching import watcher
from careplay.authoring.coverage.worlds_told import told_worlds, values_seen
from careplay.authoring.guarding import Breach, guard_of, smallest
from careplay.authoring.playing import Played
from careplay.authoring.spans import held_on
from careplay.authoring.stories import ToldStories, stories_of
from careplay.authoring.worlds import Player
from careplay.diagnostics import Diagnostic, did_you_mean
from careplay.faults import NothingToRunError
from careplay.frozen import dataclass
from careplay.meaning.clock import clock_of
from careplay.model.business import Business
from careplay.model.invariants import Invariant
from careplay.model.stories import Story
from careplay.outputs.coverage import Coverage, CoverageMinimum
from careplay.outputs.tested import InvariantResult, StoryResult, Tested
from careplay.pipeline.examining import Examined

WILD = {re.escape("*"): ".*", re.escape("?"): "."}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which stories are to be played, and by what."""

    paths: tuple[Path, ...]
    engine: str
    only: tuple[str, ...] = ()
    """Of ids and of names of files, with ``*`` and ``?``; () for all."""
    coverage: bool = False
    """Whether it is told what they reach."""
    minimum: tuple[CoverageMinimum, ...] = ()
    suggest: bool = False
    """Whether the cases at limits that are lacking are written."""
    days: tuple[date, ...] = ()
    """On which invariants are held against the data; () for none."""

    def means(self, story: Story) -> bool:
        """Whether the story is one of those."""
        return not self.only or any(_is_called(story, each) for each in self.only)

    def files(self, home: Path) -> tuple[Path, ...]:
        """The files of stories of a business: those that are named, or all of them."""
        found = businesses.tests_in(home)
        named = [each for each in self.paths if businesses.is_test(each.name)]
        others = [each for each in self.paths if each not in named]
        whole = {folder.path.resolve() for path in others for folder in businesses.find(path)}
        meant = {each.resolve() for each in named}
        return tuple(
            each for each in found if home.resolve() in whole or each.resolve() in meant
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """A business and its stories, both as they were read."""

    examined: Examined
    told: ToldStories

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with either."""
        return (*self.examined.diagnostics, *self.told.diagnostics)

    @property
    def is_without(self) -> bool:
        """Whether it is a sound business without a file of stories that is meant."""
        return self.examined.business is not None and not self.told.texts

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of every file."""
        return {**self.examined.texts, **self.told.texts}


def tested(
    examined: Sequence[Examined], chosen: Chosen, began: Callable[[str], None]
) -> Tested:
    """What comes of the stories; ``began`` is told each as it begins.

    Raises NothingToRunError where there is nothing to be played, or by one of the names.
    """
    read = [_Read(each, _told(each, chosen)) for each in examined]
    faults = [fault for each in read for fault in each.faults]
    unread = [each.fault for each in examined if each.fault is not None]
    stories = [story for each in read for story in each.told.stories]
    if not faults and not unread:
        guarded = chosen.days and any(each.told.invariants for each in read)
        _demand(chosen, stories, guarded=bool(guarded))
    played = tuple(_played(read, chosen, began))
    return Tested(
        tuple(result for each in played for result in each.results()),
        tuple(faults),
        (*unread, *_not_found(chosen, stories)),
        tuple(each.examined.folder for each in read if each.is_without),
        {name: text for each in read for name, text in each.texts.items()},
        tuple(each.coverage() for each in played) if chosen.coverage else (),
        chosen.minimum,
        "".join(each.suggested() for each in played) if chosen.suggest else "",
        tuple(result for each in played for result in each.invariants()),
    )


def _told(examined: Examined, chosen: Chosen) -> ToldStories:
    """The stories of the business that are to be played; none where it is at fault."""
    if examined.business is None:
        return ToldStories((), (), {})
    return stories_of(examined.business, chosen.files(examined.business.folder))


@dataclass(frozen=True, slots=True)
class _PlayedStories:
    """What came of the stories of a sound business."""

    business: Business
    played: tuple[Played, ...]
    held: tuple[Invariant, ...]
    of_data: tuple[int, tuple[Breach, ...]] | None
    """For how many customers of the data they were asked, and what broke them."""

    def invariants(self) -> Iterator[InvariantResult]:
        """What is told of each invariant."""
        tried = sum(each.tried for each in self.played)
        in_stories = [breach for each in self.played for breach in each.breaches]
        in_data, broken = self.of_data or (None, ())
        for each in self.held:
            found = (*smallest(in_stories, each), *smallest(broken, each))
            yield InvariantResult(
                self.business.id, each.file, each.id, each.title, each.at, tried, in_data, found
            )

    def results(self) -> Iterator[StoryResult]:
        """What is told of each."""
        for each in self.played:
            story, days = each.story, tuple(day.date for day in each.story.days)
            yield StoryResult(
                self.business.id, story.file, story.id, story.title, days, story.at,
                each.diagnostics(),
            )  # fmt: skip

    def coverage(self) -> Coverage:
        """What they reach of it."""
        rules = {rule.id: rule for rule in self.business.rules}
        told = (verdict.rule for each in self.played for verdict in each.verdicts)
        met = {(kind_of(rules[rule]), rule, True) for rule in told if rule in rules}
        reached = met.union(*(each.reached for each in self.played))
        return Coverage(self.business.id, things_of(self.business), frozenset(reached))

    def suggested(self) -> str:
        """The cases at limits that they lack, as YAML."""
        told = [pair for each in self.played for pair in told_worlds(each.story, each.verdicts)]
        worlds = dict(reversed(told))
        clocks = {rule: clock_of(self.business, each.day) for rule, each in worlds.items()}
        seen = (value for each in self.played for value in values_seen(each.story))
        plain = (normal_value(self.business, *each) for each in seen)
        return limit_cases(self.business, worlds, frozenset(plain), clocks)


def _played(
    read: Iterable[_Read], chosen: Chosen, began: Callable[[str], None]
) -> Iterator[_PlayedStories]:
    for each in read:
        business = each.examined.business
        if business is None:
            continue
        watching = watcher(business) if chosen.coverage else None
        meant = tuple(filter(chosen.means, each.told.stories))
        held = each.told.invariants
        guard = guard_of(business, held)
        played = tuple(Player(business, chosen.engine, began, watching, guard).play(meant))
        real = guard_of(business, held, masked=True) if chosen.days else None
        of_data = None
        if real is not None:
            of_data = held_on(real, chosen.days, chosen.engine, began)
        yield _PlayedStories(business, played, held, of_data)


def _is_called(story: Story, name: str) -> bool:
    """Whether it is called so, ``*`` being any letters and ``?`` one; brackets are brackets."""
    signs = (re.escape(sign) for sign in name)
    pattern = "".join(WILD.get(sign, sign) for sign in signs)
    return any(re.fullmatch(pattern, each, re.DOTALL) for each in _names(story))


def _names(story: Story) -> tuple[str, str]:
    """What a story is called by: its file, and itself."""
    return businesses.name_of_test(story.file), story.id


def _demand(chosen: Chosen, stories: Sequence[Story], *, guarded: bool) -> None:
    """NothingToRunError where there is no story, or none of one of the names.

    ``guarded``: whether invariants are held against data, so that stories may be lacking.
    """
    if not (stories or guarded):
        where = ", ".join(f'"{each}"' for each in chosen.paths)
        message = f"no story in {where}; write one into a file *.test.yaml beside the playbooks"
        raise NothingToRunError(message)
    for fault in _not_found(chosen, stories):
        raise fault


def _not_found(chosen: Chosen, stories: Sequence[Story]) -> Iterator[NothingToRunError]:
    """Each of the names by which no story is called of those that could be read."""
    for name in chosen.only:
        if not any(_is_called(each, name) for each in stories):
            known = dict.fromkeys(called for each in stories for called in _names(each))
            way = did_you_mean(name, known, "stories")
            yield NothingToRunError(f'no story is called "{name}"{way}')
