"""Conditions as rules of the package, in sets small enough for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from careplay.engines.durable.judging.chains import WAYS, TruthTest, Ways, way_and_chains
from careplay.engines.durable.judging.comparisons import Comparison, Field, comparison
from careplay.frozen import dataclass
from careplay.model.conditions import Condition
from careplay.model.types import Types

# While the package takes a message through its network, it keeps in mind what it has still to
# look at: at most 64 places (error 303), and at most one for each rule.
RULES = 60
# The comparisons that rules begin with lie in one table of 512 places; it is searched for ever
# where that is full.
COMPARISONS = 300
# A message has room for 252 fields (error 302), its ids among them.
FIELDS = 240
LONGEST = 200
"""A condition of which one alternative asks more is told before anything runs."""


@dataclass(frozen=True, slots=True)
class PackageRule:
    """What must be so of a row for the conditions at these places to be so."""

    comparisons: tuple[Comparison, ...]
    """Those that more rules share come first; none: it is always so."""
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The alternatives of several conditions, each once."""

    rules: tuple[PackageRule, ...]
    contrary: frozenset[int]
    """The conditions of which it is so where none of their rules fires."""


def package_rules(
    conditions: Sequence[Condition], said: TruthTest, types: Types, ways: Ways = WAYS
) -> Rules:
    """The rules that tell of which conditions this is so; TooManyError."""
    places: dict[frozenset[Comparison], list[int]] = {}
    contrary: set[int] = set()
    for place, condition in enumerate(conditions):
        way, alternatives = way_and_chains(condition, said, ways=ways)
        if way is not said:
            contrary.add(place)
        for chain in alternatives:
            compared = frozenset(comparison(link, types) for link in chain)
            places.setdefault(compared, []).append(place)
    return Rules(tuple(_shared_first(places)), frozenset(contrary))


def _shared_first(
    places: Mapping[frozenset[Comparison], Sequence[int]],
) -> Iterator[PackageRule]:
    shared = Counter(each for compared in places for each in compared)
    first = sorted(shared, key=lambda each: (-shared[each], repr(each)))
    order = {each: n for n, each in enumerate(first)}
    for compared, found in places.items():
        yield PackageRule(
            tuple(sorted(compared, key=order.__getitem__)), tuple(dict.fromkeys(found))
        )


def packs(made: Iterable[PackageRule]) -> Iterator[tuple[PackageRule, ...]]:
    """The rules, in order, in as few sets as the package has room for."""
    pack: list[PackageRule] = []
    compared: dict[Comparison, None] = {}
    for rule in made:
        more = compared | dict.fromkeys(rule.comparisons)
        if pack and not _has_room(len(pack) + 1, more):
            yield tuple(pack)
            pack, more = [], dict.fromkeys(rule.comparisons)
        pack.append(rule)
        compared = more
    if pack:
        yield tuple(pack)


def _has_room(many: int, compared: Collection[Comparison]) -> bool:
    return (
        many <= RULES
        and len(compared) <= COMPARISONS
        and len(message_fields(compared)) <= FIELDS
    )


def asked_by(pack: Iterable[PackageRule]) -> tuple[Comparison, ...]:
    """All that the rules ask, each once, in order."""
    return tuple(dict.fromkeys(each for rule in pack for each in rule.comparisons))


def message_fields(asked: Iterable[Comparison]) -> tuple[Field, ...]:
    """What a message must tell for it, each once, in order."""
    return tuple(dict.fromkeys(each.field for each in asked))
