"""Records are made and killed at random moments: what was acknowledged is there.

``python tests/recording_kills.py --kills 200`` is the whole proof, and a slice of it stands in
``test_record.py``. Each child records one after the other, and tells a pipe of each that was
acknowledged; it is killed, and all that it told must be in the store, once.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from careplay.store import StoredRecord, read_records, recording
from careplay.store.database import RECORDS

MOMENT = "2026-11-21 10:30:00"
LONGEST = 0.12
"""So many seconds a child lives at most: it opens, and records some dozens."""


def record(home: Path, name: str) -> None:
    """One record, as a command makes it."""
    with recording(home, 30) as writing:
        writing.add(StoredRecord("visit", MOMENT, MOMENT, "C1", name, told={"item": name * 20}))


def child(home: Path, name: str, telling: int) -> None:
    """Record until it is killed."""
    for number in range(100_000):
        record(home, f"{name}.{number}")
        os.write(telling, f"{name}.{number}\n".encode())


def killed(home: Path, names: list[str], lives: float) -> list[str]:
    """Children that record at once, killed after so long; what was acknowledged."""
    reading, telling = os.pipe()
    children = []
    for name in names:
        made = os.fork()
        if not made:
            child(home, name, telling)
        children.append(made)
    os.close(telling)
    time.sleep(lives)
    for each in children:
        os.kill(each, signal.SIGKILL)
    for each in children:
        os.waitpid(each, 0)
    with os.fdopen(reading, encoding="utf-8") as told:
        return [line.rstrip("\n") for line in told if line.endswith("\n")]


def prove(home: Path, kills: int, seed: int) -> tuple[int, list[str]]:
    """How many were acknowledged, and what was not kept of what is promised."""
    drawn = random.Random(seed)  # noqa: S311 - moments, no secrets
    acknowledged: set[str] = set()
    broken: list[str] = []
    for number in range(kills):
        names = [f"{number}.{each}" for each in range(1 + number % 2)]
        acknowledged.update(killed(home, names, drawn.uniform(0.001, LONGEST)))
        found = [each.action for each in read_records(home)]
        lost, twice = acknowledged - {*found}, len(found) - len({*found})
        if lost or twice:
            broken.append(f"kill {number} (seed {seed}): lost {lost}, twice {twice}")
    record(home, "last")
    with sqlite3.connect(home / RECORDS) as db:
        (sound,) = db.execute("PRAGMA integrity_check").fetchone()
    broken += [] if sound == "ok" else [f"integrity: {sound}"]
    return len(acknowledged), broken


def main() -> int:
    """Prove it, and print what was counted."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count, broken = prove(Path(folder) / "shop", told.kills, told.seed)
    say = [f"seed {told.seed}", f"{told.kills} kills, {count} records acknowledged", *broken]
    sys.stdout.write("\n".join((*say, "")))
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
