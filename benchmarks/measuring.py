"""Fresh processes, in turns: what each costs, and how one compares with another."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took, from its start to its end."""

    cpu: float
    """Seconds of CPU, in the process and in the system on its behalf."""
    wall: float
    peak: float
    """The most memory it held, in MB."""


# An installed package has its modules compiled; so has ours after the first run, here too.
_UNLIKE_INSTALLED = {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED"}

Costs = Mapping[str, Sequence[Cost]]


def cost(command: Command, said: Path) -> Cost:
    """Run the command to its end; what it says goes to a file, and a failure is an error."""
    found, code = attempt(command, said)
    if code:
        words = " ".join(map(str, command))
        raise SystemExit(f"{words}\nfailed:\n{said.read_text('utf-8', 'replace')[-4000:]}")
    return found


def attempt(command: Command, said: Path, seconds: float | None = None) -> tuple[Cost, int]:
    """What it cost and its exit code, below nought for a signal; killed after so long.

    The system counts memory from the fork on, so the process that measures stays small:
    it imports no engine.
    """
    compiled = {"PYTHONPYCACHEPREFIX": str(said.parent.absolute() / "compiled")}
    quiet = {name: text for name, text in os.environ.items() if name not in _UNLIKE_INSTALLED}
    with said.open("wb") as stream:
        started = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603
            command, stdout=stream, stderr=subprocess.STDOUT, env=quiet | compiled
        )
        limit = threading.Timer(seconds or 0, child.kill)
        if seconds is not None:
            limit.start()
        _, status, usage = os.wait4(child.pid, 0)
        limit.cancel()
        wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    found = Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)
    return found, child.returncode


def first_of_its_day(kept: Path, run: Command) -> Command:
    """The run as the first of its day: a second would be held against what the first kept."""
    return ["sh", "-c", 'rm -rf "$1"; shift; exec "$@"', "sh", kept, *run]


def in_turns(commands: Mapping[str, Command], rounds: int, said: Path) -> Costs:
    """Each command once unmeasured, to warm what can be warm; then A B C, A B C, …"""
    for command in commands.values():
        cost(command, said)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(cost(command, said))
    return costs


def summary(costs: Costs) -> str:
    """A Markdown table of medians, with the least and the most CPU in brackets."""
    lines = []
    for name, found in costs.items():
        cpu = spread([each.cpu for each in found])
        wall, peak = (median(of(each) for each in found) for of in (_wall, _peak))
        lines.append((name, cpu, f"{wall:.2f}", f"{peak:,.0f}"))
    return table(("process", "CPU s (least to most)", "wall s", "peak MB"), lines)


def ratios(costs: Costs, pairs: Iterable[tuple[str, str]], start: str) -> str:
    """How often the cost of one is the cost of another, round by round."""
    spent = median(each.cpu for each in costs[start])
    waited = median(each.wall for each in costs[start])
    lines = []
    for one, other in pairs:
        both = list(zip(costs[one], costs[other], strict=True))
        lines.append((
            f"{one} / {other}",
            spread([a.cpu / b.cpu for a, b in both]),
            spread([a.wall / b.wall for a, b in both]),
            spread([(a.cpu - spent) / (b.cpu - spent) for a, b in both]),
            spread([(a.wall - waited) / (b.wall - waited) for a, b in both]),
        ))  # fmt: skip
    return table(("ratio", "CPU", "wall", f"CPU, less {start}", f"wall, less {start}"), lines)


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    rows = [heads, ["---"] + ["---:"] * (len(heads) - 1), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def spread(values: Sequence[float], show: Callable[[float], str] = "{:.2f}".format) -> str:
    """The median, with the least and the most in brackets."""
    return f"{show(median(values))} ({show(min(values))} to {show(max(values))})"


def _wall(each: Cost) -> float:
    return each.wall


def _peak(each: Cost) -> float:
    return each.peak
