"""Customers, events and staff of a PostgreSQL server, as the manual has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

import careplay as public
from postgres import server
from shop_folder import DAY, careplay, sentence, shipped

dbapi = pytest.importorskip("adbc_driver_postgresql.dbapi", reason="the extra is not there")

YAML = """
careplay: 1
name: Shop
language: en
customers:
  from: postgresql:customers
  key: customer_id
  facts:
    name: text
    born: date
    spent: money
    likes: text
    regular: boolean
    tier: {type: choice, of: [classic, gold]}
    owner: staff
events:
  from: postgresql:till.events
  types: {visit: {note: text}}
staff: {from: postgresql:staff}
roles: {adviser: {fact: owner, fallback: manager}, manager: {label: Manager}}
"""
RULES = """
rules:
  - id: hello
    title: Hello
    when: {event: visit}
    do: [{task: "{name} {spent} {likes} {tier} {event.note}", to: adviser}]
  - id: birthday
    title: Birthday
    when: {anniversary: born}
    if: {regular: true}
    do: [{task: "Many happy returns, {name}", to: adviser}]
"""
TABLES = """
CREATE TYPE tier AS ENUM ('classic', 'gold');
CREATE DOMAIN short AS varchar(20);
CREATE TABLE customers (
  customer_id char(5) PRIMARY KEY, name short, born date, spent numeric(12, 2), likes uuid,
  regular boolean, tier tier, owner text, secret text);
