"""What the coming days will ask of people as far as it is known: days run that nobody keeps.

Each day is run with the memory of those before it, as ``forecast`` does it, with nothing
recorded besides what is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.calendars.own_days import from_to
from careplay.model.triggers import Stands
from careplay.outputs.open_work import TOLD_COLUMNS
from careplay.outputs.partition import kept_relation
from careplay.outputs.relation import Relation
from careplay.pipeline.copying import copied_days
from careplay.pipeline.open_work import WORK, OpenQuery, open_work_in, rows_of, tables_of
from careplay.pipeline.running import Choices, run_days
from careplay.sources.columns import day_, quoted, sql_list
from careplay.sources.connecting import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb
    import pyarrow as pa

    from careplay.model.business import Business
    from careplay.outputs.day import Day
    from careplay.outputs.open_work import OpenWork

COMING, TOLD = "coming_work", "told_days"
OF_THEIR_OWN = {"code": "NULL", "due_on": "due_at::DATE", "days_late": "0"}
"""What is told of an action of a day to come: its code is not known before it is told."""


def coming_work(business: Business, day: date, last: date, asked: OpenQuery) -> OpenWork:
    """What is open on the day, and what the days up to the last will tell, due by then.

    What steps of cases will come to is left out: it depends on how the steps before come out.
    """
    loaded = tables_of(business, asked)
    work = open_work_in(business, day, replace(asked, of=None), loaded)
    whose = rows_of(business, asked.of, loaded)
    folder = copied_days(asked.out, business.id)
    first = day if work.last_run != day else day + timedelta(days=1)
    chosen = Choices(
        customers=asked.customers, events=asked.events, staff=asked.staff, out=folder.path
    )
    days = tuple(from_to(first, last))
    found = run_days(business, days, chosen, connect(business.bounds))
    connection = loaded.connection
    _make(day, [*_told(business, found)], connection)
    within = f"{COMING} WHERE due_on <= {day_(last)} AND ({whose})"
    told = ", ".join(quoted(name) for name, _ in TOLD_COLUMNS)
    expected = connection.execute(f"SELECT action_id FROM {within} AND is_expected").fetchall()  # noqa: S608
    return replace(
        work,
        actions=Relation(connection, f"(SELECT {told} FROM {within})"),  # noqa: S608
        own=asked.of is not None,
        whose=asked.of,
        expected=frozenset(str(action) for (action,) in expected),
        _work=f"(SELECT action_id, changed_on FROM {within})",  # noqa: S608
    )


def _told(business: Business, days: Iterable[Day]) -> Iterator[pa.Table]:
    """What each day tells to be done, but for what cases come to."""
    for each in days:
        assert each.file is not None  # noqa: S101 - days that follow one another are kept
        query = f"""SELECT * FROM {kept_relation(each.file)} WHERE status = 'due'
            AND (rule IN {sql_list(_of_cases(business))}) IS NOT TRUE"""  # noqa: S608
        yield each.actions.connection.cursor().sql(query).to_arrow_table()


def _make(day: date, told: Sequence[pa.Table], connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table of what is open, and of what is told first on one of the days."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    names = [name for name, _ in TOLD_COLUMNS]
    opened = ", ".join(map(quoted, names))
    query = f"SELECT {opened}, changed_on, false AS is_expected FROM {WORK}"  # noqa: S608
    if told:
        connection.register(TOLD, pa.concat_tables(told))
        own = {name: OF_THEIR_OWN.get(name, quoted(name)) for name in names}
        columns = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in own.items())
        query += f""" UNION ALL SELECT {columns}, {day_(day)}, true FROM {TOLD}
            WHERE action_id NOT IN (SELECT action_id FROM {WORK})
            QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date) = 1"""  # noqa: S608
    connection.execute(f"CREATE OR REPLACE TABLE {COMING} AS {query}")


def _of_cases(business: Business) -> list[str]:
    """The rules by which cases are told: their steps, and whoever hears that they are late."""
    return [
        rule.id
        for rule in business.rules
        if isinstance(rule.trigger, Stands) and rule.trigger.record in business.flows
    ]
