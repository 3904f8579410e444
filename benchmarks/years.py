"""What years of kept days cost a small shop: ``python benchmarks/years.py``.

Ten days are run, and more made of them (``kept_days.py``). Runs with so many days before them
are measured in turns, with the months bound and, writing nothing, with none.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from measuring import Command, cost, first_of_its_day, in_turns, summary
from small import CAREPLAY, SHIPPED

MAKE = Path(__file__).with_name("kept_days.py")
REAL = 10
"""So many days are run."""


def main() -> None:
    """Measure, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="careplay-years-") as made:
        work = Path(options.work or made)
        work.mkdir(parents=True, exist_ok=True)
        said = work / "said.txt"
        commands = _commands(options, work, said)
        print(summary(in_turns(commands, options.rounds, said)))
        for count in options.kept:
            print(f"\n{count:,} days: {_size(work, count, 'date=*')} MB, ", end="")
            print(f"months {_size(work, count, 'months')} MB")


def _commands(options: argparse.Namespace, work: Path, said: Path) -> dict[str, Command]:
    """A run of the day for each number of days before it, twice."""
    day, shop = options.date, options.business.resolve().name

    def run(out: Path, first: date, *more: str) -> Command:
        told = ("--out", out, "--date", first.isoformat(), *more)
        return [CAREPLAY, "run", options.business, *told]

    eve = day - timedelta(days=1)
    cost(run(work / "few", day - timedelta(days=REAL), "--until", eve.isoformat()), said)
    found: dict[str, Command] = {}
    for count in options.kept:
        bound, unbound = work / str(count), work / f"{count} unbound"
        for out in (bound, unbound):
            into = (work / "few" / shop, out / shop)
            cost([sys.executable, MAKE, *into, str(count), eve.isoformat()], said)
        again = first_of_its_day(bound / shop / f"date={day}", run(bound, day))
        found[f"run, {count:,} days before it"] = again
        # What is not kept binds nothing.
        found[f"run, {count:,} days, no month bound"] = run(unbound, day, "--dry-run")
    return found


def _size(work: Path, count: int, within: str) -> str:
    files = (each for each in (work / str(count)).glob(f"*/{within}/*.parquet"))
    return f"{sum(each.stat().st_size for each in files) / 1e6:,.1f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--business", type=Path, default=SHIPPED, metavar="DIR")
    parser.add_argument("--date", type=date.fromisoformat, default=date(2026, 11, 21))
    parser.add_argument("--kept", type=int, nargs="+", default=[30, 400, 1000], metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--work", metavar="DIR", help="keep everything here")
    return parser.parse_args()


if __name__ == "__main__":
    main()
