"""careplay's engines, and durable_rules as its own manual shows it: ``engines.py``.

Every figure is of whole fresh processes. Tables are printed in Markdown; the rows of all are
compared with those of the default engine first. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

import made_business
import made_rules
import manual
import memory
from measuring import Command, Cost, cost, in_turns, spread, table

HERE = Path(__file__).parent
CAREPLAY = Path(sysconfig.get_path("scripts")) / "careplay"
DAY = "2026-11-21"
FEW = 500
"""So many customers are run to know what starting, reading and planning cost."""
MORE = {"duckdb": 200_000, "durable": 20_000, "plain": 2_000}
"""So many customers more are run to know what one of them costs."""
PARTS = ("speed", "manual", "memory")


def main() -> None:
    """Generate, compare, measure, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="careplay-engines-") as made:
        work = Path(options.work or made)
        work.mkdir(parents=True, exist_ok=True)
        for count in options.rules:
            bench = Bench(work, count, options.rounds)
            bench.same(options.customers)
            if "manual" in options.parts and not options.same:
                bench.manual(options.customers)
            if "speed" in options.parts and not options.same:
                bench.speed()
        if "memory" in options.parts and not options.same:
            for customers in options.memory:
                Bench(work, options.rules[0], 1).memory(customers)


class Bench:
    """One work folder, so many rules, so many rounds."""

    def __init__(self, work: Path, count: int, rounds: int) -> None:
        """Write the business; its customers are made when they are asked for."""
        self.work, self.count, self.rounds = work, count, rounds
        self.said = work / "said.txt"
        self.folder = work / f"rules_{count}"
        made_business.business(self.folder, made_rules.rules(count))

    def same(self, customers: int) -> None:
        """Prove that every engine writes the same actions, byte for byte."""
        for engine in MORE:
            cost(self._run(engine, customers), self.said)
        found = {self._actions(engine).read_bytes() for engine in MORE}
        if len(found) != 1:
            raise SystemExit(f"the engines differ: {self.count} rules, {customers} customers")
        print(
            f"{self.count} rules, {customers:,} customers:"
            f" {', '.join(MORE)} give the same actions, byte for byte\n"
        )

    def speed(self) -> None:
        """Customers a second, of what more customers cost more."""
        sizes = {(engine, size) for engine in MORE for size in (FEW, FEW + MORE[engine])}
        runs = {f"{engine} {size}": self._run(engine, size) for engine, size in sorted(sizes)}
        costs = in_turns(runs, self.rounds, self.said)
        lines = []
        for engine, more in MORE.items():
            both = zip(costs[f"{engine} {FEW}"], costs[f"{engine} {FEW + more}"], strict=True)
            lines.append((str(self.count), engine, *_speeds(list(both), more)))
        print(table(HEADS, lines), end="\n\n")

    def manual(self, customers: int) -> None:
        """The same rules and customers, given to durable_rules as its manual shows."""
        asked = manual.Asked(
            self.count, self._customers(FEW), self._customers(customers), customers - FEW,
            self._actions("duckdb"),
        )  # fmt: skip
        lines = [asked.tried(way, self.said) for way in manual.WAYS]
        print(table(manual.HEADS, lines), end="\n\n")

    def memory(self, customers: int) -> None:
        """What the command and its worker hold, from the start to the end."""
        held = memory.held(self._run("durable", customers), self.said)
        default = cost(self._run("duckdb", customers), self.said)
        told = f"{customers:,} customers, {self.count} rules, durable"
        print(f"{told}; the default engine's peak is {default.peak:,.0f} MB\n")
        print(table(memory.HEADS, memory.lines(held)), end="\n\n")

    def _run(self, engine: str, customers: int) -> Command:
        """A first run of the day: nothing is kept from a former one."""
        return [
            "sh", "-c", 'rm -rf "$1"; shift; exec "$@"', "sh", self.work / engine,
            CAREPLAY, "run", self.folder, "--date", DAY, "--engine", engine, "--out",
            self.work / engine, "--format", "parquet",
            "--customers", self._customers(customers),
        ]  # fmt: skip

    def _customers(self, count: int) -> Path:
        file = (self.work / f"customers_{count}.parquet").absolute()
        if not file.exists():
            script = HERE / "made_customers.py"
            cost([sys.executable, script, file, str(count)], self.said)
        return file

    def _actions(self, engine: str) -> Path:
        day = self.work / engine / self.folder.name / f"date={DAY}"
        return day / "actions.parquet"


HEADS = (
    "rules",
    "engine",
    "customers a second of CPU",
    "customers a second",
    f"the first {FEW}, s of CPU",
    "peak MB",
)


def _speeds(pairs: Sequence[tuple[Cost, Cost]], more: int) -> tuple[str, ...]:
    """Of CPU, of the clock, what the few cost, and the most memory of one process."""
    return (
        spread([more / (lots.cpu - few.cpu) for few, lots in pairs], "{:,.0f}".format),
        spread([more / (lots.wall - few.wall) for few, lots in pairs], "{:,.0f}".format),
        spread([few.cpu for few, _ in pairs]),
        f"{max(lots.peak for _, lots in pairs):,.0f}",
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, nargs="+", default=[10, 50, 200], metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument(
        "--customers", type=int, default=10_000, metavar="N", help="whose rows are compared"
    )
    parser.add_argument(
        "--memory", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N"
    )
    parser.add_argument("--work", metavar="DIR", help="keep everything here")
    parser.add_argument("--same", action="store_true", help="prove the rows, measure nothing")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
