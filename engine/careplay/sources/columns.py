"""The columns of the two tables, and the SQL and Arrow types their values have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from careplay.model.business import Attribute, Business, EventType
from careplay.model.types import Type

if TYPE_CHECKING:
    import pyarrow as pa

KEY = "customer_id"
"""What a customer's key is called in both tables."""

SQL_TYPES: Mapping[Type, str] = {
    Type.TEXT: "VARCHAR",
    Type.CHOICE: "VARCHAR",
    Type.STAFF: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.NUMBER: "DECIMAL(18,6)",
    Type.MONEY: "DECIMAL(18,2)",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.MOMENT: "TIMESTAMP",
}


def arrow_type(kind: Type) -> pa.DataType:
    """The Arrow type that DuckDB reads as the SQL type."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return {
        Type.INTEGER: pa.int64(),
        Type.NUMBER: pa.decimal128(18, 6),
        Type.MONEY: pa.decimal128(18, 2),
        Type.BOOLEAN: pa.bool_(),
        Type.DATE: pa.date32(),
        Type.MOMENT: pa.timestamp("us"),
    }.get(kind, pa.string())


def quoted(name: str) -> str:
    """The name as an SQL identifier; always quoted, for ``at`` is a keyword of DuckDB 2."""
    return '"' + name.replace('"', '""') + '"'


def file_literal(path: object) -> str:
    """The path of one file, as DuckDB's readers take it: to them * ? and [ are patterns."""
    return literal(escaped(path))


def escaped(path: object) -> str:
    """The path as a pattern that it alone matches."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in str(path))


def literal(text: str) -> str:
    """The text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def in_data(business: Business) -> tuple[EventType, ...]:
    """The event types of which the data hold rows: cases and stays are found out."""
    found_out = {*business.flows, *business.receptions}
    return tuple(each for each in business.event_types.values() if each.name not in found_out)


def attributes(business: Business) -> Mapping[str, Attribute]:
    """Every attribute name of any such type, with its type; choices of all types together."""
    found: dict[str, Attribute] = {}
    for event in in_data(business):
        for name, attribute in event.attributes.items():
            known = found.get(name)
            choices = dict.fromkeys((*(known.choices if known else ()), *attribute.choices))
            undeclared = attribute.undeclared and (known is None or known.undeclared)
            personal = attribute.personal or (known is not None and known.personal)
            found[name] = Attribute(name, attribute.type, tuple(choices), undeclared, personal)
    return found


def day_(day: date) -> str:
    """A date as SQL."""
    return f"DATE '{day.isoformat()}'"


def sql_list(words: Iterable[str]) -> str:
    """Texts as a list in brackets; one that holds nothing where there are none."""
    return f"({', '.join(map(literal, words)) or 'NULL'})"


def is_key(key: str, told: str, *, integer: bool) -> str:
    """SQL: whether a key is the one that is told as text.

    Where keys are surely integers a few texts are read, and not a million keys written.
    """
    if not integer:
        return f"{key}::VARCHAR = {told}"
    number = f"TRY_CAST({told} AS BIGINT)"
    return f"{key} = CASE WHEN {number}::VARCHAR = {told} THEN {number} END"
