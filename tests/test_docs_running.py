"""docs/running.md is true: options, fields, what is written, what is said, and exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import docs_pages
import docs_shop
from careplay.cli import main
from careplay.commands.run import run as run_command
from careplay.model.actions import ACTION_COLUMNS
from docs_pages import Table, codes

PAGE = "running.md"
DATE = "2026-11-21"
ID = "red_star"
"""What the days of the shop go by, whatever its folder is called."""
GREETING = """
rules:
  - id: greeting
    title: Good morning
    when: {every: day}
    if: {tier: A}
    do:
      - {message: "Good morning, {honorific|friend}", to: adviser, channels: [phone]}
"""
CUSTOMERS = {
    "C1": docs_shop.given("`tier: A` `phone: 13800000001`"),
    "C2": docs_shop.given("`tier: A`"),
    "C3": docs_shop.given("`tier: B` `phone: 13800000003`"),
    "C4": docs_shop.given("`tier: A` `phone: 13800000004` `delivery 2026-11-14 10:30`"),
}


def table(*heading: str) -> Table:
    (found,) = (each for each in docs_pages.tables(PAGE) if each.heading == heading)
    return found


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop that greets its A customers; C2 has no phone."""
    folder = tmp_path / "shops" / "my_shop"
    files = {"careplay.yaml": docs_shop.home(), "greeting.yaml": GREETING}
    return docs_shop.write(folder, {**files, **docs_shop.data(CUSTOMERS)})


