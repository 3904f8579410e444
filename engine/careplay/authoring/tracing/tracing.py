"""An action traced back: what kept days say of it, what people said, and what it came of.

What it was told for is read from the kept row. The same rule looks on once more on the day on
which it first stood, of the data as they are now, so that a difference can be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from careplay.authoring.explaining.explaining import is_explained
from careplay.authoring.explaining.onlookers import (
    EVENT,
    MARK,
    asked_of,
    events_of,
    onlookers,
)
from careplay.authoring.explaining.parts import asked_parts
from careplay.authoring.explaining.sight import DaysNames, Sight, values_of
from careplay.authoring.tracing.finding import KeptAction
from careplay.authoring.tracing.rows import PlacedRows
from careplay.frozen import dataclass
from careplay.masks import masked
from careplay.meaning.clock import Clock, clock_of
from careplay.meaning.truth import MutableRow
from careplay.model.actions import OPEN, OUTCOME_KINDS, ActionRow
from careplay.model.personal import tells_personal
from careplay.model.triggers import Stands
from careplay.model.words import scalar_of
from careplay.outputs.holding import limit_in_words
from careplay.outputs.naming import owner_name, why
from careplay.outputs.traced import KeptStep, KnownValue, RowsOf, SaidStep, Traced
from careplay.pipeline.beside import FACTS, told_beside
from careplay.sources.columns import day_, literal, quoted, sql_list

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.model.rules import Rule
    from careplay.pipeline.running import Choices
    from careplay.sources.loaded import Loaded


def traced(business: Business, action: KeptAction, loaded: Loaded, choices: Choices) -> Traced:
    """Everything that the action came of, of these data and kept days."""
    known = DaysNames.of(business, loaded.people)
    first, last = action.rows[0], action.rows[-1]
    shown = next((each for each in reversed(action.shown) if each["status"] in OPEN), None)
    shown = shown or action.shown[-1]
    rule = next((each for each in business.rules if each.id == last["rule"]), None)
    told = Traced(
        business,
        action.until,
        last["action_id"],
        last["code"] or "",
        last["customer_id"] or "",
        last["rule"],
        last["title"],
        shown["text"],
        shown["reason"] or "",
        last["verb"],
        shown["occasion"],
        rule.file if rule else "",
        rule.at.line if rule else 0,
        tuple(_kept(each, known) for each in action.rows),
        tuple(_said(action, loaded)),
        action.day,
        tuple(_known(first, rule, known)),
        compared=False,
    )
    if rule is None or not told.customer:
        return told
    trace = _Trace(action, rule, known, clock_of(business, action.day))
    placed = PlacedRows.read(known, loaded.connection)
    if isinstance(rule.trigger, Stands):
        return replace(told, rows=tuple(_of_record(trace, rule.trigger, placed)))
    if not is_explained(rule):
        return told
    seen = replace(told, rows=tuple(_rows(trace, placed)))
    return _beside(seen, trace, loaded, choices)


@dataclass(frozen=True, slots=True)
class _Trace:
    action: KeptAction
    rule: Rule
    known: DaysNames
    clock: Clock


def _kept(row: ActionRow, known: DaysNames) -> KeptStep:
    held = row["held_by"]
    return KeptStep(
        row["date"],
        row["status"],
        owner_name(row["owner"], row["role"] or "", known.naming),
        row["due_at"],
        row["attempt"],
        limit_in_words(held, known.naming) if held else "",
        row["deferred_to"],
    )


def _said(action: KeptAction, loaded: Loaded) -> Iterator[SaidStep]:
    """What events say became of it, up to the last day that is looked at."""
    last = action.rows[-1]
    names = sql_list([last["action_id"], *([last["code"]] if last["code"] else [])])
    whose = literal(last["customer_id"] or "")
    for relation in filter(None, (loaded.outcomes, loaded.absent_outcomes)):
        found = loaded.connection.execute(
            f'SELECT "at", "type"[8:], put_off, "file", "row" FROM {quoted(relation)}'  # noqa: S608
            f' WHERE upper(trim("value")) IN {names.upper()}'
            f' AND "at" < {day_(action.until + dt.timedelta(days=1))}'
            f" AND (customer_id IS NULL OR customer_id = {whose})"
            f' AND "at" >= {day_(action.day)} ORDER BY "at", "row"'
        )
        for at, kind, until, file, row in found.fetchall():
            if kind in OUTCOME_KINDS:
                yield SaidStep(at, kind, until, file, row)


def _known(row: ActionRow, rule: Rule | None, known: DaysNames) -> Iterator[KnownValue]:
    """What the kept day knew, each value as it may be shown."""
    hidden = rule is not None and tells_personal(rule.trigger, known.names)
    for n, each in enumerate(row["because"] or ()):
        fact, value = str(each["fact"]), each["value"]
        is_hidden = fact in known.names.personal or (n == 0 and hidden)
        shown = masked(value, text=False) if value is not None and is_hidden else value
        (words,) = why([{"fact": fact, "value": shown}], known.naming) or ("",)
        if words:  # what an event does not say explains nothing
            yield KnownValue(fact, words, shown)


def _beside(told: Traced, trace: _Trace, loaded: Loaded, choices: Choices) -> Traced:
    """The same, held against what the rule sees today on the day of the action."""
    looking = onlookers((trace.rule,))
    seen = told_beside(told.business, told.as_of, loaded, choices, looking.business)
    first = trace.action.rows[0]
    facts: MutableRow = {}
    occasion: ActionRow | None = None
    for row in seen:
        if row["rule"] == FACTS:
            facts |= values_of(row["because"], trace.known)
        elif row["rule"] == f"{MARK}{told.rule}" and row["occasion"] == first["occasion"]:
            occasion = row
    if occasion is not None:
        facts |= values_of(occasion["because"], trace.known)
    then = {**facts, **_values(first, trace.known)}
    sight = Sight(trace.known, then, trace.clock, trace.rule.file)
    return replace(
        told,
        compared=True,
        gone=occasion is None,
        known=tuple(_compared(each, first, facts, trace.known) for each in told.known),
        asked=asked_parts(trace.rule.condition, sight),
    )


def _values(row: ActionRow, known: DaysNames) -> MutableRow:
    """The values of facts and of the occasion's event that a kept row tells."""
    return {
        name: scalar_of(each["value"], known.kind(name))
        for each in row["because"] or ()
        if (name := str(each["fact"])) in known.business.facts or name in known.names.types
    }


