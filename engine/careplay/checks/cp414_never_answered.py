"""A decision table lists an output that no row gives.

Rules may wait for it for ever::

    tables:
      level:
        inputs: [points]
        outputs: {level: {of: [A, B, C, none]}}
        rows:
          - {points: at least 900, level: A}
          - {points: at least 500, level: B}
        else: {level: none}

Nobody is ever C. Add its row, or take the word away::

    tables:
      level:
        inputs: [points]
        outputs: {level: {of: [A, B, none]}}
        rows:
          - {points: at least 900, level: A}
          - {points: at least 500, level: B}
        else: {level: none}
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.proving import NEVER_ANSWERED
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.facts import Decision
from careplay.model.types import Parameter, Scalar

CODE = NEVER_ANSWERED


def check(business: Business) -> Iterator[Diagnostic]:
    """Each word of an output that neither a row nor ``else`` gives."""
    for table in business.tables.values():
        for decision in table.decisions:
            given = _given(decision, business)
            for word in decision.choices:
                if word not in given and given:
                    what = f'no row of table "{table.name}" gives "{word}"'
                    message = f"{what}, which its outputs list; add its row, or take it away"
                    yield Diagnostic(decision.file, decision.at, CODE, message)


def _given(decision: Decision, business: Business) -> set[Scalar]:
    found: set[Scalar] = set()
    for told in (*(row.value for row in decision.rows), decision.otherwise):
        if isinstance(told, Parameter):
            dated = business.parameters.get(told.name)
            found |= {value for _, value in dated.values} if dated else set()
        elif told is not None:
            found.add(told)
    return found
