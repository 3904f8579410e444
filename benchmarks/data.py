"""A retail chain's customers, events, staff and calendar: made by formula, the same everywhere.

Run as ``python data.py FOLDER CUSTOMERS EVENTS DAY``. Events lie in the order of their days,
as a log does, and end on DAY; customers differ in how often they come, and one in seven
never did.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

from careplay.calendars import festivals, lunar, terms, working

DAYS = 730
"""How long a time the events cover."""
FIRST_BIRTH = date(1940, 1, 1)
STORES = 50
ADVISERS = 400
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌鑫波宇浩然晨雨欣怡佳"
ZSTD = "FORMAT parquet, COMPRESSION zstd"

# hash() gives the same number for the same key on every machine.
DRAW = "CREATE MACRO draw(i, salt, n) AS (hash(i * 1000 + salt) % n)::BIGINT"

_CUSTOMERS = """
SELECT
  i AS customer_id,
  surname[1 + draw(i, 1, 40)] || given[1 + draw(i, 2, 43)]
    || CASE WHEN draw(i, 3, 3) > 0 THEN given[1 + draw(i, 4, 43)] ELSE '' END AS name,
  CASE WHEN draw(i, 5, 5) > 0 THEN ['先生', '女士', '阿姨'][1 + draw(i, 6, 3)] END AS honorific,
  CASE WHEN draw(i, 7, 20) > 0
    THEN '13' || lpad(draw(i, 8, 1000000000)::VARCHAR, 9, '0') END AS phone,
  CASE WHEN draw(i, 9, 3) > 0 THEN 'wx_' || i END AS wechat,
  CASE WHEN draw(i, 10, 10) > 0
    THEN DATE '{first_birth}' + draw(i, 11, 24000)::INTEGER END AS birthday,
  CASE WHEN draw(i, 12, 10) > 0
    THEN CASE WHEN draw(i, 13, 4) > 0 THEN 'solar' ELSE 'lunar' END END AS birthday_calendar,
  DATE '{day}' - draw(i, 14, 3000)::INTEGER AS joined_on,
  ['上海', '北京', '广州', '深圳', '杭州', '成都', '武汉', '南京', '重庆', '西安']
    [1 + draw(i, 15, 10)] AS city,
  CASE WHEN draw(i, 16, 20) > 0
    THEN 'store' || lpad(draw(i, 17, {stores})::VARCHAR, 2, '0') END AS store,
  CASE WHEN draw(i, 18, 3) > 0
    THEN 'a' || lpad(draw(i, 19, {advisers})::VARCHAR, 3, '0') END AS owner,
  CASE WHEN draw(i, 20, 15) > 0 THEN draw(i, 21, 5) > 0 END AS consent_sms,
  CASE WHEN draw(i, 22, 15) > 0 THEN draw(i, 23, 3) > 0 END AS consent_call,
  CASE WHEN draw(i, 24, 12) > 0 THEN draw(i, 25, 20000) END AS points,
  CASE WHEN draw(i, 26, 6) > 0 THEN ['f', 'm'][1 + draw(i, 27, 2)] END AS gender
FROM range(1, {customers} + 1) AS numbers(i),
  (SELECT string_split('{surnames}', '') AS surname, string_split('{given}', '') AS given)
