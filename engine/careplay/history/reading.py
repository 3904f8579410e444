"""Kept files to relations: columns go by name, so files of an older careplay serve as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from careplay.faults import HistoryError
from careplay.history.former import id_before, id_now, index_of, readers, rule_now
from careplay.history.renamed_steps import is_renamed, occasion_now, renamed_steps
from careplay.history.soundness import FRESH
from careplay.model.actions import ACTION_COLUMNS, KEPT_COLUMNS
from careplay.model.business import Business
from careplay.outputs.partition import MONTHS
from careplay.sources.columns import file_literal, quoted, sql_list

if TYPE_CHECKING:
    import duckdb

NEEDED = frozenset(
    {"action_id", "date", "status", "customer_id", "rule", "occasion", "due_at", "attempt"}
)
"""Without these a file is no day of careplay; the other columns are empty where they lack."""

MODES = (("customer_id", "VARCHAR"), ("mode", "VARCHAR"), ("date", "DATE"))


def actions_in(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> str:
    """The query of the actions kept in the files, with ``ACTION_COLUMNS``."""
    known = frozenset().union(*_held(connection, files))
    return _query(_told(ACTION_COLUMNS, known), files)


def whole_actions_in(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path], business: Business, day: date
) -> str:
    """The same with ``WHOLE_COLUMNS``, as a run of the day goes by them."""
    held = _held(connection, files)
    known, everywhere = frozenset().union(*held), frozenset.intersection(*held)
    index, renamed = _index(business, known), renamed_steps(business, day)
    otherwise = {
        "rule": rule_now(business, renamed),
        "action_id": id_now(business, index, renamed),
        "occasion": occasion_now(renamed),
    }
    told = _told(ACTION_COLUMNS, known, otherwise)
    return _query((*told, *_kept(business, known, everywhere)), files)


def former_ids_in(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path], business: Business, day: date
) -> str:
    """The query of ``Past.former``: the ids that steps had by their version or former name."""
    known = frozenset().union(*_held(connection, files))
    index, renamed = _index(business, known), renamed_steps(business, day)
    now = f"{id_now(business, index, renamed)} AS action_id"
    by_version = (f"{id_before(business, index)} AS former", now, "customer_id")
    by_name = ("action_id AS former", now, "customer_id")
    steps = sql_list(rule.id for rule in business.rules if rule.step)
    return f"""{_query(by_version, files)} WHERE rule IN {steps}
        UNION ALL {_query(by_name, files)} WHERE {is_renamed(renamed)}"""


def _index(business: Business, known: frozenset[str]) -> str:
    """Which of its rule's actions a row is, with the columns that the files have."""
    index = index_of(business)
    return f'coalesce("index", {index})' if "index" in known else index


def _held(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path]
) -> Sequence[frozenset[str]]:
    """The columns of each file; one that holds no day's actions is told."""
    held = _columns(connection, files)
    for file in files:
        if not held.get(str(file), frozenset()) >= NEEDED:
            raise _unfit(file, "it does not hold a day's actions")
    return [held[str(file)] for file in files]


def have_one_shape(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> bool:
    """Whether the files can be read and have the same columns, those of a day's actions."""
    try:
        return len({*_held(connection, files)}) == 1
    except HistoryError:
        return False


def no_actions(columns: Iterable[tuple[str, str]] = ACTION_COLUMNS) -> str:
    """The query of no action at all, with the columns."""
    told = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns)
    return f"SELECT {told} WHERE false"


def modes_in(connection: duckdb.DuckDBPyConnection, file: Path) -> str:
    """The query of the modes kept in the file."""
    known = _columns(connection, [file]).get(str(file), frozenset())
    if not known >= {name for name, _ in MODES}:
        raise _unfit(file, "it does not hold a day's modes")
    return _query(_told(MODES, known), [file])


def unreadable(connection: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> Path | None:
    """The first file that is damaged within; None where each can be read to its end."""
    import duckdb  # noqa: PLC0415 - heavy

    for file in files:
        try:
            connection.execute(f"SELECT hash(COLUMNS(*)) FROM {_files([file])}").fetchall()  # noqa: S608
        except duckdb.Error:
            return file
    return None


def damaged(file: Path) -> HistoryError:
    """The fault of a file that cannot be read."""
    if file.parent.name == MONTHS:
        way = "move it away, and the days of its month are read instead"
        return HistoryError(f'cannot remember "{file}": it is damaged; {way}')
    return _unfit(file, "it is damaged, or is no Parquet file")


def _query(columns: Iterable[str], files: Sequence[Path]) -> str:
    return f"SELECT {', '.join(columns)} FROM {_files(files)}"  # noqa: S608


def _told(
    columns: Iterable[tuple[str, str]],
    known: frozenset[str],
    otherwise: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """The columns, of those that are known, some read otherwise; others are empty."""
    for name, kind in columns:
        told = otherwise.get(name, quoted(name)) if name in known else "NULL"
        yield f"CAST({told} AS {kind}) AS {quoted(name)}"


def _kept(
    business: Business, known: frozenset[str], everywhere: frozenset[str]
) -> Iterator[str]:
    """What rows are: as kept; in files of an older careplay, which have no index, read off."""
    first, *_ = (name for name, _ in KEPT_COLUMNS)
    if first in everywhere:
        yield from _told(KEPT_COLUMNS, known)
        return
    former = readers(business)
    for name, kind in KEPT_COLUMNS:
        told = former[name]
        if name in known:
            told = f"CASE WHEN {quoted(first)} IS NULL THEN {told} ELSE {quoted(name)} END"
        yield f"CAST({told} AS {kind}) AS {quoted(name)}"


def _files(files: Iterable[Path]) -> str:
    listed = ", ".join(file_literal(file) for file in files)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"


def _columns(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path]
) -> Mapping[str, frozenset[str]]:
    """The columns of each file; one that cannot be read is told."""
    import duckdb  # noqa: PLC0415 - heavy

    try:
        return _schemas(connection, files)
    except duckdb.Error as fault:
        for file in files:
            try:
                _schemas(connection, [file])
            except duckdb.Error as told:
                raise damaged(file) from told
        raise HistoryError(
            f"the kept days cannot be read: {fault}", "; run with --fresh"
        ) from fault


def _schemas(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path]
) -> Mapping[str, frozenset[str]]:
    listed = ", ".join(file_literal(file) for file in files)
    query = f"SELECT file_name, list(name) FROM parquet_schema([{listed}]) GROUP BY file_name"  # noqa: S608
    return {file: frozenset(names) for file, names in connection.execute(query).fetchall()}


def _unfit(file: Path, why: str) -> HistoryError:
    way = "move it away and run its day again"
    return HistoryError(f'cannot remember "{file}": {why}; {way}', FRESH)
