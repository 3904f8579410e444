"""The text of a value, as ``model/words.py`` means it."""

from __future__ import annotations

from typing import assert_never

from careplay.engines.sql.build import (
    NULL,
    Sql,
    call,
    case,
    cast,
    negated,
    value,
)
from careplay.model.types import Type
from careplay.model.words import YES_NO
from careplay.sources.columns import SQL_TYPES

FORMATS = {"zh": "%Y年%-m月%-d日", "en": "%-d %B %Y"}


def plain(column: Sql, kind: Type) -> Sql:
    """The value as a reason records it; NULL where it is missing."""
    match kind:
        case Type.TEXT | Type.CHOICE | Type.STAFF:
            return column
        case Type.INTEGER | Type.MONEY | Type.BOOLEAN:
            return cast(column, "TEXT")
        case Type.DATE:
            return cast(cast(column, "DATE"), "TEXT")
        case Type.NUMBER:
            digits = call("rtrim", cast(cast(column, "DECIMAL(38, 6)"), "TEXT"), value("0"))
            return call("rtrim", digits, value("."))
        case Type.MOMENT:
            return call("strftime", column, value("%Y-%m-%d %H:%M"))
        case _:
            assert_never(kind)


def for_people(column: Sql, kind: Type, language: str) -> Sql:
    """The value as people read it, but for people's names; NULL where it is missing."""
    spoken = "zh" if language == "zh" else "en"
    match kind:
        case Type.BOOLEAN:
            yes, no = YES_NO[spoken]
            return case([(column, value(yes)), (negated(column), value(no))])
        case Type.DATE:
            return call("strftime", cast(column, "DATE"), value(FORMATS[spoken]))
        case Type.MOMENT:
            return call("strftime", column, value(f"{FORMATS[spoken]} %H:%M"))
        case Type.TEXT | Type.CHOICE | Type.STAFF | Type.INTEGER | Type.NUMBER | Type.MONEY:
            return plain(column, kind)
        case _:
            assert_never(kind)


def missing(kind: Type) -> Sql:
    """A missing value of the type."""
    return cast(NULL, SQL_TYPES[kind])
