"""A business reads in its own folder, and its database what it is told of: nothing else."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import careplay as public
from careplay.bounds import Bounds
from careplay.outputs import parquet
from careplay.sources import connecting
from careplay.sources.columns import file_literal
from careplay.sources.connecting import confine, connect
from shop_folder import DAY, careplay, replaced, sentence, shop

Way = Callable[[Path, Path], None]
LEADS = "leads out of"


def outside(folder: Path) -> Path:
    """A table of customers that lies beside the business, and not in it."""
    kept = folder / "elsewhere" / "customers.csv"
    kept.parent.mkdir()
    kept.write_bytes((shop(folder / "other") / "data" / "customers.csv").read_bytes())
    return kept


def by_words(business: Path, kept: Path) -> None:
    replaced(
        business / "careplay.yaml", "data/customers.csv", f"../{kept.parent.name}/{kept.name}"
    )


def by_its_whole_name(business: Path, kept: Path) -> None:
    replaced(business / "careplay.yaml", "data/customers.csv", str(kept))


def by_a_pattern(business: Path, kept: Path) -> None:
    replaced(
        business / "careplay.yaml",
        "data/customers.csv",
        f"data/*/../../../{kept.parent.name}/*.csv",
    )


def by_a_link_to_the_folder(business: Path, kept: Path) -> None:
    (business / "linked").symlink_to(kept.parent)
    replaced(business / "careplay.yaml", "data/customers.csv", "linked/*.csv")


def by_sqlite(business: Path, kept: Path) -> None:
    replaced(business / "careplay.yaml", "data/customers.csv", f"sqlite:{kept}#customers")


def by_a_folder_that_seems_a_file(business: Path, kept: Path) -> None:
    (business / "x#").mkdir()
    there = f'"x#/../../{kept.parent.name}/{kept.name}"'
    replaced(business / "careplay.yaml", "data/customers.csv", there)


WAYS = (
    by_a_folder_that_seems_a_file,
    by_words,
    by_its_whole_name,
    by_a_pattern,
    by_a_link_to_the_folder,
    by_sqlite,
)


@pytest.mark.parametrize("way", WAYS)
def test_a_table_outside_is_a_fault_of_the_playbook_with_its_place(
    way: Way, tmp_path: Path
) -> None:
    business, kept = shop(tmp_path / "shop"), outside(tmp_path)
    way(business, kept)
    told = careplay("check", business)
    assert told.exit_code == 1
    line = next(line for line in told.output.splitlines() if "CP496" in line)
    assert line.startswith(f"{business}/careplay.yaml:")
    assert LEADS in line
    assert "--allow DIR" in line
    assert careplay("run", business, "--date", DAY).exit_code == 1


@pytest.mark.parametrize("way", [by_words, by_its_whole_name, by_a_link_to_the_folder])
def test_it_is_read_where_that_is_allowed(way: Way, tmp_path: Path) -> None:
    business, kept = shop(tmp_path / "shop"), outside(tmp_path)
    there = careplay("run", business, "--date", DAY, "--dry-run").stdout
    way(business, kept)
    allowed = ("--allow", tmp_path / "nowhere", "--allow", kept.parent)
    assert careplay("check", business, *allowed).exit_code == 0
    assert careplay("run", business, "--date", DAY, "--dry-run", *allowed).stdout == there
    assert public.load(business, bounds=Bounds((kept.parent,))).id == "shop"


def test_a_file_that_is_a_link_out_of_the_folder_is_told_when_it_is_read(
    tmp_path: Path,
) -> None:
    business, kept = shop(tmp_path / "shop"), outside(tmp_path)
    data = business / "data"
    (data / "customers.csv").unlink()
    (data / "customers.csv").symlink_to(kept)
    replaced(business / "careplay.yaml", "data/customers.csv", "data/cust*.csv")
    line = sentence(careplay("run", business, "--date", DAY), 4)
    assert f'customers.csv" {LEADS}' in line
    assert careplay("run", business, "--date", DAY, "--allow", kept.parent).exit_code == 0


def test_a_link_within_the_folder_and_a_folder_that_is_a_link_are_read(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    (business / "data" / "customers.csv").rename(business / "data" / "kept.csv")
    (business / "data" / "customers.csv").symlink_to(business / "data" / "kept.csv")
    (tmp_path / "link").symlink_to(business)
    assert careplay("run", tmp_path / "link", "--date", DAY, "--dry-run").exit_code == 0


def test_what_is_given_as_an_option_may_lie_anywhere(tmp_path: Path) -> None:
    business, kept = shop(tmp_path / "shop"), outside(tmp_path)
    told = careplay("run", business, "--date", DAY, "--dry-run", "--customers", kept)
    assert told.exit_code == 0, told.output


REFUSED = (
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM '{secret}'",
    "COPY (SELECT 1) TO '{folder}/new.csv'",
    "COPY (SELECT 1) TO '{out}/../new.csv'",
    "ATTACH '{folder}/new.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_csv('https://example.org/a.csv')",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "SET memory_limit = '100GB'",
    "RESET lock_configuration",
    "EXPORT DATABASE '{folder}/dump'",
)


@pytest.mark.parametrize("sql", REFUSED)
def test_the_database_reaches_nothing_that_it_was_not_told_of(sql: str, tmp_path: Path) -> None:
    secret, out = tmp_path / "secret.csv", tmp_path / "out"
    secret.write_text("a\n1\n")
    out.mkdir()
    connection = connect()
    confine(connection, (), out)
    with pytest.raises(duckdb.Error):
        connection.execute(sql.format(secret=secret, folder=tmp_path, out=out))


def test_the_files_it_is_told_of_are_read_whatever_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "a[1] 'b*"
    folder.mkdir()
    (folder / "c?.csv").write_text("a\n1\n")
    connection = connect()
    confine(connection, [folder / "c?.csv"], folder / "out")
    query = f"SELECT a FROM read_csv({file_literal(folder / 'c?.csv')})"
    assert connection.execute(query).fetchall() == [(1,)]


def test_a_day_is_run_where_names_hold_the_signs_of_patterns(tmp_path: Path) -> None:
    business = shop(tmp_path / "a[1] 'b*" / "shop")
    for day in (DAY, "2026-11-22"):
        told = careplay("run", business, "--date", day, "--save", tmp_path / "x*.parquet")
        assert told.exit_code == 0, told.output
    (row,) = (
        duckdb.connect().execute(f"SELECT count(*) FROM '{tmp_path}/x*.parquet'").fetchall()
    )
    assert row[0] >= 0


def test_places_may_be_named_from_where_we_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop(tmp_path / "shop")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for day in (DAY, "2026-11-22"):
        told = careplay("run", "../shop", "--date", day, "--out", "../here/../kept")
        assert told.exit_code == 0, told.output
    assert (tmp_path / "kept" / "shop" / "date=2026-11-22" / "actions.parquet").is_file()


def test_actions_are_saved_as_parquet_anywhere(tmp_path: Path) -> None:
    day = public.run(shop(tmp_path / "shop"), public.FIRST_DAY.replace(2026, 11, 21))
    saved = day.actions.save(tmp_path / "far" / "away.parquet")
    (found,) = duckdb.connect().execute(f"SELECT count(*) FROM '{saved}'").fetchall()
    assert found == (len(day.actions),)


def test_actions_are_saved_beside_the_folder_of_kept_days_by_a_name_that_begins_alike(
    tmp_path: Path,
) -> None:
    connection, file = connect(), tmp_path / "out2" / "away.parquet"
    file.parent.mkdir()
    confine(connection, (), tmp_path / "out")
    parquet.write(connection, "(SELECT 1 AS a)", file)
    assert duckdb.connect().execute(f"FROM '{file}'").fetchall() == [(1,)]


def test_what_does_not_fit_goes_to_a_folder_of_the_owner_that_goes_away(tmp_path: Path) -> None:
    connection = connect(Bounds(memory="100MB", temp=tmp_path))
    (spill,) = tmp_path.iterdir()
    assert stat.S_IMODE(spill.stat().st_mode) == 0o700
    confine(connection, ())
    connection.execute("CREATE TABLE t AS SELECT md5(range::VARCHAR) a FROM range(4_000_000)")
    assert [*spill.iterdir()] != []
    connection.close()
    del connection
    assert [*tmp_path.iterdir()] == []


def test_too_little_memory_is_told_with_the_option(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    told = careplay("run", business, "--date", DAY, "--memory", "lots")
    assert told.exit_code == 2
    assert '"lots" is no amount of memory; write 4GB, or 50%' in told.stderr
    line = sentence(careplay("run", business, "--date", DAY, "--memory", "1MB"), 4)
    assert "--memory" in line
    line = sentence(careplay("run", business, "--date", DAY, "--temp", tmp_path / "no"), 4)
    assert "--temp" in line


def test_a_connection_that_is_given_stays_as_it_is(tmp_path: Path) -> None:
    own = duckdb.connect()
    public.run(shop(tmp_path / "shop"), public.FIRST_DAY.replace(2026, 11, 21), connection=own)
    assert own.execute("SELECT current_setting('enable_external_access')").fetchall() == [
        (True,)
    ]
    assert connecting.passing_folder(own) is None


SHEET = """
tables:
  gift:
    from: {file}
    inputs: [owner]
    outputs: {{present: text}}
    else: {{present: "a card"}}
