"""Conditions decided by durable-rules: each alternative of a condition is a rule of it.

A row is asserted as a fact, the rules that fire are taken down, and the fact is retracted:
always under one id in the one state of a ruleset, so nothing stays behind, memory is flat, and
no row meets another. What of the package this rests on is in docs/decisions/durable-rules.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from careplay.engines.durable.judging.chains import WAYS, TruthTest, Ways
from careplay.engines.durable.judging.comparisons import Comparison, Field
from careplay.engines.durable.judging.packing import (
    PackageRule,
    asked_by,
    message_fields,
    package_rules,
    packs,
)
from careplay.engines.durable.judging.telling import telling
from careplay.engines.durable.programme import Questions
from careplay.meaning.truth import Row
from careplay.model.conditions import Condition
from careplay.model.types import Types

ID = '{"id":"q"'
MATCHED, NOT_MATCHED = 0, 1


class PackageError(Exception):
    """The package did what it should not; the message says what."""


class Rulesets:
    """A judge that asks the package; its rulesets are made when they are first asked."""

    def __init__(self, questions: Sequence[Questions], types: Types, ways: Ways = WAYS) -> None:
        """Take whatever may be asked, each at the place of its number."""
        self._ways = ways
        self._questions = questions
        self._types = types
        self._made: dict[tuple[int, TruthTest], RulesetGroup] = {}

    def holding(self, questions: Questions, row: Row) -> frozenset[int]:
        """Return the places of the conditions that are true of the row."""
        return self._asked(questions.number, TruthTest.TRUE).of(row)

    def failing(self, questions: Questions, row: Row) -> frozenset[int]:
        """Return the places of those that are false."""
        return self._asked(questions.number, TruthTest.FALSE).of(row)

    def _asked(self, number: int, said: TruthTest) -> RulesetGroup:
        found = self._made.get((number, said))
        if found is None:
            conditions = self._questions[number].conditions
            found = self._made[number, said] = RulesetGroup(
                conditions, said, self._types, self._ways
            )
        return found


class RulesetGroup:
    """Conditions of all of which the same is asked."""

    def __init__(
        self, conditions: Sequence[Condition], said: TruthTest, types: Types, ways: Ways
    ) -> None:
        """Make the rulesets that tell it."""
        made = package_rules(conditions, said, types, ways)
        always = (rule.places for rule in made.rules if not rule.comparisons)
        self._always = frozenset(place for places in always for place in places)
        self._contrary = made.contrary
        packed = tuple(packs(rule for rule in made.rules if rule.comparisons))
        told = message_fields(each for pack in packed for each in asked_by(pack))
        names = {field: f"f{number}" for number, field in enumerate(told)}
        check_apart([*names.values(), "id", "sid", "$s"])
        self._told = [
            (field.fact, f',"{name}":', telling(field, types)) for field, name in names.items()
        ]
        self._rulesets = [Ruleset(pack, names) for pack in packed]

    def of(self, row: Row) -> frozenset[int]:
        """Return the places of the conditions of which it is so of the row."""
        told = [
            "" if (said := tell(row.get(fact))) is None else name + said
            for fact, name, tell in self._told
        ]
        found = self._always.union(*(each.fired(told) for each in self._rulesets))
        return found ^ self._contrary if self._contrary else found


class Ruleset:
    """A ruleset of the package, and whose alternatives its rules are."""

    def __init__(self, pack: Sequence[PackageRule], names: Mapping[Field, str]) -> None:
        """Make it; a message's fields have these names."""
        import durable_rules_engine  # noqa: PLC0415 - only a worker that is asked has it

        self._package: Any = durable_rules_engine
        self._places = {f"{n}": rule.places for n, rule in enumerate(pack)}
        told = {*message_fields(asked_by(pack))}
        self._told = [n for n, field in enumerate(names) if field in told]
        drawn = {f"{n}": _drawn(rule, names) for n, rule in enumerate(pack)}
        text = json.dumps(drawn, ensure_ascii=False)
        self._handle = self._package.create_ruleset("asked", text)

    def fired(self, told: Sequence[str]) -> list[int]:
        """Return the places of the conditions whose rules fire for what is told of a row."""
        message = ID + "".join([told[n] for n in self._told]) + "}"
        code, state = self._package.assert_fact(self._handle, message)
        if code == NOT_MATCHED:
            return []
        if code != MATCHED:
            raise PackageError(f"assert_fact answered {code}")
        try:
            return [place for name in self._drained(state) for place in self._places[name]]
        finally:
            self._package.retract_fact(self._handle, ID + "}")

    def _drained(self, state: int) -> list[str]:
        """Return the names of the rules that fire; each does so once at most."""
        found: list[str] = []
        begun = self._package.start_action_for_state(self._handle, state)
        fires = begun and begun[1]
        while fires:
            found.append(fires[2 : fires.index('"', 2)])
            if len(found) > len(self._places):
                raise PackageError("its rules go on firing")
            fires = self._package.complete_and_start_action(self._handle, state)
        return found


def _drawn(rule: PackageRule, names: Mapping[Field, str]) -> dict[str, Any]:
    """The rule as the package reads it."""
    parts = [_expression(each, names) for each in rule.comparisons]
    return {"all": [{"m": {"$and": parts} if len(parts) > 1 else parts[0]}]}


def _expression(each: Comparison, names: Mapping[Field, str]) -> dict[str, Any]:
    held = {names[each.field]: json.loads(each.literal)}
    return held if each.operator == "$eq" else {each.operator: held}


def check_apart(names: Sequence[str]) -> None:
    """AssertionError where two names are one to the package, which keeps a hash of each."""
    if len({*map(hash_of, names)}) < len(names):
        raise AssertionError(names)


def hash_of(name: str) -> int:
    """The package's hash of a name: FNV-1a, of 32 bits."""
    return reduce(
        lambda found, byte: (found ^ byte) * 16777619 % 2**32, name.encode(), 0x811C9DC5
    )
