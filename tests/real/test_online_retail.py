"""A wholesaler's year: every rule of every day against SQL that knows nothing of careplay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest

from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from real_days import (
    Occasions,
    Real,
    acted,
    business_of,
    days,
    expected,
    files_of,
    only,
    outcome,
    real,
    told,
    undecided,
)

DAYS = tuple(map(date.fromisoformat, (
    "2010-12-01", "2010-12-31", "2011-01-31", "2011-02-28", "2011-03-31",
    "2011-04-01", "2011-04-28", "2011-06-06", "2011-07-01", "2011-08-08",
    "2011-09-30", "2011-10-01", "2011-11-07", "2011-12-05", "2011-12-06",
    "2011-12-09",
)))  # fmt: skip
FEW_DAYS = tuple(date.fromisoformat(day) for day in ("2011-04-01", "2011-12-05"))

VIEWS = """
CREATE VIEW customers AS SELECT customer_id AS customer, region FROM customer_file;
CREATE VIEW happened AS
    SELECT event_id AS id, customer_id AS customer, type, "at" AS t, "at"::DATE AS d,
           amount::DECIMAL(18, 2) AS amount, qty, lines, ref
    FROM event_file;
CREATE VIEW purchases AS FROM happened WHERE type = 'purchase';
CREATE VIEW returns AS FROM happened WHERE type = 'return';

-- What is known of each customer at the end of a day.
CREATE MACRO known(day) AS TABLE
    SELECT c.customer, c.region,
           coalesce(sum(amount) FILTER (WHERE d >= day - INTERVAL 12 MONTH), 0) AS spend,
           count(p.id) AS n,
           count(p.id) FILTER (WHERE d >= day - 90) AS n90,
           min(t)::DATE AS began,
           avg(amount::DOUBLE) FILTER (WHERE amount > 0 AND lines >= 2) AS big
    FROM customers c LEFT JOIN purchases p ON p.customer = c.customer AND p.d <= day
    GROUP BY ALL;
-- How many customers spent as much or more, in hundredths of all customers.
CREATE MACRO ranked(day) AS TABLE
    SELECT *, (count(*) OVER (ORDER BY spend DESC RANGE UNBOUNDED PRECEDING) - 1) * 100
                  // count(*) OVER () AS above
    FROM known(day);
CREATE MACRO returned(day) AS TABLE
    SELECT customer, max(d) AS last,
           coalesce(sum(amount) FILTER (WHERE d >= day - INTERVAL 12 MONTH), 0) AS back
    FROM returns WHERE d <= day GROUP BY customer;
CREATE MACRO gold(day) AS
    CASE WHEN day < DATE '2011-04-01' THEN 3000 WHEN day < DATE '2011-10-01' THEN 4000
         ELSE 5000 END;
CREATE MACRO good(day) AS CASE WHEN day < DATE '2011-07-01' THEN 500 ELSE 650.50 END;
-- Yesterday and today of each customer.
CREATE MACRO turned(day) AS TABLE
    SELECT now.*, was.spend AS spent, was.n AS had, was.n90 AS had90
    FROM known(day) now JOIN known(day - 1) was USING (customer);

-- Days that are worked everywhere in the United Kingdom, and the second one after each day.
CREATE TABLE calendar AS
    SELECT unnest(generate_series(
        DATE '2010-11-01', DATE '2012-01-31', INTERVAL 1 DAY))::DATE AS d;
CREATE TABLE worked AS
    SELECT d FROM calendar WHERE isodow(d) <= 5 AND d NOT IN (
        '2010-12-27', '2010-12-28', '2011-01-03', '2011-04-22', '2011-04-29', '2011-05-02',
        '2011-05-30', '2011-12-26', '2011-12-27', '2012-01-02');
CREATE TABLE second_worked AS
    SELECT c.d, list(w.d ORDER BY w.d)[2] AS then_
    FROM calendar c JOIN worked w ON w.d > c.d AND w.d <= c.d + 20 GROUP BY c.d;
