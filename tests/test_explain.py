"""``careplay explain``: what it says in both languages, what it hides, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

import careplay
from alike import ENGINES, called
from careplay.reading.shipped import schema
from small_shop import HOME, SmallShop, small_shop

CASES = Path(__file__).parent / "cases" / "explain"
CHINESE_HOME, CHINESE, ONCE = (
    (CASES / name).read_text("utf-8")
    for name in ("chinese_home.yaml", "chinese.yaml", "once.yaml")
)
CUSTOMERS = "id,name,phone,birthday,level,points,owner\nC1,王芳,,1990-05-06,银卡,80,E1\n"
EVENTS = "customer_id,type,at,need\nC1,visit,2026-06-01 10:00,冰箱\n"
DAY = "2026-06-01"
VISITS = "customer_id,type,at\nC1,visit,2026-06-01 10:00\nC1,visit,2026-06-02 10:00\n"


def explain(shop: SmallShop, *options: object, day: str = DAY, customer: str = "C1") -> Result:
    told = ("--customer", customer, "--date", day, "--engine", shop.engine, *options)
    return called(("explain", shop.folder, *told))


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> SmallShop:
    made = small_shop(tmp_path, ONCE, events=VISITS)
    return SmallShop(made.folder, request.param)


@pytest.fixture
def chinese(tmp_path: Path) -> SmallShop:
    files = {"home": CHINESE_HOME, "customers": CUSTOMERS, "events": EVENTS}
    return small_shop(tmp_path, CHINESE, **files)


def test_a_day_is_explained_in_chinese(
    chinese: SmallShop, golden: Callable[[Path, str], None]
) -> None:
    found = explain(chinese)
    assert found.exit_code == 0, found.output
    golden(CASES / "chinese.out", found.stdout.replace(f"{chinese.folder}/", ""))


def test_what_programs_are_told_is_as_its_schema_says(chinese: SmallShop) -> None:
    told = json.loads(explain(chinese, "--format", "json").stdout)
    validator = jsonschema.Draft202012Validator(schema("explained"))
    assert list(validator.iter_errors(told)) == []
    assert [each["rule"] for each in told["rules"]][:2] == ["invite", "wish"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_personal_is_shown(chinese: SmallShop, form: str) -> None:
    said = explain(chinese, "--format", form).stdout
    assert all(each not in said for each in ("王芳", "1990", "05-06", "2027-05"))


def test_what_was_told_before_is_remembered_with_its_day(shop: SmallShop) -> None:
    shop.run("2026-06-01")
    found = explain(shop, "--rule", "greeting", day="2026-06-02").stdout
    assert "it comes only once, so it was not told again" in found
    assert "it was last told on 2026-06-01" in found
    assert (
        "To be done" in explain(shop, "--rule", "greeting", "--fresh", day="2026-06-02").stdout
    )


def test_what_came_first_is_named(shop: SmallShop) -> None:
    said = explain(shop, "--why-not", "second").stdout
    assert said == (
        "Not to be done: task, Eve, due 2026-06-01 23:59, one of hello a day,"
        ' first comes "The first".\n'
    )


def test_nothing_is_kept(shop: SmallShop) -> None:
    explain(shop)
    assert not (shop.folder / ".careplay").exists()


def test_a_customer_who_is_not_there_ends_with_5(shop: SmallShop) -> None:
    found = explain(shop, customer="C9")
    assert (found.exit_code, "C9" in found.stderr) == (5, True)


def test_a_rule_that_is_not_there_is_answered_with_the_nearest(shop: SmallShop) -> None:
    found = explain(shop, "--rule", "greting")
    assert found.exit_code == 2
    assert 'no rule "greting"; did you mean "greeting"?' in found.stderr


def test_why_not_is_of_one_rule(shop: SmallShop) -> None:
    assert explain(shop, "--why-not", "first", "--rule", "second").exit_code == 2
    found = explain(shop, "--why-not", "first", "--format", "json")
    assert (found.exit_code, "name the rule by --rule" in found.stderr) == (2, True)


def test_an_engine_says_what_another_does(tmp_path: Path) -> None:
    made = small_shop(tmp_path, ONCE, events=VISITS, home=HOME)
    said = {explain(SmallShop(made.folder, each)).stdout for each in ("plain", "duckdb")}
    assert len(said) == 1


def test_a_parameter_is_told_with_its_value_on_the_day(tmp_path: Path) -> None:
    careplay.new(tmp_path / "shop", language="en")
    asked = ("--customer", "6", "--date", "2026-11-21", "--rule", "cold_season")
    found = called(("explain", tmp_path / "shop", *asked))
    assert '"at least $regular_purchases (2)" (short by 1)' in found.stdout
