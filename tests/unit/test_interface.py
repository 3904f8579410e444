"""``import careplay``: what others build on does what its docstrings say."""

from __future__ import annotations

import gc
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import careplay
from careplay import Business, errors
from older import without_manifests
from shop_folder import PLAYBOOKS, actions, careplay as command, replaced, rows, shop

TODAY = date(2026, 11, 21)
WEEK = tuple(TODAY + timedelta(days=number) for number in range(7))
ONCE = """
rules:
  - id: hello
    title: Say hello
    when: {every: day}
    once: 3 days
    do: [{task: Say hello, to: manager}]
"""


@pytest.fixture
def corner(tmp_path: Path) -> Business:
    """The starter's shop."""
    return careplay.load(shop(tmp_path / "shop"))


@pytest.fixture
def hello(tmp_path: Path) -> Business:
    """A shop that says hello to each customer every third day."""
    folder = shop(tmp_path / "shop")
    (folder / "first_steps.yaml").write_text(ONCE, encoding="utf-8")
    return careplay.load(folder)


def written(business: Business) -> list[Path]:
    """Every file that was not there when the shop was."""
    return [each for each in business.folder.rglob("*") if ".careplay" in each.parts]


def fresh(program: str) -> Any:
    """What a new interpreter prints, as JSON."""
    told = f"import json, sys\n{program}"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", told], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


HEAVY = ("click", "duckdb", "jsonschema", "pyarrow", "rich", "sqlglot", "yaml")


def test_import_is_light_and_data_are_read_by_nobody_who_only_checks() -> None:
    loaded = f"print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    assert fresh(f"import careplay\n{loaded}") == []
    only_checked = f"import careplay\ncareplay.check({str(PLAYBOOKS / 'hotel')!r})\n{loaded}"
    assert {"click", "duckdb", "pyarrow", "rich", "sqlglot"}.isdisjoint(fresh(only_checked))


def test_every_public_name_is_there_and_no_other_is_offered() -> None:
    assert [name for name in careplay.__all__ if not hasattr(careplay, name)] == []
    homes = {name: careplay._HOME[name] for name in careplay._HOME}  # noqa: SLF001
    assert {*homes, "errors", "__version__"} == {*careplay.__all__}
    assert {*careplay.__all__} <= {*dir(careplay)}
    with pytest.raises(AttributeError, match='has no attribute "chekc"'):
        careplay.chekc  # type: ignore[attr-defined]  # noqa: B018


def test_every_error_is_a_careplay_error_with_an_exit_code() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert all(issubclass(each, errors.CareplayError) for each in kinds)
    assert {each.exit_code for each in kinds} == {1, 2, 3, 4, 5}


def functions() -> Iterator[Callable[..., object]]:
    for name in careplay.__all__:
        found = getattr(careplay, name)
        if callable(found) and not isinstance(found, type) and name[0].islower():
            yield found


@pytest.mark.parametrize("function", [*functions()], ids=lambda each: each.__name__)
def test_a_docstring_says_what_is_raised(function: Callable[..., object]) -> None:
    told = function.__doc__ or ""
    named = set(re.findall(r"\b[A-Z]\w+Error\b", told))
    assert named <= {*errors.__all__}
    assert named


def test_check_tells_every_fault_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    assert careplay.check(folder) == ()
    replaced(folder / "first_steps.yaml", "to: adviser", "to: advisr")
    found = careplay.check(folder)
    assert {each.code for each in found} == {"CP105"}
    assert str(found[0]) == f"{found[0].file}:{found[0].position.line}:13: CP105 " + (
        found[0].message
    )


