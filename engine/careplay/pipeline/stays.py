"""The stays of a business as of a day, each with its level and what is done for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from careplay.faults import NothingToRunError
from careplay.frozen import dataclass
from careplay.history import ITEM_COLUMNS
from careplay.meaning.approving import with_approvers
from careplay.meaning.clock import Clock, clock_of, value_of
from careplay.meaning.stays import stays
from careplay.meaning.tables import in_force
from careplay.meaning.truth import Row, truth
from careplay.model import words
from careplay.model.conditions import AllOf, Condition, facts_of
from careplay.model.facts import Decision, type_of
from careplay.model.receptions import Reception
from careplay.model.rules import Rule
from careplay.model.triggers import Stands
from careplay.model.types import Scalar
from careplay.model.words import scalar_of
from careplay.outputs.stays.guest_stay import GuestStay, StayItem
from careplay.pipeline.beside import facts_told
from careplay.pipeline.open_work import ITEMS, OpenQuery, open_work_in, tables_of
from careplay.sources.columns import KEY, quoted, sql_list
from careplay.sources.recording import recorded_by
from careplay.sources.rows import customer_histories

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.outputs.open_work import OpenWork
    from careplay.sources.loaded import Loaded

NAME, EVENT = "name", "event."
NO_RECEPTIONS = "{name} has no receptions, so nobody is known to stay there"
_Which: TypeAlias = Callable[[Reception, Row], bool]
_Ref: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class StaysFound:
    """The stays that were asked for, and the open work they are told with."""

    stays: tuple[GuestStay, ...]
    work: OpenWork


def stays_of(business: Business, day: date, asked: OpenQuery, which: _Which) -> StaysFound:
    """The stays of which ``which`` is true; NothingToRunError where there can be none."""
    if not business.receptions:
        raise NothingToRunError(NO_RECEPTIONS.format(name=business.name))
    loaded = tables_of(business, asked)
    work = open_work_in(business, day, asked, loaded)
    seen = recorded_by(loaded, day)
    known = with_approvers(business, seen.people)
    found = [*_found(known, day, seen, which)]
    whose = {str(stay[KEY]) for _, stay in found}
    names = [*_asked_facts(known)]
    told = facts_told(business, day, loaded, names, whose) if whose else {}
    facts, items = _declared(known, seen, whose), _items(seen)
    maker = _StayMaker(known, clock_of(known, day), told, facts, items)
    return StaysFound(tuple(maker.stay(*each) for each in found), work)


def _found(
    business: Business, day: date, loaded: Loaded, which: _Which
) -> Iterator[tuple[Reception, Row]]:
    clock = clock_of(business, day)
    for reception in business.receptions.values():
        for _, events in customer_histories(loaded, reception.types(), day):
            for stay in stays(reception, events, clock):
                if which(reception, stay):
                    yield reception, stay


def _asked_facts(business: Business) -> Iterator[str]:
    """The facts that tell levels, and those by which a table decides them."""
    for reception in business.receptions.values():
        if not reception.level.startswith(EVENT):
            yield reception.level
            yield from _inputs(business, reception)


def _inputs(business: Business, reception: Reception) -> tuple[str, ...]:
    fact = business.facts.get(reception.level)
    return business.tables[fact.table].inputs if isinstance(fact, Decision) else ()


def _declared(
    business: Business, loaded: Loaded, whose: Iterable[str]
) -> Mapping[str, Mapping[str, Scalar | None]]:
    """The names of these customers, and what makes them special."""
    names = [name for name, each in business.declared.items() if each.mark or name == NAME]
    columns = ", ".join(map(quoted, names)) or "NULL"
    query = f"""SELECT {KEY}::VARCHAR, {columns} FROM {quoted(loaded.customers)}
        WHERE {KEY}::VARCHAR IN {sql_list(sorted(whose))}"""  # noqa: S608
    found = loaded.connection.execute(query).fetchall()
    return {str(key): dict(zip(names, values, strict=False)) for key, *values in found}


def _items(loaded: Loaded) -> Mapping[_Ref, list[StayItem]]:
    """What each stay was told, by when it was due."""
    found = defaultdict[_Ref, list[StayItem]](list)
    query = f"SELECT {', '.join(ITEM_COLUMNS)} FROM {ITEMS} ORDER BY due_at, item, code"  # noqa: S608
    for record, customer, ref, *told in loaded.connection.execute(query).fetchall():
        item, title, role, owner, code, due_at, checklist, state, due_on, late = told
        found[record, customer, ref].append(
            StayItem(
                *(item, title or "", role or "", owner, code or "", due_at),
                *(tuple(checklist or ()), state, due_on, late or 0),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _StayMaker:
    """What stays are made with."""

    business: Business
    clock: Clock
    told: Mapping[str, Mapping[str, str | None]]
    facts: Mapping[str, Mapping[str, Scalar | None]]
    items: Mapping[_Ref, list[StayItem]]

    def stay(self, reception: Reception, stay: Row) -> GuestStay:
        """The stay with all that is known of it."""
        customer = str(stay[KEY])
        told = self.told.get(customer, {})
        own = told.get(reception.level)
        if reception.level.startswith(EVENT):
            own = str(stay.get(reception.level.removeprefix(EVENT)) or "")
        own = own if own in reception.levels else ""
        raised = stay.get(reception.raised) if reception.raised else None
        ranked = [each for each in (own, raised) if each in reception.levels]
        level = str(min(ranked, key=reception.levels.index, default=""))
        because = {name: told.get(name) for name in self._decides(reception, own, told)}
        items = tuple(self._of_stay(reception, stay, level))
        facts = self.facts.get(customer, {})
        return GuestStay(reception, stay, level, own or "", because, facts, items)

    def _decides(
        self, reception: Reception, own: str | None, told: Mapping[str, str | None]
    ) -> Iterator[str]:
        """The facts by which a table gives him the level, each once."""
        fact = self.business.facts.get(reception.level)
        if not own or not isinstance(fact, Decision):
            return
        types = {name: type_of(each) for name, each in self.business.facts.items()}
        row = {
            name: scalar_of(text, types[name]) for name, text in told.items() if name in types
        }
        held = (
            each
            for each in fact.rows
            if in_force(each, self.clock.day)
            if truth(each.condition, row, self.clock) is True
            if each.value is not None and value_of(each.value, self.clock) == own
        )
        yield from dict.fromkeys(name for each in held for name in facts_of(each.condition))

    def _of_stay(self, reception: Reception, stay: Row, level: str) -> Iterator[StayItem]:
        """What the stay was told, then what it was not told yet."""
        by = self.business.event_types[reception.of].attributes[reception.by].type
        ref = words.plain(stay[reception.by] or "", by)
        told = self.items.get((reception.name, str(stay[KEY]), ref), [])
        yield from told
        known = {each.item for each in told}
        row = {reception.level: level} | {f"{EVENT}{name}": each for name, each in stay.items()}
        for rule in self.business.rules:
            if level and rule.item not in known and self._is_for(rule, reception, stay, row):
                known.add(rule.item)
                yield StayItem(rule.item, rule.title, rule.actions[0].to)

    def _is_for(self, rule: Rule, reception: Reception, stay: Row, row: Row) -> bool:
        """Whether it may be told of the stay one day, by its level and what was agreed."""
        if not (isinstance(rule.trigger, Stands) and rule.trigger.record == reception.name):
            return False
        agreed = {reception.agreed, "cancelled", "lapsed"}
        of_level = {reception.level, f"{EVENT}{reception.raised}", f"{EVENT}{reception.agreed}"}
        asked = (
            *(truth(each, stay, self.clock) for each in _about(rule.trigger.where, agreed)),
            *(truth(each, row, self.clock) for each in _about(rule.condition, of_level)),
        )
        return bool(rule.item) and all(asked)


def _about(condition: Condition, names: set[str]) -> Iterator[Condition]:
    """The parts of a condition, all of which are to hold, that ask about nothing but these."""
    for part in condition.parts if isinstance(condition, AllOf) else (condition,):
        if (asked := {*facts_of(part)}) and asked <= names:
            yield part
