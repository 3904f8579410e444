"""A promotional text asks for more than two facts of the customer.

Nobody likes to fill in a form for an advertisement::

    do: [
        {call: "Our sale has begun.", to: adviser, ask: [birthday, family, hobby], reason: Sale}
    ]

Ask for two at most, or ask them another time, in a talk about something else::

    do: [{call: "How is the new washer?", to: adviser, ask: [family], reason: A week of use}]
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import asked_by, rule_fault
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CODE = "CP486"
PRACTICE = "S2-13"
MOST = 2


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text that sells something and asks for more than two facts of the customer."""
    for rule, action, _ in wording.spoken_texts(business):
        asked = wording.facts_asked(business, action)
        if asked > MOST and wording.form(business, action):
            what = f"a promotional text asks for {asked} facts of the customer"
            at = action.places.get("ask", action.at)
            way = asked_by(PRACTICE, f"ask for {MOST} at most")
            yield rule_fault(rule, CODE, what, way, at)
