"""Real data that change between two runs: what comes in late, is corrected, deleted, or absent.

A test writes a script: of each event from which day on it stands in the file, until when, and
what it tells from when on; of each customer from when to when he is not in the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from click.testing import CliRunner

from careplay.cli import main
from real_days import ROOT

SCRIPT = """
CREATE MACRO events_on(now) AS TABLE
    SELECT * EXCLUDE (known_on, gone_on, turns_on, turned)
        REPLACE (CASE WHEN turns_on <= now THEN turned ELSE {told} END AS {told})
    FROM event_script WHERE known_on <= now AND now < coalesce(gone_on, DATE '9999-01-01');
CREATE MACRO customers_on(now) AS TABLE
    SELECT * EXCLUDE (absent_from, absent_to) FROM customer_script
    WHERE NOT coalesce(absent_from <= now AND now < absent_to, false);
-- What people say became of actions; kept beside the script, for it follows from the runs.
CREATE TABLE said (event_id VARCHAR, customer_id VARCHAR, type VARCHAR, "at" TIMESTAMP,
                   "action" VARCHAR, until DATE);
"""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A business of ``tests/real/NAME``, its script on ``sql``, and where its days are kept."""

    name: str
    sql: duckdb.DuckDBPyConnection
    folder: Path
    engine: str = "duckdb"

    def run(self, now: date, day: date) -> bytes:
        """Run the day with the data as they are now; the file that is kept of it."""
        files = {
            "customers": f"FROM customers_on(DATE '{now}')",
            "events": f"""FROM events_on(DATE '{now}')
                UNION ALL BY NAME (FROM said WHERE "at" < DATE '{now}')""",
        }
        options: list[object] = []
        for name, query in files.items():
            file = self.folder / f"{name}.parquet"
            self.sql.execute(f"COPY ({query}) TO '{file}'")
            options += [f"--{name}", file]
        options += ["--date", day, "--out", self.folder, "--engine", self.engine]
        told = ["run", ROOT / "tests" / "real" / self.name, "--format", "parquet", *options]
        found = CliRunner().invoke(main, [str(each) for each in told])
        assert found.exit_code == 0, found.output
        return self.kept(day).read_bytes()

    def kept(self, day: date) -> Path:
        return self.folder / self.name / f"date={day}" / "actions.parquet"

    def told(self, day: date, columns: str) -> set[tuple[Any, ...]]:
        """What the day told, but for what it took back; no row twice."""
        query = f"SELECT {columns} FROM read_parquet('{self.kept(day)}')"
        rows = self.sql.execute(f"{query} WHERE status <> 'withdrawn'").fetchall()
        assert len(rows) == len({*rows})
        return {*rows}
