"""What is known of the customers that people look after, and what there is with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from careplay.faults import NothingToRunError
from careplay.model.outcomes import SPOKEN
from careplay.outputs.cards.dealing import card_sheets
from careplay.outputs.cards.known_customer import KnownCustomer, LastContact, OpenTask
from careplay.pipeline.beside import facts_told
from careplay.pipeline.cases import cases_in
from careplay.pipeline.open_work import CONTACTS, OpenQuery, open_work_in, tables_of
from careplay.pipeline.whose import named
from careplay.sources.columns import KEY, day_, quoted, sql_list
from careplay.sources.handing_over import in_force, last_of
from careplay.sources.recording import recorded_by

if TYPE_CHECKING:
    from careplay.model.business import Business, Person
    from careplay.outputs.cards.card import CardSheet
    from careplay.outputs.case import Case
    from careplay.outputs.open_work import OpenWork
    from careplay.sources.loaded import Loaded

NO_OWNERS = "no role of {name} is told by a fact, so nobody is known to look after customers"
LAST = 4
"""So many contacts are told, the newest."""


def cards(business: Business, day: date, asked: OpenQuery) -> tuple[CardSheet, ...]:
    """The cards of whoever is asked for; NothingToRunError where nobody has customers."""
    roles = {each.name: each.fact for each in business.roles.values() if each.fact}
    if not roles:
        raise NothingToRunError(NO_OWNERS.format(name=business.name))
    loaded = tables_of(business, asked)
    seen = recorded_by(loaded, day)
    people = _people(business, seen, asked.of)
    owners = [*_owned(seen, day, roles, {each.id for each in people})]
    whose = {key for key, _, _ in owners}
    names = tuple(business.facts)
    work = open_work_in(business, day, replace(asked, of=None, done=True), loaded)
    told = facts_told(business, day, loaded, names, whose) if whose else {}
    tasks, met = _tasks(work, whose), _contacts(business, day, seen, whose)
    cases = _cases(business, day, seen)
    known = (
        KnownCustomer(
            key, owner, role, told.get(key, {}), tasks[key], cases[key], met[key][:LAST]
        )
        for key, owner, role in owners
    )
    return card_sheets(business, day, known, seen.people)


def _people(business: Business, loaded: Loaded, whose: str | None) -> tuple[Person, ...]:
    """Whose cards are asked for: everybody's, a person's, a role's or a store's."""
    if whose is None:
        return loaded.people
    who = named(business, loaded.people, whose)
    return tuple(
        each for each in loaded.people if each.id in who.persons or each.role in who.roles
    )


def _owned(
    loaded: Loaded, day: date, roles: Mapping[str, str], people: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Each customer, who looks after him by now, and by which role; each pair once."""
    over, known = in_force(loaded.handed_over, day), set[tuple[str, str]]()
    for role, fact in roles.items():
        query = f"""SELECT {KEY}::VARCHAR, {quoted(fact)} FROM {quoted(loaded.customers)}
            WHERE {quoted(fact)} IS NOT NULL"""  # noqa: S608
        for key, person in loaded.connection.execute(query).fetchall():
            owner = last_of(str(person), over)
            if owner in people and (key, owner) not in known:
                known.add((key, owner))
                yield key, owner, role


def _tasks(work: OpenWork, whose: Collection[str]) -> Mapping[str, tuple[OpenTask, ...]]:
    """What is open for each of them."""
    found = defaultdict[str, tuple[OpenTask, ...]](tuple)
    query = f"""SELECT customer_id, title, verb, code, due_at, due_on, days_late, owner, role
        FROM {work.actions.sql} WHERE customer_id IN {sql_list(sorted(whose))}
        ORDER BY due_on, due_at, rule, code"""  # noqa: S608
    for key, title, verb, code, *told in work.actions.connection.execute(query).fetchall():
        due_at, due_on, late, owner, role = told
        task = (title or "", verb, code or "", due_at, due_on, late, owner, role or "")
        found[key] += (OpenTask(*task),)
    return found


def _cases(business: Business, day: date, loaded: Loaded) -> Mapping[str, tuple[Case, ...]]:
    found = defaultdict[str, tuple["Case", ...]](tuple)
    for each in cases_in(business, day, loaded, business.flows):
        if each.open:
            found[each.customer] += (each,)
    return found


def _contacts(
    business: Business, day: date, loaded: Loaded, whose: Collection[str]
) -> Mapping[str, tuple[LastContact, ...]]:
    """What was done of what was told them, and what happened, the newest first."""
    found = defaultdict[str, list[LastContact]](list)
    who = f"IN {sql_list(sorted(whose))}"
    query = f"SELECT * FROM {CONTACTS} WHERE customer_id {who}"  # noqa: S608
    for key, verb, title, on in loaded.connection.execute(query).fetchall():
        at = datetime.combine(on, time.max)
        found[key].append(LastContact(at, title or "", is_action=True, verb=verb))
    query = f"""SELECT {KEY}::VARCHAR, "at", "type" FROM {quoted(loaded.events)}
        WHERE {KEY}::VARCHAR {who} AND "type" IN {sql_list(_happens(business))}
            AND "at" < {day_(day)} + INTERVAL 1 DAY
        QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY "at" DESC, "type") <= {LAST}"""  # noqa: S608
    for key, at, kind in loaded.connection.execute(query).fetchall():
        found[key].append(LastContact(at, kind))
    newest = {key: sorted(each, key=_newest) for key, each in found.items()}
    return defaultdict(tuple, {key: tuple(each) for key, each in newest.items()})


def _newest(contact: LastContact) -> tuple[float, str]:
    return -contact.at.timestamp(), contact.what


def _happens(business: Business) -> Iterator[str]:
    """The events that people call something: not steps of cases, nor what became of actions."""
    for name, kind in business.event_types.items():
        if kind.label and not kind.record and name not in SPOKEN:
            yield name