def _compared(
    told: KnownValue, row: ActionRow, facts: MutableRow, known: DaysNames
) -> KnownValue:
    if told.fact not in facts:
        return told
    kept = next(each["value"] for each in row["because"] if each["fact"] == told.fact)
    today = facts[told.fact]
    if scalar_of(kept, known.kind(told.fact)) == today:
        return told
    return replace(told, today=known.shown(told.fact, today), differs=True)


def _rows(trace: _Trace, placed: PlacedRows) -> Iterator[RowsOf]:
    first = trace.action.rows[0]
    own = (first["because"] or [{"fact": "", "value": None}])[0]
    of = events_of(trace.rule.trigger)
    if of is not None and of.event == own["fact"]:
        at = str(own["value"])
        yield from placed.of_occasion(of.event, at)
    asked = asked_of((trace.rule,), trace.known.business)
    facts = [each for each in asked if not each.startswith(EVENT)]
    yield from placed.behind(facts, trace.clock)


def _of_record(trace: _Trace, trigger: Stands, placed: PlacedRows) -> Iterator[RowsOf]:
    business, name = trace.known.business, trigger.record
    of = business.flows.get(name) or business.receptions.get(name)
    ref = trace.action.rows[0]["ref"]
    if of is not None and ref is not None:
        apart = of.by, str(ref)
        until = trace.action.until
        yield from placed.of_record(of.types(), apart, until)
