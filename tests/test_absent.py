"""Customers with open actions who are not in the table are counted; nobody else is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from alike import DURABLE, ENGINES
from small_shop import HOME, SmallShop, small_shop

DAY, NEXT = "2026-06-01", "2026-06-02"
TOLD = ", ".join(
    f"action.{each}: {{action: text, until: date}}"
    for each in ("done", "refused", "unreached", "snoozed")
)
SHOP = HOME.replace("{visit: {}}", f"{{visit: {{}}, promise.made: {{ref: text}}, {TOLD}}}")
BOOK = """
flows:
  promise:
    starts: promise.made
    owner: adviser
    steps: {keep: {do: {task: Keep}, within: 9 days, next: kept}}
limits: {per_customer: {contacts: {1 day: 1}}}
rules:
  - {id: call, title: t, when: {event: visit}, do: [{call: x, to: adviser, reason: x, due: within 9 days}]}
  - {id: open, title: t, for: business, when: {every: day}, do: [{task: x, to: adviser}]}
"""  # noqa: E501
BOTH, ONE = "id,name,phone,owner\nC1,Ann,1,E1\nC2,Bo,,E1\n", "id,name,phone,owner\nC2,Bo,,E1\n"
VISIT = "C1,visit,2026-06-01 09:00,,,"
SAID = "not in the table of customers: 1, whose actions of earlier days are open"


def shop_of(folder: Path, *events: str) -> SmallShop:
    """A shop that calls after a visit."""
    shop = small_shop(folder, BOOK, home=SHOP)
    happened(shop, *events)
    return shop


def happened(shop: SmallShop, *events: str) -> None:
    """These events and no others."""
    rows = "".join(f"{event}\n" for event in events)
    shop.write({"data/events.csv": f"customer_id,type,at,ref,action,until\n{rows}"})


def leaves(shop: SmallShop) -> None:
    """The first customer is not in the table any more."""
    shop.write({"data/customers.csv": ONE})


def comes_back(shop: SmallShop) -> None:
    """He is again."""
    shop.write({"data/customers.csv": BOTH})


def absent(shop: SmallShop, day: str = NEXT, *options: object) -> int:
    """How many a run counts in ``run.json``; in words it says the same."""
    said = [line for line in shop.said(day, *options) if line.startswith("not in the table")]
    found: int = shop.report(day)["absent"]
    assert said == ([SAID] if found else [])
    return found


def call_of(shop: SmallShop) -> str:
    """The id of the call, once the first day was run."""
    lines = map(json.loads, shop.run(DAY, "--format", "jsonl").stdout.splitlines())
    (found,) = (line["action_id"] for line in lines if line["rule"] == "call")
    return str(found)


@pytest.mark.parametrize("engine", ENGINES)
def test_whoever_has_an_open_action_and_is_not_in_the_table_is_counted(
    engine: str, tmp_path: Path
) -> None:
    shop = shop_of(tmp_path, VISIT, VISIT.replace("09:", "10:"))
    call = shop.run(DAY, "--engine", engine)
    assert "not in the table" not in call.output
    leaves(shop)
    assert absent(shop, NEXT, "--engine", engine) == 1
    comes_back(shop)
    assert absent(shop, "2026-06-03", "--engine", engine) == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_day_without_him_is_over_for_him_and_what_happened_is_not(
    engine: str, tmp_path: Path
) -> None:
    after = """  - id: after
    title: t
    when: {after: visit, days: 1}
    catch_up: all
    do: [{task: x, to: adviser}]
