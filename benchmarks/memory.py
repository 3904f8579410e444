"""What a command and the worker it starts hold, sampled as they run. For Linux alone."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring import Command

EVERY = 0.2
"""Seconds between two looks."""
LASTING = 5
"""A process that is seen no more often than this is none of the worker's."""
PROC = Path("/proc")
HEADS = ("process", "seconds", "MB at a quarter", "at half", "at three quarters", "peak MB")


@dataclass(frozen=True, slots=True)
class Held:
    """The MB one process held at each look, in order, and the most it ever did."""

    called: str
    amounts: Sequence[float]
    peak: float


def held(command: Command, said: Path) -> tuple[Held, ...]:
    """Run the command to its end; what it held, and each process it started that lived on."""
    with said.open("wb") as stream:
        child = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT)  # noqa: S603
        found: dict[int, list[float]] = {child.pid: []}
        peaks: dict[int, float] = {}
        while child.poll() is None:
            for process in (child.pid, *_children(child.pid)):
                now, most = _amounts(process)
                found.setdefault(process, []).append(now)
                peaks[process] = max(peaks.get(process, 0), most)
            time.sleep(EVERY)
    if child.returncode:
        raise SystemExit(said.read_text("utf-8", "replace")[-4000:])
    return tuple(
        Held("careplay" if process == child.pid else "its worker", amounts, peaks[process])
        for process, amounts in found.items()
        if len(amounts) > LASTING
    )


def lines(of: Iterable[Held]) -> Iterator[tuple[str, ...]]:
    """A line of the table for each process."""
    for each in of:
        count = len(each.amounts)
        quarters = (each.amounts[count * part // 4] for part in (1, 2, 3))
        figures = (f"{amount:,.0f}" for amount in (*quarters, each.peak))
        yield (each.called, f"{count * EVERY:,.0f}", *figures)


def _children(process: int) -> Iterator[int]:
    for task in (PROC / str(process) / "task").glob("*/children"):
        try:
            yield from map(int, task.read_text("ascii").split())
        except OSError:  # it has ended in the meantime
            continue


def _amounts(process: int) -> tuple[float, float]:
    """What the process holds now, and the most it has held."""
    try:
        status = (PROC / str(process) / "status").read_text("utf-8")
    except OSError:
        return 0, 0
    told = dict(line.split(":", 1) for line in status.splitlines())
    now, most = (int(told.get(name, "0 kB").split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, most
