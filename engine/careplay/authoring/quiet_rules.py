"""Rules by which nobody was told anything on all the days of a span, of the business's data.

The days are run one after the other as ``forecast`` runs them, nobody keeping them; what people
did is what the data tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from careplay.authoring.forecasting import forecast
from careplay.diagnostics import Diagnostic
from careplay.faults import CareplayError
from careplay.language.allowances import allowances, without_allowed
from careplay.language.codes import QUIET_RULE
from careplay.model.business import Business
from careplay.model.rules import Rule
from careplay.model.triggers import Stands
from careplay.pipeline.examining import Examined
from careplay.pipeline.running import Choices


def with_quiet_rules(
    examined: Examined, days: tuple[date, ...], engine: str, began: Callable[[str], None]
) -> Examined:
    """The same; the quiet rules of a sound business are among what is told.

    Where the days cannot be run, that is told instead: a fault of the world, as any.
    """
    if examined.business is None:
        return examined
    choices = Choices(engine, fresh=True)
    try:
        found = forecast(examined.business, days, choices, began, all_done=False)
    except CareplayError as fault:
        return replace(examined, business=None, fault=fault)
    told = _told(examined.business, frozenset(found.quiet), days)
    more = without_allowed(told, allowances(examined.texts))
    return replace(examined, advice=(*examined.advice, *more))


def _told(
    business: Business, quiet: frozenset[str], days: tuple[date, ...]
) -> Iterator[Diagnostic]:
    for rule in business.rules:
        if rule.id in quiet and may_tell(rule, days):
            said = f'nobody was told anything by "{rule.id}" from {days[0]} to {days[-1]}'
            way = "let careplay explain --why-not say why, or take it out"
            yield Diagnostic(rule.file, rule.at, QUIET_RULE, f"{said}; {way}")


def may_tell(rule: Rule, days: tuple[date, ...]) -> bool:
    """Whether it is a rule that is written as one, and valid on one of the days.

    What a flow or a reception tells is no such rule: that no case was ever late is well.
    """
    if isinstance(rule.trigger, Stands):
        return False
    begun = rule.valid_from is None or rule.valid_from <= days[-1]
    return begun and (rule.valid_until is None or days[0] <= rule.valid_until)
