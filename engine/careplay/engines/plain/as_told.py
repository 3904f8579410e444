"""What was told of an event by a former key is called so still.

Of the events of a moment that no kept day told by their own keys, the least goes by the first
former key of that moment, and so on. ``sql/as_told.py`` names all matches at once: one proves
the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from careplay.engines.plain.actions import MatchedOccasion
from careplay.engines.plain.events import least
from careplay.engines.plain.found import ToldKeys
from careplay.engines.plain.table import fetched
from careplay.meaning.event_keys import is_former, unmarked

if TYPE_CHECKING:
    from careplay.engines.base import Past
    from careplay.sources.loaded import Loaded


def told_keys(past: Past, loaded: Loaded) -> ToldKeys:
    """The keys by which kept days told of events, where some may be former ones."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    kept = (past.earlier, past.same, past.later) if past.former_keys else ()
    for row in (row for each in kept for row in fetched(loaded.connection, each)):
        found[row["customer_id"], row["rule"]].add(row["occasion"])
    return ToldKeys(found, past.late_told)


def as_told(
    matches: Sequence[MatchedOccasion], told: ToldKeys, *, late: bool
) -> Iterator[MatchedOccasion]:
    """The matches of a rule for a customer; ``late``: all of them are of what came in late."""
    names: Mapping[str, str] = {}
    if matches and (keys := told.of(matches[0].customer, matches[0].rule.id)):
        free = [
            each
            for each in matches
            if each.case.occasion.key not in keys
            and (told.late or not (late or each.case.occasion.late))
        ]
        names = dict(_named(free, sorted(keys)))
    for each in matches:
        key = names.get(each.case.occasion.key)
        yield each if key is None else _called(each, key)


def _named(free: Sequence[MatchedOccasion], told: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Own keys of events, each with the former key by which it was told."""
    by_moment: defaultdict[str, list[MatchedOccasion]] = defaultdict(list)
    for each in free:
        event = each.case.occasion.event
        if event is not None and event.get("key") is None:
            by_moment[unmarked(each.case.occasion.key)].append(each)
    for moment, matches in by_moment.items():
        event = matches[0].case.occasion.event or {}
        kind = matches[0].case.business.event_types[str(event["type"])]
        former = [each for each in told if unmarked(each) == moment and is_former(each, kind)]
        in_order = sorted(matches, key=lambda each: least(each.case.occasion.event or {}))
        for match, key in zip(in_order, former, strict=False):
            yield match.case.occasion.key, key


def _called(match: MatchedOccasion, key: str) -> MatchedOccasion:
    occasion = replace(match.case.occasion, key=key)
    return replace(match, case=replace(match.case, occasion=occasion))
