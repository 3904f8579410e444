"""An action is due in hours, but its occasion has no moment to count from.

Hours count from the moment of an event, so only a rule of ``event:`` may have them::

    when: {anniversary: birthday}
    do: [{call: birthday_call, to: adviser, due: within 24 hours}]

Nobody could say when the 24 hours begin. Say a day, or a time of day::

    do: [{call: birthday_call, to: adviser, due: by 18:00}]
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.meaning.words import cell_text
from careplay.model.business import Business
from careplay.model.triggers import Happens
from careplay.model.types import Unit

CODE = "CP306"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each action with hours in a rule that no event sets off."""
    for rule in business.rules:
        for action in () if isinstance(rule.trigger, Happens) else rule.actions:
            if action.due.span.unit is Unit.HOURS and not action.due.of:
                hours = cell_text(action.due.span.amount)
                what = f'"within {hours} hours" has no moment to count from'
                way = 'only a rule of "event:" counts hours; write "same day" or "by 18:00"'
                yield rule_fault(rule, CODE, what, way, action.places.get("due", action.at))
