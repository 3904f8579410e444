"""What careplay costs, beside hand-written SQL and a bare scan: ``python benchmarks/run.py``.

Every figure is of a whole fresh process. Tables are printed in Markdown.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

import many
from measuring import Command, cost, first_of_its_day, in_turns, ratios, summary

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "playbooks" / "appliance_store"
LAST_DAY = "2026-09-24"
"""The day on which the generated events end: the eve of a festival, with a lot to do."""
DAYS = (LAST_DAY, "2026-09-16")
"""A day of many actions, and an ordinary Wednesday."""
PARTS = ("rules", "many", "care", "starts")
CAREPLAY = Path(sysconfig.get_path("scripts")) / "careplay"
START = "import duckdb"


def main() -> None:
    """Generate, measure, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="careplay-benchmark-") as made:
        work = Path(options.work or made)
        work.mkdir(parents=True, exist_ok=True)
        bench = Bench(work, options.rounds)
        if {"rules", "many"} & set(options.parts):
            bench.generate(options.customers, options.events)
            for day in options.date:
                _one_day(bench.on(day), options)
        if "care" in options.parts:
            bench.care(options)
        if "starts" in options.parts and not options.same:
            bench.starts()


def _one_day(bench: Bench, options: argparse.Namespace) -> None:
    bench.same()
    if "rules" in options.parts and not options.same:
        bench.rules()
    if "many" in options.parts and not options.same:
        bench.many(options.rules)


class Bench:
    """One work folder, one date, so many rounds."""

    def __init__(self, work: Path, rounds: int, day: str = LAST_DAY) -> None:
        """Nothing is written before something is asked for."""
        self.work, self.day, self.rounds = work, day, rounds
        self.said = work / "said.txt"
        self.retail = work / "retail"

    def on(self, day: str) -> Bench:
        """The same, on another date."""
        return Bench(self.work, self.rounds, day)

    def generate(self, customers: int, events: int) -> None:
        """Make the business and its data."""
        data = self.retail / "data"
        data.mkdir(parents=True, exist_ok=True)
        many.business(self.retail, 30)
        self._do(sys.executable, HERE / "data.py", data, str(customers), str(events), LAST_DAY)
        print(f"{customers:,} customers, {events:,} events\n")

    def same(self) -> None:
        """Prove that careplay and the hand-written SQL give the same rows."""
        self._do(*self._ours(self.retail))
        self._do(*self._theirs())
        ours = self.work / "out" / "retail" / f"date={self.day}" / "actions.parquet"
        self._do(sys.executable, HERE / "same.py", ours, self.work / "rival.parquet")
        said = self.said.read_text("utf-8")
        print(f"On {self.day}, careplay and the hand-written SQL give {said}")

    def rules(self) -> None:
        """Thirty rules: careplay, the same in hand-written SQL, and a bare scan."""
        script = HERE / "rival.py"
        costs = in_turns(
            {
                "careplay run": self._ours(self.retail),
                "hand-written SQL": self._theirs(),
                "bare scan": [sys.executable, script, HERE / "scan.sql", *self._inputs()],
                START: [sys.executable, "-c", START],
            },
            self.rounds,
            self.said,
        )
        pairs = [("careplay run", other) for other in ("hand-written SQL", "bare scan")]
        print(summary(costs), ratios(costs, pairs, START), sep="\n\n", end="\n\n")

    def many(self, rules: int) -> None:
        """So many rules beside thirty, on the same data."""
        folder = self.work / "many" / "retail"
        many.business(folder, rules)
        data = folder / "data"
        if not data.exists():
            data.symlink_to(self.retail.absolute() / "data", target_is_directory=True)
        few, lots = "30 rules", f"{rules} rules"
        costs = in_turns(
            {
                lots: self._ours(folder, "many-out"),
                few: self._ours(self.retail),
                START: [sys.executable, "-c", START],
            },
            self.rounds,
            self.said,
        )
        print(summary(costs), ratios(costs, [(lots, few)], START), sep="\n\n", end="\n\n")

    def care(self, options: argparse.Namespace) -> None:
        """Cases, stays, limits and thirty days of memory; and the same in hand-written SQL."""
        folder = self.work / "care"
        shutil.copytree(HERE / "care", folder, dirs_exist_ok=True)
        (folder / "data").mkdir(exist_ok=True)
        size = (str(options.customers), str(options.events))
        self._do(sys.executable, HERE / "care_data.py", folder / "data", *size, LAST_DAY)
        kept, theirs = folder / "history", self.work / "care.parquet"
        day = kept / "care" / f"date={LAST_DAY}"
        run = first_of_its_day(
            day, [CAREPLAY, "run", folder, "--date", LAST_DAY, "--out", kept]
        )
        script: Command = [sys.executable, HERE / "rival.py", HERE / "care.sql"]
        rival: Command = [*script, folder / "data", LAST_DAY, theirs]
        print(f"{options.customers:,} customers with complaints, stays, limits and a history\n")
        self._do(*run)
        self._do(*rival)
        self._do(sys.executable, HERE / "same.py", day / "actions.parquet", theirs)
        said = self.said.read_text("utf-8")
        print(f"On {LAST_DAY}, careplay and the hand-written SQL give {said}")
        if options.same:
            return
        start = [sys.executable, "-c", START]
        commands = {"careplay run, care": run, "hand-written SQL, care": rival, START: start}
        costs = in_turns(commands, self.rounds, self.said)
        pairs = [("careplay run, care", "hand-written SQL, care")]
        print(summary(costs), ratios(costs, pairs, START), sep="\n\n", end="\n\n")

    def starts(self) -> None:
        """What people wait for at the prompt."""
        folder = self.work / "check"
        lines = many.playbooks(folder, 300)
        out = self.work / "shipped-out"
        check = f"`careplay check`, 300 playbooks, {lines:,} lines"
        costs = in_turns(
            {
                check: [CAREPLAY, "check", folder],
                "`careplay --help`": [CAREPLAY, "--help"],
                "`careplay run playbooks/appliance_store`": first_of_its_day(
                    out, [CAREPLAY, "run", SHIPPED, "--date", "2026-11-21", "--out", out]
                ),
                "`python -c pass`": [sys.executable, "-c", "pass"],
            },
            max(self.rounds, 5),
            self.said,
        )  # fmt: skip
        print(summary(costs), end="\n\n")

    def _ours(self, folder: Path, out: str = "out") -> Command:
        into = self.work / out
        run: Command = [CAREPLAY, "run", folder, "--date", self.day, "--out", into]
        return first_of_its_day(into / folder.name / f"date={self.day}", run)

    def _theirs(self) -> Command:
        return [sys.executable, HERE / "rival.py", HERE / "rival.sql", *self._inputs()]

    def _inputs(self) -> tuple[str | Path, ...]:
        return (self.retail / "data", self.day, self.work / "rival.parquet")

    def _do(self, *command: str | Path) -> None:
        cost(command, self.said)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--events", type=int, default=5_000_000, metavar="N")
    parser.add_argument("--rules", type=int, default=300, metavar="N", help="against 30")
    parser.add_argument("--date", nargs="+", default=DAYS, help=f"days up to {LAST_DAY}")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--work", metavar="DIR", help="keep everything here")
    parser.add_argument("--same", action="store_true", help="prove the rows, measure nothing")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
