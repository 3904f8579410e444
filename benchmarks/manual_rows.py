"""How the rows of durable_rules compare with the right ones: ``manual_rows.py ACTIONS LINES``.

ACTIONS is what careplay wrote, LINES what ``manual_rival.py`` did; a row is a customer and a
rule. It prints JSON: how many rows are right, missing, wrong, and given again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb


def compared(actions: str, lines: Path) -> dict[str, int]:
    """How many rows are right, lacking, wrong and repeated."""
    query = "SELECT customer_id, rule FROM read_parquet($1, hive_partitioning = false)"
    right = {
        f"{key},{rule}" for key, rule in duckdb.connect().execute(query, [actions]).fetchall()
    }
    told = lines.read_text("utf-8").splitlines()
    found = set(told)
    return {
        "right": len(found & right),
        "lacking": len(right - found),
        "wrong": len(found - right),
        "repeated": len(told) - len(found),
    }


if __name__ == "__main__":
    print(json.dumps(compared(sys.argv[1], Path(sys.argv[2]))))
