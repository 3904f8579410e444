"""Real data that change between two runs: what comes in late, is corrected, deleted, or absent.

A test writes a script: of each event from which day on it stands in the file, until when, and
what it tells from when on; of each customer from when to when he is not in the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
from click.testing import CliRunner

from careplay.cli import main
from examples import is_whole
from real_days import DATA, ROOT

SCRIPT = """
CREATE MACRO now_() AS getvariable('now')::DATE;
CREATE MACRO today_() AS getvariable('day')::DATE;
CREATE MACRO before_() AS getvariable('before')::DATE;
CREATE MACRO events_on(now) AS TABLE
    SELECT * EXCLUDE (known_on, gone_on, turns_on, turned)
        REPLACE (CASE WHEN turns_on <= now THEN turned ELSE {told} END AS {told})
    FROM event_script WHERE known_on <= now AND now < coalesce(gone_on, DATE '9999-01-01');
CREATE MACRO customers_on(now) AS TABLE
    SELECT * EXCLUDE (absent_from, absent_to) FROM customer_script
    WHERE NOT coalesce(absent_from <= now AND now < absent_to, false);
-- Which events each run was first to know, what it told, and what people said of that.
CREATE TABLE known (day DATE, id VARCHAR);
CREATE TABLE diary (day DATE, customer VARCHAR, rule VARCHAR, occasion VARCHAR, id VARCHAR,
                    status VARCHAR, due DATE, until DATE);
CREATE TABLE outcome (day DATE, customer VARCHAR, rule VARCHAR, occasion VARCHAR,
                      kind VARCHAR, until DATE);
CREATE TABLE undone (customer VARCHAR, rule VARCHAR, occasion VARCHAR);
CREATE TABLE said (event_id VARCHAR, customer_id VARCHAR, type VARCHAR, "at" TIMESTAMP,
                   "action" VARCHAR, until DATE);
"""
BEGINNING = """
INSERT INTO known SELECT before_(), event_id FROM events_on(now_())
    WHERE "at" < today_() AND customer_id IN (SELECT customer_id FROM customers_on(now_()))
"""
"""On the first day all events of earlier days count as known."""
MORNING = """
CREATE OR REPLACE TEMP TABLE was AS FROM diary WHERE day = today_();
DELETE FROM diary WHERE day = today_();
DELETE FROM known WHERE day = today_();
CREATE OR REPLACE TEMP TABLE present AS
    SELECT customer_id AS customer FROM customers_on(now_());
-- What later days told, and this one has not.
CREATE OR REPLACE TEMP TABLE later AS
    FROM diary WHERE day > today_() AND (customer, rule, occasion) NOT IN
        (SELECT (w.customer, w.rule, w.occasion) FROM was w);
-- Of what was done or snoozed on the day itself, all stays as it was.
CREATE OR REPLACE TEMP TABLE begun AS
    SELECT w.* FROM was w JOIN outcome o USING (day, customer, rule, occasion);
INSERT INTO diary FROM begun;
-- The latest of what was told before, with what was said of it since.
CREATE OR REPLACE TEMP TABLE told AS
    SELECT d.*, min(d.day) OVER (PARTITION BY d.customer, d.rule, d.occasion) AS first_told,
        (SELECT o.kind FROM outcome o WHERE o.customer = d.customer AND o.rule = d.rule
            AND o.occasion = d.occasion AND o.day BETWEEN d.day AND today_()
            AND (o.kind = 'done' OR o.until <= today_())) AS kind
    FROM diary d WHERE d.day < today_()
    QUALIFY d.day = max(d.day) OVER (PARTITION BY d.customer, d.rule, d.occasion);
-- Put off or snoozed until today or earlier, and not told on a later day.
CREATE OR REPLACE TEMP TABLE back AS
    SELECT *, CASE WHEN kind = 'snoozed' THEN greatest(due, today_()) ELSE due END AS due_now
    FROM told WHERE customer IN (FROM present)
        AND ((status = 'deferred' AND until <= today_() AND kind IS DISTINCT FROM 'done')
            OR (status = 'due' AND kind = 'snoozed'))
        AND (customer, rule, occasion) NOT IN
            (SELECT (b.customer, b.rule, b.occasion) FROM begun b)
        AND (customer, rule, occasion) NOT IN
            (SELECT (t.customer, t.rule, t.occasion) FROM later t);
