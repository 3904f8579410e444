"""What each kept file holds of customers, and how one is taken out of it; all are named here.

A file that is kept and not named here is one of a later careplay, and nobody is taken out of
days that have it: it may hold people in a way that is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.faults import HistoryError
from careplay.frozen import dataclass
from careplay.outputs import parquet, rejects_text
from careplay.outputs.partition import ACTIONS, KNOWN, MODES, REJECTS, REPORT, kept_relation
from careplay.outputs.rendering import described_columns
from careplay.sources.columns import file_literal, literal, sql_list
from careplay.sources.querying import any_of, count_of

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Whom:
    """A customer, by all that kept files call him by."""

    customer: str
    """His key."""
    actions: frozenset[str] = field(default_factory=frozenset)
    """The ids of his actions, which those of others name that lost against them."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A kept file that may hold a customer."""

    count: Callable[[duckdb.DuckDBPyConnection, Path, Whom], int]
    """How many rows of the file are his."""
    write: Callable[[duckdb.DuckDBPyConnection, Path, Path, Whom], None]
    """Write the file without him into another place; none where nothing is left."""
    is_vague: Callable[[Path], bool] = lambda _: False
    """Whether it does not say whose rows it has, so that it is written whatever was found."""
    names: Callable[[duckdb.DuckDBPyConnection, Path, Whom], bool] = lambda *_: False
    """Whether rows of others name him."""

    def has(self, connection: duckdb.DuckDBPyConnection, file: Path, whom: Whom) -> bool:
        """Whether the file is to be written without him."""
        return (
            self.count(connection, file, whom) > 0
            or self.names(connection, file, whom)
            or self.is_vague(file)
        )


def _rows_of(connection: duckdb.DuckDBPyConnection, file: Path, whom: Whom) -> int:
    """The rows of a Parquet file that are his."""
    where = f"customer_id = {literal(whom.customer)}"
    query = f"SELECT count(*) FROM {kept_relation(file)} WHERE {where}"  # noqa: S608
    return count_of(connection, query)


def _lost_to(connection: duckdb.DuckDBPyConnection, file: Path, whom: Whom) -> bool:
    """Whether somebody's action lost against one of his."""
    if not whom.actions or not _names_winners(connection, file):
        return False
    his = f"winner IN {sql_list(sorted(whom.actions))}"
    return any_of(connection, kept_relation(file), his)


def _write_rows(
    connection: duckdb.DuckDBPyConnection, file: Path, into: Path, whom: Whom
) -> None:
    """Write the rows of the others, in order; what they lost against is told of no more."""
    told = "*"
    if _names_winners(connection, file) and whom.actions:
        his = sql_list(sorted(whom.actions))
        told = f"* REPLACE (CASE WHEN winner IN {his} THEN NULL ELSE winner END AS winner)"
    others = f"customer_id IS DISTINCT FROM {literal(whom.customer)}"
    relation = f"(SELECT {told} FROM {kept_relation(file)} WHERE {others})"  # noqa: S608
    parquet.write(connection, relation, into, _told_in(connection, file), private=True)


def _names_winners(connection: duckdb.DuckDBPyConnection, file: Path) -> bool:
    return "winner" in {name for name, _ in described_columns(connection, kept_relation(file))}


def _told_in(connection: duckdb.DuckDBPyConnection, file: Path) -> Mapping[str, str]:
    query = f"SELECT key, value FROM parquet_kv_metadata({file_literal(file)})"  # noqa: S608
    return {name.decode(): told.decode() for name, told in connection.execute(query).fetchall()}


def _count_faults(_: duckdb.DuckDBPyConnection, file: Path, whom: Whom) -> int:
    return rejects_text.count(file, whom.customer)


def _write_faults(_: duckdb.DuckDBPyConnection, file: Path, into: Path, whom: Whom) -> None:
    rejects_text.write_without(file, into, whom.customer)


def _count_words(_: duckdb.DuckDBPyConnection, file: Path, whom: Whom) -> int:
    return rejects_text.count_words(file, file.with_name(REJECTS), whom.customer)


def _write_report(_: duckdb.DuckDBPyConnection, file: Path, into: Path, whom: Whom) -> None:
    rejects_text.write_words(file, file.with_name(REJECTS), into, whom.customer)


OF_ACTIONS = Holder(_rows_of, _write_rows, names=_lost_to)
PEOPLE: Mapping[str, Holder | None] = {
    ACTIONS: OF_ACTIONS,
    MODES: Holder(_rows_of, _write_rows),
    REJECTS: Holder(_count_faults, _write_faults, rejects_text.is_vague),
    REPORT: Holder(_count_words, _write_report),
    # Hashes of events and sums of them, and counts: no key, and nobody can be read in them.
    KNOWN: None,
}
"""Of each file that a day may keep how a customer is taken out; None: it holds nobody."""


def demand_known(file: Path) -> Holder | None:
    """How a customer is taken out of the file; HistoryError where that is not known."""
    try:
        return PEOPLE[file.name]
    except KeyError:
        message = (
            f'it is not known what "{file}" holds of customers, so nobody is taken out; a later'
            " careplay, which kept it, knows"
        )
        raise HistoryError(message) from None


def actions_of(
    connection: duckdb.DuckDBPyConnection, file: Path, customer: str
) -> frozenset[str]:
    """The ids of the customer's actions in the file."""
    query = f"""SELECT DISTINCT action_id FROM {kept_relation(file)}
        WHERE customer_id = {literal(customer)}"""  # noqa: S608
    return frozenset(each for (each,) in connection.execute(query).fetchall())