def careplay(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def run(shop: Path, *arguments: object) -> Result:
    return careplay("run", shop, "--date", DATE, *arguments)


def written(folder: Path) -> dict[str, bytes]:
    """Every file that a run has made below the folder."""
    made = (file for file in folder.rglob("*") if ".careplay" in file.parts and file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in made}


def test_every_option_is_on_the_page_and_no_other() -> None:
    options = {
        flag for each in run_command.params for flag in each.opts if flag.startswith("--")
    }
    page = docs_pages.page(PAGE)
    cells = [
        code for row in table("option", "what it does").rows for code in codes(row[0] + row[1])
    ]
    listed = {code.split()[0] for code in cells if code.startswith("--")} | {
        "--out",
        "--dry-run",
    }
    assert listed == options
    assert all(f"`{flag}" in page for flag in options)


def test_the_number_of_customers_shown_is_as_told() -> None:
    (limit,) = (each for each in run_command.params if each.name == "limit")
    assert f"`--limit {limit.default}`" in docs_pages.page(PAGE)


def test_the_fields_of_an_action_are_on_the_page_in_their_order() -> None:
    cells = (codes(row[0]) for row in table("field", "holds").rows)
    assert [name for each in cells for name in each] == [name for name, _ in ACTION_COLUMNS]


def test_fields_are_those_of_the_schema() -> None:
    schema = Path(__file__).parents[1] / "schemas" / "action.schema.json"
    named = json.loads(schema.read_text("utf-8"))["properties"]
    assert [*named] == [name for name, _ in ACTION_COLUMNS]


def test_the_fields_of_what_a_run_has_to_say_are_on_the_page_in_their_order() -> None:
    schema = Path(__file__).parents[1] / "schemas" / "run.schema.json"
    named = json.loads(schema.read_text("utf-8"))["properties"]
    cells = (codes(row[0]) for row in table("in `run.json`", "holds").rows)
    assert [name for each in cells for name in each] == [*named]


def test_the_day_is_kept_where_the_page_says(shop: Path) -> None:
    assert run(shop).exit_code == 0
    kept = [line.split()[0] for line in docs_pages.blocks(PAGE)[1].text.split("\n")[:3]]
    told = {each.replace("<business>", ID).removeprefix("<folder>/") for each in kept}
    assert {*written(shop)} == told


def test_rejected_data_are_kept_beside_the_actions(shop: Path) -> None:
    spoil(shop)
    assert run(shop).exit_code == 0
    kept = [line.split()[0] for line in docs_pages.blocks(PAGE)[1].text.strip().split("\n")]
    told = {each.replace("<business>", ID).removeprefix("<folder>/") for each in kept}
    assert {*written(shop)} == told


def test_the_same_command_twice_gives_the_same_bytes(shop: Path) -> None:
    first = run(shop), written(shop)
    second = run(shop), written(shop)
    assert (first[0].output, first[1]) == (second[0].output, second[1])


def test_a_dry_run_and_one_customer_write_nothing(shop: Path) -> None:
    assert run(shop, "--dry-run").exit_code == 0
    assert run(shop, "--customer", "C1").exit_code == 0
    assert written(shop) == {}


def test_one_customer_is_shown_alone(shop: Path) -> None:
    found = run(shop, "--customer", "C1", "--format", "jsonl").stdout.splitlines()
    assert {json.loads(line)["customer_id"] for line in found} == {"C1"}


def test_out_keeps_the_day_elsewhere(shop: Path, tmp_path: Path) -> None:
    run(shop, "--out", tmp_path / "kept")
    assert written(shop) == {}
    assert (tmp_path / "kept" / ID / f"date={DATE}" / "actions.parquet").is_file()


@pytest.mark.parametrize("shape", ["jsonl", "csv"])
def test_standard_output_holds_the_actions_and_nothing_else(shape: str, shop: Path) -> None:
    spoil(shop)
    found = run(shop, "--format", shape)
    lines = found.stdout.splitlines()
    assert len(lines) == (3 if shape == "csv" else 2)
    assert "CP503" in found.stderr


def test_parquet_prints_the_partition_alone(shop: Path) -> None:
    found = run(shop, "--format", "parquet").stdout
    assert Path(found.strip()).name == "actions.parquet"
    assert Path(found.strip()).is_file()


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_save_also_writes_a_file(ending: str, shop: Path, tmp_path: Path) -> None:
    run(shop, "--save", tmp_path / f"day.{ending}")
    assert (tmp_path / f"day.{ending}").stat().st_size > 0
    assert written(shop)


def test_other_data_may_be_named(shop: Path, tmp_path: Path) -> None:
    fewer = docs_shop.data({"C9": docs_shop.given("`tier: A` `phone: 1`")})
    docs_shop.write(tmp_path / "other", fewer)
    other = tmp_path / "other" / "data"
    found = run(
        shop, "--customers", other / "customers.csv", "--events", other / "events.csv",
        "--format", "jsonl",
    )  # fmt: skip
    assert [json.loads(line)["customer_id"] for line in found.stdout.splitlines()] == ["C9"]


def test_both_engines_give_the_same(shop: Path) -> None:
    plain = run(shop, "--format", "jsonl", "--engine", "plain")
    assert plain.stdout == run(shop, "--format", "jsonl").stdout
    assert plain.stdout


def test_an_event_of_the_day_counts_to_its_end_and_a_week_later_by_date(shop: Path) -> None:
    book = "rules:\n" + "".join(
        docs_shop.rule(name, when)
        for name, when in (
            ("same", "{event: visit}"),
            ("week", "{after: delivery, days: 7}"),
        )
    )
    late = docs_shop.given("`visit 2026-11-21 23:59` `delivery 2026-11-14 23:59`")
    docs_shop.write(shop, {"late.yaml": book, **docs_shop.data({"C1": late})})
    found = run(shop, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["rule"] for line in found] == ["same", "week"]


def test_an_occasion_is_written_as_on_the_page(shop: Path) -> None:
    book = "rules:\n" + docs_shop.rule("week", "{after: delivery, days: 7}")
    home = re.sub("  key: event_id.*", "", docs_shop.home())
    docs_shop.write(shop, {"week.yaml": book, "careplay.yaml": home})
    found = run(shop, "--format", "jsonl").stdout.splitlines()
    occasions = [json.loads(line)["occasion"] for line in found]
    assert "delivery:2026-11-14 10:30:00#c40c9652595f" in occasions
    assert "`delivery:2026-11-14 10:30:00#c40c9652595f`" in docs_pages.page(PAGE)


def test_undecided_customers_are_told_as_on_the_page(shop: Path) -> None:
    (shown,) = (each for each in docs_pages.blocks(PAGE) if "could not be decided" in each.text)
    unreachable = {f"C{n}": docs_shop.given("`tier: A`") for n in range(12)}
    files = {"greeting.yaml": GREETING.replace("greeting", "use_callback")}
    docs_shop.write(shop, {**files, **docs_shop.data(unreachable)})
    assert shown.text.strip() in run(shop).stdout.splitlines()


def test_the_exit_codes_are_those_of_the_page() -> None:
    rows = table("code", "means").rows
    assert [row[0] for row in rows] == ["0", "1", "2", "3", "4", "5", "6", "70", "130", "143"]


def test_exit_code_0_is_done(shop: Path) -> None:
    assert run(shop).exit_code == 0


def test_exit_code_1_is_a_playbook_at_fault_told_with_its_place(shop: Path) -> None:
    docs_shop.write(shop, {"greeting.yaml": GREETING.replace("tier: A", "teir: A")})
    found = run(shop)
    assert found.exit_code == 1
    assert "greeting.yaml:6:10: CP101" in found.stderr
    assert careplay("check", shop).exit_code == 1


def test_exit_code_1_is_a_parameter_without_a_value_yet(shop: Path) -> None:
    book = "parameters: {many: {2027-01-01: 5}}\n" + GREETING.replace(
        "tier: A", "points: $many"
    )
    docs_shop.write(shop, {"greeting.yaml": book})
    found = run(shop)
    assert found.exit_code == 1
    assert 'parameter "many" has no value on 2026-11-21' in found.stderr
    assert 'rule "greeting"' in found.stderr
    assert "2027-01-01" in found.stderr


def test_exit_code_2_is_wrong_usage(shop: Path) -> None:
    assert careplay("run", shop, "--date", "2026-02-30").exit_code == 2


@pytest.mark.parametrize(
    ("day", "code"),
    [("1900-01-31", 2), ("1900-02-01", 0), ("2100-12-31", 0), ("2101-01-01", 2)],
)
def test_days_are_taken_from_the_first_to_the_last_on_the_page(
    day: str, code: int, shop: Path
) -> None:
    assert careplay("run", shop, "--date", day, "--dry-run").exit_code == code


def test_exit_code_3_is_a_declared_column_that_is_lacking(shop: Path) -> None:
    file = shop / "data" / "customers.csv"
    file.write_text(file.read_text("utf-8").replace("wechat", "wecat", 1), encoding="utf-8")
    found = run(shop)
    assert found.exit_code == 3
    assert 'did you mean "wecat"' in found.stderr


def test_exit_code_3_is_any_fault_of_the_data_with_strict(shop: Path) -> None:
    spoil(shop)
    assert run(shop).exit_code == 0
    assert run(shop, "--strict").exit_code == 3


def test_exit_code_4_is_a_file_that_is_not_there(shop: Path) -> None:
    (shop / "data" / "customers.csv").unlink()
    assert run(shop).exit_code == 4
    assert careplay("run", shop / "nowhere", "--date", DATE).exit_code == 4


def test_exit_code_5_is_nothing_to_run(shop: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert careplay("run", empty, "--date", DATE).exit_code == 5
    (shop / "greeting.yaml").unlink()
    assert run(shop).exit_code == 5


def test_the_sound_ones_of_several_are_run_and_the_code_tells_of_the_other(shop: Path) -> None:
    files = {"careplay.yaml": docs_shop.home(), "greeting.yaml": GREETING}
    other = docs_shop.write(shop.parent / "another", {**files, **docs_shop.data(CUSTOMERS)})
    (other / "data" / "customers.csv").unlink()
    assert run(shop.parent).exit_code == 4
    assert written(shop)


def spoil(shop: Path) -> None:
    """Put one bad date into the customers."""
    file = shop / "data" / "customers.csv"
    spoilt = docs_shop.data({**CUSTOMERS, "C5": docs_shop.given("`birthday: 1985-02-30`")})
    file.write_text(spoilt["data/customers.csv"], encoding="utf-8")
