"""``careplay explain PATH CODE``: an action traced to its days, its reasons and its rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result

import careplay
from alike import ENGINES, called
from careplay.reading.shipped import schema
from diary import HOME, Diary, Told
from shop_folder import shipped

CASES = Path(__file__).parent / "cases" / "explain"
BOOK = """
measures:
  spend: {sum: amount, of: purchase, within: 30 days, where: {amount: over 1}, label: 消费}
segments:
  good: {spend: at least 100}
rules:
  - id: thanks
    title: 谢谢购买
    when: {event: purchase}
    if: {good: true, spend: at least 100}
    do: [{call: "谢谢{name}", to: adviser, reason: 买了东西, due: within 5 days}]
  - id: hello
    title: 来店问候
    when: {event: visit}
    do: [{call: 您好, to: adviser, reason: 问候, due: within 5 days}]
"""
FLOW = """
flows:
  complaint:
    label: 投诉
    starts: opened
    by: ref
    owner: adviser
    steps:
      hear: {title: 倾听, do: {task: 听客户说}, within: 2 hours, next: closed}
"""


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    return Diary(tmp_path / "shop", BOOK, engine=request.param)


def explained(shop: Diary, named: str, day: str, *options: object) -> Result:
    told = ("--date", day, "--engine", shop.engine, *options)
    return called(("explain", shop.folder, named, *told))


def traced(shop: Diary, named: str, day: str) -> careplay.Traced:
    business = careplay.load(shop.folder)
    out = careplay.kept_in(business)
    return careplay.explain_action(
        business, named, date.fromisoformat(day), out=out, engine=shop.engine.split("+")[0]
    )


def bought(shop: Diary) -> Told:
    """On the second of June, for the second time, which is more than a hundred in all."""
    shop.event("2026-04-01 10:00", "purchase", amount="900")
    shop.event("2026-06-01 10:00", "purchase", amount="30")
    shop.event("2026-06-01 11:00", "purchase", amount="1")
    shop.event("2026-06-02 10:00", "purchase", amount="80")
    told = [each for each in shop.run("2026-06-02") if each["rule"] == "thanks"]
    return told[-1]


def test_the_whole_way_is_told_in_the_language_of_the_business(
    shop: Diary, golden: Callable[[Path, str], None]
) -> None:
    action = bought(shop)
    shop.tells("2026-06-02 11:00", "unreached", action)
    shop.run("2026-06-03")
    shop.tells("2026-06-03 12:00", "done", action)
    shop.run("2026-06-04")
    found = explained(shop, action["code"], "2026-06-04")
    assert found.exit_code == 0, found.output
    golden(CASES / "action.out", found.stdout.replace(f"{shop.folder}/", ""))


def test_the_rows_are_those_that_count(shop: Diary) -> None:
    """Neither what is too long ago, nor what ``where`` leaves out."""
    found = traced(shop, bought(shop)["action_id"], "2026-06-02")
    by_label = {each.label: [row.row for row in each.rows] for each in found.rows}
    assert by_label == {"purchase": [5], "消费": [3, 5], "customer_id": [2]}
    assert found.compared
    assert not found.differs


def test_what_today_s_data_say_otherwise_is_told(shop: Diary) -> None:
    action = bought(shop)
    shop.happened[1]["amount"] = "40"
    shop.write()
    found = traced(shop, action["code"], "2026-06-02")
    (known,) = (each for each in found.known if each.differs)
    assert (known.fact, known.value, known.today) == ("spend", "110.00", "120.00")
    assert "按现在的数据：120.00" in explained(shop, action["code"], "2026-06-02").stdout
    del shop.happened[3]
    shop.write()
    assert traced(shop, action["code"], "2026-06-02").gone


def test_what_held_it_back_and_when_it_came_are_told(shop: Diary) -> None:
    shop.playbook = BOOK + "limits: {per_customer: {contacts: {1 day: 1}}}\n"
    shop.event("2026-06-02 08:00", "visit")
    bought(shop)
    later = next(each for each in shop.whole("2026-06-02") if each["status"] == "deferred")
    shop.run("2026-06-03")
    found = traced(shop, later["action_id"], "2026-06-03")
    assert [(each.date.day, each.status) for each in found.kept] == [
        (2, "deferred"),
        (3, "due"),
    ]
    assert found.kept[0].held
    assert found.kept[0].deferred_to == date(2026, 6, 3)
    # Days after the one that is asked about are not looked at.
    assert len(traced(shop, later["action_id"], "2026-06-02").kept) == 1


def test_of_a_step_the_events_of_its_case_are_told(tmp_path: Path) -> None:
    home = HOME.replace("    visit: {}\n", "    visit: {}\n    opened: {ref: text}\n")
    shop = Diary(tmp_path / "shop", FLOW, home=home, columns=("ref",))
    shop.event("2026-06-02 09:00", "opened", ref="R1")
    shop.event("2026-06-02 09:30", "opened", ref="R2")
    first, _ = shop.run("2026-06-02")
    shop.event("2026-06-02 10:00", "complaint.hear.done", ref="R1")
    shop.event("2026-06-05 10:00", "opened", ref="R1")
    shop.run("2026-06-03")
    found = traced(shop, first["code"], "2026-06-03")
    (rows,) = found.rows
    assert [each.row for each in rows.rows] == [2, 4]
    assert not found.compared


def test_what_programs_are_told_is_as_its_schema_says(shop: Diary) -> None:
    action = bought(shop)
    shop.tells("2026-06-02 11:00", "done", action)
    shop.run("2026-06-03")
    told = json.loads(explained(shop, action["code"], "2026-06-03", "--format", "json").stdout)
    validator = jsonschema.Draft202012Validator(schema("traced"))
    assert list(validator.iter_errors(told)) == []
    assert [each["kind"] for each in told["said"]] == ["done"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_personal_is_shown(shop: Diary, form: str) -> None:
    found = explained(shop, bought(shop)["code"], "2026-06-02", "--format", form)
    assert "张**" in found.stdout
    assert "张伟" not in found.stdout


@pytest.mark.parametrize(
    ("named", "options", "said"),
    [
        (
            "2222",
            (),
            'is no code, for its last sign does not go with the others; did you mean "',
        ),
        ("0123456789abcdef0123", (), "no action told up to 2026-06-02 is called"),
        ("2222", ("--customer", "C1"), "asks about a customer's day; leave it or the CODE out"),
        ("2222", ("--rule", "thanks"), "asks about a customer's day; leave it or the CODE out"),
    ],
)
def test_what_names_no_action_is_told(
    tmp_path: Path, named: str, options: tuple[str, ...], said: str
) -> None:
    shop = Diary(tmp_path / "shop", BOOK)
    code = bought(shop)["code"]
    slip = named if named != "2222" else f"{code[:-1]}{'2' if code[-1] != '2' else '3'}"
    found = explained(shop, slip, "2026-06-02", *options)
    assert found.exit_code == 2
    assert said in " ".join(found.output.split())


def test_without_a_kept_day_no_action_is_known(tmp_path: Path) -> None:
    shop = Diary(tmp_path / "shop", BOOK)
    shop.write()
    found = explained(shop, "H4M2", "2026-06-02")
    assert found.exit_code == 2
    assert "no action told up to 2026-06-02" in found.output


def test_a_rule_that_is_gone_is_told(tmp_path: Path) -> None:
    shop = Diary(tmp_path / "shop", BOOK)
    action = bought(shop)
    shop.playbook = BOOK.replace("id: thanks", "id: praise")
    shop.write()
    said = explained(shop, action["code"], "2026-06-02").stdout
    assert "现在已没有这条规则" in said


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "name", ["appliance_store", "car_dealership", "home_textiles", "hotel", "wealth_advisory"]
)
def test_the_same_data_say_the_same_of_shipped_days(name: str, tmp_path: Path) -> None:
    """What onlookers see on the day is what the day kept."""
    business = careplay.load(shipped(name, tmp_path))
    out = careplay.kept_in(business)
    day = careplay.run(business, date(2026, 11, 21), out=out)
    mine = {each["rule"]: each["action_id"] for each in day.actions if each["customer_id"]}
    chosen = [*mine.values()][:: max(1, len(mine) // 4)]
    found = [careplay.explain_action(business, each, day.date, out=out) for each in chosen]
    assert found
    assert [each.rule for each in found if each.differs] == []
    assert all(each.rows for each in found if each.compared and each.known)