"""


def table(playbook: Path, file: object) -> None:
    """Add a decision table that is read from the file."""
    with playbook.open("a", encoding="utf-8") as book:
        book.write(SHEET.format(file=file))


def sheet(file: Path) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text("id,owner,present\nfirst,S2,secret\n", encoding="utf-8")
    return file


def by_two_dots(business: Path, _: Path) -> str:
    return "../elsewhere/gifts.csv"


def by_a_folder_that_seems_a_sheet(business: Path, _: Path) -> str:
    (business / "x#").mkdir()
    return '"x#/../../elsewhere/gifts.csv"'


def by_the_whole_name(business: Path, kept: Path) -> str:
    return str(kept)


def by_a_link(business: Path, kept: Path) -> str:
    (business / "gifts.csv").symlink_to(kept)
    return "gifts.csv"


SHEET_WAYS = (by_two_dots, by_a_folder_that_seems_a_sheet, by_the_whole_name, by_a_link)


@pytest.mark.parametrize("way", SHEET_WAYS)
def test_a_decision_table_outside_is_a_fault_with_its_place_and_not_read(
    way: Callable[[Path, Path], str], tmp_path: Path
) -> None:
    business, kept = shop(tmp_path / "shop"), sheet(tmp_path / "elsewhere" / "gifts.csv")
    table(business / "first_steps.yaml", way(business, kept))
    told = careplay("check", business)
    assert told.exit_code == 1
    (line,) = [line for line in told.output.splitlines() if ": CP" in line]
    assert line.startswith(f"{business}/first_steps.yaml:")
    assert "CP496" in line
    assert f'{LEADS} the folder of the business, to "{kept}"' in line
    assert "secret" not in told.output
    assert careplay("check", business, "--allow", kept.parent).exit_code == 0


def test_a_decision_table_outside_is_not_said_to_be_there_or_not(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    table(business / "first_steps.yaml", "../elsewhere/gifts.csv")
    assert "CP496" in careplay("check", business).output


def test_a_decision_table_lies_beside_its_playbook_or_in_the_business(tmp_path: Path) -> None:
    business = shop(tmp_path / "shop")
    sheet(business / "tables" / "gifts.csv")
    (business / "more").mkdir()
    (business / "more" / "gifts.yaml").write_text("rules: []\n", encoding="utf-8")
    table(business / "more" / "gifts.yaml", "../tables/gifts.csv")
    sheet(tmp_path / "common" / "tables.csv")
    (tmp_path / "common" / "hints.yaml").write_text("rules: []\n", encoding="utf-8")
    table(tmp_path / "common" / "hints.yaml", "tables.csv")
    replaced(tmp_path / "common" / "hints.yaml", "gift:", "hint:")
    replaced(tmp_path / "common" / "hints.yaml", "present", "hint_text")
    replaced(tmp_path / "common" / "tables.csv", "present", "hint_text")
    with (business / "careplay.yaml").open("a", encoding="utf-8") as home:
        home.write("\ninclude: [../common]\n")
    told = careplay("check", business)
    assert told.exit_code == 0, told.output
