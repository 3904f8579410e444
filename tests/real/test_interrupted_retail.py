"""A wholesaler's month whose data change between two runs, against SQL that knows no careplay.

What each day should tell is worked out over the raw data and the script of what came in late,
was corrected, deleted or absent; what was told before is the diary that the SQL itself keeps.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from interrupted import FEWER, SCRIPT, Interrupted
from real_days import days, files_of

FIRST, LAST = "2011-10-31", "2011-11-30"
MISSED = {*days("2011-11-05", "2011-11-06"), *days("2011-11-12", "2011-11-18")}
DAILY = [each for each in days(FIRST, LAST) if each not in MISSED]
EARLIER = {
    date(2011, 11, 21): days("2011-11-10", "2011-11-10"),
    date(2011, 11, 29): days("2011-11-15", "2011-11-16"),
}
"""On which day earlier ones are run, again or for the first time, before its own."""

WORLD = """
CREATE TABLE event_script AS
    SELECT event_id, customer_id, type, "at", amount::DECIMAL(18, 2) AS amount,
        CASE WHEN h % 20 IN (0, 1) THEN d + 1 + (h // 20) % 9 WHEN h % 20 = 2 THEN d + 20
             WHEN d BETWEEN '2011-08-05' AND '2011-08-20' AND h % 3 = 0 THEN d + 90
             ELSE d END::DATE AS known_on,
        CASE WHEN h % 20 IN (3, 4) THEN d + 2 + (h // 20) % 12 END::DATE AS gone_on,
        CASE WHEN h % 20 IN (5, 6, 7) THEN d + 1 + (h // 20) % 4 END::DATE AS turns_on,
        (amount * CASE h % 20 WHEN 5 THEN 4 ELSE 0.1 END)::DECIMAL(18, 2) AS turned
    FROM (SELECT *, "at"::DATE AS d, (hash(event_id || 'e') % 1000)::INTEGER AS h
        FROM read_parquet('{events}')) WHERE hash(customer_id) % {share} = 0;
CREATE TABLE customer_script AS
    SELECT customer_id, region,
        CASE hash(customer_id || 'c') % 12 WHEN 0 THEN DATE '2011-11-08'
            WHEN 1 THEN DATE '2011-11-21' WHEN 2 THEN DATE '1900-01-01' END AS absent_from,
        CASE hash(customer_id || 'c') % 12 WHEN 0 THEN DATE '2011-11-11'
            WHEN 1 THEN DATE '2011-11-24' WHEN 2 THEN DATE '2011-11-10' END AS absent_to
    FROM read_parquet('{customers}') WHERE hash(customer_id) % {share} = 0;
"""

DAY = """
CREATE OR REPLACE TEMP TABLE e AS
    SELECT event_id AS id, customer_id AS customer, type, "at"::DATE AS d, amount
    FROM events_on(now_()) WHERE "at"::DATE <= today_()
        AND customer_id IN (FROM present);
CREATE OR REPLACE TEMP TABLE regular AS
    SELECT day, customer FROM e JOIN (SELECT DISTINCT d AS day FROM e UNION SELECT today_())
        ON d BETWEEN day - 90 AND day
    WHERE type = 'purchase' AND day >= before_() GROUP BY ALL HAVING count(*) >= 2;
-- What no run knew on its day, or of days without a run, which is asked as on its day.
CREATE OR REPLACE TEMP TABLE fresh AS
    FROM e WHERE d > before_()
        OR (d >= before_() - 31 - 7 AND id NOT IN (SELECT k.id FROM known k));
INSERT INTO known SELECT today_(), id FROM e
    WHERE d >= today_() - 31 - 7 AND id NOT IN (SELECT k.id FROM known k);

CREATE OR REPLACE TEMP TABLE asked AS
    SELECT customer, 'thanks' AS rule, 'purchase:' || id AS occasion, id, d + 9 AS due
    FROM fresh WHERE type = 'purchase' AND amount >= 300
    UNION ALL
    SELECT customer, 'follow_up', 'purchase:' || id, id, d + 7 + 8
    FROM e WHERE type = 'purchase' AND amount >= 200 AND caught(d + 7)
        AND (d + 7 > before_() OR id IN (SELECT f.id FROM fresh f))
    UNION ALL
    SELECT customer, 'parcel', 'purchase:' || id, id, d + 2 + 3
    FROM e WHERE type = 'purchase' AND d + 2 = today_()
    UNION ALL
    SELECT customer, 'look', 'purchase:' || id, id, d + 5
    FROM (FROM e WHERE type = 'purchase' AND caught(d + 5)
            AND (d + 5 > before_() OR id IN (SELECT f.id FROM fresh f))
        QUALIFY d = max(d) OVER (PARTITION BY customer))
    UNION ALL
    SELECT customer, 'returned', 'return:' || id, id, d + 2
    FROM fresh WHERE type = 'return' AND (customer, if(d > before_(), d, today_())) IN
        (SELECT (r.customer, r.day) FROM regular r)
    UNION ALL
    SELECT customer, 'silent', concat('purchase:', max(d), '+60'), NULL, today_()
    FROM e WHERE type = 'purchase' GROUP BY customer HAVING max(d) = today_() - 60;

CREATE OR REPLACE TEMP TABLE due AS
    SELECT customer, rule, occasion, id, greatest(due, today_()) AS due, today_() AS first_told
    FROM asked a WHERE (customer, rule, occasion) NOT IN
        (SELECT (d.customer, d.rule, d.occasion) FROM diary d WHERE d.day <= today_())
        AND (customer, rule, occasion) NOT IN
            (SELECT (t.customer, t.rule, t.occasion) FROM later t)
    UNION ALL
    SELECT customer, rule, occasion, id, due_now, first_told FROM back
    WHERE due_now >= today_() AND stands(rule, id)
        AND (rule <> 'returned' OR (customer, today_()) IN
            (SELECT (r.customer, r.day) FROM regular r));

-- One contact in five days, but for what was taken back; thanks press, then what is due
-- first, what has waited longest.
INSERT INTO diary
    SELECT today_(), customer, rule, occasion, id,
        CASE WHEN turn = 1 AND last IS NULL THEN 'due'
            WHEN coalesce(last, today_()) + 5 > due THEN 'dropped'
            ELSE 'deferred' END AS status,
        due, CASE WHEN status = 'deferred' THEN coalesce(last, today_()) + 5 END
    FROM (SELECT *, row_number() OVER (PARTITION BY customer ORDER BY rule <> 'thanks', due,
                first_told, list_position(['thanks', 'follow_up', 'parcel'], rule), occasion
            ) AS turn,
            (SELECT max(d.day) FROM diary d WHERE d.customer = u.customer AND d.status = 'due'
                AND contact(d.rule) AND d.day BETWEEN today_() - 4 AND today_()
                AND (stands(d.rule, d.id) OR (d.customer, d.rule, d.occasion) IN
                    (SELECT (o.customer, o.rule, o.occasion) FROM outcome o
                        WHERE o.kind = 'done' AND o.day <= today_()))) AS last
        FROM due u WHERE contact(rule))
    UNION ALL
    SELECT today_(), customer, rule, occasion, id, 'due', due, NULL
    FROM due WHERE NOT contact(rule)
    UNION ALL
    SELECT today_(), customer, rule, occasion, id, 'dropped', due, NULL FROM back
    WHERE stands(rule, id)
        AND (due_now < today_() OR (rule = 'returned' AND (customer, today_()) NOT IN
            (SELECT (r.customer, r.day) FROM regular r)));

"""
MACROS = """
CREATE MACRO caught(day) AS day BETWEEN today_() - 31 AND today_();
CREATE MACRO contact(rule) AS rule IN ('thanks', 'follow_up', 'parcel');
CREATE TEMP TABLE e (id VARCHAR, customer VARCHAR, type VARCHAR, d DATE, amount DECIMAL(18, 2));
CREATE TEMP MACRO stands(rule, ref) AS ref IN (SELECT x.id FROM e x WHERE x.amount >=
    CASE rule WHEN 'thanks' THEN 300 WHEN 'follow_up' THEN 200 ELSE -1000000 END);
"""
SAYS = """
INSERT INTO outcome
    SELECT day, customer, rule, occasion, CASE h WHEN 0 THEN 'snoozed' ELSE 'done' END,
        CASE h WHEN 0 THEN today_() + 4 END
    FROM (SELECT *, hash(customer || occasion || rule) % 8 AS h FROM diary WHERE day = today_())
    WHERE (status = 'due' AND h IN (0, 1) AND id IS NOT NULL) OR (status = 'deferred' AND h = 2)
"""
RUNS = [
    ("duckdb", 4 * FEWER, 1),
    ("plain", 30 * FEWER, 2),
    pytest.param("durable", 30 * FEWER, 4, marks=pytest.mark.durable),
]
"""Engine, one customer out of how many, and every which of the days is run."""


def opened(engine: str, share: int, folder: Path) -> Interrupted:
    """The month of one customer out of so many."""
    customers, events = files_of("online_retail")
    sql = duckdb.connect()
    sql.execute(WORLD.format(customers=customers, events=events, share=share))
    sql.execute(SCRIPT.format(told="amount") + MACROS)
    return Interrupted("interrupted_retail", sql, folder, DAY, SAYS, engine)


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("engine", "share", "every"), RUNS)
def test_each_day_and_the_month_tell_what_sql_finds(
    engine: str, share: int, every: int, tmp_path: Path
) -> None:
    opened(engine, share, tmp_path).play(DAILY[::every], EARLIER)


def test_a_day_run_again_in_the_middle_of_it_gives_the_same_bytes(tmp_path: Path) -> None:
    month = opened("duckdb", 40, tmp_path)
    first = [month.run(now, now) for now in DAILY[:9]]
    assert month.run(DAILY[8], DAILY[8]) == first[-1]
