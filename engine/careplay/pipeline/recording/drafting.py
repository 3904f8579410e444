"""What is said of an action as a record of it, or what is wrong with it and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from careplay.diagnostics import did_you_mean, listed, nearest, quoted
from careplay.faults import RecordingError
from careplay.frozen import dataclass
from careplay.meaning.clock import clock_of
from careplay.meaning.step_events import StepOfAction, step_done
from careplay.meaning.truth import truth
from careplay.model.actions import ACTION, SNOOZED, UNTIL
from careplay.model.facts import Declared
from careplay.model.flows import OUTCOME
from careplay.model.types import Scalar, Type
from careplay.pipeline.recording.said import Became, Entered, Said, shown_moment
from careplay.sources.one_cell import read_cell, words_column
from careplay.store.record import APPROVED, DECLINED, StoredRecord

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Attribute, Business, Person
    from careplay.pipeline.recording.told import NamedAction

JUDGED: Mapping[Became, str] = {Became.APPROVED: APPROVED, Became.DECLINED: DECLINED}


@dataclass(frozen=True, slots=True)
class Desk:
    """What is looked up of a business by whoever records."""

    business: Business
    people: tuple[Person, ...]
    connection: duckdb.DuckDBPyConnection
    entered: Entered

    @property
    def moment(self) -> str:
        """The moment of entry, as it is written."""
        return shown_moment(self.entered.at, self.business.timezone)

    @property
    def day(self) -> date:
        """Its day."""
        return date.fromisoformat(self.moment[:10])

    @property
    def by(self) -> str:
        """Who records it: the id, where the staff has one; RecordingError of nobody there."""
        who = self.person(self.entered.by)
        return who.id if who else self.entered.by

    def person(self, who: str, about: str = "by") -> Person | None:
        """Whoever has the id or the name; RecordingError where nobody of the staff has."""
        if not who or not self.people:
            return None
        found = [each for each in self.people if who in (each.id, each.name)]
        if len(found) == 1:
            return found[0]
        if found:
            ids = listed(each.id for each in found)
            message = f'several people are called "{who}": {ids}; write the id'
            raise RecordingError(message, about)
        known = [name for each in self.people for name in (each.id, each.name) if name]
        message = f'nobody is called "{who}"{did_you_mean(who, known, "people")}'
        raise RecordingError(message, about)

    def read(self, known: Attribute | Declared | None, name: str, typed: str) -> GivenAnswer:
        """An answer by what it is an answer to; RecordingError where it is none."""
        if known is None:
            return GivenAnswer(typed.strip(), typed.strip())
        if known.type is Type.STAFF and self.people and typed.strip():
            who = self.person(typed.strip(), name)
            known_as = who.id if who else ""
            return GivenAnswer(known_as, known_as)
        column = words_column(name, known.type, known.choices)
        found = read_cell(self.connection, column, typed, self.business.timezone)
        if found.wrong:
            raise RecordingError(f"{name}: {found.wrong}", name)
        return GivenAnswer(found.value, found.text)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as a value, and as the text that a table would have."""

    value: Scalar | None
    text: str


def drafted(desk: Desk, action: NamedAction, said: Said) -> StoredRecord:
    """The record; RecordingError, in one sentence, where it cannot be one."""
    rule = next((each for each in desk.business.rules if each.id == action.rule), None)
    step = None if rule is None else step_done(desk.business, rule)
    if said.became in JUDGED:
        return _judged(desk, action, said)
    if step is not None and said.became is Became.REFUSED:
        ways = listed(name for name, _ in step.step.next if name)
        way = f"say done with --outcome {ways}" if ways else "say done, or what ends the case"
        raise RecordingError(f"{action.name} is a step of a case and cannot be refused; {way}")
    of_step = step if said.became is Became.DONE else None
    kind = f"action.{said.became}" if of_step is None else of_step.event
    return _of_event(desk, action, said, kind, of_step)


def _of_event(
    desk: Desk, action: NamedAction, said: Said, kind: str, step: StepOfAction | None
) -> StoredRecord:
    told_of = desk.business.event_types.get(kind)
    if told_of is None:
        message = (
            f'"{kind}" is not known here, for other events have an "{ACTION}" or "{UNTIL}"'
        )
        raise RecordingError(f"{message} of another type; give that attribute another name")
    own = {ACTION, UNTIL, *((step.flow.by,) if step else ())}
    attributes = {name: a for name, a in told_of.attributes.items() if name not in own}
    typed = {**said.answers, **({OUTCOME: said.outcome} if said.outcome else {})}
    _demand_asked(action, typed, attributes)
    answers = {
        name: desk.read(attributes.get(name) or _meant(desk.business, name), name, text)
        for name, text in typed.items()
    }
    answers = {name: each for name, each in answers.items() if each.text}
    if step is not None:
        _demand_step(desk, action, step, answers)
    told = {name: each.text for name, each in answers.items() if name in attributes}
    besides = {name: each.text for name, each in answers.items() if name not in attributes}
    if step is not None:
        told[step.flow.by] = action.ref or ""
    if kind == SNOOZED:
        told[UNTIL] = _until(desk, said.until)
    return _record(desk, action, kind, told, besides)


