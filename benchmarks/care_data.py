"""The second business of the benchmark: open complaints, stays and thirty days of history.

Run as ``python care_data.py FOLDER CUSTOMERS EVENTS DAY``. To the customers and events of
``data.py`` come complaint cases (twelve to a hundred customers; five in six are open on DAY),
stays (five to a hundred), outcomes, and in ``FOLDER/../history`` the actions of thirty days.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb

import data

HISTORY = 30
"""How many days of actions lie before DAY."""
STEPS = (
    ("vent", "", 1),
    ("apologise", "", 2),
    ("gather", "", 20),
    ("propose", "", 60),
    ("ask", "unsatisfied", 20),
    ("propose", "", 40),
    ("ask", "unsatisfied", 16),
    ("propose", "", 30),
    ("ask", "satisfied", 12),
    ("follow_up", "", 80),
)
"""What happens to a complaint in turn, and about how many hours each takes."""

_CUSTOMERS = """
SELECT *, CASE draw(customer_id, 40, 400) WHEN 0 THEN 'state' WHEN 1 THEN 'guest' END
  AS guest_rank
FROM '{folder}/customers.parquet'
"""

# A case has gone so many steps as were drawn, and as many as the time since its start allows.
_CASES = """
WITH opened AS (
  SELECT i, 1 + (i * 10007) % {customers} AS customer_id, 'C' || i AS ref,
    DATE '{day}' - draw(i, 41, 14)::INTEGER + to_seconds(32400 + draw(i, 42, 40000)) AS "at",
    ['goods', 'delivery', 'manner'][1 + draw(i, 43, 3)] AS cause,
    CASE WHEN draw(i, 44, 3) = 0 THEN 'a' || lpad(draw(i, 45, {advisers})::VARCHAR, 3, '0') END
      AS blamed,
    draw(i, 46, 12) AS gone
  FROM range(1, {cases} + 1) AS numbers(i)
), steps(place, step, outcome, hours) AS (VALUES {steps}),
done AS (
  SELECT i, customer_id, ref, place, 'complaint.' || step || '.done' AS type, outcome,
    "at" + to_minutes((sum(hours * (20 + draw(i, 50 + place, 80)))
      OVER (PARTITION BY i ORDER BY place))::BIGINT) AS "at"
  FROM opened JOIN steps ON place <= gone
)
SELECT customer_id, 'complaint.opened' AS type, "at", ref, cause, blamed, NULL AS outcome
FROM opened
UNION ALL
SELECT customer_id, type, "at", ref, NULL, NULL, outcome FROM done
WHERE "at" < DATE '{day}' + 1
"""

_STAYS = """
WITH booked AS (
  SELECT i, 1 + (i * 20011) % ({customers} // 50) AS customer_id, 'R' || i AS ref,
    DATE '{day}' - draw(i, 61, 10)::INTEGER AS booked_on,
    (draw(i, 62, 20))::INTEGER AS ahead, (1 + draw(i, 63, 5))::INTEGER AS nights,
    (1 + draw(i, 64, 30))::VARCHAR || lpad(draw(i, 65, 20)::VARCHAR, 2, '0') AS room
  FROM range(1, {stays} + 1) AS numbers(i)
), told AS (
  SELECT *, booked_on + ahead AS arrival, booked_on + ahead + nights AS departure FROM booked
)
SELECT customer_id, 'reservation' AS type, booked_on + to_seconds(36000 + draw(i, 66, 20000))
  AS "at", ref, arrival, departure, room
FROM told
UNION ALL
SELECT customer_id, 'reservation.changed',
  booked_on + 1 + to_seconds(36000 + draw(i, 67, 20000)), ref, arrival + 1,
  departure + 1 + draw(i, 68, 2)::INTEGER, NULL
FROM told WHERE draw(i, 69, 8) = 0 AND booked_on < DATE '{day}'
UNION ALL
SELECT customer_id, 'reservation.cancelled',
  booked_on + 1 + to_seconds(57000 + draw(i, 70, 20000)), ref, NULL, NULL, NULL
FROM told WHERE draw(i, 71, 20) = 0 AND booked_on < DATE '{day}'
"""

_EVENTS = """
WITH everything AS (
  SELECT customer_id, type, "at", amount, category FROM '{folder}/events.parquet'
  WHERE type IN ('purchase', 'visit', 'contact')
  UNION ALL BY NAME ({cases}) UNION ALL BY NAME ({stays})
  UNION ALL BY NAME (
    SELECT customer_id::BIGINT AS customer_id, 'action.done' AS type,
      date + 1 + INTERVAL 10 HOUR AS "at", action_id AS action
    FROM '{folder}/../history/*/*/actions.parquet'
    WHERE status = 'due' AND date < DATE '{day}' AND substr(action_id, 1, 1) < '8')
)
SELECT row_number() OVER (ORDER BY "at", customer_id, type, ref, action) AS event_id, *,
  NULL::DATE AS plan_due, NULL::VARCHAR AS plan_owner,
  NULL::VARCHAR AS motive, NULL::VARCHAR AS remedy
FROM everything ORDER BY event_id
"""

# What earlier days decided, by formula: mostly birthdays and anniversaries, a few put off.
_DAY = """
WITH chosen AS (
  SELECT *, draw(customer_id, 80 + {ago}, 40) AS what FROM '{folder}/customers.parquet'
  WHERE draw(customer_id, 200 + {ago}, 60) = 0 AND name IS NOT NULL AND phone IS NOT NULL
), typed AS (
  SELECT *, CASE WHEN what < 15 THEN 'birthday_message' WHEN what < 25 THEN 'member_anniversary'
    WHEN what < 35 THEN 'callback' ELSE 'points' END AS rule,
    rule || ':' || (DATE '{day}' - {ago}) AS occasion,
    what % 12 = 11 AND {ago} <= 2 AS put_off
  FROM chosen
)
SELECT
  substr(sha256(concat_ws(chr(31), 'care', rule, customer_id::VARCHAR, occasion, '0')), 1, 20)
    AS action_id,
  DATE '{day}' - {ago} AS date, CASE WHEN put_off THEN 'deferred' ELSE 'due' END AS status,
  customer_id::VARCHAR AS customer_id, 'care' AS business, 'care' AS playbook, rule, occasion,
  CASE rule WHEN 'callback' THEN 'call' ELSE 'message' END AS verb,
  CASE rule WHEN 'callback' THEN 'phone' ELSE 'sms' END AS channel, [channel] AS channels,
  CASE rule WHEN 'birthday_message' THEN 'birthday' WHEN 'points' THEN 'sales' ELSE 'care' END
    AS category,
  CASE rule WHEN 'callback' THEN 'adviser' ELSE 'service' END AS role,
  coalesce(owner, 's0' || (customer_id % 10)) AS owner,
  DATE '{day}' - {ago} + 5 + TIME '23:59' AS due_at, 'normal' AS priority, rule AS title,
  name || '：' || rule AS text, []::VARCHAR[] AS checklist, []::VARCHAR[] AS ask,
  '' AS reason, '' AS approve, []::STRUCT(fact VARCHAR, value VARCHAR)[] AS because,
  []::VARCHAR[] AS source, 1::INTEGER AS attempt, NULL::VARCHAR AS supersedes,
  CASE WHEN put_off THEN DATE '{day}' - {ago} + 1 + what::INTEGER % 3 END AS deferred_to,
  CASE WHEN put_off THEN 'contacts 7 days: 2' END AS held_by, NULL::VARCHAR AS winner
FROM typed ORDER BY typed.customer_id
"""


def generate(folder: Path, customers: int, events: int, day: date) -> None:
    """Write customers, events and staff into the folder, and the history beside it."""
    data.generate(folder, customers, events, day)
    connection = duckdb.connect()
    connection.execute(data.DRAW)
    _replaced(connection, folder, "customers", _CUSTOMERS.format(folder=folder))
    _bounded(folder / "staff.csv", customers)
    history = folder.parent / "history" / "care"
    for ago in range(1, HISTORY + 1):
        into = history / f"date={day - timedelta(days=ago)}"
        into.mkdir(parents=True, exist_ok=True)
        query = _DAY.format(folder=folder, day=day, ago=ago)
        connection.execute(f"COPY ({query}) TO '{into}/actions.parquet' ({data.ZSTD})")
    known = {"customers": customers, "day": day, "advisers": data.ADVISERS}
    steps = ", ".join(
        f"({place}, '{step}', nullif('{outcome}', ''), {hours})"
        for place, (step, outcome, hours) in enumerate(STEPS, start=1)
    )
    cases = _CASES.format(**known, cases=max(customers * 12 // 100, 20), steps=steps)
    stays = _STAYS.format(**known, stays=max(customers // 20, 20))
    events_of = _EVENTS.format(folder=folder, day=day, cases=cases, stays=stays)
    _replaced(connection, folder, "events", events_of)


def _bounded(file: Path, customers: int) -> None:
    """Give everybody but the head as much room a day as makes some actions wait."""
    room = {"adviser": customers // 40_000, "store_manager": customers // 4_000}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        most = room.get(row["role"], customers // 2_000)
        row["capacity"] = "" if row["role"] == "general_manager" else str(max(most, 3))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _replaced(
    connection: duckdb.DuckDBPyConnection, folder: Path, name: str, query: str
) -> None:
    """Write the table anew from its former self."""
    made = folder / f"{name}-new.parquet"
    connection.execute(f"COPY ({query}) TO '{made}' ({data.ZSTD})")
    made.replace(folder / f"{name}.parquet")


if __name__ == "__main__":
    generate(
        Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), date.fromisoformat(sys.argv[4])
    )
