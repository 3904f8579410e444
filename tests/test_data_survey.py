"""What was read of tables is shown, and checked, before any day is run."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import careplay as public
from careplay.errors import CareplayError
from shop_folder import ROOT, careplay, replaced, shop

SCHEMA = json.loads((ROOT / "schemas" / "data.schema.json").read_text("utf-8"))


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return shop(Path("my_shop"))


def survey(folder: Path, *arguments: str) -> dict[str, object]:
    answer = careplay("data", folder, "--format", "json", *arguments)
    assert answer.exit_code == 0, answer.output
    told: dict[str, object] = json.loads(answer.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    return told


def columns(told: dict[str, object], table: str) -> dict[str, dict[str, object]]:
    tables = told["tables"]
    assert isinstance(tables, list)
    (found,) = (each for each in tables if each["name"] == table)
    return {each["name"]: each for each in found["columns"]}


def rows_of(folder: Path, name: str, *lines: str) -> None:
    with (folder / "data" / f"{name}.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def test_rows_are_counted_as_read_used_and_left_out(mine: Path) -> None:
    before = survey(mine)["tables"]
    rows_of(mine, "events", "1,purchse,2026-11-20 10:00,1,x", "99,visit,2026-11-20 10:00,,")
    after = survey(mine)["tables"]
    assert isinstance(before, list)
    assert isinstance(after, list)
    for key, more in (("rows", 2), ("used", 0), ("left_out", 2), ("faults", 2)):
        assert after[1][key] - before[1][key] == more, key


def test_what_does_not_join_is_told_with_its_values(mine: Path) -> None:
    rows_of(mine, "events", *["99,visit,2026-11-20 10:00,,"] * 2, "98,visit,2026-11-20 10:00,,")
    rows_of(mine, "customers", "11,Kim,,,true,S77")
    told = survey(mine)["unjoined"]
    assert isinstance(told, list)
    assert [(e["names"], e["rows"], e["different"], e["first"]) for e in told] == [
        ("customer", 3, 2, ["99", "98"]),
        ("staff", 1, 1, ["S77"]),
    ]


def test_what_is_personal_is_masked(mine: Path) -> None:
    said = careplay("data", mine).stdout
    written = (mine / "data" / "customers.csv").read_text("utf-8").splitlines()[1:]
    for line in written:
        _, name, phone, birthday, *_ = line.split(",")
        assert not [each for each in (name, phone, birthday) if each and each in said]
    assert columns(survey(mine), "customers")["birthday"]["least"] == "**"


def test_an_attribute_is_counted_of_the_events_that_have_it(mine: Path) -> None:
    told = columns(survey(mine), "events")
    assert told["amount"]["rows"] == 12
    assert told["type"]["rows"] == 13
    assert (told["amount"]["least"], told["amount"]["greatest"]) == ("66.00", "516.00")


def test_months_add_up_to_the_events_that_are_used(mine: Path) -> None:
    told = survey(mine)
    months, tables = told["months"], told["tables"]
    assert isinstance(months, dict)
    assert isinstance(tables, list)
    assert sum(sum(each.values()) for each in months.values()) == tables[1]["used"]


def test_customers_who_are_known_by_events_are_shown(mine: Path) -> None:
    home = mine / "careplay.yaml"
    text = home.read_text("utf-8")
    start, end = text.index("customers:"), text.index("events:")
    facts = "customers: {of: purchase, facts: {item: text}}\n\n"
    home.write_text(text[:start] + facts + text[end:], encoding="utf-8")
    replaced(home, "{fact: owner, fallback: manager", "{fallback: manager")
    replaced(home, "{needs: phone, ", "{")
    (mine / "first_steps.yaml").write_text(
        "rules:\n  - {id: hi, title: hi, when: {after: purchase, days: 1},"
        " do: [{task: call, to: manager}]}\n",
        encoding="utf-8",
    )
    (mine / "first_steps.test.yaml").unlink()
    told = columns(survey(mine), "customers")
    assert told["item"]["filled"] == told["item"]["rows"] == 9


def test_of_several_businesses_each_is_shown_but_not_as_json(tmp_path: Path) -> None:
    shop(tmp_path / "one")
    shop(tmp_path / "two", "zh")
    said = careplay("data", tmp_path).stdout
    assert "The Corner Shop" in said
    assert "街角小店" in said
    assert "customers" in said
    assert "客户（" in said
    assert careplay("data", tmp_path, "--format", "json").exit_code == 2


def test_what_keeps_a_table_from_being_read_ends_with_its_code(mine: Path) -> None:
    replaced(mine / "data" / "customers.csv", "phone", "fone")
    answer = careplay("data", mine)
    assert answer.exit_code == 3
    assert 'did you mean "fone"?' in answer.stderr


def test_python_has_the_same(mine: Path) -> None:
    found = public.data(mine)
    assert [each.name for each in found.tables] == ["customers", "events", "staff"]
    assert f"{found}\n" == careplay("data", mine).stdout


def test_all_that_tables_lack_is_checked_with_the_faults_of_the_rest(mine: Path) -> None:
    replaced(mine / "data" / "customers.csv", "phone", "fone")
    replaced(mine / "data" / "events.csv", "amount", "amont")
    replaced(mine / "data" / "staff.csv", "role", "rolle")
    replaced(mine / "data" / "customers.csv", "true,S3", "maybe,S3")
    answer = careplay("check", mine, "--data")
    assert answer.exit_code == 3
    for near in ("fone", "amont", "rolle"):
        assert f'did you mean "{near}"?' in answer.stderr
    assert 'CP507 column "consent_care": "maybe" is neither true nor false' in answer.stdout


def test_faults_of_data_are_told_by_kind_with_the_first_places(mine: Path) -> None:
    rows_of(mine, "events", *["1,purchase,tomorrow,1,x"] * 5)
    answer = careplay("check", mine, "--data")
    assert answer.exit_code == 0
    assert answer.stdout.count("CP504") == 1
    assert "; 5 like this, in rows 15, 16, 17, …" in answer.stdout
    assert careplay("check", mine, "--data", "--profile", "strict").exit_code == 1
    assert "CP504" not in careplay("check", mine).stdout


def test_data_faults_are_findings_in_every_form(mine: Path) -> None:
    rows_of(mine, "events", "1,purchase,tomorrow,1,x")
    told = json.loads(careplay("check", mine, "--data", "--format", "json").stdout)
    (found,) = told["findings"]
    assert (found["code"], found["line"], found["severity"]) == ("CP504", 15, "warning")
    for form in public.CHECK_REPORTS:
        assert "CP504" in careplay("check", mine, "--data", "--format", form).stdout, form


def test_tables_of_a_faulty_business_are_not_read(mine: Path) -> None:
    replaced(mine / "first_steps.yaml", "to: adviser", "to: advisor")
    replaced(mine / "data" / "customers.csv", "phone", "fone")
    answer = careplay("check", mine, "--data")
    assert answer.exit_code == 1
    assert "fone" not in answer.output


def test_a_run_says_the_same_of_what_is_lacking(mine: Path) -> None:
    replaced(mine / "data" / "customers.csv", "phone", "fone")
    with pytest.raises(CareplayError) as told:
        public.data(mine)
    assert str(told.value) in careplay("check", mine, "--data").stderr