def _judged(desk: Desk, action: NamedAction, said: Said) -> StoredRecord:
    """That whoever must approve has approved, or not."""
    if not action.approve:
        raise RecordingError(f"{action.name} waits for nobody's approval")
    who = desk.person(desk.entered.by)
    if who is not None and who.role != action.approve:
        roles = desk.business.roles
        label = roles[action.approve].label if action.approve in roles else ""
        raise RecordingError(
            f"{action.name} is for {label or action.approve} to approve, and"
            f" {who.name or who.id} is {who.role}"
        )
    besides = {name: text.strip() for name, text in said.answers.items() if text.strip()}
    return _record(desk, action, JUDGED[said.became], {}, besides)


def _record(
    desk: Desk,
    action: NamedAction,
    kind: str,
    told: Mapping[str, str],
    besides: Mapping[str, str],
) -> StoredRecord:
    return StoredRecord(
        kind,
        desk.moment,
        desk.moment,
        action.customer_id or "",
        action.action_id,
        action.told(),
        told,
        besides,
        desk.by,
        desk.entered.sheet,
    )


def _demand_asked(
    action: NamedAction, typed: Mapping[str, str], attributes: Mapping[str, Attribute]
) -> None:
    """RecordingError where something is answered that nobody asked."""
    known = dict.fromkeys((*(action.ask or ()), *attributes))
    for name in typed:
        if name in known:
            continue
        if name == OUTCOME:
            message = f"{action.name} has no outcomes to choose from; leave it out"
            raise RecordingError(message, OUTCOME)
        way = did_you_mean(name, known, "answers") if known else "; it asks for nothing"
        raise RecordingError(f"{action.name} does not ask for {quoted(name)}{way}", name)


def _demand_step(
    desk: Desk, action: NamedAction, step: StepOfAction, answers: Mapping[str, GivenAnswer]
) -> None:
    """RecordingError where it would not do the step: something lacks, or contradicts."""
    outcomes = [name for name, _ in step.step.next if name]
    outcome = answers[OUTCOME].text if OUTCOME in answers else ""
    if outcome and outcomes and outcome not in outcomes:
        near = nearest(outcome, outcomes)
        way = f'did you mean "{near}"?' if near else f"it has {listed(outcomes)}"
        message = f"{quoted(outcome)} is no outcome of {action.name}; {way}"
        raise RecordingError(message, OUTCOME)
    lacking = [*_lacking(step, outcomes, outcome, answers)]
    if lacking:
        raise RecordingError(f"{action.name} is not done without {' and '.join(lacking)}")
    row = {name: each.value for name, each in answers.items()}
    clock = clock_of(desk.business, desk.day)
    for name, contradicts in step.step.unclear:
        if name == outcome and truth(contradicts, row, clock) is True:
            what = f"the outcome {quoted(outcome)}" if outcome else "that it is done"
            raise RecordingError(f"the answers of {action.name} contradict {what}")


def _lacking(
    step: StepOfAction, outcomes: list[str], outcome: str, answers: Mapping[str, GivenAnswer]
) -> Iterator[str]:
    if outcomes and not outcome:
        yield f"--outcome, which is one of {listed(outcomes)}"
    for name in step.step.evidence:
        if name not in answers:
            yield f"--answer {name}=…"


def _meant(business: Business, name: str) -> Attribute | Declared | None:
    """What is asked for by the name, where it is no attribute of the event; None: any words."""
    if name in business.declared:
        return business.declared[name]
    found = (each.attributes.get(name) for each in business.event_types.values())
    return next((each for each in found if each is not None), None)


def _until(desk: Desk, typed: str) -> str:
    """The day to which it is put off; none before the day of entry."""
    column = words_column(UNTIL, Type.DATE)
    found = read_cell(desk.connection, column, typed, desk.business.timezone)
    if not found.text:
        wrong = found.wrong or "no day is told to which it is put off"
        raise RecordingError(f"until: {wrong}", UNTIL)
    if found.text < desk.moment[:10]:
        raise RecordingError(f"until: {found.text} is past; name a day that comes", UNTIL)
    return found.text
