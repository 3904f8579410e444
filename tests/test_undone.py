"""Work that nobody did is let go: told once, in the first run after its time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alike import DURABLE, ENGINES, called
from small_shop import SmallShop, small_shop
from test_open_work import BOOK, SHOP, VISIT, happened, opened

EVERY = [*ENGINES, DURABLE]
WORK = "{message: Hello, to: adviser}, {task: Look, to: adviser}"
LADDER = "{message: Hello, to: adviser, channels: [letter, phone]}"
Line = tuple[str, str, str | None]


def shop_of(folder: Path, engine: str, do: str = WORK) -> SmallShop:
    """A shop in which somebody was on the first of June."""
    shop = SmallShop(small_shop(folder, BOOK.format(do), home=SHOP).folder, engine)
    happened(shop, VISIT)
    return shop


def told(shop: SmallShop, *days: str) -> list[Line]:
    """Of each action of these days in June its verb, status and what holds it."""
    return [
        (f"{each['date'][-2:]} {each['verb']}", each["status"], each["held_by"])
        for day in days
        for each in rows(shop, day)
    ]


def rows(shop: SmallShop, day: str) -> list[dict[str, Any]]:
    """The actions of a day in June."""
    found = shop.run(f"2026-06-{day}", "--format", "jsonl")
    return [*map(json.loads, found.stdout.splitlines())]


def said(shop: SmallShop, *outcomes: str) -> None:
    """What people say of the message, besides the visit: ``snoozed 03 05`` is of the 3rd."""
    (action,) = {each["action_id"] for each in rows(shop, "01") if each["verb"] == "message"}
    lines = []
    for each in outcomes:
        kind, on, *until = each.split()
        back = f"2026-06-{until[0]}" if until else ""
        lines.append(f"C1,action.{kind},2026-06-{on} 12:00,{action},{back},")
    happened(shop, VISIT, *lines)


MESSAGE, TASK = ("02 message", "dropped", "undone"), ("16 task", "dropped", "undone")


@pytest.mark.parametrize("engine", EVERY)
def test_each_is_told_once_in_the_first_run_after_its_time(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    begun = told(shop, "01")
    assert [status for _, status, _ in begun] == ["due", "due"]
    assert told(shop, "02", "03", "15", "16", "17") == [MESSAGE, TASK]
    counts = [shop.report(f"2026-06-{day}")["open"]["actions"] for day in ("01", "02", "16")]
    assert counts == [2, 1, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_after_days_without_a_run_it_is_told_all_the_same(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    told(shop, "01")
    assert sorted(told(shop, "29", "30")) == [
        ("29 message", "dropped", "undone"),
        ("29 task", "dropped", "undone"),
    ]


@pytest.mark.parametrize("engine", EVERY)
def test_a_day_run_again_has_the_same_bytes(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    told(shop, "01", "02")
    before = shop.kept("2026-06-02", "actions.parquet").read_bytes()
    assert told(shop, "02") == [MESSAGE]
    assert shop.kept("2026-06-02", "actions.parquet").read_bytes() == before


@pytest.mark.parametrize("engine", ENGINES)
def test_many_days_at_once_tell_what_single_runs_tell(engine: str, tmp_path: Path) -> None:
    one, other = (shop_of(tmp_path / name, engine) for name in ("one", "other"))
    one.run("2026-06-01", "--until", "2026-06-03")
    days = ("2026-06-01", "2026-06-02", "2026-06-03")
    for day in days:
        other.run(day)
    kept = [[each.kept(day, "actions.parquet") for day in days] for each in (one, other)]
    assert [each.read_bytes() for each in kept[0]] == [each.read_bytes() for each in kept[1]]


@pytest.mark.parametrize("outcome", ["done 01", "refused 01", "done 02", "snoozed 01 20"])
@pytest.mark.parametrize("engine", ENGINES)
def test_what_people_spoke_of_is_not_let_go(engine: str, outcome: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, "{message: Hello, to: adviser}")
    said(shop, outcome)
    assert told(shop, "02", "03") == []


@pytest.mark.parametrize("engine", EVERY)
def test_what_is_put_off_once_it_was_let_go_comes_back(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, "{message: Hello, to: adviser}")
    assert told(shop, "01", "02")[1:] == [MESSAGE]
    said(shop, "snoozed 03 05")
    assert opened(shop, "2026-06-03")[0]["due_on"] == "2026-06-05"
    assert told(shop, "03", "04", "05", "06", "07") == [
        ("05 message", "due", None),
        ("06 message", "dropped", "undone"),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_who_was_not_reached_is_tried_by_the_next_channel(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, LADDER)
    assert told(shop, "01", "02")[1:] == [MESSAGE]
    said(shop, "unreached 02")
    (back,) = rows(shop, "03")
    assert (back["status"], back["attempt"], back["channel"]) == ("due", 2, "phone")
    assert told(shop, "04") == [("04 message", "dropped", "undone")]


@pytest.mark.parametrize("engine", ENGINES)
def test_of_what_was_let_go_before_nothing_is_told(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, "{message: Hello, to: adviser}")
    said(shop, "done 01")
    assert told(shop, "02", "03") == []
    happened(shop, VISIT)
    assert told(shop, "04") == []
    assert opened(shop, "2026-06-04") == []


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_later_day_told_is_not_told_between(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine, "{message: Hello, to: adviser}")
    over = [("05 message", "dropped", "undone")]
    assert told(shop, "01", "05")[1:] == over
    assert told(shop, "03", "05") == over


@pytest.mark.parametrize("engine", ENGINES)
def test_who_is_not_in_the_table_is_told_nothing(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    told(shop, "01")
    people = (shop.folder / "data/customers.csv").read_text("utf-8")
    shop.write({"data/customers.csv": "id,name,phone,owner\nC2,Bo,,E1\n"})
    assert told(shop, "02") == []
    shop.write({"data/customers.csv": people})
    assert told(shop, "03", "16") == [TASK]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_let_go_is_taken_back_as_ever(engine: str, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, engine)
    told(shop, "01", "02")
    happened(shop)
    back = [("03 message", "withdrawn", "gone"), ("03 task", "withdrawn", "gone")]
    assert told(shop, "03", "04") == back


HOURS = "undone: {care: {let_go: 2 days}, sales: {let_go: same day}}\n"
OWN = """rules:
  - {id: own, title: t, when: {event: visit}, undone: {let_go: 1 week}, do: [{task: Own, to: adviser}]}
  - {id: care, title: t, when: {event: visit}, do: [{message: Care, to: adviser}, {task: Sell, to: adviser, category: sales}]}
  - {id: verb, title: t, when: {event: visit}, do: [{task: Verb, to: adviser, category: internal}]}