"""
EVENING = """
INSERT INTO said
    SELECT concat('O', row_number() OVER (), o.day), o.customer, 'action.' || o.kind,
        o.day + TIME '17:00', k.action_id, o.until
    FROM outcome o JOIN read_parquet('{}') k
        ON k.customer_id = o.customer AND k.rule = o.rule AND k.occasion = o.occasion
    WHERE o.day = today_()
"""
TWICE = """
SELECT customer, rule, occasion FROM diary WHERE status = 'due' GROUP BY ALL
HAVING count(*) > 1 + (SELECT count(*) FROM outcome o WHERE o.kind = 'snoozed'
    AND o.customer = diary.customer AND o.rule = diary.rule AND o.occasion = diary.occasion)
    + (SELECT count(*) FROM undone u WHERE u.customer = diary.customer
        AND u.rule = diary.rule AND u.occasion = diary.occasion)
"""
"""What was told more often than it was snoozed or undone, and once."""
DIARY = "customer, rule, occasion, status, due, until"
FEWER = 1 if is_whole() else 2
"""For each change a month is that of half as many customers."""
KEPT = "customer_id, rule, occasion, status, due_at::DATE, deferred_to"
Rows: TypeAlias = set[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A business of ``tests/real/NAME`` whose script, and SQL of a day, are on ``sql``."""

    name: str
    sql: duckdb.DuckDBPyConnection
    folder: Path
    day: str
    """The SQL that writes into ``diary`` what a day tells."""
    says: str
    """That which writes into ``outcome`` what people say of it."""
    engine: str = "duckdb"

    def play(self, daily: Sequence[date], earlier: Mapping[date, Sequence[date]]) -> None:
        """Run each day, and some earlier ones before it; all tell what the SQL finds."""
        ran: list[date] = []
        for now in daily:
            for day in (*earlier.get(now, ()), now):
                self.run(now, day)
                assert self.told(day) == self.expected(now, day, ran), (now, day)
                ran.append(day)
            self.sql.execute(self.says)
            self.sql.execute(EVENING.format(self.kept(now)))
        everything = self.sql.execute(f"SELECT day, {DIARY} FROM diary").fetchall()
        assert {(day, *row) for day in {*ran} for row in self.told(day)} == {*everything}
        assert self.sql.execute(TWICE).fetchall() == []

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
        told = ["run", ROOT / "tests" / "real" / self.name, "--format", "parquet"]
        told += ["--allow", DATA, *options]
        found = CliRunner().invoke(main, [str(each) for each in told])
        assert found.exit_code == 0, found.output
        return self.kept(day).read_bytes()

    def kept(self, day: date) -> Path:
        return self.folder / self.name / f"date={day}" / "actions.parquet"

    def told(self, day: date) -> Rows:
        """What the day told, but for what it took back or let go; no row twice."""
        query = f"SELECT {KEPT} FROM read_parquet('{self.kept(day)}')"
        told = "status <> 'withdrawn' AND held_by IS DISTINCT FROM 'undone'"
        rows = self.sql.execute(f"{query} WHERE {told}").fetchall()
        assert len(rows) == len({*rows})
        return {*rows}

    def expected(self, now: date, day: date, ran: Sequence[date]) -> Rows:
        """What the day should tell, after the days that were run."""
        before = max((each for each in ran if each < day), default=day - timedelta(days=1))
        for name, to in {"now": now, "day": day, "before": before}.items():
            self.sql.execute(f"SET VARIABLE {name} = DATE '{to}'")
        self.sql.execute(("" if ran else BEGINNING + ";") + MORNING + self.day)
        query = f"SELECT {DIARY} FROM diary WHERE day = today_()"
        return {*self.sql.execute(query).fetchall()}
