"""A table in memory says what the same table says as a file, whatever holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from careplay.faults import DataFaultError, SourceError
from careplay.model.business import Business
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.held import Tabular, memory_table
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from careplay.sources.rows import rows
from data_business import business
from shop_folder import PLAYBOOKS

FACTS = {"name": "text", "birthday": "date", "spend": "money", "visits": "integer"}
FIRST: Mapping[str, object] = {
    "customer_id": "C1",
    "name": "张伟",
    "birthday": date(1985, 2, 28),
    "spend": Decimal("139.12"),
    "visits": 3,
}
SECOND = {**dict.fromkeys(FIRST), "customer_id": "C2"}
PEOPLE: list[Mapping[str, object]] = [FIRST, SECOND]
COLUMNS = {name: [row[name] for row in PEOPLE] for name in FIRST}
HAPPENED = [{"customer_id": "C1", "type": "visit", "at": datetime(2026, 3, 1, 10)}]  # noqa: DTZ001


def shop(**told: Any) -> Business:
    tables = {
        "customers": {"from": "data/customers.csv", "facts": FACTS},
        "events": {"from": "data/events.csv", "types": {"visit": {}}},
    }
    return business({**tables, **told})


def loaded(customers: Tabular, events: Tabular = HAPPENED, **told: Any) -> Loaded:
    given: dict[str, Any] = {
        "customers": memory_table("customers", customers),
        "events": memory_table("events", events),
    }
    return load_tables(shop(**told), **given, connection=connect())


def from_pandas() -> Tabular:
    frame: Tabular = pytest.importorskip("pandas").DataFrame(COLUMNS)
    return frame


def from_polars() -> Tabular:
    frame: Tabular = pytest.importorskip("polars").DataFrame(COLUMNS)
    return frame


def from_relation() -> Tabular:
    connection = duckdb.connect()
    connection.register("people", pa.table(COLUMNS))
    return connection.sql("SELECT * FROM people ORDER BY customer_id")


FORMS: Mapping[str, Callable[[], Tabular]] = {
    "rows": lambda: PEOPLE,
    "rows without what is missing": lambda: [FIRST, {"customer_id": "C2"}],
    "columns": lambda: COLUMNS,
    "an Arrow table": lambda: pa.table(COLUMNS),
    "a reader of Arrow": lambda: pa.table(COLUMNS).to_reader(),
    "a relation": from_relation,
    "pandas": from_pandas,
    "polars": from_polars,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_table_holds_the_same(form: str) -> None:
    found = loaded(FORMS[form]())
    assert (rows(found)[0], found.faults) == (PEOPLE, ())


@pytest.mark.parametrize("form", ["pandas", "polars"])
def test_words_that_a_frame_keeps_as_categories_are_words(form: str) -> None:
    frames = pytest.importorskip(form)
    kind = {"pandas": "category", "polars": getattr(frames, "Categorical", None)}[form]
    name = frames.Series(["张伟", None], dtype=kind)
    assert rows(loaded(frames.DataFrame({**COLUMNS, "name": name})))[0] == PEOPLE


def test_without_rows_nothing_happened_and_no_column_lacks() -> None:
    found = loaded(PEOPLE, [])
    assert (rows(found)[1], found.faults) == ([], ())
    assert "<events> holds no events" in map(str, found.notes)


def test_faults_are_told_by_row_from_one() -> None:
    found = loaded(
        [FIRST, {"customer_id": "C2", "birthday": "1985-02-30"}, {"customer_id": "C1"}]
    )
    assert [str(fault).partition(";")[0] for fault in found.faults] == [
        '<customers>:2: CP503 column "birthday": "1985-02-30" is not a date',
        '<customers>:3: CP512 column "customer_id": "C1" stands there again',
    ]


def test_what_nobody_declared_is_noted_and_what_lacks_is_told_with_the_nearest() -> None:
    (note,) = loaded([{**row, "shoe": 42} for row in PEOPLE]).notes
    assert str(note) == '<customers>: not declared and so not read: "shoe"'
    with pytest.raises(DataFaultError, match='<customers> has no column "birthday"; did you'):
        loaded({("birthdy" if name == "birthday" else name): COLUMNS[name] for name in FIRST})


def test_what_none_of_the_rows_has_is_missing_and_a_slip_is_noted() -> None:
    found = loaded([{"customer_id": "C2", "birthdy": "1985-02-28"}], [{"type": "visit"}])
    assert rows(found)[0] == [SECOND]
    assert str(found.notes[0]) == '<customers>: not declared and so not read: "birthdy"'
    assert {(each.file, each.column) for each in found.faults} == {
        ("<events>", "customer_id"),
        ("<events>", "at"),
    }


@pytest.mark.parametrize(
    "given", [7, [1, 2], "people.csv", {"customer_id": 3}, {"a": ["x"], "b": []}]
)
def test_what_is_no_table_is_told(given: Any) -> None:
    with pytest.raises(SourceError, match="<customers> cannot be read as a table"):
        memory_table("customers", given)


def test_values_of_several_kinds_are_judged_as_texts() -> None:
    mixed: list[object] = [1, "2", 3.5, "many"]
    found = loaded(
        {
            "customer_id": ["a", 1, "c", "d"],
            "name": mixed,
            "birthday": [None] * 4,
            "spend": mixed,
            "visits": mixed,
        }
    )
    spent = [row["spend"] for row in rows(found)[0]]
    assert spent == [1, 2, Decimal("3.50"), None]


def test_staff_may_be_held_even_where_the_business_names_none() -> None:
    people = [{"id": "E1", "name": "Ann", "role": "adviser"}]
    given: dict[str, Any] = {
        "customers": memory_table("customers", PEOPLE),
        "events": memory_table("events", []),
    }
    found = load_tables(
        shop(), **given, staff=memory_table("staff", people), connection=connect()
    )
    assert [(each.id, each.role) for each in found.people] == [("E1", "adviser")]


def test_a_change_made_afterwards_is_none_to_what_was_loaded() -> None:
    people = [dict(row) for row in PEOPLE]
    found = loaded(people)
    people[0]["name"] = "changed"
    assert rows(found)[0] == PEOPLE


def copies(business: Business) -> dict[str, pa.Table]:
    """The tables of a shipped business, every cell the text it was written as."""
    tables = {"customers": business.customers, "events": business.events}
    tables |= {"staff": business.staff} if business.staff else {}
    return {name: _texts(business.folder / table.location) for name, table in tables.items()}


def _texts(file: Path) -> pa.Table:
    query = f"FROM read_csv('{file}', all_varchar = true)"
    return duckdb.connect().sql(query).to_arrow_table()


def test_a_shipped_business_is_loaded_alike_from_memory_and_from_parquet(
    tmp_path: Path,
) -> None:
    (examined,) = examine_all([PLAYBOOKS / "wealth_advisory"])
    assert examined.business is not None
    tables = copies(examined.business)
    files: dict[str, Any] = {each: str(tmp_path / f"{each}.parquet") for each in tables}
    held: dict[str, Any] = {each: memory_table(each, table) for each, table in tables.items()}
    for each, file in files.items():
        pq.write_table(tables[each], file)
    there = load_tables(examined.business, **files, connection=connect())
    here = load_tables(examined.business, **held, connection=connect())
    assert rows(here) == rows(there)
    assert (here.people, here.counts) == (there.people, there.counts)
    assert here.counts.faults
    assert _told(here) == _told(there)


def _told(found: Loaded) -> Sequence[tuple[object, ...]]:
    query = f'SELECT * EXCLUDE (file) FROM "{found.rejects}"'
    return found.connection.execute(query).fetchall()
