"""What becomes of work that nobody did, of a rule or category: ``undone: {let_go: 3 days}``."""

from __future__ import annotations

from careplay.language.codes import BAD_SPAN
from careplay.language.nodes import Node
from careplay.language.values.spans import span
from careplay.language.wrong import Wrong
from careplay.meaning.letting_go import LONGEST
from careplay.model.types import Parameter, Unit

AT_ONCE = frozenset({"same day", "当天"})
DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
WAY = f'write "same day", "3 days" or "2 weeks", {LONGEST} days at most'


def let_go(node: Node) -> int | None:
    """So many days after its day what ``undone:`` is told of is let go; None: not told."""
    told = node.get("undone")
    return None if told is None else _let_go(told)


def let_go_by_category(home: Node) -> dict[str, int]:
    """The same by category, as careplay.yaml tells it for all rules that say nothing."""
    told = ((category, _let_go(each)) for category, each in home.entries("undone"))
    return {category: days for category, days in told if days is not None}


def _let_go(told: Node) -> int | None:
    own = told.get("let_go")
    if own is None or not isinstance(own.value, str):
        return None
    found = _days(own.value.strip())
    if isinstance(found, Wrong):
        own.tell(found)
        return None
    return found


def _days(text: str) -> int | Wrong:
    if text in AT_ONCE:
        return 0
    found = span(text, tuple(DAYS))
    if isinstance(found, Wrong):
        return found
    if isinstance(found.amount, Parameter):
        return Wrong(BAD_SPAN, "work is let go by no parameter", WAY)
    days = found.amount * DAYS[found.unit]
    if days > LONGEST:
        return Wrong(BAD_SPAN, f'"{text}" is too long for work to stay undone', WAY)
    return days
