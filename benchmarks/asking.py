"""What a question costs before playbooks go live: ``python benchmarks/asking.py``.

Every figure is of a whole fresh process, in turns: two versions held against each other beside
one run of the same day; a month that is forecast beside that run; and a thousand tests of one
customer. The tables are printed in Markdown.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
import tempfile
from datetime import date
from pathlib import Path

import many
from data import generate
from measuring import Command, in_turns, ratios, summary

CAREPLAY = Path(sysconfig.get_path("scripts")) / "careplay"
START = "import duckdb"
RUN, DIFF, FORECAST, TESTS = "run", "diff", "forecast of 30 days", "1,000 tests of one customer"
DAY, FIRST, LAST = "2026-11-21", "2026-11-22", "2026-12-21"

SHOP = """careplay: 1
name: Shop
language: en
customers: {from: none.csv, key: id, facts: {points: integer, agrees: boolean, owner: staff}}
events: {from: none.csv, types: {visit: {}}}
staff: {from: none.csv}
roles: {adviser: {fact: owner}}
"""
BOOK = """limits: {consent: {sales: agrees}}
rules:
  - id: invitation
    title: An invitation
    when: {event: visit}
    if: {points: over 500}
    do: [{message: Come, to: adviser, category: sales}]
"""
TEST = """careplay: 1
tests:
  invited:
    title: Whoever has points over 500 and agrees is invited
    today: 2026-03-02
    customer: {agrees: true, owner: E1}
    staff: {E1: {name: Lee, role: adviser}}
    happened: [visit: {at: 10:05}]
    cases:
      few: {with: {customer: {points: [FEW]}}, not_told: [invitation]}
      many: {with: {customer: {points: [MANY]}}, told: [invitation], only: true}
"""


def main() -> None:
    """Make the data, measure, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="careplay-asking-") as made:
        work = Path(made)
        retail = work / "retail"
        many.business(retail, 30)
        (retail / "data").mkdir()
        generate(retail / "data", options.customers, options.events, date.fromisoformat(DAY))
        commands = _commands(retail, _tests(work / "tests"))
        costs = in_turns(commands, options.rounds, work / "said.txt")
    print(f"{options.customers:,} customers, {options.events:,} events\n")
    pairs = [(DIFF, RUN), (FORECAST, RUN)]
    print(summary(costs), ratios(costs, pairs, START), sep="\n\n")


def _commands(retail: Path, tests: Path) -> dict[str, Command]:
    return {
        START: [sys.executable, "-c", START],
        RUN: [CAREPLAY, "run", retail, "--date", DAY, "--fresh", "--dry-run"],
        DIFF: [CAREPLAY, "diff", retail, "--set", "callback_days=6", "--date", DAY, "--fresh"],
        FORECAST: [CAREPLAY, "forecast", retail, "--from", FIRST, "--until", LAST, "--fresh"],
        TESTS: [CAREPLAY, "test", tests],
    }


def _tests(folder: Path) -> Path:
    """A business with a thousand tests, half of them on either side of a limit."""
    folder.mkdir()
    few, lots = (", ".join(map(str, numbers)) for numbers in (range(1, 501), range(501, 1001)))
    files = {"careplay.yaml": SHOP, "book.yaml": BOOK}
    files["all.test.yaml"] = TEST.replace("FEW", few).replace("MANY", lots)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument("--events", type=int, default=500_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    return parser.parse_args()


if __name__ == "__main__":
    main()
