"""A level goes by complaints.

Who complains still trusts the business to put it right. A level that falls for it teaches
customers to leave without a word::

    measures: {complaints: {count: complaint.opened, within: 180 days}}
    tables:
      care_level:
        inputs: [complaints, tier]
        rows:
          - {complaints: at least 2, care_level: C}
          - {tier: A, care_level: A}
        else: {care_level: B}

Leave complaints out of it; what is to be done about them is a flow, or a rule of its own::

    tables:
      care_level:
        inputs: [tier]
        rows: [{tier: A, care_level: A}]
        else: {care_level: B}

A level is a tier, the leading share of customers, or what a table decides under a name or label
with ``level``, ``tier``, ``class``, ``grade``, ``rank``, 级 or 档. Complaints are events and
facts with ``complain``, 投诉, 抱怨 or 客诉 in their name or label, and what is made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from careplay.checks.base import asked_by
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.facts import (
    Decision,
    Declared,
    Derived,
    Fact,
    Measure,
    Tier,
    Top,
    parts_of,
)

CODE = "CP415"
PRACTICE = "S0-34"
COMPLAINT = re.compile(r"complain|投诉|抱怨|客诉", re.IGNORECASE)
LEVEL = re.compile(r"level|tier|class|grade|rank|级|档", re.IGNORECASE)


def check(business: Business) -> Iterator[Diagnostic]:
    """Each level that is made of what tells of complaints."""
    way = asked_by(PRACTICE, "a complaint never counts against a customer, so take it out")
    facts = business.facts.values()
    told = {fact.name: fact.name for fact in facts if _tells_of_complaints(fact, business)}
    for fact in business.derived:
        through = next((told[part] for part in parts_of(fact) if part in told), None)
        if through is None:
            continue
        told.setdefault(fact.name, through)
        if _is_level(fact):
            what = f'the level "{fact.name}" goes by complaints, as "{through}" tells them'
            yield Diagnostic(fact.file, fact.at, CODE, f"{what}; {way}")


def _tells_of_complaints(fact: Fact, business: Business) -> bool:
    """Whether its words say so, or those of the event that it sums up."""
    words: tuple[str, ...]
    if isinstance(fact, Measure):
        event = business.event_types.get(fact.event)
        words = (fact.name, fact.label, fact.event, event.label if event else "")
    elif isinstance(fact, Declared):
        words = (fact.name, fact.label)
    else:
        return False
    return COMPLAINT.search(" ".join(words)) is not None


def _is_level(fact: Derived) -> bool:
    """Whether it ranks customers; how grave a complaint is ranks complaints."""
    if isinstance(fact, Tier | Top):
        return True
    words = f"{fact.name} {fact.label}"
    return (
        isinstance(fact, Decision)
        and LEVEL.search(words) is not None
        and COMPLAINT.search(words) is None
    )
