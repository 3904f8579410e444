"""What is to be asked of a customer, with a blank or the answers that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.meaning.step_events import step_done
from careplay.model.flows import OUTCOME
from careplay.model.types import Type
from careplay.model.words import YES_NO
from careplay.outputs.sheets.sheet import SheetQuestion
from careplay.outputs.sheets.sheet_words import sheet_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from careplay.model.business import Attribute, Business
    from careplay.model.facts import Declared
    from careplay.model.flows import Step
    from careplay.outputs.naming import Naming

MOST = 8
"""So many answers are listed; of more the answer is written."""


def question(asked: str, business: Business, names: Naming) -> SheetQuestion:
    """The question: a fact or an attribute by its label, anything else in its own words."""
    known = next(_known(asked, business), None)
    if known is None:
        return SheetQuestion(asked)
    choices = _choices(known, business.language)
    return SheetQuestion(names.labels.get(asked, asked), choices, known.type)


def asked_of(
    rule: str | None, ask: Iterable[str] | None, business: Business
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names of all that is to be written down of an action, the outcomes of a step first.

    With each name stand the answers that there are, where the step says them.
    """
    found: dict[str, tuple[str, ...]] = {}
    step = _step(rule, business)
    if step is not None and (outcomes := tuple(name for name, _ in step.next if name)):
        found[OUTCOME] = outcomes
    evidence = step.evidence if step is not None else ()
    return tuple(
        (found | {each: found.get(each, ()) for each in (*(ask or ()), *evidence)}).items()
    )


def questions_of(
    rule: str | None, ask: Iterable[str] | None, business: Business, names: Naming
) -> tuple[tuple[str, SheetQuestion], ...]:
    """What is to be written down of an action, by name, as a sheet asks it."""
    label = sheet_words(business.language).outcome
    return tuple(
        (
            name,
            SheetQuestion(label, outcomes, is_outcome=True)
            if outcomes
            else question(name, business, names),
        )
        for name, outcomes in asked_of(rule, ask, business)
    )


def results_of(rule: str | None, business: Business) -> tuple[str, ...]:
    """What may be written of what became of an action, in words; of a step its outcomes."""
    became = sheet_words(business.language).became
    step = _step(rule, business)
    if step is None:
        return tuple(became.values())
    ways = tuple(name for name, _ in step.next if name) or (became["done"],)
    return tuple(dict.fromkeys((*ways, became["unreached"], became["snoozed"])))


def _step(rule: str | None, business: Business) -> Step | None:
    known = next((each for each in business.rules if each.id == rule), None)
    done = None if known is None else step_done(business, known)
    return None if done is None else done.step


def _known(asked: str, business: Business) -> Iterator[Declared | Attribute]:
    if asked in business.declared:
        yield business.declared[asked]
    for kind in business.event_types.values():
        if asked in kind.attributes:
            yield kind.attributes[asked]


def _choices(known: Declared | Attribute, language: str) -> tuple[str, ...]:
    if known.type is Type.BOOLEAN:
        return YES_NO["zh" if language == "zh" else "en"]
    return known.choices if len(known.choices) <= MOST else ()
