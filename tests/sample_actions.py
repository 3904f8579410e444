"""A hand-made ``actions`` relation, and a business it could come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import duckdb

from careplay.engines.base import Undecided
from careplay.model.actions import ACTION_COLUMNS
from careplay.model.business import Attribute, Business, EventType, Person, Role, Table
from careplay.model.facts import Declared
from careplay.model.types import Type
from careplay.outputs.day import Day
from careplay.outputs.relation import Relation
from careplay.sources.loaded import Counts

DAY = date(2026, 11, 21)

DEFAULTS: Mapping[str, Any] = {
    "action_id": "0123456789abcdef0123",
    "code": "2345",
    "date": DAY,
    "status": "due",
    "customer_id": "C0012",
    "business": "appliance_store",
    "playbook": "after_sales",
    "rule": "use_callback",
    "occasion": "delivery:D-77",
    "verb": "call",
    "channel": "phone",
    "channels": ["phone", "sms"],
    "category": "service",
    "role": "adviser",
    "owner": "E07",
    "due_at": "2026-11-24 23:59:00",
    "priority": "high",
    "title": "使用回访",
    "text": "张伟先生，空调用得还顺手吗？滤网一个月后可以清洗一次。",
    "checklist": ["滤网", "遥控器"],
    "ask": [],
    "reason": "送货一周",
    "approve": "",
    "because": [
        {"fact": "delivery", "value": "2026-11-14"},
        {"fact": "tier", "value": "A"},
        {"fact": "phone_ok", "value": "true"},
        {"fact": "email", "value": None},
    ],
    "source": ["S0-24", "S0-27"],
    "attempt": 1,
    "supersedes": None,
    "deferred_to": None,
    "held_by": None,
    "winner": None,
}


def actions(
    *rows: Mapping[str, Any], connection: duckdb.DuckDBPyConnection | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection with a table ``actions``; what a row does not tell is as in DEFAULTS."""
    connection = connection or duckdb.connect()
    columns = ", ".join(f'"{name}" {kind}' for name, kind in ACTION_COLUMNS)
    connection.execute(f"CREATE OR REPLACE TABLE actions ({columns})")
    gaps = ", ".join("?" for _ in ACTION_COLUMNS)
    for row in rows:
        values = [{**DEFAULTS, **row}[name] for name, _ in ACTION_COLUMNS]
        connection.execute(f"INSERT INTO actions VALUES ({gaps})", values)
    return connection


MANY = """
    INSERT INTO actions SELECT * EXCLUDE (i) REPLACE (
        printf('C%07d', i // 3) AS customer_id,
        printf('%020d', i) AS action_id,
        text || i AS text)
    FROM (SELECT * FROM actions LIMIT 1), range({rows}) AS numbers(i)
"""


def many(rows: int) -> duckdb.DuckDBPyConnection:
    """Actions by the thousand, three for each customer, as an ordered view ``ordered``."""
    connection = actions({})
    connection.execute(MANY.format(rows=rows))
    connection.execute("DELETE FROM actions WHERE customer_id = 'C0012'")
    connection.execute("CREATE VIEW ordered AS FROM actions ORDER BY customer_id, action_id")
    return connection


def business(language: str = "zh") -> Business:
    """The business of the sample actions."""
    delivery = {"ref": Attribute("ref", Type.TEXT)}
    return Business(
        id="appliance_store",
        folder=Path("appliance_store"),
        name="红星家电",
        language=language,
        timezone="Asia/Shanghai",
        country="CN",
        key="customer_id",
        customers=Table("customers.csv"),
        events=Table("events.csv"),
        staff=None,
        working_hours={0: ((time(9), time(18)),)},
        declared={
            "tier": Declared("tier", Type.TEXT, label="等级" if language == "zh" else ""),
            "phone_ok": Declared("phone_ok", Type.BOOLEAN, label="可致电"),
        },
        derived=(),
        event_types={"delivery": EventType("delivery", delivery, label="送货")},
        roles={"adviser": Role("adviser", label="顾问")},
        channels={},
        parameters={},
        rules=(),
    )


PEOPLE = (Person("E07", "李晓雯", "adviser"), Person("E12", "欧阳建国", "store_manager"))

UNDECIDED = (
    Undecided("use_callback", "", 12),
    Undecided("use_callback", "phone_ok", 12),
    Undecided("birthday", "", 5),
    Undecided("birthday", "birthday_calendar", 3),
    Undecided("birthday", "tier", 4),
)


def day(
    connection: duckdb.DuckDBPyConnection,
    language: str = "zh",
    relation: str = "actions",
    **told: Any,
) -> Day:
    """A day of the sample business."""
    counts = Counts(
        customers=200, customers_left_out=3, events=1840, events_left_out=11, faults=21
    )
    given = {"undecided": UNDECIDED, "counts": counts, "staff": PEOPLE, **told}
    rejects = Relation(connection, "rejects")
    return Day(business(language), DAY, Relation(connection, relation), rejects, **given)