"""

BY_HAND = {
    "gold_greeting": """
        SELECT customer, 'enters gold:' || $day FROM turned($day::DATE)
        WHERE spend >= gold($day) AND spent < gold($day::DATE - 1)""",
    "gold_lost": """
        SELECT customer, 'leaves gold:' || $day FROM turned($day::DATE)
        WHERE spend < gold($day) AND spent >= gold($day::DATE - 1)""",
    "regular_welcome": """
        SELECT customer, 'enters regular:' || $day FROM turned($day::DATE)
        WHERE n90 >= 3 AND had90 < 3 AND region <> 'Unspecified'""",
    "spend_milestones": """
        SELECT customer, concat('spend_12m:', level, ':', $day) FROM turned($day::DATE),
            (SELECT unnest([1000, 10000, gold($day)]) AS level)
        WHERE spend >= level AND spent < level""",
    "spend_fades": """
        SELECT customer, concat('spend_12m:',
            if($day::DATE < DATE '2011-07-01', '500', '650.5'), ':', $day)
        FROM turned($day::DATE) WHERE spend < good($day) AND spent >= good($day) AND n >= 2""",
    "vital_review": """
        SELECT customer, 'month:' || $day FROM ranked($day::DATE) JOIN returned($day::DATE)
            USING (customer)
        WHERE isodow($day::DATE) = 1 AND day($day::DATE) <= 7 AND above < 20
            AND last >= $day::DATE - INTERVAL 2 MONTH""",
    "miss_you": """
        SELECT customer, concat('purchase:', max(d), '+', $day::DATE - max(d)) FROM purchases
        WHERE d <= $day GROUP BY customer
        HAVING $day::DATE - max(d) IN (60, 90, 120, 150) AND count(*) >= 2""",
    "miss_key_customer": """
        SELECT customer, concat('purchase:', max(d), '+90') FROM purchases
        JOIN ranked($day::DATE) r USING (customer)
        LEFT JOIN returned($day::DATE) b USING (customer)
        WHERE d <= $day AND above < 20 AND (last IS NULL OR last < $day::DATE - 30)
        GROUP BY customer HAVING max(d) = $day::DATE - 90""",
    "miss_big_orders": """
        SELECT customer, concat('purchase:', last, '+', $day::DATE - last)
        FROM (SELECT customer, max(d) AS last FROM purchases WHERE amount >= 1000 AND d <= $day
              GROUP BY customer)
        WHERE $day::DATE IN (
            (last + INTERVAL 3 MONTH)::DATE,
            ((last + INTERVAL 3 MONTH)::DATE + INTERVAL 1 MONTH)::DATE,
            ((last + INTERVAL 3 MONTH)::DATE + INTERVAL 2 MONTH)::DATE)""",
    "third_purchase": """
        SELECT customer, concat('purchases:', level, ':', $day) FROM turned($day::DATE),
            (SELECT unnest([3, 10]) AS level)
        WHERE n >= level AND had < level""",
    "first_year": """
        SELECT customer, concat('first_purchase:', $day) FROM known($day::DATE)
        WHERE strftime(began, '%m-%d') = strftime($day::DATE, '%m-%d')
            AND year(began) < year($day::DATE)""",
    "big_order": """
        SELECT customer, 'purchase:' || id FROM purchases
        WHERE amount >= 500 AND d = $day::DATE - 30""",
    "two_working_days": """
        SELECT customer, 'purchase:' || id FROM purchases JOIN second_worked USING (d)
        JOIN customers USING (customer)
        WHERE then_ = $day AND lines >= 2 AND region IN ('Germany', 'France')""",
    "average_buyer": """
        SELECT customer, 'purchase:' || id FROM purchases JOIN known($day::DATE)
            USING (customer)
        WHERE (d + INTERVAL 1 MONTH)::DATE = $day AND big >= 200 AND big < 300""",
    "return_call": """
        SELECT customer, 'return:' || id FROM returns WHERE d = $day AND amount <= -20""",
    "return_follow_up": """
        SELECT customer, 'return:' || id FROM returns JOIN ranked($day::DATE) USING (customer)
        WHERE d = $day::DATE - 7 AND above < 20""",
    "return_small": """
        SELECT customer, 'return:' || id FROM returns JOIN ranked($day::DATE) USING (customer)
        WHERE d = $day::DATE - 7 AND above >= 20""",
    "much_returned": """
        SELECT customer, 'last_return:' || last FROM returned($day::DATE)
        WHERE last = $day::DATE - 1 AND back <= -500""",
}


@pytest.fixture(scope="module")
def retail() -> Real:
    return real(business_of("online_retail"), *files_of("online_retail"), VIEWS)


@pytest.fixture(scope="module")
def some_of_it(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """Every eleventh customer, which the plain engine can go through one by one."""
    folder = tmp_path_factory.mktemp("some")
    paths = []
    for file in files_of("online_retail"):
        paths.append(folder / file.name)
        duckdb.sql(f"""
            COPY (FROM read_parquet('{file}') WHERE customer_id::INTEGER % 11 = 3)
            TO '{paths[-1]}'""")
    return real(business_of("online_retail"), paths[0], paths[1], VIEWS)


@pytest.fixture(scope="module")
def year(retail: Real) -> Callable[[date], dict[str, Occasions]]:
    return cache(lambda day: acted(retail, day))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_day_has_the_occasions_that_sql_finds(
    retail: Real, year: Callable[[date], dict[str, Occasions]], day: date
) -> None:
    assert year(day) == expected(retail, day, BY_HAND)


@pytest.mark.parametrize("day", FEW_DAYS, ids=str)
@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_both_engines_find_them_for_some_customers(
    some_of_it: Real, day: date, engine: str
) -> None:
    assert acted(some_of_it, day, engine) == expected(some_of_it, day, BY_HAND)


@pytest.mark.parametrize("rule", ["miss_you", "two_working_days", "return_call"])
def test_all_days_of_a_month_have_the_occasions_that_sql_finds(retail: Real, rule: str) -> None:
    of_one = only(retail, rule)
    for day in days("2011-04-08", "2011-05-07"):
        assert acted(of_one, day) == expected(of_one, day, BY_HAND), day


def test_every_rule_has_its_days(
    retail: Real, year: Callable[[date], dict[str, Occasions]]
) -> None:
    busy = {rule for day in DAYS for rule, found in year(day).items() if found}
    assert busy == {rule.id for rule in retail.business.rules}


@pytest.mark.parametrize("day", ["2011-06-06", "2011-11-07", "2011-12-05"])
def test_who_never_returned_anything_is_undecided_for_want_of_that(
    retail: Real, day: str
) -> None:
    on = date.fromisoformat(day)
    ((count,),) = told(
        retail,
        """SELECT count(*) FROM ranked($day::DATE) LEFT JOIN returned($day::DATE)
           USING (customer) WHERE above < 20 AND last IS NULL""",
        on,
    )
    found = undecided(only(retail, "vital_review"), on)
    assert found == {("vital_review", ""): count, ("vital_review", "last_return"): count}


@pytest.mark.parametrize("day", ["2011-05-05", "2011-08-05", "2011-08-15"])
def test_calls_are_shared_out_by_the_customers_key_and_due_on_working_days(
    retail: Real, day: str
) -> None:
    given = only(retail, "miss_you")
    on = date.fromisoformat(day)
    rows = given.loaded.connection.execute(
        f"SELECT customer_id, owner, due_at, text FROM {outcome(given, on).relation}"
    ).fetchall()
    stands_in = "S3" if on < date(2011, 8, 15) and on.month == 8 else "S2"
    by_hand = given.sql.execute(
        f"""SELECT customer,
            ['S1', '{stands_in}', 'S3'][
                1 + ('0x' || substr(sha256(customer), 1, 8))::BIGINT % 3],
            (SELECT then_ FROM second_worked WHERE d = $day) + TIME '23:59',
            concat('Your last order was on ', strftime(max(d), '%-d %B %Y'), '. How are you?')
        FROM purchases WHERE d <= $day GROUP BY customer
        HAVING $day::DATE - max(d) IN (60, 90, 120, 150) AND count(*) >= 2""",
        {"day": on},
    ).fetchall()
    assert len(rows) > 5
    assert sorted(rows) == sorted(by_hand)


@pytest.mark.parametrize(("day", "owners"), [("2011-11-30", {"R1"}), ("2011-12-01", {"M1"})])
def test_where_the_returns_desk_is_away_the_manager_calls(
    retail: Real, day: str, owners: set[str]
) -> None:
    given = only(retail, "return_call")
    found = outcome(given, date.fromisoformat(day)).relation
    rows = given.loaded.connection.execute(f"SELECT DISTINCT owner FROM {found}").fetchall()
    assert {owner for (owner,) in rows} == owners


def test_the_id_of_an_action_is_made_of_what_the_contract_says(retail: Real) -> None:
    given = only(retail, "return_call")
    relation = outcome(given, date(2011, 12, 8)).relation
    found = given.loaded.connection.execute(
        f"SELECT action_id, customer_id, text FROM {relation}"
    ).fetchall()
    by_hand = told(
        given,
        """SELECT substr(sha256(concat_ws(chr(31), 'online_retail', 'return_call', customer,
               'return:' || id, '0')), 1, 20), customer,
               concat(qty, ' pieces of ', ref, ' came back. What was wrong?')
           FROM returns WHERE d = $day AND amount <= -20""",
        date(2011, 12, 8),
    )
    assert len(found) > 5
    assert sorted(found) == sorted(by_hand)


def test_negative_quantities_and_amounts_of_nothing_are_no_faults(retail: Real) -> None:
    rows = told(
        retail,
        """SELECT count(*), count(*) FILTER (qty < 0), count(*) FILTER (amount = 0)
           FROM happened WHERE $day IS NOT NULL""",
        DAYS[0],
    )
    assert rows == [(22_190, 3_654, 4)]
    assert retail.loaded.faults == ()
    counts = retail.loaded.counts
    assert (counts.customers, counts.events) == (4_372, 22_190)
    assert (counts.customers_left_out, counts.events_left_out, counts.faults) == (0, 0, 0)


def test_without_keys_only_what_is_wholly_the_same_counts_as_given_twice(retail: Real) -> None:
    customers, events = map(str, files_of("online_retail"))
    bare = replace(retail.business.events, columns={})
    given = replace(retail.business, events=bare)
    loaded = load_tables(given, customers=customers, events=events, connection=connect())
    ((repeated,),) = told(
        retail,
        """SELECT count(*) - count(DISTINCT (customer, type, t, amount, qty, ref,
               if(type = 'purchase', lines, NULL)))
           FROM happened WHERE $day IS NOT NULL""",
        DAYS[0],
    )
    assert loaded.counts.events_left_out == loaded.counts.faults == repeated
    ((left,),) = loaded.connection.execute(f"SELECT count(*) FROM {loaded.events}").fetchall()
    assert left == 22_190 - repeated


def test_the_files_are_read_where_the_business_says(retail: Real) -> None:
    loaded = load_tables(retail.business, customers=None, events=None, connection=connect())
    assert loaded.counts == retail.loaded.counts
    assert all(Path(file).is_file() for file in loaded.files)
