"""The rules as a small table: their places, and what the past means to them."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.settling.given import Given, made
from careplay.model.business import Business
from careplay.model.receptions import Reception
from careplay.model.rules import CatchUp, Rule
from careplay.model.triggers import Stands
from careplay.sources.columns import literal

RULES = '"settling rules"'
COLUMNS = "rule, place, actions, latest, per, days, stands, reception, item"


def statement(given: Given) -> str:
    """The table: every rule there is, and those a reception once had."""
    lines = (*_lines(given.business), "(NULL, 0, 0, false, NULL, 0, false, NULL, NULL)")
    told = ",\n".join(lines)
    return made(RULES, f"SELECT * FROM (VALUES\n{told}) AS r({COLUMNS})")  # noqa: S608


def _lines(business: Business) -> Iterator[str]:
    receptions = {
        rule: reception
        for reception in business.receptions.values()
        for rule in reception.rules
    }
    for place, rule in enumerate(business.rules):
        yield _line(rule, place, receptions.get(rule.id))
    for gone in receptions.keys() - {rule.id for rule in business.rules}:
        told = _of_reception(gone, receptions[gone])
        place = len(business.rules)
        yield f"({literal(gone)}, {place}, 0, false, NULL, 0, false, {told})"


def _line(rule: Rule, place: int, reception: Reception | None) -> str:
    latest = str(rule.catch_up is CatchUp.LATEST).lower()
    once = f"{literal(rule.once.per)}, {rule.once.days}" if rule.once else "NULL, 0"
    stands = str(isinstance(rule.trigger, Stands)).lower()
    told = _of_reception(rule.id, reception)
    actions = len(rule.actions)
    return f"({literal(rule.id)}, {place}, {actions}, {latest}, {once}, {stands}, {told})"


def _of_reception(rule: str, reception: Reception | None) -> str:
    """The reception and its item, whatever the level."""
    if reception is None:
        return "NULL, NULL"
    item = rule.removeprefix(f"{reception.name}.").partition(".")[0]
    return f"{literal(reception.name)}, {literal(item)}"


def index(business: Business, row: str = "s", rule: str = "r") -> str:
    """Which of its rule's actions a row is: the one of which its id is the hash."""
    most = max((len(each.actions) for each in business.rules), default=0)
    told = f"{row}.rule, {row}.customer_id, {row}.occasion"
    whens = [
        f"WHEN {rule}.actions > {place} AND substr(sha256(concat_ws(chr(31), "
        f"{literal(business.id)}, {told}, '{place}')), 1, 20) = {row}.action_id THEN {place}"
        for place in range(1, most)
    ]
    return f"CASE {' '.join(whens)} ELSE 0 END" if whens else "0"


def place(business: Business, rule: str = "r") -> str:
    """The place of a row's rule; after all where it is no more."""
    return f"coalesce({rule}.place, {len(business.rules)})"
