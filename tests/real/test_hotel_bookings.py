"""Two hotels: every rule of every day against SQL that knows nothing of careplay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

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
    with_arrivals,
)

DAYS = tuple(map(date.fromisoformat, (
    "2015-06-30", "2015-07-31", "2015-12-31", "2016-02-05", "2016-02-28",
    "2016-02-29", "2016-03-31", "2016-05-25", "2016-09-30", "2017-02-28",
    "2017-03-31", "2017-04-12", "2017-08-31", "2017-09-14",
)))  # fmt: skip

VIEWS = """
CREATE VIEW customers AS
    SELECT customer_id AS customer, kind, level, region, joined_at AS since, repeat = 1 AS again
    FROM customer_file;
CREATE TABLE happened AS
    SELECT event_id AS id, customer_id AS customer, type, "at"::DATE AS d,
           amount::DECIMAL(18, 2) AS amount, hotel, nights, special_requests AS wishes, arrival
    FROM event_file;
CREATE VIEW bookings AS FROM happened WHERE type = 'booking';

-- A window of 12 months ends on the day: those who slept here, the most nights first.
CREATE MACRO slept(day) AS TABLE
    SELECT c.customer, kind, coalesce(sum(nights), 0) AS slept,
           count(*) OVER (ORDER BY coalesce(sum(nights), 0) DESC RANGE UNBOUNDED PRECEDING) - 1
               AS above
    FROM customers c LEFT JOIN happened h
        ON h.customer = c.customer AND type = 'checkout' AND d <= day
        AND d >= day - INTERVAL 12 MONTH
    GROUP BY ALL;
CREATE MACRO cancelled(day) AS TABLE
    SELECT customer, count(*) AS n FROM happened
    WHERE type = 'cancel' AND d BETWEEN day - 30 AND day GROUP BY customer;

-- The public holidays of Portugal that fall on weekdays; four were suspended until 2016.
CREATE TABLE worked AS
    SELECT d FROM (SELECT unnest(generate_series(
        DATE '2015-06-01', DATE '2017-12-31', INTERVAL 1 DAY))::DATE AS d)
    WHERE isodow(d) <= 5 AND d NOT IN (
        '2015-06-10', '2015-12-08', '2015-12-25',
        '2016-01-01', '2016-03-25', '2016-04-25', '2016-05-26', '2016-06-10', '2016-08-15',
        '2016-10-05', '2016-11-01', '2016-12-01', '2016-12-08',
        '2017-04-14', '2017-04-25', '2017-05-01', '2017-06-15', '2017-08-15', '2017-10-05',
        '2017-11-01', '2017-12-01', '2017-12-08', '2017-12-25');
