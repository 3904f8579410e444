"""Stories, forgetting and every engine know events in several files, and who buys by them."""

from __future__ import annotations

from pathlib import Path

import pytest

import docs_shop
from shop_folder import careplay

HOME = """careplay: 1
name: Shop
language: en
customers: {of: sale, facts: {name: {type: text, column: buyer}}}
events:
  types: {sale: {amount: money, buyer: text}, visit: {}}
  from:
    - {file: sales.csv, type: sale, customer: who, at: sold, key: no}
    - {file: visits.csv, type: visit, written: {dates: 31.12.2026}}
staff: {from: s.csv}
roles: {adviser: {}}
"""
FILES = {
    "careplay.yaml": HOME,
    "rules.yaml": "rules:\n"
    "  - {id: thank, title: Thank, when: {event: sale},"
    " do: [{message: 'Thank you, {name}', to: adviser}]}\n"
    "  - {id: back, title: Back, when: {after: visit, days: 1},"
    " do: [{task: Ask, to: adviser}]}\n",
    "rules.test.yaml": "careplay: 1\n"
    "stories:\n"
    "  ann_buys:\n"
    "    title: Ann buys, and is thanked\n"
    "    customers: {C1: {name: Ann}}\n"
    "    staff: {E1: {name: Eve, role: adviser}}\n"
    "    days:\n"
    "      2026-06-02:\n"
    "        happened: [{sale: {at: 10:00, amount: 5, buyer: Ann}}]\n"
    "        told: [{rule: thank, says: Ann}]\n",
    "sales.csv": "no,who,sold,amount,buyer\nA,C1,2026-06-02,5,Ann\nB,C2,2026-06-01,5,Ben\n",
    "visits.csv": "customer_id,at\nC1,01.06.2026\n",
    "s.csv": "id,name,role\nE1,Eve,adviser\n",
}


def test_who_is_forgotten_is_found_in_each_file(tmp_path: Path) -> None:
    business = docs_shop.write(tmp_path, FILES)
    assert careplay("run", business, "--date", "2026-06-02").exit_code == 0
    told = careplay("forget", "C1", business, "--date", "2026-06-02")
    assert "sales.csv, row 2" in told.output
    assert "visits.csv, row 2" in told.output


@pytest.mark.parametrize("engine", ["duckdb", "plain", "durable"])
def test_each_engine_knows_who_is_known(engine: str, tmp_path: Path) -> None:
    if engine == "durable":
        pytest.importorskip("durable")
    business = docs_shop.write(tmp_path, FILES)
    told = careplay(
        "run", business, "--date", "2026-06-02", "--dry-run", "--format", "csv",
        "--engine", engine,
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "Thank you" in told.stdout
    assert ",back," in told.stdout
    assert "C2" not in told.stdout


def test_a_story_is_told_in_the_words_of_the_business(tmp_path: Path) -> None:
    business = docs_shop.write(tmp_path, FILES)
    told = careplay("test", business)
    assert told.exit_code == 0, told.output