"""

# Three draws decide an event: who (the square favours some customers), what, and the hour.
_EVENTS = """
WITH drawn AS (
  SELECT e, draw(e, 2, 100) AS what,
    1 + floor({customers} * 0.87 * pow(draw(e, 1, 1000000007) / 1000000007, 1.6))::BIGINT
      AS who,
    DATE '{day}' - ({days} - ((e - 1) * ({days} + 1)) // {events})::INTEGER AS day
  FROM range(1, {events} + 1) AS numbers(e)
), typed AS (
  SELECT *, CASE WHEN what < 28 THEN 'purchase' WHEN what < 58 THEN 'visit'
    WHEN what < 70 THEN 'delivery' WHEN what < 77 THEN 'service' WHEN what < 84 THEN 'review'
    WHEN what < 91 THEN 'appointment' WHEN what < 94 THEN 'refund' WHEN what < 96
    THEN 'complaint.opened' ELSE 'contact' END AS type
  FROM drawn
)
SELECT e AS event_id,
  1 + (who * 7919) % {customers} AS customer_id,
  type,
  day + to_seconds(32400 + draw(e, 3, 43200)) AS "at",
  CASE WHEN type IN ('purchase', 'refund')
    THEN ((500 + draw(e, 4, 400000)) / 100)::DECIMAL(18, 2) END AS amount,
  CASE WHEN type IN ('purchase', 'delivery')
    THEN ['空调', '冰箱', '洗衣机', '电视', '热水器', '小家电'][1 + draw(e, 5, 6)]
    END AS category,
  CASE WHEN type = 'service' THEN ['repair', 'install', 'clean'][1 + draw(e, 6, 3)]
    WHEN type = 'complaint.opened' THEN ['goods', 'delivery', 'manner'][1 + draw(e, 6, 3)]
    END AS cause,
  CASE WHEN type = 'review' THEN 1 + draw(e, 7, 5) END AS score,
  CASE WHEN type = 'appointment' THEN day + (1 + draw(e, 8, 21))::INTEGER END AS due_on
FROM typed
"""


def generate(folder: Path, customers: int, events: int, day: date) -> None:
    """Write ``customers.parquet``, ``events.parquet``, ``staff.csv`` and ``calendar.csv``."""
    connection = duckdb.connect()
    connection.execute(DRAW)
    for name, query in (("customers", _CUSTOMERS), ("events", _EVENTS)):
        filled = query.format(
            customers=customers, events=events, day=day, days=DAYS, stores=STORES,
            advisers=ADVISERS, surnames=SURNAMES, given=GIVEN, first_birth=FIRST_BIRTH,
        )  # fmt: skip
        connection.execute(f"COPY ({filled}) TO '{folder / name}.parquet' ({ZSTD})")
    _write(folder / "staff.csv", _staff(day))
    _write(folder / "calendar.csv", _calendar(day))


def _write(file: Path, rows: Iterator[tuple[object, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def _staff(day: date) -> Iterator[tuple[object, ...]]:
    """Advisers and managers of every store, some of them away, and a service desk."""
    yield ("id", "name", "role", "store", "absent_from", "absent_to", "successor")
    for n in range(ADVISERS):
        away = (day - timedelta(5), day + timedelta(5)) if n % 10 == 0 else ("", "")
        # Most name a stand-in, who may be away too; who names nobody leaves it to the manager.
        other = f"a{(n + 10 if n % 30 == 0 else n + 1) % ADVISERS:03}" if n % 20 else ""
        yield (f"a{n:03}", f"顾问{n:03}", "adviser", f"store{n % STORES:02}", *away, other)
    for n in range(STORES):
        since = day - timedelta(1) if n % 12 == 0 else ""
        yield (f"m{n:02}", f"店长{n:02}", "store_manager", f"store{n:02}", since, "", "")
    for n in range(20):
        yield (f"s{n:02}", f"客服{n:02}", "service", "", "", "", "")
    yield ("g00", "总经理", "general_manager", "", "", "", "")


def _calendar(day: date) -> Iterator[tuple[object, ...]]:
    """A calendar table, as a warehouse keeps one: a line for each day from FIRST_BIRTH on."""
    yield (
        "day", "working", "working_number", "festival", "term",
        "lunar_year", "lunar_month", "lunar_day", "leap", "month_length",
    )  # fmt: skip
    week = working.WorkingDays("CN", frozenset(range(5)))
    number = 0
    for each in (
        date(1930, 1, 1) + timedelta(n) for n in range((day - date(1930, 1, 1)).days + 60)
    ):
        works = each.year >= day.year - 1 and week.is_working(each)
        number += works
        kept = lunar.to_lunar(each)
        told = festivals.festivals_on(each, "CN") if each.year >= day.year - 1 else ()
        term = terms.term_on(each) if each.year >= day.year - 1 else None
        yield (
            each, works, number, "|".join(told), term or "",
            kept.year, kept.month, kept.day, kept.leap, lunar.month_length(kept),
        )  # fmt: skip


if __name__ == "__main__":
    generate(
        Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), date.fromisoformat(sys.argv[4])
    )
