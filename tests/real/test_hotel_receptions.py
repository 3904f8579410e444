"""Thirty days of receptions in two hotels, each day remembering those before.

The stays are those of the real bookings; how they became known is made up, by their number: of
ten, one is put forward, one extended, one shortened, one raised for a task. Every action of
the thirty days is held against SQL that knows nothing of careplay.
"""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

import careplay
from careplay.cli import main
from real_days import ROOT, files_of

FIRST, LAST = date(2016, 5, 1), date(2016, 5, 30)
NAME = "hotel_receptions"

BOOKED = """
CREATE TABLE booked AS
SELECT b.customer_id AS guest, b.ref, b.room, substr(b.ref, 2)::INT % 10 AS kind,
       b."at"::DATE AS booked, b.nights, c."at"::DATE AS cancelled,
       coalesce(i."at", n."at", c."at" + INTERVAL 1 DAY * (substr(b.ref, 2)::INT % 12))::DATE
           AS arrival,
       coalesce(o."at"::DATE - i."at"::DATE, b.nights) AS slept, n.ref IS NOT NULL AS no_show
FROM read_parquet('{events}') b
LEFT JOIN read_parquet('{events}') i
    ON i.type = 'checkin' AND (i.customer_id, i.ref) = (b.customer_id, b.ref)
LEFT JOIN read_parquet('{events}') o
    ON o.type = 'checkout' AND (o.customer_id, o.ref) = (b.customer_id, b.ref)
LEFT JOIN read_parquet('{events}') n
    ON n.type = 'no_show' AND (n.customer_id, n.ref) = (b.customer_id, b.ref)
LEFT JOIN read_parquet('{events}') c
    ON c.type = 'cancel' AND (c.customer_id, c.ref) = (b.customer_id, b.ref)
WHERE b.type = 'booking' AND b.customer_id LIKE 'G%';
DELETE FROM booked WHERE arrival NOT BETWEEN DATE '2016-04-10' AND DATE '2016-07-10';

-- What was known of a stay from when on; one row for each time something new became known.
CREATE TABLE known AS
WITH stay AS (
    SELECT *, arrival + slept::INT AS departure, cancelled IS NULL AND NOT no_show AS came,
           greatest(booked, arrival - 5) AS raise_on FROM booked)
SELECT guest, ref, booked AS since,
       arrival + CASE WHEN came AND kind = 0 AND booked < arrival - 2 THEN 3 ELSE 0 END
           AS arrival,
       departure + CASE WHEN NOT came THEN 0
                        WHEN kind = 0 AND booked < arrival - 2 THEN 3
                        WHEN kind = 1 AND slept >= 2 THEN -1
                        WHEN kind = 2 AND slept >= 2 THEN 2 ELSE 0 END AS departure,
       false AS cancelled, NULL::DATE AS raised_until
FROM stay
UNION ALL SELECT guest, ref, arrival - 2, arrival, departure, false, NULL FROM stay
    WHERE came AND kind = 0 AND booked < arrival - 2
UNION ALL SELECT guest, ref, departure - 1, arrival, departure, false, NULL FROM stay
    WHERE came AND kind IN (1, 2) AND slept >= 2
UNION ALL SELECT guest, ref, raise_on, arrival, departure, false, arrival FROM stay
    WHERE came AND kind = 3 AND booked < raise_on
UNION ALL SELECT guest, ref, coalesce(cancelled, arrival), arrival, departure, true, NULL
    FROM stay WHERE NOT came;
"""

EVENTS = """
COPY (
    SELECT guest AS customer_id, ref,
           since::TIMESTAMP + INTERVAL 1 HOUR * row_number() OVER said AS "at",
           CASE WHEN cancelled THEN 'reservation.cancelled'
                WHEN row_number() OVER said = 1 THEN 'reservation'
                ELSE 'reservation.changed' END AS type,
           CASE WHEN NOT cancelled THEN arrival END AS arrival,
           CASE WHEN NOT cancelled THEN departure END AS departure,
           CASE WHEN raised_until IS NOT NULL THEN 'A' END AS raised_to,
           CASE WHEN raised_until IS NOT NULL THEN 'gm' END AS approved_by, raised_until
    FROM known WINDOW said AS
        (PARTITION BY ref ORDER BY cancelled, since, raised_until NULLS FIRST)
) TO '{folder}/stays.parquet';
COPY (SELECT guest AS customer_id, any_value(room) AS room_class,
             'Guest ' || guest AS name FROM booked GROUP BY guest) TO '{folder}/guests.parquet'
"""

