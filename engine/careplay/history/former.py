"""Days kept by a careplay that did not keep what a row is: it is read off ids and keys.

An action's id is the hash of its rule, customer, occasion and index; the key of a stay's
occasion holds the date and the stay: ``vip:2026-06-15/R7``.
"""

from __future__ import annotations

from collections.abc import Mapping

from careplay.model.business import Business
from careplay.model.triggers import event_of
from careplay.sources.columns import literal


def readers(business: Business) -> Mapping[str, str]:
    """The SQL of each of ``KEPT_COLUMNS``, from the columns that were always kept."""
    items = {
        rule.id: (event_of(rule.trigger), rule.item) for rule in business.rules if rule.item
    }
    of_stay = f"rule IN ({', '.join(map(literal, items)) or 'NULL'})"
    return {
        "index": _index(business),
        "record": _by_rule({rule: str(record) for rule, (record, _) in items.items()}),
        "ref": f"CASE WHEN {of_stay} THEN"
        " coalesce(substr(occasion, nullif(strpos(occasion, '/'), 0) + 1), '') END",
        "item": _by_rule({rule: item for rule, (_, item) in items.items()}),
        "about": f"CASE WHEN {of_stay} THEN"
        " try_cast(substr(occasion, strpos(occasion, ':') + 1, 10) AS DATE) END",
    }


def _index(business: Business) -> str:
    """Which of its rule's actions a row is; the first, where the rule is no more so."""
    most = max((len(rule.actions) for rule in business.rules), default=0)
    told = f"{literal(business.id)}, rule, customer_id, occasion"
    whens = (
        f"WHEN substr(sha256(concat_ws(chr(31), {told}, '{place}')), 1, 20) = action_id"
        f" THEN {place}"
        for place in range(1, most)
    )
    return f"CASE {' '.join(whens)} ELSE 0 END" if most > 1 else "0"


def _by_rule(told: Mapping[str, str]) -> str:
    whens = (f"WHEN {literal(rule)} THEN {literal(name)}" for rule, name in told.items())
    return f"CASE rule {' '.join(whens)} END" if told else "NULL"
