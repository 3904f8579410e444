"""A wholesaler's month whose data change between two runs, against SQL that knows no careplay.

What each day should tell is worked out over the raw data and the script of what came in late,
was corrected, deleted or absent; what was told before is the diary that the SQL itself keeps.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from interrupted import SCRIPT, Interrupted
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

CREATE MACRO now_() AS getvariable('now')::DATE;
CREATE MACRO today_() AS getvariable('day')::DATE;
CREATE MACRO before_() AS getvariable('before')::DATE;
CREATE TABLE known (day DATE, id VARCHAR);
CREATE TABLE diary (day DATE, customer VARCHAR, rule VARCHAR, occasion VARCHAR, id VARCHAR,
                    status VARCHAR, due DATE, until DATE);
CREATE TABLE outcome (day DATE, customer VARCHAR, rule VARCHAR, occasion VARCHAR,
                      kind VARCHAR, until DATE);
"""

DAY = """
CREATE OR REPLACE TEMP TABLE was AS FROM diary WHERE day = today_();
DELETE FROM diary WHERE day = today_();
DELETE FROM known WHERE day = today_();
CREATE OR REPLACE TEMP TABLE present AS
    SELECT customer_id AS customer FROM customers_on(now_());
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

-- Put off or snoozed until today or earlier, and not told on a later day.
CREATE OR REPLACE TEMP TABLE later AS
    FROM diary WHERE day > today_() AND (customer, rule, occasion) NOT IN
        (SELECT (w.customer, w.rule, w.occasion) FROM was w);
CREATE OR REPLACE TEMP TABLE back AS
    SELECT l.*, CASE WHEN kind = 'snoozed' THEN greatest(due, today_()) ELSE due END AS due_now
    FROM (SELECT d.*,
            min(d.day) OVER (PARTITION BY d.customer, d.rule, d.occasion) AS first_told,
            (SELECT o.kind FROM outcome o WHERE o.customer = d.customer AND o.rule = d.rule
                AND o.occasion = d.occasion AND o.day BETWEEN d.day AND today_()
                AND (o.kind = 'done' OR o.until <= today_())) AS kind
        FROM diary d WHERE d.day < today_()
        QUALIFY d.day = max(d.day) OVER (PARTITION BY d.customer, d.rule, d.occasion)) l
    WHERE customer IN (FROM present)
        AND ((status = 'deferred' AND until <= today_() AND kind IS DISTINCT FROM 'done')
            OR (status = 'due' AND kind = 'snoozed'))
        AND (customer, rule, occasion) NOT IN
            (SELECT (t.customer, t.rule, t.occasion) FROM later t);

CREATE OR REPLACE TEMP TABLE due AS
    SELECT customer, rule, occasion, id, greatest(due, today_()) AS due, today_() AS first_told
    FROM asked a WHERE (customer, rule, occasion) NOT IN
        (SELECT (d.customer, d.rule, d.occasion) FROM diary d WHERE d.day < today_())
        AND (customer, rule, occasion) NOT IN
            (SELECT (t.customer, t.rule, t.occasion) FROM later t)
    UNION ALL
    SELECT customer, rule, occasion, id, due_now, first_told FROM back
    WHERE due_now >= today_() AND stands(rule, id)
        AND (rule <> 'returned' OR (customer, today_()) IN
            (SELECT (r.customer, r.day) FROM regular r));

-- One contact in five days; thanks press, then what is due first, what has waited longest.
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
                AND contact(d.rule) AND d.day BETWEEN today_() - 4 AND today_() - 1) AS last
        FROM due u WHERE contact(rule))
    UNION ALL
    SELECT today_(), customer, rule, occasion, id, 'due', due, NULL
    FROM due WHERE NOT contact(rule)
    UNION ALL
    SELECT today_(), customer, rule, occasion, id, 'dropped', due, NULL FROM back
    WHERE stands(rule, id)
        AND (due_now < today_() OR (rule = 'returned' AND (customer, today_()) NOT IN
            (SELECT (r.customer, r.day) FROM regular r)));

-- Of what was done or snoozed on the day itself, all stays as it was.
CREATE OR REPLACE TEMP TABLE begun AS
    SELECT w.* FROM was w JOIN outcome o USING (day, customer, rule, occasion);
DELETE FROM diary WHERE day = today_()
    AND (customer, rule, occasion) IN (SELECT (b.customer, b.rule, b.occasion) FROM begun b);
INSERT INTO diary FROM begun;
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
TELLS = """
INSERT INTO said
    SELECT concat('O', row_number() OVER (), o.day), o.customer, 'action.' || o.kind,
        o.day + TIME '17:00', k.action_id, o.until
    FROM outcome o JOIN read_parquet('{}') k
        ON k.customer_id = o.customer AND k.rule = o.rule AND k.occasion = o.occasion
    WHERE o.day = today_()
