"""What a small shop waits for: ``python benchmarks/small.py``.

Every figure is of a whole fresh process, beside what it takes to import DuckDB alone, in
turns. The table is printed in Markdown.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from measuring import Command, Cost, Costs, cost, first_of_its_day, in_turns, spread, table

SHIPPED = Path(__file__).parent.parent / "playbooks" / "appliance_store"
CAREPLAY = Path(sysconfig.get_path("scripts")) / "careplay"
START, CHECK, FIRST = "import duckdb", "check", "run, the first day"
FURTHER = "each further day of `--until`"


def main() -> None:
    """Measure, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="careplay-small-") as made:
        work = Path(options.work or made)
        work.mkdir(parents=True, exist_ok=True)
        said = work / "said.txt"
        commands = _commands(options, work, said)
        costs = in_turns(commands, options.rounds, said)
    further = [
        _shared(one, several, options.days)
        for one, several in zip(costs[FIRST], costs[_several(options.days)], strict=True)
    ]
    print(_table({**costs, FURTHER: further}))


def _commands(options: argparse.Namespace, work: Path, said: Path) -> dict[str, Command]:
    """What is measured, by what it is called; the days before are run here."""
    folder, days = options.business, options.days
    day = options.date
    kept = {name: work / name for name in ("first", "later", "several")}

    def run(name: str, *more: str) -> Command:
        return [CAREPLAY, "run", folder, "--out", kept[name], *more]

    on = ("--date", day.isoformat())
    before = [(day + timedelta(days=n)).isoformat() for n in (-days, -1)]
    cost(run("later", "--date", before[0], "--until", before[1]), said)
    today = kept["later"] / folder.resolve().name / f"date={day.isoformat()}"
    last = (day + timedelta(days=days)).isoformat()
    return {
        START: [sys.executable, "-c", START],
        CHECK: [CAREPLAY, "check", folder],
        FIRST: first_of_its_day(kept["first"], run("first", *on)),
        f"run, {days} days kept before it": first_of_its_day(today, run("later", *on)),
        _several(days): first_of_its_day(kept["several"], run("several", *on, "--until", last)),
    }


def _several(days: int) -> str:
    return f"run, the first day and {days} more"


def _shared(one: Cost, several: Cost, days: int) -> Cost:
    """What each day after the first took."""
    cpu, wall = (several.cpu - one.cpu) / days, (several.wall - one.wall) / days
    return Cost(cpu, wall, several.peak)


def _table(costs: Costs) -> str:
    """Medians, and how often the time of DuckDB's import they are, round by round."""
    lines = [
        (name, spread([each.cpu for each in found]), _times(found, costs[START]), _peak(found))
        for name, found in costs.items()
    ]
    heads = ("process", "CPU s (least to most)", f"times {START}", "peak MB")
    return table(heads, lines)


def _times(found: Sequence[Cost], start: Sequence[Cost]) -> str:
    return spread([each.cpu / one.cpu for each, one in zip(found, start, strict=True)])


def _peak(found: Sequence[Cost]) -> str:
    return f"{max(each.peak for each in found):,.0f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--business", type=Path, default=SHIPPED, metavar="DIR")
    parser.add_argument("--date", type=date.fromisoformat, default=date(2026, 11, 21))
    parser.add_argument("--days", type=int, default=10, metavar="N", help="before and after it")
    parser.add_argument("--rounds", type=int, default=9, metavar="N")
    parser.add_argument("--work", metavar="DIR", help="keep everything here")
    return parser.parse_args()


if __name__ == "__main__":
    main()
