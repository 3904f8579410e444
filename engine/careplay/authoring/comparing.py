"""Two versions of a business run on the same days with the same data, and what differs.

Both read the data of the new version and remember what the old one was told to keep; nothing is
written. An action is the same in both where it is of one customer, rule and occasion.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from careplay.authoring.written import WrittenVersion, written_changes
from careplay.frozen import dataclass
from careplay.model.business import Business, Table
from careplay.outputs.compared import (
    Example,
    Gate,
    PersonLoad,
    RuleChange,
    ToldKind,
    VersionDiff,
)
from careplay.outputs.day import Day
from careplay.outputs.passing import PassingFolder
from careplay.outputs.relation import Relation
from careplay.outputs.shown import shown_rows
from careplay.pipeline.copying import copied_days
from careplay.pipeline.running import Choices, run_days
from careplay.sources.columns import literal, quoted, sql_list
from careplay.sources.connecting import connect

if TYPE_CHECKING:
    import duckdb

COMPARED = (
    "date", "owner", "due_at", "verb", "channel", "priority", "title", "text", "checklist",
    "ask", "reason", "approve",
)  # fmt: skip
"""What is held against each other of an action that is due in both versions."""
SAME = ("customer_id", "rule", "occasion")
"""What an action is told again by; of several, the first of the one is that of the other."""
DIFFERENCES = "differences"
DayPair: TypeAlias = tuple[Day, Day]
"""A day of the old version, and the same of the new one."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two versions: what it means, and how it is written."""

    business: Business
    version: WrittenVersion


@dataclass(frozen=True, slots=True)
class DiffRequest:
    """What two versions are run with."""

    days: tuple[date, ...]
    choices: Choices
    """``out``: the days that the old version kept; None: nothing is remembered."""
    limit: int
    """How many examples of each kind are given of a rule."""
    gates: tuple[Gate, ...] = ()
    """By which the differences will be judged."""


def compared(
    old: Side, new: Side, asked: DiffRequest, began: Callable[[str], None]
) -> VersionDiff:
    """What differs; raises what ``run_days`` does; before any day, ``Gate.demand``."""
    before = _with_data_of(new.business, old.business)
    after = replace(new.business, id=before.id)
    found = VersionDiff(before, after, asked.days, written_changes(old.version, new.version))
    for each in asked.gates:
        each.demand(found)
    if not asked.days:
        return found
    kept = None if asked.choices.fresh or len(asked.days) == 1 else asked.choices.out
    folders = [copied_days(kept, before.id) for _ in range(2)]
    runs = (
        _days(each, asked, folder, began)
        for each, folder in zip((before, after), folders, strict=True)
    )
    pairs = [*zip(*runs, strict=True)]
    began("comparing the days")
    connection = connect(after.bounds)
    renamed = _renamed(before, after)
    _differences(connection, pairs, renamed)
    return replace(
        found,
        rules=tuple(_of_rules(connection, _undecided(pairs, renamed), found)),
        people=tuple(_of_people(connection, [day for _, day in pairs])),
        examples=tuple(_examples(connection, pairs, asked.limit)),
        staff=pairs[-1][1].staff,
        told=_counted(connection),
    )


def _with_data_of(new: Business, old: Business) -> Business:
    """The old version, which reads what the new one reads."""

    def read(table: Table, of: Table) -> Table:
        return replace(
            table,
            location=of.location,
            layout=of.layout,
            written=of.written,
            parts=of.parts,
        )

    staff = old.staff and new.staff and read(old.staff, new.staff)
    return replace(
        old,
        folder=new.folder,
        bounds=new.bounds,
        customers=read(old.customers, new.customers),
        events=read(old.events, new.events),
        staff=staff,
    )


def _days(
    business: Business, asked: DiffRequest, folder: PassingFolder, began: Callable[[str], None]
) -> Iterator[Day]:
    """The days of a version: several are kept for a while beside those that were kept."""
    choices = replace(asked.choices, keep=False)
    if len(asked.days) > 1:
        choices = replace(asked.choices, out=folder.path, fresh=False)
    return run_days(business, asked.days, choices, connect(business.bounds), began)