INSERT INTO customers VALUES
  ('C1', 'Ann', '1980-11-21', 1200.50, '00000000-0000-0000-0000-00000000000a', true, 'gold',
   'E1', 'x'),
  ('C2', 'Bo', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE SCHEMA till;
CREATE TABLE till.events (customer_id char(5), type text, at timestamptz, note text);
INSERT INTO till.events VALUES
  ('C1', 'visit', '2026-11-21 09:00+08', 'kettle'),
  ('C2', 'visit', '2026-11-21 16:30Z', 'late');
CREATE TABLE staff (id text, name text, role text);
INSERT INTO staff VALUES ('E1', 'Li', 'adviser'), ('M1', 'Wu', 'manager');
"""


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    with server() as found, pytest.MonkeyPatch.context() as patched:
        for name, value in found.items():
            patched.setenv(name, value)
        yield


@pytest.fixture
def business(tmp_path: Path) -> Path:
    """The shop, whose tables are made anew."""
    said(
        "DROP SCHEMA IF EXISTS till CASCADE",
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
    )
    said(*TABLES.split(";"))
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "careplay.yaml").write_text(YAML, encoding="utf-8")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    return folder


def said(*statements: str) -> None:
    with dbapi.connect("postgresql://") as connection, connection.cursor() as cursor:
        for each in filter(str.strip, statements):
            cursor.execute(each)
        connection.commit()


def run(business: Path, *more: object) -> str:
    """What the run prints, which went well."""
    told = careplay("run", business, "--date", DAY, "--allow", "postgresql:", *more)
    assert told.exit_code == 0, told.output
    return told.stdout + told.stderr


def refused(business: Path, *more: object, code: int = 4) -> str:
    """The sentence with which the run ends."""
    asked = more or ("--allow", "postgresql:")
    return sentence(careplay("run", business, "--date", DAY, *asked), code)


def day_of(business: Path) -> public.Day:
    bounds = public.Bounds(schemas=("",))
    return public.run(public.load(business, bounds=bounds), date.fromisoformat(DAY))


def texts(business: Path) -> list[str]:
    return sorted(str(each["text"]) for each in day_of(business).actions)


def test_each_type_is_read_as_what_it_means(business: Path) -> None:
    assert texts(business) == [
        "Ann 1200.50 00000000-0000-0000-0000-00000000000a gold kettle",
        "Many happy returns, Ann",
    ]
    # At 16:30 by Greenwich it is the next day in the shop.
    assert "late" not in run(business, "--format", "csv")


def test_a_shipped_business_gets_the_same_actions_from_a_server(tmp_path: Path) -> None:
    folder = shipped("wealth_advisory", tmp_path)
    of_files = careplay("run", folder, "--date", DAY, "--dry-run", "--format", "csv")
    said("DROP TABLE IF EXISTS clients", "DROP TABLE IF EXISTS happened")
    own = public.load(folder)
    for name, table in (("clients", own.customers), ("happened", own.events)):
        rows = duckdb.read_csv(str(folder / table.location), all_varchar=True).arrow()
        with dbapi.connect("postgresql://") as connection, connection.cursor() as cursor:
            cursor.adbc_ingest(name, rows)
            connection.commit()
    given = ("--customers", "postgresql:clients", "--events", "postgresql:happened")
    of_server = careplay("run", folder, "--date", DAY, "--dry-run", "--format", "csv", *given)
    assert of_server.stdout == of_files.stdout
    assert of_server.stdout.count("\n") > 20


def test_the_order_in_which_a_server_keeps_rows_is_none(business: Path) -> None:
    said("ALTER TABLE customers DROP CONSTRAINT customers_pkey")
    said("INSERT INTO customers (customer_id, name, tier) VALUES ('C1', 'Zed', 'classic')")
    before = run(business, "--dry-run", "--format", "csv")
    said("CREATE TABLE other AS SELECT * FROM customers ORDER BY name DESC")
    said("DROP TABLE customers", "ALTER TABLE other RENAME TO customers")
    assert run(business, "--dry-run", "--format", "csv") == before
    assert "Ann" in before
    assert "its values come first" in before


def test_a_fault_names_the_customer_and_no_row(business: Path) -> None:
    said("UPDATE customers SET born = '1850-01-01' WHERE customer_id = 'C2'")
    said("INSERT INTO till.events VALUES ('C1', 'vizit', '2026-11-21', '')")
    day = day_of(business)
    told = [str(each).partition(" is not ")[0] for each in day.faults]
    assert told == [
        'postgresql:customers:C2: CP511 column "born": "1850-01-01"',
        'postgresql:till.events:C1: CP513 column "type": "vizit"',
    ]
    assert {(each["row"], each["code"]) for each in day.rejects} == {
        (None, "CP511"),
        (None, "CP513"),
    }


def test_columns_that_nobody_declared_are_told_and_not_asked_for(business: Path) -> None:
    said("REVOKE ALL ON customers FROM PUBLIC")
    assert 'postgresql:customers: not declared and so not read: "secret"' in run(business)


def test_what_is_not_there_is_told_with_the_nearest(business: Path) -> None:
    said("ALTER TABLE customers RENAME TO custommers")
    assert 'did you mean "postgresql:custommers"?' in refused(business)
    said("ALTER TABLE custommers RENAME TO customers")
    said("ALTER TABLE customers RENAME COLUMN name TO names")
    assert 'did you mean "names"?' in refused(business, code=3)


def test_a_server_is_asked_where_that_is_allowed(business: Path) -> None:
    told = careplay("check", business)
    assert told.exit_code == 1
    assert told.output.count("CP496") == 3
    assert "let it be read with --allow postgresql:till" in told.output
    assert careplay("check", business, "--allow", "postgresql:").exit_code == 0
    some = careplay("check", business, "--allow", "postgresql:till")
    assert some.output.count("CP496") == 2


@pytest.mark.parametrize(
    "location", ["postgresql://ann:geheim@db/shop", "postgresql:ann:geheim@db", "postgresql:"]
)
def test_a_password_in_a_playbook_is_refused_and_not_said_again(
    business: Path, location: str
) -> None:
    file = business / "careplay.yaml"
    file.write_text(file.read_text().replace("postgresql:customers", f"'{location}'"))
    said_ = refused(business)
    assert "come from the environment" in said_
    assert "geheim" not in said_


def test_a_server_that_is_not_there_is_told(
    business: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", str(business))
    assert "are PGHOST, PGDATABASE, PGUSER and PGPASSWORD" in refused(business)


def test_nothing_is_written_at_the_server(business: Path) -> None:
    said(
        "CREATE TABLE seen (n int)",
        "CREATE FUNCTION see() RETURNS int LANGUAGE sql AS"
        " 'INSERT INTO seen VALUES (1) RETURNING n'",
        "ALTER TABLE customers RENAME TO kept",
        "CREATE VIEW customers AS SELECT * FROM kept WHERE see() = 1",
    )
    assert "read-only transaction" in refused(business)


def test_a_cell_that_holds_a_list_is_told(business: Path) -> None:
    said("ALTER TABLE customers ALTER likes TYPE int[] USING ARRAY[1, 2]")
    codes = {each.code for each in day_of(business).faults}
    assert codes == {"CP534"}