BY_HAND = """
-- Each stay on each day, as far as it was known by then.
CREATE TABLE days AS SELECT unnest(
    generate_series(DATE '{first}', DATE '{last}', INTERVAL 1 DAY))::DATE AS d;
CREATE TABLE states AS
SELECT d, k.guest, k.ref, k.arrival, k.departure, k.cancelled, k.since, r.raised_until,
       r.raised_until >= d AS is_raised,
       greatest(k.since, CASE WHEN r.raised_until < d THEN r.raised_until + 1 END) AS known_on,
       CASE WHEN room IN ('G', 'H') THEN 1 WHEN room IN ('E', 'F') THEN 2 WHEN room = 'D' THEN 3
            ELSE 9 END AS own
FROM days JOIN known k ON k.since <= d JOIN booked USING (guest, ref)
LEFT JOIN (SELECT ref, max(raised_until) AS raised_until, min(since) AS since
           FROM known WHERE raised_until IS NOT NULL GROUP BY ref) r
    ON r.ref = k.ref AND r.since <= d
QUALIFY row_number() OVER (PARTITION BY d, k.guest, k.ref
    ORDER BY k.cancelled DESC, k.since DESC, k.raised_until DESC NULLS LAST) = 1;
CREATE TABLE levels AS
SELECT *, CASE WHEN is_raised THEN 1 ELSE own END AS level FROM states;

-- What each state asks for: the day on which it is told, the day that is part of its name.
CREATE TABLE wants AS
SELECT d, guest, ref, known_on, rule, told_on, named, over FROM levels, LATERAL (VALUES
    (level <= 3, 'vip.plan.' || chr(64 + level),
        arrival - CASE level WHEN 1 THEN 7 WHEN 2 THEN 3 ELSE 1 END, arrival, arrival),
    (level <= 3, 'vip.prepare', arrival, arrival, arrival),
    (level <= 3, 'vip.welcome', arrival, arrival, arrival),
    (level <= 3, 'vip.history', departure + 1, departure, NULL)
) AS item(has, rule, told_on, named, over)
WHERE has AND NOT cancelled;
CREATE TABLE told AS
SELECT rule, guest, ref, named, min(d) AS d FROM wants
WHERE told_on <= d
    AND CASE WHEN over IS NULL THEN told_on = d OR known_on = d ELSE over >= d END
GROUP BY ALL;
CREATE TABLE gone AS
SELECT t.rule, t.guest, t.ref, t.named, min(s.d) AS d
FROM told t JOIN states s ON (s.guest, s.ref) = (t.guest, t.ref) AND s.d > t.d
WHERE t.named >= s.d AND s.known_on = s.d AND NOT EXISTS (
    FROM wants w
    WHERE (w.rule, w.guest, w.ref, w.named, w.d) = (t.rule, t.guest, t.ref, t.named, s.d)
        AND told_on <= s.d AND (over IS NULL OR over >= s.d))
GROUP BY ALL;
CREATE TABLE expected AS
SELECT d, 'due' AS status, guest, rule, concat('vip:', named, '/', ref) AS occasion FROM told
UNION ALL SELECT d, 'withdrawn', guest, rule, concat('vip:', named, '/', ref) FROM gone
UNION ALL SELECT d, 'due', guest, 'vip.turndown', concat('vip:', d, '/', ref) FROM levels
    WHERE level <= 3 AND NOT cancelled AND d >= arrival AND d < departure;
"""


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Thirty runs; ``actions`` holds all that was kept of them, ``expected`` what should be."""
    _, events = files_of("hotel_bookings")
    folder = tmp_path_factory.mktemp("real") / NAME
    shutil.copytree(ROOT / "tests" / "real" / NAME, folder)
    (folder / "data").mkdir()
    sql = duckdb.connect()
    sql.execute(BOOKED.format(events=events))
    sql.execute(EVENTS.format(folder=folder / "data"))
    sql.execute(BY_HAND.format(first=FIRST, last=LAST))
    for number in range((LAST - FIRST).days + 1):
        _run(folder, FIRST + timedelta(days=number))
    kept = folder / ".careplay" / "actions" / NAME / "*" / "actions.parquet"
    sql.execute(
        f"CREATE VIEW actions AS FROM read_parquet('{kept}', hive_partitioning = false)"
    )
    told = careplay.masked(folder, careplay.kept(folder, careplay.kept_in(folder)))
    sql.register("shown", told.arrow())
    return sql


def _run(folder: Path, day: date) -> None:
    told = CliRunner().invoke(main, ["run", str(folder), "--date", str(day)])
    assert told.exit_code == 0, told.output


def rows(sql: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return sql.execute(query).fetchall()


def test_every_action_of_the_month_is_one_that_sql_finds(
    month: duckdb.DuckDBPyConnection,
) -> None:
    ours = "SELECT date, status, customer_id, rule, occasion FROM actions"
    theirs = "SELECT d, status, guest, rule, occasion FROM expected"
    assert rows(month, f"{ours} EXCEPT ALL {theirs} LIMIT 9") == []
    assert rows(month, f"{theirs} EXCEPT ALL {ours} LIMIT 9") == []


def test_the_month_has_everything_that_receptions_do(month: duckdb.DuckDBPyConnection) -> None:
    found = Counter(dict(rows(month, "SELECT rule, count(*) FROM actions GROUP BY rule")))
    assert set(found) == {
        "vip.plan.A", "vip.plan.B", "vip.plan.C", "vip.prepare", "vip.welcome", "vip.turndown",
        "vip.history",
    }  # fmt: skip
    assert min(found.values()) > 50
    ((withdrawn, replaced),) = rows(
        month,
        "SELECT count(*) FILTER (status = 'withdrawn'), count(supersedes) FROM actions",
    )
    assert withdrawn > 50
    assert replaced > 0


def test_no_guest_has_one_treat_on_two_nights_of_a_week(
    month: duckdb.DuckDBPyConnection,
) -> None:
    query = """SELECT count(*), count(*) FILTER (twice) FROM (
        SELECT count(*) > 1 AS twice FROM actions WHERE rule = 'vip.turndown'
        GROUP BY customer_id, checklist[-1], date_trunc('week', date))"""
    ((nights, twice),) = rows(month, query)
    assert nights > 1000
    assert twice == 0


def test_no_paper_shows_a_guests_name(month: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT count(*), count(*) FILTER (contains(text, 'Guest G')) FROM {}"
    ((papers, whole),) = rows(month, query.format("actions"))
    assert papers > 1000
    assert whole > 1000
    assert rows(month, query.format("shown")) == [(papers, 0)]


def test_every_action_is_due_on_its_date_or_later(month: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT count(*) FROM actions WHERE status = 'due' AND due_at < date"
    assert rows(month, query) == [(0,)]