def _renamed(old: Business, new: Business) -> dict[str, str]:
    """The id of each rule of the new version by the one that it had in the old."""
    before, after = ({rule.id for rule in each.rules} for each in (old, new))
    return {
        was: rule.id
        for rule in new.rules
        for was in rule.was
        if was in before and was not in after
    }


def _differences(
    connection: duckdb.DuckDBPyConnection, pairs: Sequence[DayPair], renamed: Mapping[str, str]
) -> None:
    """The table of what is due in either version: who, what, in which, and what differs."""
    for name, place, called in (("old", 0, _case(renamed)), ("new", 1, "rule")):
        _gathered(connection, f"{name}_told", [pair[place].actions for pair in pairs])
        connection.execute(
            f"""CREATE TABLE {name}_due AS SELECT * REPLACE ({called} AS rule),
            row_number() OVER (PARTITION BY customer_id, {called}, occasion
                ORDER BY date, due_at, verb, title, action_id) AS n
            FROM {name}_told WHERE status = 'due'"""  # noqa: S608
        )
    alike = " AND ".join(f"o.{each} IS NOT DISTINCT FROM n.{each}" for each in (*SAME, "n"))
    held = " AND ".join(f"o.{each} IS NOT DISTINCT FROM h.{each}" for each in SAME)
    differs = ", ".join(map(_differing, COMPARED))
    connection.execute(
        f"""CREATE TABLE {DIFFERENCES} AS
        WITH held AS (SELECT customer_id, rule, occasion, max_by(held_by, date) AS held_by
            FROM new_told WHERE status <> 'due' GROUP BY ALL)
        SELECT coalesce(n.rule, o.rule) AS rule, h.held_by,
            coalesce(n.customer_id, o.customer_id) AS customer_id,
            o.action_id AS old_id, n.action_id AS new_id, o.owner AS old_owner,
            n.owner AS new_owner, o.date AS old_date, n.date AS new_date,
            list_filter([{differs}], lambda x: x IS NOT NULL) AS differs,
            CASE WHEN o.n IS NULL THEN '{ToldKind.GAINED}'
                WHEN n.n IS NULL THEN '{ToldKind.LOST}'
                WHEN differs <> [] THEN '{ToldKind.CHANGED}' END AS what
        FROM old_due AS o FULL JOIN new_due AS n ON {alike}
        LEFT JOIN held AS h ON n.n IS NULL AND {held}"""  # noqa: S608
    )


def _gathered(
    connection: duckdb.DuckDBPyConnection, name: str, days: Sequence[Relation]
) -> None:
    """The rows of all days in one table."""
    for number, rows in enumerate(days):
        connection.register("told", rows.arrow())
        into = f"INSERT INTO {name}" if number else f"CREATE TABLE {name} AS"
        connection.execute(f"{into} SELECT * FROM told")  # noqa: S608 - names of ours
        connection.unregister("told")


def _case(renamed: Mapping[str, str]) -> str:
    """The rule of an old action, as the new version calls it."""
    ways = " ".join(f"WHEN {literal(was)} THEN {literal(now)}" for was, now in renamed.items())
    return f"CASE rule {ways} ELSE rule END" if ways else "rule"


OPENLY = frozenset({"date", "owner", "due_at", "verb", "channel", "priority", "approve"})
"""Of which both values are told; of the others, which people read, that they differ."""


def _differing(column: str) -> str:
    """What is told of a column where it differs; else nothing."""
    name = quoted(column)
    told = literal(column)
    if column in OPENLY:
        was, now = (f"coalesce({_spelt(f'{each}.{name}', column)}, '-')" for each in "on")
        told = f"{literal(f'{column}: ')} || {was} || ' → ' || {now}"
    return f"CASE WHEN o.{name} IS DISTINCT FROM n.{name} THEN {told} END"


def _spelt(value: str, column: str) -> str:
    """The value as a text; of a moment, to the minute."""
    return f"strftime({value}, '%Y-%m-%d %H:%M')" if column == "due_at" else f"{value}::VARCHAR"