def test_examine_shows_a_fault_above_its_line(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    due = "\n        due: by"
    replaced(folder / "first_steps.yaml", f"to: adviser{due}", f"to: x{due}")
    (found,) = careplay.examine(folder)
    (fault,) = found.diagnostics
    assert found.business is None
    assert found.shown(fault).splitlines()[2].endswith("|         to: x")


def test_load_raises_all_faults_at_once(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    replaced(folder / "first_steps.yaml", "to: adviser", "to: advisr")
    with pytest.raises(errors.PlaybookError, match="CP105") as raised:
        careplay.load(folder)
    assert raised.value.diagnostics == careplay.check(folder)


def test_load_takes_one_business_and_names_several(tmp_path: Path) -> None:
    first, _ = shop(tmp_path / "a"), shop(tmp_path / "b")
    assert careplay.load(first / "first_steps.yaml").id == "a"
    with pytest.raises(errors.UsageError, match=r'2 businesses; name one of ".*a", ".*b"'):
        careplay.load(tmp_path)
    with pytest.raises(errors.SourceError, match="there is no file or folder"):
        careplay.load(tmp_path / "c")


def test_check_raises_what_examine_tells_of_one_of_several(tmp_path: Path) -> None:
    shop(tmp_path / "a")
    (shop(tmp_path / "b") / "first_steps.yaml").unlink()
    faults = [each.fault for each in careplay.examine(tmp_path)]
    assert [type(each) for each in faults] == [type(None), errors.NothingToRunError]
    with pytest.raises(errors.NothingToRunError, match="holds no playbook"):
        careplay.check(tmp_path)


def test_a_run_gives_the_days_actions_and_leaves_nothing_behind(corner: Business) -> None:
    day = careplay.run(corner, TODAY)
    assert (day.business, day.date, day.file) == (corner, TODAY, None)
    assert day.actions.columns == tuple(name for name, _ in careplay.ACTION_COLUMNS)
    assert len(day.actions) == 9
    assert written(corner) == []


def test_a_path_serves_as_well_as_a_business(corner: Business) -> None:
    there, here = careplay.run(corner.folder, TODAY), careplay.run(corner, TODAY)
    assert [*there.actions] == [*here.actions]


def test_what_out_keeps_is_what_the_command_keeps(corner: Business, tmp_path: Path) -> None:
    day = careplay.run(corner, TODAY, out=tmp_path / "kept")
    assert command("run", corner.folder, "--date", TODAY).exit_code == 0
    assert day.file == tmp_path / "kept" / "shop" / "date=2026-11-21" / "actions.parquet"
    assert day.file.read_bytes() == actions(corner.folder).read_bytes()
    assert careplay.kept_in(corner) in actions(corner.folder).parents


def tables(business: Business) -> dict[str, Any]:
    """The shop's own tables as somebody else may hold them."""
    connection = duckdb.connect()
    for file in (business.folder / "data").iterdir():
        query = f"FROM read_csv('{file}', all_varchar = true)"
        connection.execute(f"CREATE TABLE {file.stem} AS {query}")
    return {
        "customers": connection.table("customers"),
        "events": connection.table("events").to_arrow_table(),
        "staff": connection.table("staff").to_arrow_table().to_pylist(),
    }


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
def test_tables_in_memory_give_what_the_same_files_give(engine: str, corner: Business) -> None:
    there = careplay.run(corner, TODAY, engine=engine)
    given = tables(corner)
    for each in (corner.folder / "data").iterdir():
        each.unlink()
    here = careplay.run(corner, TODAY, engine=engine, **given)
    assert [*here.actions] == [*there.actions]
    assert (here.counts, here.undecided) == (there.counts, there.undecided)
    assert here.staff == there.staff


def test_rows_need_not_have_every_declared_name(corner: Business) -> None:
    bought = [{"customer_id": "7", "type": "purchase", "at": "2026-11-14 10:30"}]
    day = careplay.run(corner, TODAY, customers=[{"customer_id": "7"}], events=bought)
    assert (day.counts.customers, day.counts.events, day.faults) == (1, 1, ())


def test_other_files_serve_as_well(corner: Business, tmp_path: Path) -> None:
    for name in ("customers", "events"):
        (corner.folder / "data" / f"{name}.csv").rename(tmp_path / f"{name}.csv")
    day = careplay.run(
        corner, TODAY, customers=tmp_path / "customers.csv", events=f"{tmp_path}/events.csv"
    )
    assert len(day.actions) == 9


def test_faults_of_the_data_are_told_listed_and_with_strict_raised(corner: Business) -> None:
    given = tables(corner)
    given["events"] = [{**given["events"].to_pylist()[0], "amount": "much"}]
    day = careplay.run(corner, TODAY, **given)
    (line,) = day.fault_lines()
    assert line.startswith('<events>:1: CP505 column "amount": "much" is not a number')
    assert [row["value"] for row in day.rejects] == ["much"]
    assert (day.faults[0].code, day.counts.events_left_out) == ("CP505", 1)
    with pytest.raises(errors.DataFaultError, match="1 fault in the data"):
        careplay.run(corner, TODAY, strict=True, **given)


def test_a_customer_can_be_asked_alone(corner: Business, tmp_path: Path) -> None:
    day = careplay.run(corner, TODAY, customer="1", out=tmp_path / "kept")
    assert {row["customer_id"] for row in day.actions} == {"1"}
    assert not (tmp_path / "kept").exists()
    with pytest.raises(errors.NothingToRunError, match='no customer "99"'):
        careplay.run(corner, TODAY, customer="99")


def said_hello(days: Iterator[careplay.Day]) -> list[bool]:
    return [bool(len(day.actions)) for day in days]


def test_days_in_a_row_remember_each_other_and_leave_nothing_behind(hello: Business) -> None:
    days = list(careplay.run_days(hello, WEEK))
    assert said_hello(iter(days)) == [True, False, False, True, False, False, True]
    folder = Path(re.findall(r"'(.+?)'", days[0].actions.sql)[0])
    assert (days[0].file, folder.is_file(), written(hello)) == (None, True, [])
    del days
    gc.collect()
    assert not folder.exists()


def test_days_kept_are_remembered_by_a_later_run(hello: Business, tmp_path: Path) -> None:
    out = tmp_path / "kept"
    assert said_hello(careplay.run_days(hello, WEEK[:2], out=out)) == [True, False]
    assert len(careplay.run(hello, WEEK[1], out=out, keep=False).actions) == 0
    assert len(careplay.run(hello, WEEK[1], out=out, keep=False, fresh=True).actions) > 0
    assert len(careplay.run(hello, WEEK[3], out=out, keep=False).actions) > 0
    assert sorted(each.name for each in (out / "shop").iterdir()) == [
        "date=2026-11-21",
        "date=2026-11-22",
    ]


def test_kept_days_are_read_again(hello: Business, tmp_path: Path) -> None:
    days = list(careplay.run_days(hello, WEEK, out=tmp_path))
    every = [row for day in days for row in day.actions]
    assert [*careplay.kept(hello, tmp_path)] == every
    since = careplay.kept(hello, tmp_path, WEEK[1], WEEK[3])
    assert {row["date"] for row in since} == {WEEK[3]}
    assert careplay.kept(hello, tmp_path / "nothing").columns == days[0].actions.columns
    assert len(careplay.kept(hello, tmp_path / "nothing")) == 0


def test_a_kept_day_that_is_damaged_is_told(hello: Business, tmp_path: Path) -> None:
    day = careplay.run(hello, TODAY, out=tmp_path)
    assert day.file is not None
    day.file.write_bytes(b"no Parquet")
    with pytest.raises(errors.HistoryError, match="cannot remember"):
        careplay.run(hello, WEEK[1], out=tmp_path)
    with pytest.raises(errors.HistoryError, match="cannot remember"):
        careplay.kept(hello, tmp_path)


READINGS: dict[str, Callable[[careplay.Relation, Path], object]] = {
    "rows": lambda relation, _: [*relation],
    "an Arrow table": lambda relation, _: relation.arrow(),
    "a relation": lambda relation, _: relation.relation(),
    "a file": lambda relation, folder: relation.save(folder / "all.parquet"),
    "a stream": lambda relation, _: relation.write(io.BytesIO(), "jsonl"),
}


@pytest.mark.parametrize("reading", READINGS)
def test_a_kept_day_that_is_damaged_within_is_told_when_it_is_read(
    reading: str, hello: Business, tmp_path: Path
) -> None:
    careplay.run(hello, TODAY, out=tmp_path)
    file = careplay.run(hello, WEEK[3], out=tmp_path).file
    assert file is not None
    content = bytearray(file.read_bytes())
    content[4:200] = b"\xff" * 196
    file.write_bytes(bytes(content))
    with pytest.raises(errors.HistoryError, match=f'cannot remember "{file}": it is damaged'):
        careplay.kept(hello, tmp_path)
    assert READINGS[reading](careplay.kept(hello, tmp_path, last=TODAY), tmp_path) != []
    without_manifests(tmp_path)
    whole = careplay.kept(hello, tmp_path)
    with pytest.raises(errors.HistoryError, match=f'cannot remember "{file}": it is damaged'):
        READINGS[reading](whole, tmp_path)


def test_a_path_serves_wherever_a_business_does(hello: Business, tmp_path: Path) -> None:
    careplay.run(hello.folder, TODAY, out=tmp_path)
    assert careplay.kept_in(hello.folder) == careplay.kept_in(hello)
    assert len(careplay.kept(str(hello.folder), tmp_path)) == 10


UNORDERED: dict[str, str | bool | int | float | list[str]] = {
    "preserve_insertion_order": "false"
}
WRONG: dict[str, tuple[Callable[[Business], object], str]] = {
    "an engine": (lambda b: careplay.run(b, TODAY, engine="ducdb"), 'no engine "ducdb"'),
    "a moment": (lambda b: careplay.run(b, datetime(2026, 11, 21, 9)), "is no date"),  # noqa: DTZ001
    "a text": (lambda b: careplay.run(b, "2026-11-21"), "is no date"),  # type: ignore[arg-type]
    "a day out of time": (lambda b: careplay.plan(b, date(1900, 1, 1)), "beyond the calendars"),
    "an order": (lambda b: careplay.run_days(b, (TODAY, TODAY)), "give days in order"),
    "days that are not kept": (lambda b: careplay.run_days(b, WEEK, keep=False), "keep=False"),
    "a first day that is none": (
        lambda b: careplay.kept(b, "days", datetime(2026, 11, 21, 9)),  # noqa: DTZ001
        "is no date",
    ),
    "a last day before the first": (
        lambda b: careplay.kept(b, "days", WEEK[1], TODAY),
        "give days in order",
    ),
    "a connection without order": (
        lambda b: careplay.run(b, TODAY, connection=duckdb.connect(config=UNORDERED)),
        "preserve_insertion_order is true",
    ),
    "days of one": (lambda b: careplay.run_days(b, WEEK, customer="1"), "customer= keeps"),
    "a language": (lambda b: careplay.new(b.folder / "x", language="fr"), 'no starter in "fr"'),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_usage_is_told_before_anything_is_read(what: str, corner: Business) -> None:
    ask, said = WRONG[what]
    with pytest.raises(errors.UsageError, match=said) as raised:
        ask(corner)
    assert isinstance(raised.value, ValueError)


def test_work_is_done_beside_the_tables_of_a_connection(corner: Business) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE customers AS SELECT 'mine' AS name")
    connection.execute("CREATE TABLE actions AS SELECT 7 AS number")
    day = careplay.run(corner, TODAY, connection=connection)
    again = careplay.run(corner, TODAY, connection=connection)
    assert connection.sql("FROM customers, actions").fetchall() == [("mine", 7)]
    joined = connection.sql(f"SELECT count(*) FROM {day.actions.sql}, {again.actions.sql}")
    assert joined.fetchall() == [(81,)]


def test_what_was_done_beside_a_connection_goes_with_the_day(corner: Business) -> None:
    connection = duckdb.connect()

    def databases() -> list[str]:
        found = connection.execute("SELECT database_name FROM duckdb_databases()").fetchall()
        return [name for (name,) in found if name.startswith("careplay")]

    day = careplay.run(corner, TODAY, connection=connection)
    assert len(databases()) == 1
    del day
    gc.collect()
    assert databases() == []


def test_a_connection_that_was_closed_keeps_nobody_from_letting_go(corner: Business) -> None:
    connection = duckdb.connect()
    day = careplay.run(corner, TODAY, connection=connection)
    connection.close()
    del day
    gc.collect()  # what a finalizer raised would fail the test


def test_a_business_is_run_by_several_threads_at_once(corner: Business) -> None:
    with ThreadPoolExecutor(4) as pool:
        days = list(pool.map(lambda _: careplay.run(corner, TODAY), range(8)))
    told = [[*day.actions] for day in days]
    assert told == [told[0]] * 8
    assert len(told[0]) == 9


@pytest.fixture
def relation(corner: Business) -> careplay.Relation:
    return careplay.run(corner, TODAY).actions


def test_actions_are_arrow_rows_and_relations(relation: careplay.Relation) -> None:
    table = relation.arrow()
    assert [*relation] == table.to_pylist()
    assert pa.table(relation) == table
    assert relation.relation().fetchall() == [tuple(row.values()) for row in relation]
    counted = duckdb.connect().sql("SELECT count(*) FROM relation")
    assert counted.fetchall() == [(9,)]


def test_actions_are_data_frames(relation: careplay.Relation) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    rules = [row["rule"] for row in relation]
    assert relation.df()["rule"].tolist() == relation.pl()["rule"].to_list() == rules
    assert polars.DataFrame(relation).shape == (9, len(careplay.ACTION_COLUMNS))
    assert isinstance(relation.df(), pandas.DataFrame)


@pytest.mark.parametrize("form", careplay.FORMATS)
def test_actions_are_saved_in_every_format(
    form: str, relation: careplay.Relation, tmp_path: Path
) -> None:
    file = relation.save(tmp_path / f"day.{form}")
    assert file.stat().st_size > 0
    if form == "parquet":
        assert pq.read_table(file).num_rows == 9
        with pytest.raises(errors.OutputError, match="jsonl and csv can"):
            relation.write(io.BytesIO(), form)
    else:
        stream = io.BytesIO()
        relation.write(stream, form)
        assert stream.getvalue() == file.read_bytes()


def test_one_reading_ends_no_other(relation: careplay.Relation) -> None:
    first, second = iter(relation), iter(relation)
    assert [next(first), *second][1:] == [*relation]
    assert len([*first]) == len(relation) - 1


def test_who_waits_is_told_what_begins(corner: Business, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []

    def progress(what: str, share: Callable[[], float]) -> None:
        told.append((what, share()))

    careplay.run(corner, TODAY, out=tmp_path, progress=progress)
    assert [what for what, _ in told] == [
        "reading customers and events",
        "planning 2026-11-21",
        "writing the actions",
    ]
    assert all(0 <= share <= 100 for _, share in told)


def test_a_plan_is_text_and_sql(corner: Business) -> None:
    planned = careplay.plan(corner, TODAY)
    assert str(planned) == planned.text
    assert planned.text == command("plan", corner.folder, "--date", TODAY).stdout[:-1]
    assert planned.sql() == command("plan", corner.folder, "--date", TODAY, "--sql").stdout[:-1]


def test_cases_are_values_with_a_history() -> None:
    found = careplay.cases(PLAYBOOKS / "appliance_store", TODAY, flow="complaint")
    assert found
    assert all(case.open for case in found)
    late = [case for case in found if case.left is not None and case.left < timedelta()]
    assert late
    (one,) = careplay.cases(PLAYBOOKS / "appliance_store", TODAY, case=found[0].ref)
    assert (one, one.history()[0].split(" · ")[1]) == (found[0], found[0].customer)
    with pytest.raises(errors.NothingToRunError, match='no flow "complaints"'):
        careplay.cases(PLAYBOOKS / "appliance_store", TODAY, flow="complaints")


def test_tables_are_counted_and_proved() -> None:
    report = careplay.tables(PLAYBOOKS / "wealth_advisory", TODAY)
    told = command("tables", PLAYBOOKS / "wealth_advisory", "--date", TODAY).stdout
    assert f"{report}\n" == told
    assert report.customers
    assert report.tables
    assert all(row.decides is not None for each in report.tables for row in each.rows)


def test_practices_are_found_where_they_live(tmp_path: Path) -> None:
    surveyed = careplay.practices(PLAYBOOKS)
    assert {*surveyed.places} <= {each.id for each in surveyed.practices}
    assert surveyed.save(tmp_path / "page.md").read_text("utf-8") == surveyed.page()
    assert surveyed.examined[-1].diagnostics == ()


def test_schemas_and_a_new_business_are_written(tmp_path: Path) -> None:
    made = careplay.new(tmp_path / "mine", language="en")
    assert all(file.is_file() for file in made)
    assert careplay.check(tmp_path / "mine") == ()
    assert [file.name for file in careplay.schemas(tmp_path / "mine", tmp_path / "s")] == [
        "business.schema.json",
        "playbook.schema.json",
        "stories.schema.json",
        "action.schema.json",
        "run.schema.json",
    ]
    with pytest.raises(errors.OutputError, match="already there and not empty"):
        careplay.new(tmp_path / "mine")


def test_rows_of_a_kept_day_are_those_that_were_given(corner: Business, tmp_path: Path) -> None:
    day = careplay.run(corner, TODAY, out=tmp_path)
    assert day.file is not None
    assert rows(day.file) == day.actions.relation().fetchall()