"""
    shop = replace(shop_of(tmp_path, VISIT), engine=engine)
    shop.write({"book.yaml": BOOK + after})
    assert (DAY, "call") in shop.actions(DAY)
    leaves(shop)
    happened(shop, VISIT, VISIT.replace("06-01", "06-02"))
    assert shop.actions(NEXT) == [(NEXT, "open")]
    comes_back(shop)
    assert set(shop.actions("2026-06-03")) == {
        ("2026-06-03", rule) for rule in ("after", "call", "open")
    }
    assert len(shop.actions("2026-06-03")) == 3


def test_it_is_said_in_chinese(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    shop.write({"careplay.yaml": SHOP.replace("language: en", "language: zh")})
    shop.run(DAY)
    leaves(shop)
    said = "不在客户表里：1 位，前些天给他们的事项还没有完成"
    assert said in shop.said(NEXT)
    assert said in shop.run(NEXT).stdout


def test_who_was_told_nothing_is_not_counted(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, "C2,visit,2026-06-01 09:00,,,")
    shop.run(DAY)
    leaves(shop)
    assert absent(shop) == 0


def test_nobody_is_on_the_first_day_or_without_memory(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    leaves(shop)
    assert absent(shop, DAY) == 0
    comes_back(shop)
    shop.run(DAY)
    leaves(shop)
    assert absent(shop, NEXT, "--fresh") == 0


@pytest.mark.parametrize(
    ("outcome", "count"), [("done", 0), ("refused", 0), ("unreached", 0), ("snoozed", 1)]
)
def test_what_was_done_or_refused_is_open_no_more(
    outcome: str, count: int, tmp_path: Path
) -> None:
    shop = shop_of(tmp_path, VISIT)
    call = call_of(shop)
    happened(shop, VISIT, f"C1,action.{outcome},2026-06-01 17:00,,{call},")
    leaves(shop)
    assert absent(shop) == count


def test_what_was_done_is_known_from_the_day_on_which_it_was(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    call = call_of(shop)
    happened(shop, VISIT, f"C1,action.done,2026-06-03 08:00,,{call},")
    leaves(shop)
    assert [absent(shop, day) for day in (NEXT, "2026-06-03")] == [1, 0]


def test_so_it_is_where_the_outcome_names_no_customer(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    call = call_of(shop)
    happened(shop, VISIT, f",action.done,2026-06-01 17:00,,{call},")
    leaves(shop)
    assert absent(shop) == 0


def test_so_it_is_of_typed_files(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    call = call_of(shop)
    happened(shop, VISIT, f"C1,action.done,2026-06-01 17:00,,{call},")
    events = shop.folder / "data" / "events"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM '{events}.csv') TO '{events}.parquet'")
    shop.write({"careplay.yaml": SHOP.replace("events.csv", "events.parquet")})
    leaves(shop)
    assert absent(shop) == 0


def test_what_was_put_off_is_open_and_what_was_dropped_is_not(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    call = "{call: x, to: adviser, reason: x%s}"
    second = f"  - {{id: late, title: t, when: {{event: visit}}, do: [{call}]}}\n"
    assert absent_after(shop, BOOK + second % ", due: within 9 days") == 1
    only = BOOK.replace("1 day: 1", "1 day: 0").replace("rules:\n", "rules:\n" + second % "")
    assert absent_after(shop, only) == 0


def absent_after(shop: SmallShop, book: str) -> int:
    """How many are counted once a day with this playbook was run."""
    shop.forget()
    comes_back(shop)
    shop.write({"book.yaml": book})
    shop.run(DAY)
    leaves(shop)
    return absent(shop)


def test_while_a_ladder_goes_on_it_is_open(tmp_path: Path) -> None:
    ladder = BOOK.replace("reason: x,", "reason: x, channels: [phone, letter],")
    shop = shop_of(tmp_path, VISIT)
    channels = "channels: {phone: {needs: phone}, letter: {}}\n"
    shop.write({"careplay.yaml": SHOP + channels, "book.yaml": ladder})
    call = call_of(shop)
    happened(shop, VISIT, f"C1,action.unreached,2026-06-01 17:00,,{call},")
    leaves(shop)
    assert absent(shop) == 1


@pytest.mark.parametrize(("day", "count"), [("2026-06-24", 1), ("2026-06-25", 0)])
def test_once_it_is_let_go_nobody_waits_for_him(day: str, count: int, tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    shop.run(DAY)  # due on the tenth
    leaves(shop)
    assert absent(shop, day) == count


def test_of_a_step_the_action_stays_open(tmp_path: Path) -> None:
    made, kept = (
        "C1,promise.made,2026-06-01 09:00,P1,,",
        "C1,promise.keep.done,2026-06-01 18:00,P1,,",
    )
    shop = shop_of(tmp_path, made)
    shop.run(DAY)
    happened(shop, made, kept)
    leaves(shop)
    assert absent(shop) == 1


def test_his_events_are_left_out_and_told(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    shop.run(DAY)
    leaves(shop)
    (told,) = (line for line in shop.said(NEXT) if "CP514" in line)
    assert told == (
        'data/events.csv:2: CP514 column "customer_id": "C1" is no customer; expected a key of'
        " the customer table (the event is left out)"
    )


def test_what_happened_to_him_is_told_once_he_is_back(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    shop.run(DAY)
    leaves(shop)
    happened(shop, "C1,visit,2026-06-02 09:00,,,", "C1,promise.made,2026-06-02 09:00,P1,,")
    assert shop.actions(NEXT) == [(NEXT, "open")]
    comes_back(shop)
    back = {rule for _, rule in shop.actions("2026-06-03")}
    assert back == {"open", "call", "promise.keep"}


def test_days_in_a_row_count_as_single_runs_do(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT)
    shop.run(DAY)
    leaves(shop)
    shop.run(NEXT, "--until", "2026-06-03")
    in_a_row = [shop.kept(day, "run.json").read_bytes() for day in (NEXT, "2026-06-03")]
    for day in (NEXT, "2026-06-03"):
        shop.run(day)
    assert [shop.kept(day, "run.json").read_bytes() for day in (NEXT, "2026-06-03")] == in_a_row


def test_keys_that_are_numbers_are_known(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, VISIT.replace("C1", "1"))
    shop.write({"data/customers.csv": BOTH.replace("C", "")})
    shop.run(DAY)
    assert absent(shop) == 0
    shop.write({"data/customers.csv": ONE.replace("C", "")})
    assert absent(shop, "2026-06-03") == 1


@pytest.mark.parametrize("engine", [*ENGINES, DURABLE])
def test_what_was_said_of_an_action_on_its_day_stays_when_the_day_is_run_again(
    tmp_path: Path, engine: str
) -> None:
    shop = replace(shop_of(tmp_path, VISIT), engine=engine)
    (action,) = {action for rule, action in actions(shop) if rule == "call"}
    happened(shop, VISIT, f"C1,action.done,2026-06-01 17:00,,{action},")
    leaves(shop)
    assert [rule for rule, _ in actions(shop)] == ["call", "open"]
    comes_back(shop)
    assert [rule for rule, _ in actions(shop)] == ["call", "open"]
    assert [rule for rule, _ in actions(shop, NEXT)] == ["open"]


def actions(shop: SmallShop, day: str = DAY) -> list[tuple[str, str]]:
    """Each action's rule and id."""
    told = map(json.loads, shop.run(day, "--format", "jsonl").stdout.splitlines())
    return sorted((each["rule"], each["action_id"]) for each in told)
