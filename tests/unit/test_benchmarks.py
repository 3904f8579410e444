"""The benchmark compares like with like: its hand-written SQL gives careplay's own rows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "run.py"


# The eve of a festival, a Thursday, and the end of a February.
DAYS = ("2026-09-24", "2026-02-28")


def test_careplay_and_the_hand_written_sql_give_the_same_rows() -> None:
    size = ["--customers", "2000", "--events", "10000"]
    command = [sys.executable, str(BENCHMARK), "--same", *size, "--date", *DAYS]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    care = 1  # complaints, stays, limits and a history have a day of their own
    assert told.stdout.count("give the same") == len(DAYS) + care, told.stderr
