"""The text of a value: as a reason records it, and as people read it.

A reason (``because``) takes the plain form: text as it is, ``1200``, a number without
trailing zeros ``12.5``, money with two digits ``1234.50``, ``true``/``false``,
``2026-11-21``, ``2026-11-21 10:30`` (seconds dropped), the id of a person.

A text for people differs for booleans (是/否, yes/no), dates (2026年1月5日,
5 January 2026), moments (the date, a space, 10:30) and people, who go by their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from careplay.model.types import Scalar, Type

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}
NOBODY: Mapping[str, str] = {}


def plain(value: Scalar, kind: Type) -> str:
    """The value as a reason records it.

    >>> plain(Decimal("12.500000"), Type.NUMBER), plain(Decimal("3"), Type.MONEY)
    ('12.5', '3.00')
    >>> plain(10**18 - 1, Type.INTEGER)
    '999999999999999999'
    >>> plain(datetime(2026, 11, 21, 10, 30, 59), Type.MOMENT)
    '2026-11-21 10:30'
    """
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}" if kind is Type.MOMENT else f"{value:%Y-%m-%d}"
        case date():
            return value.isoformat()
        case int() | Decimal():
            return _number(value, kind)
        case str():
            return value


def scalar_of(text: str | None, kind: Type) -> Scalar | None:  # noqa: PLR0911 - a line a type
    """The value that a reason records in its plain form.

    >>> scalar_of("2026-11-21 10:30", Type.MOMENT), scalar_of("12.5", Type.NUMBER)
    (datetime.datetime(2026, 11, 21, 10, 30), Decimal('12.5'))
    """
    if text is None:
        return None
    match kind:
        case Type.TEXT | Type.CHOICE | Type.STAFF:
            return text
        case Type.INTEGER:
            return int(text)
        case Type.NUMBER | Type.MONEY:
            return Decimal(text)
        case Type.BOOLEAN:
            return text == "true"
        case Type.DATE:
            return date.fromisoformat(text)
        case Type.MOMENT:
            return datetime.fromisoformat(text)
        case _:
            assert_never(kind)


def for_people(
    value: Scalar, kind: Type, language: str, names: Mapping[str, str] = NOBODY
) -> str:
    """The value as people read it; a person by name, or by id where no name is known.

    >>> for_people(date(2026, 1, 5), Type.DATE, "zh"), for_people(True, Type.BOOLEAN, "en")
    ('2026年1月5日', 'yes')
    """
    match value:
        case bool():
            yes, no = YES_NO["zh" if language == "zh" else "en"]
            return yes if value else no
        case datetime() if kind is Type.MOMENT:
            return f"{day_for_people(value, language)} {value:%H:%M}"
        case date():
            return day_for_people(value, language)
        case str() if kind is Type.STAFF:
            return names.get(value) or value
        case str() | int() | Decimal():
            return plain(value, kind)


def parameter_for_people(value: Scalar, language: str) -> str:
    """The value of a parameter, which is of no declared type: a number as it is written.

    >>> parameter_for_people(Decimal("1500.50"), "en")
    '1500.5'
    """
    kind = Type.TEXT if isinstance(value, str) else Type.NUMBER
    return for_people(value, kind, language)


def day_for_people(day: date, language: str) -> str:
    """A date as people read it; every language but Chinese is served in English."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _number(value: int | Decimal, kind: Type) -> str:
    exact = Decimal(value)  # an int would be formatted as a float, which has 15 digits
    if kind is Type.MONEY:
        return f"{exact:.2f}"
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
