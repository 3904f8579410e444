"""What memory costs, beside an earlier careplay: ``python benchmarks/recalled.py BEFORE``.

BEFORE is a checkout of that careplay, whose packages are those of this one. Both run three days
one after the other, in turns, from nothing each round. The tables are printed in Markdown.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import many
from measuring import Command, Cost, cost, spread, table

HERE = Path(__file__).parent
DAYS = ("2026-09-22", "2026-09-23", "2026-09-24")
NOW, BEFORE = "this careplay", "the earlier one"
RATIO = f"{NOW} / {BEFORE}"


def main() -> None:
    """Generate, measure, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="careplay-remembering-") as made:
        work = Path(options.work or made)
        checkouts = {NOW: HERE.parent, BEFORE: options.before}
        shop, said = _shop(work, options), work / "said.txt"
        rounds = [_round(shop, checkouts, work, said) for _ in range(options.rounds + 1)]
        costs = {
            (name, day): [each[name, day] for each in rounds[1:]]  # the first is to warm up
            for day in DAYS
            for name in checkouts
        }
        print(_costs(costs), _sizes(work / NOW), sep="\n\n")


def _shop(work: Path, options: argparse.Namespace) -> Path:
    """The business of thirty rules that ``run.py`` measures, with its data."""
    shop, size = work / "retail", (str(options.customers), str(options.events))
    (shop / "data").mkdir(parents=True, exist_ok=True)
    many.business(shop, 30)
    cost([sys.executable, HERE / "data.py", shop / "data", *size, DAYS[-1]], work / "said.txt")
    print(f"{options.customers:,} customers, {options.events:,} events\n")
    return shop


def _round(
    shop: Path, checkouts: Mapping[str, Path], work: Path, said: Path
) -> Mapping[tuple[str, str], Cost]:
    """Three days of each, from the first."""
    for name in checkouts:
        shutil.rmtree(work / name, ignore_errors=True)
    return {
        (name, day): cost(_run(checkout, shop, day, work / name), said)
        for day in DAYS
        for name, checkout in checkouts.items()
    }


def _run(checkout: Path, shop: Path, day: str, out: Path) -> Command:
    where = f"PYTHONPATH={checkout.absolute() / 'engine'}"
    asked = ("run", shop, "--date", day, "--out", out)
    return ["env", where, sys.executable, "-m", "careplay", *asked]


def _costs(costs: Mapping[tuple[str, str], Sequence[Cost]]) -> str:
    return table(("day", NOW, BEFORE, RATIO, "peak MB of both"), _lines(costs))


def _lines(costs: Mapping[tuple[str, str], Sequence[Cost]]) -> Iterator[Sequence[str]]:
    for day in DAYS:
        now, before = costs[NOW, day], costs[BEFORE, day]
        times = [one.cpu / other.cpu for one, other in zip(now, before, strict=True)]
        cpu = (spread([each.cpu for each in found]) for found in (now, before))
        peaks = (max(each.peak for each in found) for found in (now, before))
        yield day, *cpu, spread(times), " and ".join(f"{peak:,.0f}" for peak in peaks)


def _sizes(out: Path) -> str:
    """What is kept of each day."""
    files = sorted(each for each in out.rglob("*") if each.is_file())
    kinds = sorted({each.name for each in files})
    lines = [
        (day, *(_size(out / "retail" / f"date={day}" / name) for name in kinds)) for day in DAYS
    ]
    return table(("kept, in MB", *kinds), lines)


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:.2f}" if file.is_file() else ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path, metavar="BEFORE", help="an earlier checkout")
    parser.add_argument("--customers", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--events", type=int, default=5_000_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--work", metavar="DIR", help="keep everything here")
    return parser.parse_args()


if __name__ == "__main__":
    main()