"""

BY_HAND = {
    "before_arrival": """
        SELECT customer, concat('booking:', id, ':', arrival::DATE)
        FROM bookings JOIN customers USING (customer)
        WHERE arrival = $day::DATE + 3 AND d <= $day AND kind = 'guest'""",
    "prepare_requests": """
        SELECT customer, concat('booking:', id, ':', arrival::DATE)
        FROM bookings JOIN customers USING (customer)
        WHERE arrival > $day AND arrival <= $day::DATE + 20 AND d <= $day AND wishes >= 3
            AND hotel = 'Resort Hotel' AND kind = 'guest' AND NOT again
            AND $day::DATE = (SELECT list(w.d ORDER BY w.d DESC)[2] FROM worked w
                              WHERE w.d < arrival AND w.d >= arrival - 20)""",
    "month_before": """
        SELECT customer, concat('booking:', id, ':', arrival::DATE) FROM bookings
        WHERE nights >= 14 AND d <= $day AND (arrival - INTERVAL 1 MONTH)::DATE = $day""",
    "thanks": """
        SELECT customer, 'checkout:' || id FROM happened JOIN customers USING (customer)
        WHERE type = 'checkout' AND d = $day::DATE - 1 AND kind = 'guest'
            AND region IS NOT NULL""",
    "long_stay": """
        SELECT customer, 'checkout:' || id FROM happened JOIN customers USING (customer)
        WHERE type = 'checkout' AND d = $day::DATE - 7 AND nights >= 7 AND amount > 0
            AND level <> 'Group' AND region IN ('PRT', 'GBR', 'FRA')""",
    "no_show_care": """
        SELECT customer, 'no_show:' || id FROM happened JOIN customers USING (customer)
        WHERE type = 'no_show' AND d = $day AND amount >= 100 AND kind = 'guest'""",
    "cancellation": """
        SELECT customer, 'cancel:' || id FROM happened JOIN customers USING (customer)
        WHERE type = 'cancel' AND d = $day AND amount >= 1000 AND kind <> 'agent'""",
    "dormant": """
        SELECT customer, concat('booking:', max(d), '+', $day::DATE - max(d))
        FROM bookings JOIN customers USING (customer) WHERE kind = 'company' AND d <= $day
        GROUP BY customer
        HAVING count(*) >= 3 AND $day::DATE - max(d) IN (90, 150, 210, 270)""",
    "many_cancellations": """
        SELECT customer, concat('cancelled_30d:', step, ':', $day)
        FROM cancelled($day::DATE) now LEFT JOIN cancelled($day::DATE - 1) was USING (customer)
        JOIN customers USING (customer), (SELECT unnest([10, 50]) AS step)
        WHERE kind <> 'guest' AND now.n >= step AND coalesce(was.n, 0) < step""",
    "years_together": """
        SELECT customer, 'joined_at:' || $day FROM customers
        WHERE kind <> 'guest' AND year(since) < year($day::DATE)
            AND (strftime(since, '%m-%d') = strftime($day::DATE, '%m-%d')
                OR strftime(since, '%m-%d') = '02-29' AND year($day::DATE) % 4 > 0
                    AND strftime($day::DATE, '%m-%d') = '02-28')""",
    "quarterly": """
        SELECT customer, 'quarter:' || $day FROM slept($day::DATE)
        WHERE strftime($day::DATE, '%m-%d') IN ('03-31', '06-30', '09-30', '12-31')
            AND above < 0.001 * (SELECT count(*) FROM customers)""",
    "after_last_arrival": """
        SELECT customer, 'last_arrival:' || max(arrival)
        FROM bookings JOIN slept($day::DATE) USING (customer)
        WHERE d <= $day AND kind <> 'guest' AND slept >= 10
        GROUP BY customer HAVING max(arrival) = $day::DATE - 30""",
}


@pytest.fixture(scope="module")
def hotels(tmp_path_factory: pytest.TempPathFactory) -> Real:
    customers, events = files_of("hotel_bookings")
    told_early = tmp_path_factory.mktemp("hotels") / "events.parquet"
    with_arrivals(events, told_early)
    return real(business_of("hotel_bookings"), customers, told_early, VIEWS)


@pytest.fixture(scope="module")
def years(hotels: Real) -> Callable[[date], dict[str, Occasions]]:
    return cache(lambda day: acted(hotels, day))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_day_has_the_occasions_that_sql_finds(
    hotels: Real, years: Callable[[date], dict[str, Occasions]], day: date
) -> None:
    assert years(day) == expected(hotels, day, BY_HAND)


def test_every_rule_has_its_days(
    hotels: Real, years: Callable[[date], dict[str, Occasions]]
) -> None:
    busy = {rule for day in DAYS for rule, found in years(day).items() if found}
    assert busy == {rule.id for rule in hotels.business.rules}


def test_wishes_are_prepared_on_working_days_all_through_easter(hotels: Real) -> None:
    given = only(hotels, "prepare_requests")
    busy = set()
    for day in days("2017-04-05", "2017-05-05"):
        found = acted(given, day)
        assert found == expected(given, day, BY_HAND), day
        busy |= {day} if found["prepare_requests"] else set()
    # Good Friday, Easter, two holidays and weekends: nobody is there to prepare a thing.
    assert not busy & {date(2017, 4, 14), date(2017, 4, 15), date(2017, 4, 16)}
    assert not busy & {date(2017, 4, 25), date(2017, 5, 1)}
    assert len(busy) > 12


def test_a_guest_of_unknown_country_is_not_in_doubt_where_one_is_asked_for(
    hotels: Real,
) -> None:
    day = date(2016, 9, 30)
    ((unknown,),) = told(
        hotels,
        """SELECT count(*) FROM happened JOIN customers USING (customer)
           WHERE type = 'checkout' AND d = $day::DATE - 7 AND nights >= 7 AND amount > 0
               AND level <> 'Group' AND region IS NULL""",
        day,
    )
    found = undecided(only(hotels, "thanks", "long_stay"), day)
    told_of = {("long_stay", ""): unknown, ("long_stay", "region"): unknown}
    assert found == (told_of if unknown else {})


def test_a_booking_without_a_known_arrival_has_no_occasion(hotels: Real) -> None:
    rows = told(
        hotels,
        "SELECT count(*), count(arrival) FROM bookings WHERE d <= $day",
        date(2017, 12, 31),
    )
    assert rows == [(229_237, 145_936)]
    day = date(2016, 9, 30)
    found = outcome(only(hotels, "before_arrival"), day)
    assert found.undecided == ()


def test_negative_and_empty_amounts_are_no_faults(hotels: Real) -> None:
    rows = told(
        hotels,
        """SELECT count(*), count(*) FILTER (amount < 0), count(*) FILTER (amount = 0),
               count(*) - count(amount) FROM happened WHERE $day IS NOT NULL""",
        DAYS[0],
    )
    assert rows == [(602_102, 4, 6_774, 143_628)]
    assert hotels.loaded.faults == ()
    counts = hotels.loaded.counts
    assert (counts.customers, counts.events) == (120_075, 602_102)
    assert (counts.customers_left_out, counts.events_left_out, counts.faults) == (0, 0, 0)
