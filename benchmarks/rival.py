"""Run a script of SQL on the data: ``python rival.py SCRIPT DATA DAY OUT``.

``OUT`` stands for ``:out`` in the script; what its last statement returns is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb


def run(script: Path, data: Path, day: str, out: Path) -> None:
    """Carry the script out on one connection."""
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET VARIABLE day = $1::DATE", [day])
    connection.execute("SET VARIABLE data = $1", [str(data)])
    found = connection.execute(script.read_text("utf-8").replace(":out", str(out)))
    print(*found.fetchall()[0])


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
