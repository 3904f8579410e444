"""The rules of ``made_rules.py`` written down as a business of careplay's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from made_rules import Rule, Test

HOME = """careplay: 1
name: The engines' shop
language: en
customers:
  from: customers.parquet
  key: customer_id
  facts:
    tier: {type: choice, of: [A, B, C, D]}
    city: text
    points: integer
    spend: money
    visits: integer
    last_visit: date
    joined_on: date
    consent: boolean
    phone: text
    wechat: text
events: {from: events.csv, types: {visit: {}}}
staff: {from: staff.csv}
roles: {service: {}}
"""
EVENTS = "customer_id,type,at\n"
STAFF = "id,name,role\ns1,Ann,service\n"
WORDS = {"is": "", "is not": "not "}


def business(folder: Path, rules: Sequence[Rule]) -> None:
    """Write the business; its customers are named by ``--customers``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "careplay.yaml").write_text(HOME, "utf-8")
    (folder / "events.csv").write_text(EVENTS, "utf-8")
    (folder / "staff.csv").write_text(STAFF, "utf-8")
    (folder / "rules.yaml").write_text("rules:\n" + "".join(map(_rule, rules)), "utf-8")


def _rule(rule: Rule) -> str:
    parts = f"all: {_listed(rule.all)}" + (f", any: {_listed(rule.any)}" if rule.any else "")
    do = "do: [{task: Look after them, to: service}]"
    when = "when: {every: day}"
    return f"  - {{id: {rule.id}, title: Rule, {when}, if: {{{parts}}}, {do}}}\n"


def _listed(tests: Sequence[Test]) -> str:
    return "[" + ", ".join(f"{{{test.fact}: {_cell(test)}}}" for test in tests) + "]"


def _cell(test: Test) -> str:
    value = str(test.value).lower() if isinstance(test.value, bool) else str(test.value)
    return (WORDS.get(test.asks, f"{test.asks} ") + value).strip()
