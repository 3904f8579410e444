"""What people are assumed to have done of what a day told, for the days after it.

Each action is done at the moment it is due, and a step of a case by the first of its outcomes:
the events that tell so stand beside those of the data, which stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from careplay.calendars.zones import changing
from careplay.frozen import dataclass
from careplay.language.stories.world import step_of
from careplay.meaning.events import INSTANT
from careplay.model.actions import ACTION
from careplay.model.business import RECORDED, Attribute, Business
from careplay.model.flows import OUTCOME, Flow, Step
from careplay.model.types import Type
from careplay.outputs.partition import kept_relation
from careplay.sources.columns import KEY, quoted
from careplay.sources.loaded import Loaded
from careplay.sources.zones import instant_of, with_instants

if TYPE_CHECKING:
    from careplay.outputs.day import Day

DONE = "action.done"
EVENTS, OUTCOMES, GIVEN = "assumed_events", "assumed_outcomes", "assumed_rows"
IN_WORDS = "assumed"
"""What stands where people write in words of their own."""

AssumedEvent = dict[str, str]
"""What one tells, each value as a table would hold it."""


@dataclass(frozen=True, slots=True)
class Assuming:
    """What happens between two days."""

    business: Business

    def __call__(self, day: Day, loaded: Loaded) -> Loaded:
        """The data as they are once all that the day told has been done."""
        if loaded.events != _with(EVENTS):
            loaded = _with_room(loaded)
        told = [*self._events(day, loaded)]
        _insert(told, loaded, changing(self.business.timezone))
        return loaded

    def _events(self, day: Day, loaded: Loaded) -> Iterator[AssumedEvent]:
        """An event for each action that was told; of the business's own no customer tells."""
        assert day.file is not None  # noqa: S101 - days that follow one another are kept
        steps = dict(self._steps())
        told = loaded.connection.execute(
            "SELECT customer_id, action_id, rule, ref, due_at, owner"  # noqa: S608
            f" FROM {kept_relation(day.file)} WHERE status = 'due' AND customer_id IS NOT NULL"
        )
        for customer, action, rule, ref, due_at, owner in told.fetchall():
            whose = {KEY: str(customer)} if customer != "" else {}
            own = whose | {"at": f"{due_at:%Y-%m-%d %H:%M:%S}"}
            if rule in steps:
                flow, step = steps[rule]
                done = StepDone(str(ref), due_at, owner or IN_WORDS)
                yield own | self._step_done(flow, step, done)
            else:
                yield own | {"type": DONE, ACTION: str(action)}

    def _steps(self) -> Iterator[tuple[str, tuple[Flow, Step]]]:
        """The step that each rule says to do, as the latest version that has it says it."""
        for rule in self.business.rules:
            flow, name = step_of(self.business, rule.id)
            if rule.stage is not None and flow is not None:
                versions = [step for each in flow.versions for step in each.steps]
                yield rule.id, (flow, [step for step in versions if step.name == name][-1])

    def _step_done(self, flow: Flow, step: Step, done: StepDone) -> AssumedEvent:
        """The event that tells of a step, with the first of its outcomes and all evidence."""
        type_ = flow.done(step.name)
        known = self.business.event_types[type_].attributes
        told = {"type": type_, flow.by: done.ref}
        told |= {name: _evidence(known[name], done) for name in step.evidence if name in known}
        outcome, _ = step.next[0] if step.next else ("", "")
        return told | ({OUTCOME: outcome} if outcome else {})


@dataclass(frozen=True, slots=True)
class StepDone:
    """What is known of a step that was done: of which case, when, and by whom."""

    ref: str
    at: datetime
    by: str


def _evidence(attribute: Attribute, done: StepDone) -> str:
    """Something that an event may tell there."""
    match attribute.type:
        case Type.BOOLEAN:
            told = "true"
        case Type.DATE:
            told = f"{done.at:%Y-%m-%d}"
        case Type.MOMENT:
            told = f"{done.at:%Y-%m-%d %H:%M:%S}"
        case Type.INTEGER | Type.NUMBER | Type.MONEY:
            told = "1"
        case Type.STAFF:
            told = done.by
        case Type.TEXT | Type.CHOICE:
            told = next(iter(attribute.choices), IN_WORDS)
        case _:
            assert_never(attribute.type)
    return told


def _with(relation: str) -> str:
    return f"with_{relation}"


def _with_room(loaded: Loaded) -> Loaded:
    """The same tables, with what is assumed beside them: nothing so far."""
    made = {EVENTS: loaded.events, OUTCOMES: loaded.outcomes}
    for name, relation in made.items():
        if relation:
            loaded.connection.execute(
                f"CREATE TABLE {name} AS SELECT * FROM {relation} LIMIT 0;"  # noqa: S608
                f"CREATE VIEW {_with(name)} AS SELECT * FROM {relation}"
                f" UNION ALL BY NAME SELECT * FROM {name}"
            )
    outcomes = _with(OUTCOMES) if loaded.outcomes else ""
    return replace(loaded, events=_with(EVENTS), outcomes=outcomes, event_days=None)


def _insert(told: Sequence[AssumedEvent], loaded: Loaded, zone: str) -> None:
    """Put the events beside the others; and those that tell of actions beside their like."""
    if not told:
        return
    import pyarrow as pa  # noqa: PLC0415 - heavy

    connection = loaded.connection
    names = sorted({KEY, *(name for each in told for name in each)})
    arrays = [pa.array([each.get(name) for each in told], pa.string()) for name in names]
    connection.register(GIVEN, pa.Table.from_arrays(arrays, names=names))
    entered = f', "at" AS {quoted(RECORDED)}' if loaded.recorded else ""
    rows = f'SELECT * REPLACE ("at"::TIMESTAMP AS "at"){entered} FROM {GIVEN}'  # noqa: S608
    if zone:
        instant = instant_of(quoted("at"), zone)
        rows = with_instants(f"SELECT *, {instant} AS {quoted(INSTANT)} FROM ({rows})", zone)  # noqa: S608
    connection.execute(f"INSERT INTO {EVENTS} BY NAME {rows}")
    if loaded.outcomes and ACTION in names:
        key = ", NULL::VARCHAR AS key" if loaded.recorded else ""
        connection.execute(
            f"""INSERT INTO {OUTCOMES} BY NAME SELECT '' AS "file", 0 AS "row", '' AS "column",
            {quoted(ACTION)} AS "value", {quoted(KEY)} AS customer_id, "type",
            "at"::TIMESTAMP AS "at", NULL::DATE AS put_off{key}{entered}
            FROM {GIVEN} WHERE {quoted(ACTION)} IS NOT NULL"""  # noqa: S608
        )
    connection.unregister(GIVEN)
