"""A text names the holiday or solar term of a rule that has none.

``{holiday}`` is the festival of a ``holiday:`` rule, ``{solar_term}`` the term of a
``solar_term:`` rule::

    when: {anniversary: birthday}
    do: [{message: "{name}，{holiday}快乐", to: adviser}]

A birthday has no festival to print. Write its name, or make it a rule of holidays::

    when: {holiday: [春节, 中秋节]}
    do: [{message: "{name}，{holiday}快乐", to: adviser}]
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.base import rule_fault
from careplay.diagnostics import Diagnostic
from careplay.language.rules.texts import gap_at, placeholders
from careplay.model.business import Business
from careplay.model.rules import Rule, Scope
from careplay.model.triggers import Holiday, SolarTerm

CODE = "CP308"
NEEDS: dict[str, type[Holiday | SolarTerm]] = {"holiday": Holiday, "solar_term": SolarTerm}


def check(business: Business) -> Iterator[Diagnostic]:
    """Each such gap, in a rule that another trigger sets off."""
    for rule in business.rules:
        yield from _of(rule)


def _of(rule: Rule) -> Iterator[Diagnostic]:
    for action in rule.actions:
        for gap in dict.fromkeys(placeholders((*action.text, *action.reason))):
            needs = NEEDS.get(gap.name) if gap.scope is Scope.OCCASION else None
            if needs is not None and not isinstance(rule.trigger, needs):
                owner = f' in template "{action.template}"' if action.template else ""
                what = f'"{{{gap.name}}}" cannot be filled{owner}'
                way = f'only a rule of "{gap.name}:" has one; write its name instead'
                yield rule_fault(rule, CODE, what, way, gap_at(gap, action))
