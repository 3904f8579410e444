"""An event that is of no action is recorded: a complaint, a visit, what ends a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.diagnostics import did_you_mean, quoted
from careplay.faults import RecordingError
from careplay.frozen import dataclass
from careplay.model.actions import OUTCOMES
from careplay.model.personal import is_key_personal
from careplay.model.types import Type
from careplay.pipeline.recorded import rows_recorded
from careplay.pipeline.recording.drafting import Desk
from careplay.pipeline.recording.keeping import RecordedEvent
from careplay.sources.columns import KEY, in_data, literal, quoted as named
from careplay.sources.connecting import connect
from careplay.sources.declared import references
from careplay.sources.loading import load_tables
from careplay.sources.one_cell import read_cell, words_column
from careplay.sources.querying import any_of
from careplay.store import StoredRecord, recording

if TYPE_CHECKING:
    from careplay.model.business import Business, EventType
    from careplay.pipeline.recording.said import Entered
    from careplay.sources.loaded import Loaded
    from careplay.store import Recording

AT = "at"
SLIPS = 2
"""So many letters of a key may be wrong for it to be taken for meant."""


@dataclass(frozen=True, slots=True)
class TypedEvent:
    """What is told of an event, as it was typed."""

    kind: str
    customer: str
    told: Mapping[str, str]


def record_event(
    business: Business, out: Path, typed: TypedEvent, entered: Entered
) -> RecordedEvent:
    """The event, recorded once; one that begins a case or a stay without a reference gets one.

    RecordingError where there is no such type, attribute or customer, or a value is none.
    """
    event, told = _known(business, typed.kind), typed.told
    recorded = rows_recorded(business, out)
    loaded = load_tables(
        business,
        customers=None,
        events=None,
        connection=connect(business.bounds),
        kept=out,
        recorded=recorded,
    )
    desk = Desk(business, loaded.people, loaded.connection, entered)
    _demand_customer(loaded, typed.customer, personal=is_key_personal(business))
    values = _values(desk, event, {name: text for name, text in told.items() if name != AT})
    by = desk.by
    draft = StoredRecord(
        event.name,
        desk.moment,
        _moment(desk, told.get(AT, "")),
        typed.customer,
        told=values,
        by=by,
    )
    with recording(out / business.id, entered.wait) as writing:
        return _kept(business, writing, draft, event)


def _known(business: Business, kind: str) -> EventType:
    """The type; RecordingError where there is none, or where people say it by a code."""
    types = {each.name: each for each in in_data(business)}
    if kind in OUTCOMES:
        raise RecordingError(f"{kind} is of an action: say careplay done CODE, or what became")
    if kind not in types:
        near = did_you_mean(kind, [each for each in types if each not in OUTCOMES], "types")
        raise RecordingError(f"there is no event type {quoted(kind)}{near}")
    return types[kind]


def _demand_customer(loaded: Loaded, customer: str, *, personal: bool) -> None:
    """RecordingError where nobody has the key, with the one most like it if all may see it."""
    table, key = named(loaded.customers), f"{named(KEY)}::VARCHAR"
    if any_of(loaded.connection, table, f"{key} = {literal(customer)}"):
        return
    off = f"levenshtein({key}, {literal(customer)})"
    near = loaded.connection.execute(
        f"SELECT {key} FROM {table} WHERE {off} <= {SLIPS} AND NOT {personal}"  # noqa: S608
        f" ORDER BY {off}, 1 LIMIT 1"
    ).fetchone()
    way = f'; did you mean "{near[0]}"?' if near else "; is the key right?"
    raise RecordingError(f"no customer has the key {quoted(customer)}{way}", KEY)


def _values(desk: Desk, event: EventType, told: Mapping[str, str]) -> Mapping[str, str]:
    """What is told of the event, as a table would have it."""
    found = {}
    for name, text in told.items():
        if name not in event.attributes:
            known = (*event.attributes, AT)
            near = did_you_mean(name, known, "attributes")
            raise RecordingError(f"{event.name} has no {quoted(name)}{near}", name)
        if value := desk.read(event.attributes[name], name, text).text:
            found[name] = value
    return found


def _moment(desk: Desk, typed: str) -> str:
    """When it happened: when it is recorded, unless told; never after that."""
    column = words_column(AT, Type.MOMENT)
    found = read_cell(desk.connection, column, typed, desk.business.timezone)
    if found.wrong:
        raise RecordingError(f"{AT}: {found.wrong}", AT)
    if found.text > desk.moment:
        raise RecordingError(f"{AT}: {found.text} is still to come", AT)
    return found.text or desk.moment


def _kept(
    business: Business, writing: Recording, draft: StoredRecord, event: EventType
) -> RecordedEvent:
    """The event, written; or the same that stands there."""
    by = [name for name, types in references(business).items() if event.name in types]
    lacking = [name for name in by if name not in draft.told]
    begins = {each.starts: each.by for each in business.flows.values()}
    begins |= {each.of: each.by for each in business.receptions.values()}
    told = dict(draft.told)
    for name in lacking:
        is_text = event.attributes[name].type is Type.TEXT
        if begins.get(event.name) != name or not is_text:
            raise RecordingError(f"{event.name} does not say of which {name} it is", name)
        told[name] = f"{draft.at[:10].replace('-', '')}-{writing.next_number()}"
    for each in writing.of_type(draft.type):
        before = {name: text for name, text in each.told.items() if name not in lacking}
        if replace(each, told=before).says_the_same(draft) and each.at == draft.at:
            return RecordedEvent(each, again=True)
    return RecordedEvent(writing.add(replace(draft, told=told)))
