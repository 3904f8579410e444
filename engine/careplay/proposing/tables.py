"""Which table holds customers, which events, which people; and how they hang together."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.frozen import dataclass
from careplay.model.types import TIMES, Type
from careplay.proposing.columns import GuessedColumn
from careplay.proposing.meanings import CUSTOMER_WORDS, STAFF_WORDS, event_of, tells

KEYS = ("key", "id", "who", "phone", "email", "name", "wechat")
"""What may tell customers apart, the surest first."""
APART = 0.9
"""A key has so many different values that this share of the rows is told apart."""
JOINED = 0.3
"""Two columns hang together where so much of the smaller one stands in the other."""
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class GuessedTable:
    """A table, where it is as careplay.yaml says it, and its columns."""

    source: tuple[tuple[str, str], ...]
    """The keys of ``from:`` with what stands there, as YAML."""
    name: str
    """Its sheet and file, as words."""
    shown: str
    """The same, as comments name it."""
    rows: int
    columns: tuple[GuessedColumn, ...]

    def of(self, *meanings: str) -> GuessedColumn | None:
        """The first column of the first of the meanings that any has."""
        found = (
            each for meaning in meanings for each in self.columns if each.meaning == meaning
        )
        return next(found, None)


@dataclass(frozen=True, slots=True)
class TableRoles:
    """What each table was taken for."""

    customers: GuessedTable | None
    key: GuessedColumn | None
    staff: GuessedTable | None
    events: tuple[tuple[GuessedTable, GuessedColumn, GuessedColumn], ...]
    """With the columns of the moment and of the customer."""
    others: tuple[GuessedTable, ...]
    """Those of which nothing is made."""


def roles_of(tables: Sequence[GuessedTable]) -> TableRoles:
    """Each table in its place."""
    filled = [each for each in tables if each.rows and each.columns]
    staff = max(filled, key=_like_staff, default=None)
    if staff is not None and _like_staff(staff) < 2:
        staff = None
    rest = [each for each in filled if each is not staff]
    customers = max(rest, key=_like_customers, default=None)
    if customers is not None and _like_customers(customers) < 2:
        customers = None
    customers = customers or _listed(rest)
    rest = [each for each in rest if each is not customers]
    key = _key(customers, rest) if customers else None
    events = [
        (each, at, who) for each in rest if (at := _at(each)) and (who := _who(each, key))
    ]
    used = [each for each, _, _ in events]
    others = [
        each for each in tables if not any(each is one for one in (customers, staff, *used))
    ]
    return TableRoles(customers, key, staff, tuple(events), tuple(others))


def _like_staff(table: GuessedTable) -> int:
    has = [bool(table.of(each)) for each in ("role", "staff_id")]
    named = tells(table.name, STAFF_WORDS)
    if table.rows > 2000 or _at(table) or table.of("amount") or not (any(has) or named):
        return 0
    return (
        2 * named + sum(has) + bool(table.of("name")) - 2 * bool(table.of("birthday", "tier"))
    )


def _like_customers(table: GuessedTable) -> int:
    if not _keys(table):
        return 0
    known = (
        "birthday",
        "phone",
        "email",
        "name",
        "tier",
        "joined",
        "consent",
        "gender",
        "points",
    )
    score = sum(bool(table.of(each)) for each in known) + 3 * tells(table.name, CUSTOMER_WORDS)
    score += bool(table.of("key"))
    busy = bool(table.of("ref", "item", "kind", "status")) + bool(table.of("amount"))
    return score - 2 * busy - (2 if _at(table) else 0) - 4 * bool(event_of(table.name))


def _listed(tables: Sequence[GuessedTable]) -> GuessedTable | None:
    """The longest that has everybody once: a list of people, whatever it says of them."""
    lists = [
        each
        for each in tables
        if (who := _who(each, None)) and who.is_unique and not _is_busy(each)
    ]
    return max(lists, key=lambda each: each.rows, default=None)


def _is_busy(table: GuessedTable) -> bool:
    """Whether it tells what somebody bought or did, rather than who he is."""
    return bool(table.of("amount", "ref", "item", "status") or event_of(table.name))


def _keys(table: GuessedTable) -> list[GuessedColumn]:
    """The columns that tell rows apart, the surest first."""
    found = [
        each
        for meaning in (*KEYS, "")
        for each in table.columns
        if (each.meaning == meaning and each.type is Type.TEXT) or _is_number_key(each, meaning)
    ]
    return [each for each in found if each.different >= APART * max(1, each.rows)]


def _is_number_key(column: GuessedColumn, meaning: str) -> bool:
    return column.meaning == meaning == "" and column.type is Type.INTEGER and column.is_unique


def _key(customers: GuessedTable, others: Sequence[GuessedTable]) -> GuessedColumn:
    """The key by which most of the other tables know customers; else the surest."""
    keys = _keys(customers)
    joins = [sum(bool(_joining(each, key)) for each in others) for key in keys]
    return keys[joins.index(max(joins))]


def _joining(table: GuessedTable, key: GuessedColumn) -> GuessedColumn | None:
    """The column of the table whose values are those of the key, of all that hold some.

    A number of the rows holds values of the key by chance, and others besides.
    """
    holding = [
        each for each in table.columns if each.type not in TIMES and _share(each, key) >= JOINED
    ]
    return max(holding, key=lambda each: (_within(each, key), not each.is_unique), default=None)


def _within(column: GuessedColumn, key: GuessedColumn) -> float:
    """How much of the column stands in the key."""
    return len(column.words & key.words) / len(column.words)


def _share(column: GuessedColumn, key: GuessedColumn) -> float:
    """How much of the column, or of the key if that is smaller, stands in the other."""
    if (
        not column.words
        or not key.words
        or (column.type is not Type.TEXT and column.different < 3)
    ):
        return 0
    if column.type is Type.MONEY:
        return 0
    return len(column.words & key.words) / min(len(column.words), len(key.words))


def _who(table: GuessedTable, key: GuessedColumn | None) -> GuessedColumn | None:
    """Whose event it is: by the customers' key; without such a table by its heading."""
    if key is None:
        return table.of("key", "who", "phone", "email", "name", "id")
    return _joining(table, key) or table.of("key")


def _at(table: GuessedTable) -> GuessedColumn | None:
    """When it happened: a column of dates whose heading says so, of moments before days."""
    times = [
        each for each in table.columns if each.type in TIMES and each.filled >= each.rows / 2
    ]
    found = [each for each in times if each.meaning in {"at", ""}]
    found.sort(key=lambda each: (each.meaning != "at", each.type is not Type.MOMENT))
    return found[0] if found else None