def _undecided(pairs: Sequence[DayPair], renamed: Mapping[str, str]) -> Counter[str]:
    """How many occasions more of each rule cannot be decided."""
    counts = Counter[str]()
    for old, new in pairs:
        for each in new.undecided:
            counts[each.rule] += 0 if each.fact else each.customers
        for each in old.undecided:
            counts[renamed.get(each.rule, each.rule)] -= 0 if each.fact else each.customers
    return counts


def _of_rules(
    connection: duckdb.DuckDBPyConnection, undecided: Counter[str], found: VersionDiff
) -> Iterator[RuleChange]:
    """Rules of which anything is otherwise, in the order of the new version, then the old."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    query = (
        f"SELECT rule, what, count(*) FROM {DIFFERENCES} WHERE what IS NOT NULL GROUP BY ALL"  # noqa: S608
    )
    for rule, what, count in connection.execute(query).fetchall():
        counts[rule][what] += count
    for rule, count in undecided.items():
        counts[rule][ToldKind.UNDECIDED] += count
    for rule in dict.fromkeys(
        rule.id for each in (found.new, found.old) for rule in each.rules
    ):
        if any(counts[rule].values()):
            yield RuleChange(rule, **{each.value: counts[rule][each] for each in ToldKind})


def _counted(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many actions are due in the old version and in the new."""
    query = f"SELECT count(old_id), count(new_id) FROM {DIFFERENCES}"  # noqa: S608
    ((before, after),) = connection.execute(query).fetchall()
    return before, after


def _of_people(
    connection: duckdb.DuckDBPyConnection, days: Sequence[Day]
) -> Iterator[PersonLoad]:
    """Who is given more or less than before, day by day in order of id; nobody comes last."""
    bounds = {(day.date, each.id): each.capacity for day in days for each in day.staff}
    query = f"""SELECT date, who, sum(before), sum(after) FROM (
            SELECT old_date AS date, old_owner AS who, 1 AS before, 0 AS after
            FROM {DIFFERENCES} WHERE old_id IS NOT NULL
            UNION ALL SELECT new_date, new_owner, 0, 1
            FROM {DIFFERENCES} WHERE new_id IS NOT NULL)
        GROUP BY date, who HAVING sum(before) <> sum(after)
        ORDER BY date, who NULLS LAST"""  # noqa: S608
    for day, who, before, after in connection.execute(query).fetchall():
        yield PersonLoad(day, who, int(before), int(after), bounds.get((day, who)))


def _examples(
    connection: duckdb.DuckDBPyConnection, pairs: Sequence[DayPair], limit: int
) -> Iterator[Example]:
    """The first few of each kind of each rule, as they may be shown."""
    query = f"""SELECT rule, what, old_id, new_id, differs, held_by FROM (
            SELECT *, row_number() OVER (PARTITION BY rule, what
                ORDER BY coalesce(new_date, old_date), customer_id, new_id, old_id) AS place
            FROM {DIFFERENCES} WHERE what IS NOT NULL)
        WHERE place <= {limit} ORDER BY rule, what, place"""  # noqa: S608
    lines = connection.execute(query).fetchall()
    wanted = [[line[2 + place] for line in lines if line[2 + place]] for place in (0, 1)]
    gone, there = (
        {id_: row for pair in pairs for id_, row in _shown(pair[place], ids).items()}
        for place, ids in enumerate(wanted)
    )
    for rule, what, old_id, new_id, differs, held_by in lines:
        row = gone[old_id] if what == ToldKind.LOST else there[new_id]
        yield Example(
            row["date"],
            ToldKind(what),
            rule,
            row["customer_id"],
            row["owner"],
            row["due_at"],
            row["text"] or row["title"],
            tuple(differs) if what == ToldKind.CHANGED else (),
            held_by or "",
        )


def _shown(day: Day, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Actions by their ids, as they may be shown."""
    if not ids:
        return {}
    wanted = f"(SELECT * FROM {day.actions.sql} WHERE action_id IN {sql_list(ids)})"  # noqa: S608
    columns = ("action_id", "date", "customer_id", "owner", "due_at", "text", "title")
    rows = Relation(day.actions.connection, wanted)
    found = shown_rows(day.business, rows, columns, len(ids))
    return {row["action_id"]: row for row in found}
