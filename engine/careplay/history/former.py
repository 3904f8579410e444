"""Kept days as careplay and the business are now: what a row is, its rule and its id.

What an older careplay did not keep of a row is read off ids and keys: an action's id is the
hash of its rule, customer, occasion and index; the key of a stay's occasion holds the date and
the stay: ``vip:2026-06-15/R7``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from careplay.history import renamed_steps
from careplay.history.renamed_steps import RenamedStep
from careplay.model.business import Business
from careplay.model.triggers import event_of
from careplay.sources.columns import literal, sql_list


def readers(business: Business) -> Mapping[str, str]:
    """The SQL of each of ``KEPT_COLUMNS``, from the columns that were always kept."""
    items = {
        rule.id: (event_of(rule.trigger), rule.item) for rule in business.rules if rule.item
    }
    of_stay = f"rule IN {sql_list(items)}"
    return {
        "index": index_of(business),
        "record": _by_rule({rule: str(record) for rule, (record, _) in items.items()}),
        "ref": f"CASE WHEN {of_stay} THEN"
        " coalesce(substr(occasion, nullif(strpos(occasion, '/'), 0) + 1), '') END",
        "item": _by_rule({rule: item for rule, (_, item) in items.items()}),
        "about": f"CASE WHEN {of_stay} THEN"
        " try_cast(substr(occasion, strpos(occasion, ':') + 1, 10) AS DATE) END",
    }


def index_of(business: Business) -> str:
    """Which of its rule's actions a row is; the first, where the rule is no more so."""
    most = max((len(rule.actions) for rule in business.rules), default=0)
    whens = (
        f"WHEN {_id(business, 'rule', literal(str(place)))} = action_id THEN {place}"
        for place in range(1, most)
    )
    return f"CASE {' '.join(whens)} ELSE 0 END" if most > 1 else "0"


def rule_now(business: Business, renamed: Sequence[RenamedStep]) -> str:
    """The rule of a row, by the id that it has now."""
    now = _by_rule({old: each.id for each in business.rules for old in each.was}, "rule")
    return renamed_steps.rule_now(renamed, _by_rule(_steps(business), "rule"), now)


def id_now(business: Business, index: str, renamed: Sequence[RenamedStep]) -> str:
    """The id of a row; of a version's step made anew, as days before had it by the version.

    So it is of a step that has another name by now.
    """
    steps = _steps(business)
    if not (steps or renamed):
        return "action_id"
    of_step = f"rule IN {sql_list(steps)} OR {renamed_steps.is_renamed(renamed)}"
    first = renamed_steps.first_id_now(renamed, _by_rule(steps, "rule"))
    occasion = renamed_steps.occasion_now(renamed)
    anew = _id(business, first, f"({index})::VARCHAR", occasion)
    return f"CASE WHEN {of_step} THEN {anew} ELSE action_id END"


def _steps(business: Business) -> Mapping[str, str]:
    """The rules of steps of older versions, each with its id whatever the version."""
    return {rule.id: rule.step for rule in business.rules if rule.step}


def id_before(business: Business, index: str) -> str:
    """The id that a row would have by its rule alone, as an older careplay gave it."""
    return _id(business, "rule", f"({index})::VARCHAR")


def _id(business: Business, rule: str, index: str, occasion: str = "occasion") -> str:
    """The id of an action of that rule and index."""
    parts = f"{literal(business.id)}, {rule}, customer_id, {occasion}, {index}"
    return f"substr(sha256(concat_ws(chr(31), {parts})), 1, 20)"


def _by_rule(told: Mapping[str, str], otherwise: str = "NULL") -> str:
    """What is told of the row's rule."""
    whens = (f"WHEN {literal(rule)} THEN {literal(name)}" for rule, name in told.items())
    return f"CASE rule {' '.join(whens)} ELSE {otherwise} END" if told else otherwise