flows:
  fix:
    starts: asked
    owner: adviser
    steps: {mend: {title: m, do: {task: Mend, category: sales}, within: 1 day, next: closed}}
"""  # noqa: E501


def own_shop(folder: Path, engine: str, book: str = OWN, home: str = SHOP + HOURS) -> SmallShop:
    shop = SmallShop(small_shop(folder, book, home=home).folder, engine)
    happened(shop, VISIT, "C1,asked,2026-06-01 10:00,,,R1")
    return shop


def gone(shop: SmallShop, *days: str) -> list[str]:
    """What is let go on these days in June: the day and the text."""
    return sorted(
        f"{each['date'][-2:]} {each['text']}"
        for day in days
        for each in rows(shop, day)
        if each["held_by"] == "undone"
    )


@pytest.mark.parametrize("engine", EVERY)
def test_a_rule_says_it_before_its_category_and_that_before_the_verb(
    engine: str, tmp_path: Path
) -> None:
    shop = own_shop(tmp_path, engine)
    assert gone(shop, "01", "02", "03", "04", "05", "08", "09", "10", "15", "16", "30") == [
        "02 Sell", "04 Care", "09 Own", "16 Verb",
    ]  # fmt: skip
    texts = [each["text"] for each in opened(shop, "2026-06-08")]
    assert sorted(texts) == ["Mend", "Own", "Verb"]
    counts = [shop.report(f"2026-06-{day}")["open"]["actions"] for day in ("03", "08", "10")]
    assert counts == [4, 3, 2]


@pytest.mark.parametrize("engine", ENGINES)
def test_days_without_a_run_days_at_once_and_a_day_again_tell_the_same(
    engine: str, tmp_path: Path
) -> None:
    gap, one, other = (own_shop(tmp_path / name, engine) for name in ("gap", "one", "other"))
    assert gone(gap, "01", "20", "30") == ["20 Care", "20 Own", "20 Sell", "20 Verb"]
    one.run("2026-06-01", "--until", "2026-06-09")
    days = [f"2026-06-0{n}" for n in range(1, 10)]
    for day in (*days, *days[1:]):
        other.run(day)
    kept = [[each.kept(day, "actions.parquet") for day in days] for each in (one, other)]
    assert [each.read_bytes() for each in kept[0]] == [each.read_bytes() for each in kept[1]]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_edit_lets_go_earlier_is_told_once_and_what_was_let_go_stays_so(
    engine: str, tmp_path: Path
) -> None:
    shop = own_shop(tmp_path, engine)
    assert gone(shop, "01", "02", "04", "05") == ["02 Sell", "04 Care"]
    shop.write({"book.yaml": OWN.replace("1 week", "1 day")})
    assert gone(shop, "06", "07") == ["06 Own"]
    shop.write({"book.yaml": OWN.replace("1 week", "31 days")})
    assert gone(shop, "08", "30") == ["30 Verb"]
    assert [each["text"] for each in opened(shop, "2026-06-30")] == ["Mend"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_rule_that_is_called_otherwise_by_now_says_it_of_what_it_told(
    engine: str, tmp_path: Path
) -> None:
    shop = own_shop(tmp_path, engine)
    assert gone(shop, "01") == []
    shop.write({"book.yaml": OWN.replace("id: own,", "id: other, was: own,")})
    assert [each["text"] for each in opened(shop, "2026-06-08")] == ["Own", "Verb", "Mend"]
    assert gone(shop, "08", "09", "10") == ["08 Care", "08 Sell", "09 Own"]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_put_off_is_let_go_so_long_after_its_day(engine: str, tmp_path: Path) -> None:
    book = BOOK.format(LADDER).replace("do:", "undone: {let_go: 2 days}, do:")
    shop = own_shop(tmp_path, engine, book, SHOP)
    said(shop, "snoozed 02 05")
    assert told(shop, "02", "04", "05", "06", "07", "08")[:1] == [("05 message", "due", None)]
    assert gone(shop, "08", "09") == ["08 Hello"]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("{let_go: 40 days}", 'CP208 "40 days" is too long for work to stay undone'),
        ("{let_go: 3 hours}", "CP208"),
        ("{let_go: $n days}", "CP208 work is let go by no parameter"),
        ("{let_go: 3 dayz}", 'CP208 "3 dayz" is not a span of time'),
        ("{letgo: 3 days}", 'did you mean "let_go"?'),
    ],
)
def test_what_cannot_be_said_is_told_with_its_place(
    written: str, fault: str, tmp_path: Path
) -> None:
    rule = f"{{id: r, title: t, when: {{event: visit}}, undone: {written}"
    book = f"parameters: {{n: 3}}\nrules:\n  - {rule}, do: [{{task: Look, to: adviser}}]}}\n"
    for home, playbook in ((SHOP, book), (SHOP + f"undone: {{sales: {written}}}\n", OWN)):
        found = called(("check", small_shop(tmp_path, playbook, home=home).folder))
        assert found.exit_code == 1, found.output
        assert fault in found.output, found.output


def test_a_category_that_there_is_not_is_told_with_the_nearest(tmp_path: Path) -> None:
    home = SHOP + "undone: {sale: {let_go: 3 days}}\n"
    found = called(("check", small_shop(tmp_path, OWN, home=home).folder))
    assert 'did you mean "sales"?' in found.output