"""
DIARY = "customer, rule, occasion, status, due, until"
KEPT = "customer_id, rule, occasion, status, due_at::DATE, deferred_to"


TWICE = """
SELECT customer, rule, occasion FROM diary WHERE status = 'due' GROUP BY ALL
HAVING count(*) > 1 + (SELECT count(*) FROM outcome o WHERE o.kind = 'snoozed'
    AND o.customer = diary.customer AND o.rule = diary.rule AND o.occasion = diary.occasion)
"""
"""What was told more often than it was snoozed, and once."""
RUNS = [("duckdb", 4, 1), ("plain", 30, 2), ("durable", 30, 4)]
"""Engine, one customer out of how many, and every which of the days is run."""


def opened(engine: str, share: int, folder: Path) -> Interrupted:
    """The month of one customer out of so many."""
    customers, events = files_of("online_retail")
    sql = duckdb.connect()
    sql.execute(WORLD.format(customers=customers, events=events, share=share))
    sql.execute(SCRIPT.format(told="amount") + MACROS)
    return Interrupted("interrupted_retail", sql, folder, engine)


def expected(
    month: Interrupted, now: date, day: date, ran: list[date]
) -> set[tuple[object, ...]]:
    """What the day should tell, by the SQL above."""
    before = max((each for each in ran if each < day), default=day - timedelta(days=1))
    told = {"now": now, "day": day, "before": before}
    month.sql.execute(
        "".join(f"SET VARIABLE {name} = DATE '{to}';" for name, to in told.items())
    )
    if not ran:
        known = f"FROM event_script WHERE known_on <= '{now}' AND \"at\" < '{day}'"
        present = f"customer_id IN (SELECT customer_id FROM customers_on(DATE '{now}'))"
        month.sql.execute(
            f"INSERT INTO known SELECT DATE '{before}', event_id {known} AND {present}"
        )
    month.sql.execute(DAY)
    query = f"SELECT {DIARY} FROM diary WHERE day = today_()"
    return {*month.sql.execute(query).fetchall()}


@pytest.mark.parametrize(("engine", "share", "every"), RUNS)
def test_each_day_and_the_month_tell_what_sql_finds(
    engine: str, share: int, every: int, tmp_path: Path
) -> None:
    if engine == "durable":
        pytest.importorskip("durable")
    month, ran = opened(engine, share, tmp_path), list[date]()
    for now in DAILY[::every]:
        for day in (*EARLIER.get(now, ()), now):
            month.run(now, day)
            assert month.told(day, KEPT) == expected(month, now, day, ran), (now, day)
            ran.append(day)
        month.sql.execute(SAYS)
        month.sql.execute(TELLS.format(month.kept(now)))
    everything = month.sql.execute(f"SELECT day, {DIARY} FROM diary").fetchall()
    assert {row for day in {*ran} for row in month.told(day, f"date, {KEPT}")} == {*everything}
    assert month.sql.execute(TWICE).fetchall() == []


def test_a_day_run_again_in_the_middle_of_it_gives_the_same_bytes(tmp_path: Path) -> None:
    month = opened("duckdb", 40, tmp_path)
    first = [month.run(now, now) for now in DAILY[:9]]
    assert month.run(DAILY[8], DAILY[8]) == first[-1]
