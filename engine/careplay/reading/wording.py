"""Words for values and for places of a playbook, as its writer would say them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from careplay.diagnostics import quoted
from careplay.reading.document import Path

KINDS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": 'keys with values ("key: value")',
    "null": "nothing",
}


def kinds(names: str | Sequence[str]) -> str:
    """What kinds of value are expected: ``text, a number or a list``."""
    if isinstance(names, str):
        return KINDS[names]
    words = [KINDS[name] for name in names]
    return ", ".join(words[:-1]) + (" or " if len(words) > 1 else "") + words[-1]


def found_instead(value: Any) -> str:
    """What stands there instead: ``text "soon"``, ``a list``."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"text {quoted(value)}"
        case int() | Decimal():
            return f"the number {value}"
        case list():
            return "a list"
        case _:
            return "keys with values"


def value_text(value: Any) -> str:
    """A value on one line, as a playbook would hold it."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "{" + ", ".join(f"{k}: {value_text(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(value_text, value)) + "]"
        case str() if value[:1] in {"{", "["}:
            return f'"{value}"'
        case _:
            return str(value)


def where(path: Path, whole: Any) -> str:
    """The place of a path: ``in "due" of action 2 of rule "use_callback"``."""
    part, rest = "", list(path)
    if len(path) > 1 and path[0] == "rules" and isinstance(path[1], int):
        part, rest = _rule(whole["rules"][path[1]], path[1]), list(path[2:])
        if len(rest) > 1 and rest[0] == "do" and isinstance(rest[1], int):
            part, rest = f"action {rest[1] + 1} of {part}", rest[2:]
    if not rest:
        return f"in {part}" if part else "at the top of the file"
    item = f"item {rest.pop() + 1} of " if isinstance(rest[-1], int) else ""  # type: ignore[operator]
    name = ".".join(step for step in rest if isinstance(step, str))
    named = f"{item}{quoted(name, longest=60)}" if name else item.removesuffix(" of ")
    return f"in {named} of {part}" if part else f"in {named}"


def _rule(rule: Any, number: int) -> str:
    name = rule.get("id") if isinstance(rule, dict) else None
    return f"rule {quoted(name)}" if isinstance(name, str) else f"rule {number + 1}"
