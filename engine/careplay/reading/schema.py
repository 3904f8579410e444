"""A document held against a JSON Schema; every departure from it is a diagnostic.

jsonschema finds and tells departures; to import it and to walk through sixteen files took
half the time of checking a small business, in which mostly nothing is wrong. So that is
asked of jsonschema-rs first, and jsonschema sees only those files in which something is.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from careplay.diagnostics import Diagnostic
from careplay.reading.document import Document, Value
from careplay.reading.shipped import schema as shipped

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator as Validator


def check(document: Document, schema: str = "playbook") -> tuple[Diagnostic, ...]:
    """What the schema finds, each once and in file order."""
    if plainly_sound(document.value, schema):
        return ()
    from careplay.reading.explaining import explained  # noqa: PLC0415 - heavy, seldom needed

    return explained(document, schema)


def plainly_sound(value: Value, schema: str) -> bool:
    """Whether jsonschema would find nothing wrong; False where that is not certain."""
    if _has_whole_decimal(value):
        return False
    try:
        return _quick_validator(schema).is_valid(value)
    except ValueError:  # a text that UTF-8 cannot hold, such as half of a surrogate pair
        return False


@cache
def _quick_validator(name: str) -> Validator:
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 - heavy

    return Draft202012Validator(shipped(name))


def _has_whole_decimal(value: Value) -> bool:
    """Whether ``1.0`` stands anywhere: an integer to jsonschema-rs, and none to jsonschema."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, Decimal) and each == each.to_integral_value():
            return True
    return False
