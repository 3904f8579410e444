"""durable_rules as its own manual shows it: ``manual_rival.py CUSTOMERS RULES WAY OUT``.

Each rule is a ``@when_all`` of one ruleset; each customer is a fact. WAY is what becomes of
the facts: ``kept`` (asserted one after the other), ``sid`` (each customer in a state of its
own) or ``retracted`` (each taken back before the next). The customer and rule of each action
go to OUT, a line each, as they come; what went wrong is told at the end, as JSON.

This is the one place where ``durable.lang`` is imported.
"""

from __future__ import annotations

import json
import operator
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any, TextIO

import duckdb
from durable import lang
from durable.engine import MessageNotHandledException

import made_rules

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "is": operator.eq,
    "is not": operator.ne,
    "at least": operator.ge,
    "over": operator.gt,
    "after": operator.gt,
    "at most": operator.le,
    "under": operator.lt,
    "before": operator.lt,
}
NAME = "care"
PAGE = 1000


def run(customers: str, count: int, way: str, out: TextIO) -> Counter[str]:
    """Assert every customer; return what was raised, by its words."""
    with lang.ruleset(NAME):
        for rule in made_rules.rules(count):
            lang.when_all(_expression(rule))(_action(rule.id, out))
    faults: Counter[str] = Counter()
    for fact in _facts(customers, way):
        try:
            lang.assert_fact(NAME, fact)
            if way == "retracted":
                lang.retract_fact(NAME, fact)
        except MessageNotHandledException:
            pass  # no rule is about this customer, and nothing was kept of it
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is counted
            faults[f"{type(fault).__name__}: {str(fault)[:60]}".rstrip(": ")] += 1
        out.flush()
    return faults


def _expression(rule: made_rules.Rule) -> Any:
    """``(m.tier == 'A') & (m.points >= 500)``."""
    every = [_test(test) for test in rule.all]
    if rule.any:
        every.append(reduce(operator.or_, map(_test, rule.any)))
    return reduce(operator.and_, every)


def _test(test: made_rules.Test) -> Any:
    fact = getattr(lang.m, test.fact)
    match test.asks:
        case "present":
            return +fact
        case "missing":
            return -fact
        case asked:
            return ASKED[asked](fact, test.value)


def _action(rule: str, out: TextIO) -> Callable[[Any], None]:
    def act(c: Any) -> None:
        out.write(f"{c.m.customer_id},{rule}\n")

    return act


def _facts(customers: str, way: str) -> Iterator[dict[str, Any]]:
    """Each customer as a fact of JSON's types; what is missing is left out."""
    found = duckdb.connect().execute("FROM read_parquet($1)", [customers])
    names = [column[0] for column in found.description or ()]
    while page := found.fetchmany(PAGE):
        for row in page:
            told = zip(names, row, strict=True)
            fact = {name: _value(value) for name, value in told if value is not None}
            key = {"sid": fact["customer_id"]} if way == "sid" else {"id": fact["customer_id"]}
            yield fact | key


def _value(value: object) -> object:
    match value:
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case _:
            return value


if __name__ == "__main__":
    with Path(sys.argv[4]).open("w", encoding="utf-8") as lines:
        raised = run(sys.argv[1], int(sys.argv[2]), sys.argv[3], lines)
    print(json.dumps(raised))
