"""There are customers for whom no row of a decision table holds.

They have no level, and every rule that asks for one passes them over::

    tables:
      level:
        inputs: [spend_12m]
        rows:
          - {spend_12m: at least 5000, level: A}
          - {spend_12m: 1000 to 4000, level: B}

Between 4000 and 5000, and below 1000, there is nobody's row; of a fact that may be missing,
missing is a value like any other. Say what the others are::

    tables:
      level:
        inputs: [spend_12m]
        rows:
          - {spend_12m: at least 5000, level: A}
          - {spend_12m: 1000 to under 5000, level: B}
        else: {level: none}

Of a table that collects, nothing is told: to collect nothing is an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks.proving import GAP
from careplay.checks.proving.findings import gaps, when
from careplay.checks.proving.proof import proofs
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.facts import Hit

CODE = GAP


def check(business: Business) -> Iterator[Diagnostic]:
    """Each hole of a table without ``else``, with a customer who falls into it."""
    for proof in proofs(business):
        table = proof.table
        if table.has_else or table.hit is Hit.COLLECT:
            continue
        holes, whole = gaps(proof)
        for number, hole in enumerate(holes, start=1):
            what = f"no row holds{when(hole.sample, proof)} {hole.described.where}"
            example = f"for example a customer with {hole.described.example}"
            more = "" if whole or number < len(holes) else "; there are more gaps"
            way = f'add a row or an "else"{more}'
            message = f'{what} in table "{table.name}"; {example}; {way}'
            file = table.decisions[0].file
            yield Diagnostic(file, table.at, CODE, message)
