"""Codes of actions from day to day, as they are kept and shown: ``docs/memory.md``."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from alike import called
from careplay.engines.durable.available import demand
from careplay.faults import EngineError
from careplay.meaning.short_codes import code_of, is_code
from older import without_manifests
from small_shop import SmallShop, small_shop

DO = "do: [{task: Look, to: adviser, due: within 9 days}]"
BOOK = f"""
rules:
  - {{id: look, title: Look, when: {{event: visit}}, {DO}}}
  - {{id: call, title: Call, when: {{event: visit}}, {DO}}}
"""
VISITS = [f"C{n},visit,2026-06-0{1 + n % 5} 10:00,," for n in range(1, 90)]
CUSTOMERS = "".join(f"C{n},N,1,{'E1' if n % 3 else 'E2'}\n" for n in range(1, 90))
STAFF = "id,name,role,store\nE1,Eve,adviser,north\nE2,Ida,adviser,south\n"
DAYS = ("2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05")


def shop_of(folder: Path, *more: str) -> SmallShop:
    events = "\n".join(("customer_id,type,at,action,until", *VISITS, *more, ""))
    customers = f"id,name,phone,owner\n{CUSTOMERS}"
    return small_shop(folder, BOOK, customers=customers, events=events, staff=STAFF)


def codes(shop: SmallShop, day: str) -> dict[str, str]:
    """The codes of a kept day, by id."""
    file = shop.kept(day, "actions.parquet")
    return dict(duckdb.execute(f"SELECT action_id, code FROM '{file}'").fetchall())


def has_durable() -> bool:
    try:
        demand()
    except EngineError:
        return False
    return True


@pytest.mark.parametrize("engine", ["plain", "durable"])
def test_every_engine_gives_the_same_codes(engine: str, tmp_path: Path) -> None:
    if engine == "durable" and not has_durable():
        pytest.skip("durable-rules is not there")
    shops = [replace(shop_of(tmp_path / each), engine=each) for each in ("duckdb", engine)]
    for each in shops:
        each.run(DAYS[0], "--until", DAYS[2])
    first, second = ([codes(shop, day) for day in DAYS[:3]] for shop in shops)
    assert first == second
    assert all(is_code(code) for day in first for code in day.values())


def test_in_a_store_every_code_is_one_action(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    shop.run(DAYS[0], "--until", DAYS[-1])
    files = [str(shop.kept(day, "actions.parquet")) for day in DAYS]
    told = duckdb.execute(
        f"SELECT DISTINCT owner, code, action_id FROM read_parquet({files})"
    ).fetchall()
    assert len(told) == 2 * len(VISITS)
    assert {*Counter((owner, code) for owner, code, _ in told).values()} == {1}
    assert len({code for _, code, _ in told}) < len(told), "another store has some of them"
    assert {len(code) for _, code, _ in told} == {3, 4, 5}


def test_several_days_are_as_single_runs_and_a_day_run_again_is_the_same(
    tmp_path: Path,
) -> None:
    at_once, singly = (shop_of(tmp_path / each) for each in ("a", "b"))
    at_once.run(DAYS[0], "--until", DAYS[2])
    for day in DAYS[:3]:
        singly.run(day)
    kept = [singly.kept(day, "actions.parquet").read_bytes() for day in DAYS[:3]]
    assert [at_once.kept(day, "actions.parquet").read_bytes() for day in DAYS[:3]] == kept
    for day in DAYS[:3]:
        singly.run(day)
    assert [singly.kept(day, "actions.parquet").read_bytes() for day in DAYS[:3]] == kept


def test_what_is_told_keeps_its_code_when_more_comes_in(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    shop.run(DAYS[0])
    before = codes(shop, DAYS[0])
    more = [f"C{n},visit,2026-06-01 {n // 60 + 9}:{n % 60:02},," for n in range(1, 90)]
    shop.write(
        {"data/events.csv": "\n".join(("customer_id,type,at,action,until", *VISITS, *more))}
    )
    shop.run(DAYS[0])
    after = codes(shop, DAYS[0])
    assert {each: after[each] for each in before} == before
    assert len(after) > len(before)


def test_what_comes_back_has_the_code_that_it_had(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    shop.run(DAYS[0])
    before = codes(shop, DAYS[0])
    shop = shop_of(
        tmp_path, *(f",action.snoozed,2026-06-01 12:00,{each},2026-06-03" for each in before)
    )
    shop.run(DAYS[1])
    shop.run(DAYS[2])
    after = codes(shop, DAYS[2])
    assert {each: after[each] for each in before} == before


def test_days_of_an_older_careplay_have_none_until_told_again(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    shop.run(DAYS[0])
    old = shop.kept(DAYS[0], "actions.parquet")
    ids = [*codes(shop, DAYS[0])]
    duckdb.sql(f"COPY (SELECT * EXCLUDE (code) FROM '{old}') TO '{old}.new' (FORMAT parquet)")
    Path(f"{old}.new").rename(old)
    without_manifests(shop.folder)
    asked = ("open", shop.folder, "--date", DAYS[0], "--format", "jsonl")
    rows = map(json.loads, called(asked).stdout.splitlines())
    assert {row["code"] for row in rows} == {None}
    snoozed = f",action.snoozed,2026-06-01 12:00,{ids[0]},2026-06-02"
    shop = shop_of(tmp_path, snoozed)
    shop.run(DAYS[1])
    assert is_code(codes(shop, DAYS[1])[ids[0]])
    shop.run(DAYS[0])
    assert all(map(is_code, codes(shop, DAYS[0]).values()))


def test_people_read_them_on_the_screen_and_in_the_list_of_what_is_open(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    screen = shop.run(DAYS[0], "--limit", "0").stdout
    listed = called(("open", shop.folder, "--date", DAYS[0], "--limit", "0")).stdout
    told = codes(shop, DAYS[0])
    for text in (screen, listed):
        assert Counter(each for each in re.findall(r"\S+", text) if is_code(each)) == Counter(
            told.values()
        )
    assert all(code == code_of(each, len(code) - 1) for each, code in told.items())
