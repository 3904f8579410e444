"""A hotel month whose data change between two runs, against SQL that knows no careplay.

Every booking is a case, to the departure; check-in and check-out are the steps that are done.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from interrupted import FEWER, SCRIPT, Interrupted
from real_days import days, files_of

MISSED = {*days("2016-06-04", "2016-06-05"), *days("2016-06-11", "2016-06-17")}
DAILY = [each for each in days("2016-05-31", "2016-06-28") if each not in MISSED]
EARLIER = {date(2016, 6, 20): days("2016-06-09", "2016-06-09")}
"""On which day an earlier one is run again, before its own."""

WORLD = """
CREATE TABLE event_script AS
    SELECT event_id, customer_id, "at", ref, arrival,
        CASE type WHEN 'checkin' THEN 'stay.arrive.done' WHEN 'checkout' THEN 'stay.leave.done'
            ELSE type END AS type,
        CASE WHEN h % 20 IN (0, 1) THEN d + 1 + (h // 20) % 9 WHEN h % 20 = 2 THEN d + 18
            ELSE d END::DATE AS known_on,
        CASE WHEN h % 20 IN (3, 4) AND type NOT IN ('cancel', 'no_show')
            THEN d + 2 + (h // 20) % 12 END::DATE AS gone_on,
        CASE WHEN h % 20 IN (5, 6, 7) THEN DATE '2016-06-01' + (h // 20) % 25 END AS turns_on,
        arrival + CASE h % 20 WHEN 5 THEN -4 ELSE 3 + (h // 20) % 9 END::INTEGER AS turned
    FROM (SELECT *, "at"::DATE AS d, (hash(event_id) % 1000)::INTEGER AS h,
            CASE WHEN type = 'booking' THEN min("at"::DATE)
                FILTER (WHERE type IN ('checkin', 'no_show'))
                OVER (PARTITION BY customer_id, ref) END AS arrival
        FROM read_parquet('{events}'))
    WHERE customer_id LIKE 'G%' AND hash(customer_id) % {share} = 0;
CREATE TABLE customer_script AS
    SELECT customer_id, region,
        CASE hash(customer_id || 'c') % 12 WHEN 0 THEN DATE '2016-06-07'
            WHEN 1 THEN DATE '2016-06-20' WHEN 2 THEN DATE '1900-01-01' END AS absent_from,
        CASE hash(customer_id || 'c') % 12 WHEN 0 THEN DATE '2016-06-10'
            WHEN 1 THEN DATE '2016-06-23' WHEN 2 THEN DATE '2016-06-09' END AS absent_to
    FROM read_parquet('{customers}') WHERE kind = 'guest' AND hash(customer_id) % {share} = 0;
"""

DAY = """
CREATE OR REPLACE TEMP TABLE e AS
    SELECT event_id AS id, customer_id AS customer, type, "at", "at"::DATE AS d, ref, arrival
    FROM events_on(now_()) WHERE "at"::DATE <= today_() AND customer_id IN (FROM present);
-- What no run knew on its day, or no run was made on the day of.
CREATE OR REPLACE TEMP TABLE fresh AS
    FROM e WHERE d > before_()
        OR (d >= before_() - 31 - 3 AND id NOT IN (SELECT k.id FROM known k));
INSERT INTO known SELECT today_(), id FROM e
    WHERE d >= today_() - 31 - 3 AND id NOT IN (SELECT k.id FROM known k);

-- Where each booking stands, by what is known of it at the end of the day.
CREATE OR REPLACE TEMP TABLE stands AS
    SELECT customer, ref, IF(arrived IS NULL, 'arrive', 'leave') AS step,
        coalesce(arrived::DATE + 3, began::DATE + 20) AS step_due
    FROM (SELECT customer, ref, min("at") FILTER (WHERE type = 'booking') AS began,
            min("at") FILTER (WHERE type = 'stay.arrive.done') AS arrived,
            count(*) FILTER (WHERE type IN ('cancel', 'no_show', 'stay.leave.done')) AS ended
        FROM e GROUP BY ALL)
    WHERE began IS NOT NULL AND ended = 0;

CREATE OR REPLACE TEMP TABLE asked AS
    SELECT customer, 'stay.' || step AS rule, concat('stay:', step, '/0/', ref) AS occasion,
        NULL AS id, step_due AS due
    FROM stands
    UNION ALL
    SELECT customer, concat('stay.late.', n), concat('stay:', step, '/0/', ref), NULL,
        today_()
    FROM stands, (VALUES (1, 0), (2, 4)) AS late(n, later) WHERE step_due + later <= today_()
    UNION ALL
    SELECT customer, 'booked', 'booking:' || id, id, d + 2 FROM fresh WHERE type = 'booking'
    UNION ALL
    SELECT customer, 'missed', 'no_show:' || id, id, d + 3 FROM fresh WHERE type = 'no_show'
    UNION ALL
    SELECT customer, 'remind', concat('booking:', id, ':', arrival), id, arrival - 3
    FROM e WHERE type = 'booking'
        AND arrival - 3 BETWEEN greatest(d, today_() - 31) AND today_()
        AND (arrival - 3 > before_() OR id IN (SELECT f.id FROM fresh f));

-- Whose arrival is no more is waited for again, as his departure is taken back.
CREATE OR REPLACE TEMP TABLE restored AS
    SELECT today_() AS day, s.customer, 'stay.arrive' AS rule,
        'stay:arrive/0/' || s.ref AS occasion, NULL AS id, 'due' AS status,
        greatest(s.step_due, today_()) AS due, NULL AS until
    FROM stands s JOIN (SELECT customer, occasion, max(day) AS day, arg_max(due, day) AS due
        FROM diary WHERE rule = 'stay.leave' AND day <= today_() GROUP BY ALL) AS l
        ON l.customer = s.customer AND l.occasion = 'stay:leave/0/' || s.ref
    WHERE s.step = 'arrive' AND l.due >= today_() - 31
        AND NOT EXISTS (FROM outcome o WHERE o.customer = l.customer AND o.rule = 'stay.leave'
            AND o.occasion = l.occasion AND o.kind = 'done')
        AND NOT EXISTS (FROM diary d WHERE d.customer = s.customer AND d.rule = 'stay.arrive'
            AND d.occasion = 'stay:arrive/0/' || s.ref AND d.day > l.day);
INSERT INTO undone SELECT customer, rule, occasion FROM restored;

INSERT INTO diary
    SELECT today_(), customer, rule, occasion, id, 'due', greatest(due, today_()), NULL
    FROM asked WHERE (customer, rule, occasion) NOT IN
            (SELECT (d.customer, d.rule, d.occasion) FROM diary d WHERE d.day <= today_())
        AND (customer, rule, occasion) NOT IN
            (SELECT (t.customer, t.rule, t.occasion) FROM later t)
    UNION ALL
    FROM restored
    UNION ALL
    -- What was snoozed comes back while its case stands there, or its event and date do.
    SELECT today_(), customer, rule, occasion, b.id, 'due',
        greatest(coalesce(a.due, due_now), today_()), NULL
    FROM back b LEFT JOIN asked a USING (customer, rule, occasion)
    WHERE a.rule IS NOT NULL OR b.id IN (SELECT e.id FROM e
        WHERE rule <> 'remind' OR occasion = concat('booking:', e.id, ':', e.arrival));
"""
SAYS = """
INSERT INTO outcome
    SELECT day, customer, rule, occasion, CASE h WHEN 0 THEN 'snoozed' ELSE 'done' END,
        CASE h WHEN 0 THEN today_() + 4 END
    FROM (SELECT *, hash(customer || occasion || rule) % 8 AS h FROM diary WHERE day = today_())
    WHERE h IN (0, 1)
"""
RUNS = [
    ("duckdb", 40 * FEWER, 1),
    ("plain", 400 * FEWER, 2),
    pytest.param("durable", 400 * FEWER, 4, marks=pytest.mark.durable),
]
"""Engine, one guest out of how many, and every which of the days is run."""


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("engine", "share", "every"), RUNS)
def test_each_day_and_the_month_tell_what_sql_finds(
    engine: str, share: int, every: int, tmp_path: Path
) -> None:
    customers, events = files_of("hotel_bookings")
    sql = duckdb.connect()
    sql.execute(WORLD.format(customers=customers, events=events, share=share))
    sql.execute(SCRIPT.format(told="arrival"))
    month = Interrupted("interrupted_hotel", sql, tmp_path, DAY, SAYS, engine)
    month.play(DAILY[::every], EARLIER)
