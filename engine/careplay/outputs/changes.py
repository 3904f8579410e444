"""What changed between two days, by what each of them ran with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from careplay.frozen import dataclass
from careplay.outputs.ran_with import RanFlow, RanParameter, RanPlaybook, RanWith

NEW, GONE, EDITED, RENAMED = "new", "gone", "edited", "renamed"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than it was."""

    kind: str
    """``careplay``, ``setting``, ``fact``, ``parameter``, ``flow``, ``reception``, ``playbook``
    or ``rule``."""
    name: str
    how: str
    """``new``, ``gone``, ``edited``, or of a rule ``renamed``; of a playbook ``edited``: its
    rules in another order."""
    playbook: str = ""
    """That of a rule; else empty."""
    before: str | None = None
    """Of careplay and of a flow the version, of a parameter the value, where that changed; of a
    rule that was renamed its id."""
    now: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed since the last kept day."""

    since: date | None = None
    """That day; None where there is none."""
    what: tuple[Change, ...] | None = ()
    """None where that day does not say what it ran with."""
    spoilt: bool = False
    """Whether what it says cannot be read; else an older careplay kept it."""


@dataclass(frozen=True, slots=True)
class FormerRule:
    """An id that a rule had, and by which digests it would go as it is now."""

    id: str
    digests: frozenset[str]


def changes(
    before: RanWith, now: RanWith, former: Mapping[str, Sequence[FormerRule]]
) -> Iterator[Change]:
    """Everything that is otherwise, kind by kind, in order of name.

    ``former`` are the ids that rules had before, the oldest first, by those that they have.
    """
    if before["careplay"] != now["careplay"]:
        versions = before["careplay"], now["careplay"]
        yield Change("careplay", "careplay", EDITED, "", *versions)
    yield from _settings(before["settings"], now["settings"])
    yield from _named("fact", before["facts"], now["facts"])
    yield from _parameters(before["parameters"], now["parameters"])
    yield from _flows(before["flows"], now["flows"])
    yield from _named("reception", before["receptions"], now["receptions"])
    yield from _playbooks(before["playbooks"], now["playbooks"], former)


def _settings(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    """A key that only one of two versions of careplay knows says nothing of the business."""
    known = before.keys() & now.keys()
    old, new = ({key: each[key] for key in known} for each in (before, now))
    yield from _named("setting", old, new)


def _parameters(
    before: Mapping[str, RanParameter], now: Mapping[str, RanParameter]
) -> Iterator[Change]:
    for name, was, is_now in _different(before, now):
        old, new = was and was["value"], is_now and is_now["value"]
        if old != new:
            yield Change("parameter", name, _how(was, is_now), "", old, new)


def _flows(before: Mapping[str, RanFlow], now: Mapping[str, RanFlow]) -> Iterator[Change]:
    for name, was, is_now in _different(before, now):
        old, new = was and was["version"], is_now and is_now["version"]
        versions = (old, new) if old != new else (None, None)
        yield Change("flow", name, _how(was, is_now), "", *versions)


def _playbooks(
    before: Mapping[str, RanPlaybook],
    now: Mapping[str, RanPlaybook],
    former: Mapping[str, Sequence[FormerRule]],
) -> Iterator[Change]:
    for name, was, is_now in _different(before, now):
        whole = Change("playbook", name, _how(was, is_now))
        if was is None or is_now is None:
            yield whole
        else:
            yield from tuple(_rules(was["rules"], is_now["rules"], name, former)) or (whole,)


def _rules(
    before: Mapping[str, str],
    now: Mapping[str, str],
    playbook: str,
    former: Mapping[str, Sequence[FormerRule]],
) -> Iterator[Change]:
    """One that goes by another id since is the same; it may be edited besides."""
    old = {rule: _was(rule, before, now, former) for rule in now}
    gone_on = {was.id for was in old.values() if was is not None}
    for each in _named("rule", before, now, playbook):
        if (was := old.get(each.name)) is not None:
            yield Change("rule", each.name, RENAMED, playbook, was.id, each.name)
            if before[was.id] not in was.digests:
                yield Change("rule", each.name, EDITED, playbook)
        elif each.name not in gone_on:
            yield each


def _was(
    rule: str,
    before: Mapping[str, str],
    now: Mapping[str, str],
    former: Mapping[str, Sequence[FormerRule]],
) -> FormerRule | None:
    """What a rule was called; None where its id is its own, or it is new."""
    known = before.keys() - now
    found = (each for each in reversed(former.get(rule, ())) if each.id in known)
    return None if rule in before else next(found, None)


def _named(
    kind: str, before: Mapping[str, str], now: Mapping[str, str], playbook: str = ""
) -> Iterator[Change]:
    for name, was, is_now in _different(before, now):
        yield Change(kind, name, _how(was, is_now), playbook)


def _different(
    before: Mapping[str, T], now: Mapping[str, T]
) -> Iterable[tuple[str, T | None, T | None]]:
    """Each name in order that stands for something else, with what it stood for and stands."""
    for name in sorted(before.keys() | now.keys()):
        was, is_now = before.get(name), now.get(name)
        if was != is_now:
            yield name, was, is_now


def _how(before: object, now: object) -> str:
    return NEW if before is None else GONE if now is None else EDITED
