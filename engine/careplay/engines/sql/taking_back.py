"""What is open of earlier days and has lost its occasion, found before anything is asked.

All that stands on events is looked for by its key at once; only of what is not found again
is it asked whether it is open at all. ``plain/settling/lost.py`` does it row after row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from careplay.engines.base import Past
from careplay.engines.open_actions import is_not_over, may_be_open
from careplay.engines.sql.build import column
from careplay.engines.sql.conditions import holds
from careplay.engines.sql.event_keys import asked_key, keys_of_event
from careplay.engines.sql.measures import attribute_columns
from careplay.engines.sql.pieces import Sql, Statement
from careplay.engines.sql.settling.given import carried, made
from careplay.engines.sql.settling.memory import COMING, SAID
from careplay.engines.sql.words import plain
from careplay.frozen import dataclass
from careplay.meaning.event_keys import KEYLESS, LAST_DAY, mark_begins
from careplay.meaning.lasting import open_from
from careplay.model.actions import GONE, OPEN as ACTIVE, RULE, UNDONE
from careplay.model.conditions import ALWAYS, facts_of
from careplay.model.types import Type
from careplay.planning.recall import Comeback, Recall
from careplay.planning.steps import Plan
from careplay.sources.columns import KEY, day_, is_key, literal, quoted, sql_list

OPEN, NOT_FOUND, LOST = '"open"', '"not found"', '"lost"'
"""What may have lost its occasion; of that, whose event is not found so far; and what has lost
it, as it was told last, with the reason."""
GONE_SO_FAR = '"gone"'
"""The actions that are gone, with the day of the row that says so, and the reason."""
OPEN_OF_RECORDS = '"open of records"'
"""What was asked for of cases and stays."""
TABLES = (OPEN, NOT_FOUND, GONE_SO_FAR, LOST, OPEN_OF_RECORDS)
LATELY = timedelta(days=100)
"""So far back events are looked at first: a log lies in the order of its days."""

TOLD_OF = 'o."#told"'
"""The date that was told of what is sought."""
SHOWN = """strftime(e."at", '%Y-%m-%d %H:%M')"""


@dataclass(frozen=True, slots=True)
class RecallTables:
    """The names of the tables, and what earlier days are known by."""

    customers: str
    events: str
    past: Past
    integer_keys: bool = False

    def is_customer(self, key: str, told: str) -> str:
        """Whether the key of a customer is what earlier days tell as text."""
        return is_key(key, told, integer=self.integer_keys)


def statements(
    title: str, recall: Recall, plan: Plan, known: RecallTables
) -> Iterator[Statement]:
    """The statements that make the tables, where there are earlier actions.

    Most events are of late. Where all are found among these no other is read at all.
    """
    how = dict(enumerate(dict.fromkeys(replace(each, rule="") for each in recall.stands_on)))
    by_events = {number: each for number, each in how.items() if each.event}
    yield Statement(title, Sql(made(OPEN, _open(recall, how, plan, known))))
    yield Statement(title, Sql(made(GONE_SO_FAR, GONE_ALREADY)))
    if by_events:
        yield Statement(title, Sql(made(NOT_FOUND, _not_lately(by_events, plan, known))))
        for each in (_found_whenever, _gone_by_any_key):
            yield Statement(title, Sql(each(by_events, plan, known)), only_with=NOT_FOUND)
    yield Statement(title, Sql(made(LOST, _lost(recall, plan, known))))
    yield Statement(title, Sql(made(OPEN_OF_RECORDS, _of_records(recall, plan, known))))


def as_told(each: Comeback, told: str, row: str = "") -> str:
    """Whether the date of an event or a fact is the one that was told, where one was."""
    now = plain(column(each.attribute or each.fact, row), Type.DATE)
    part = "6, 5" if each.yearly else "1, 10"
    return f"coalesce(substr({now}, {part}) = substr({told}, {part}), {told} IS NULL)"


def _open(recall: Recall, how: Mapping[int, Comeback], plan: Plan, known: RecallTables) -> str:
    """What was asked for of late and not said to be over, and why it is gone, as far as known.

    A rule that waits for something else now takes nothing back of what it waited for.
    An action is never due before it was, so what is open was due by each of its rows.
    """
    numbers = {each: number for number, each in how.items()}
    told_by = {each.rule: each.told_by for each in recall.stands_on}
    by_rule = {each.rule: numbers[replace(each, rule="")] for each in recall.stands_on}
    lines = ", ".join(
        f"({literal(rule)}, {count}, {by_rule.get(rule, 'NULL')}, "
        f"{literal(told_by.get(rule, ''))})"
        for rule, count in recall.asked
    )
    lines = lines or "('', 0, NULL, '')"
    facts = [number for number, each in how.items() if each.fact]
    moved = " ".join(
        f"WHEN {number} THEN NOT {as_told(how[number], 'o.told', 'c')}" for number in facts
    )
    moved = f"CASE o.how {moved} ELSE false END" if moved else "false"
    key = _key(how, plan) if any(each.event for each in how.values()) else "o.occasion"
    return f"""SELECT o.action_id AS "#action", o.date AS "#date", c.{KEY} AS "#customer",
        {key} AS "#key", o.told AS "#told", o.how AS "#how",
        CASE WHEN o.ruleless THEN '{RULE}' WHEN {moved} THEN '{GONE}' END AS "#why"
    FROM (SELECT action_id, date, customer_id, occasion, because[1]['value'] AS told,
            CASE WHEN customer_id <> '' AND because[1]['fact'] = r.told_by
                THEN r.how END AS how,
            "index" >= coalesce(r.actions, 0) AS ruleless
        FROM {known.past.earlier} AS e
        LEFT JOIN (VALUES {lines}) AS r(rule, actions, how, told_by)
            ON r.rule = e.rule
        WHERE due_at >= {day_(open_from(plan.day))} AND record IS NULL
            AND (status IN {sql_list(ACTIVE)} OR held_by = '{UNDONE}')) AS o
    LEFT JOIN {quoted(known.customers)} AS c ON {known.is_customer(f"c.{KEY}", "o.customer_id")}
    WHERE (o.ruleless OR o.how IS NOT NULL) AND (o.customer_id = '' OR c.{KEY} IS NOT NULL)
        AND ("#why" IS NOT NULL OR NOT coalesce(o.how IN ({_numbers(facts)}), false))"""  # noqa: S608


def _key(how: Mapping[int, Comeback], plan: Plan) -> str:
    """The key of the event that gave the occasion; as it is where no event did."""
    key, ends = "o.occasion", [number for number, each in how.items() if each.ends]
    if ends:
        without_day = f"regexp_replace(o.occasion, {literal(LAST_DAY)}, '')"
        key = f"CASE WHEN o.how IN ({_numbers(ends)}) THEN {without_day} ELSE o.occasion END"
    marks = ", ".join(
        literal(mark_begins(plan.event_types[each.event])) if each.event else "NULL"
        for each in how.values()
    )
    return asked_key(key, f"list_extract([{marks}], o.how + 1)")


GONE_ALREADY = f"""SELECT "#action" AS action_id, "#date" AS date, "#why" AS why FROM {OPEN}
    WHERE "#why" IS NOT NULL"""  # noqa: S608


def _not_lately(how: Mapping[int, Comeback], plan: Plan, known: RecallTables) -> str:
    """What may be gone for all that the events of late tell."""
    late = f'AND "at" >= {day_(plan.day - LATELY)}'
    return f"""WITH waiting AS (SELECT * FROM {OPEN} WHERE "#why" IS NULL),
    lately AS ({_found("waiting", how, late, plan, known)})
    SELECT * FROM waiting ANTI JOIN lately USING ("#action", "#date")"""  # noqa: S608


def _found_whenever(how: Mapping[int, Comeback], plan: Plan, known: RecallTables) -> str:
    """The statement that leaves out what stands on an event of long ago."""
    return f"""DELETE FROM {NOT_FOUND} AS n
    USING ({_found(NOT_FOUND, how, "", plan, known)}) AS f
    WHERE n."#action" = f."#action" AND n."#date" = f."#date" """  # noqa: S608


def _gone_by_any_key(how: Mapping[int, Comeback], plan: Plan, known: RecallTables) -> str:
    """The statement that tells what is gone, for none may have gone by its key either."""
    return f"""INSERT INTO {GONE_SO_FAR}
    WITH otherwise AS ({_keyed_otherwise(NOT_FOUND, how, plan, known)})
    SELECT "#action", "#date", '{GONE}' FROM {NOT_FOUND}
    ANTI JOIN otherwise USING ("#action", "#date")"""  # noqa: S608


def _found(
    sought: str, how: Mapping[int, Comeback], when: str, plan: Plan, known: RecallTables
) -> str:
    """What of the relation an event still gives; keys are made for its customers alone."""
    whens = " ".join(f"WHEN {number} THEN {_gives(each, plan)}" for number, each in how.items())
    return f"""SELECT "#action", "#date" FROM ({_events(sought, how, when, plan, known)}) AS e
        JOIN {sought} AS o ON o."#customer" = e.{KEY} AND o."#key" = e."#its key"
        WHERE CASE o."#how" {whens} END"""  # noqa: S608


def _keyed_otherwise(
    sought: str, how: Mapping[int, Comeback], plan: Plan, known: RecallTables
) -> str:
    """What an event still gives that may have gone by the key, which is no more."""
    whens = " ".join(
        f"WHEN {number} THEN e.type = {literal(each.event)} AND {_gives(each, plan)}"
        f" AND {tells_the_same(each, TOLD_OF)}"
        for number, each in how.items()
    )
    had_others = f'"#action" IN {_with_other_keys(known.past)}'
    may_be = may_have_had('o."#key"', had_others, known.past)
    return f"""SELECT "#action", "#date" FROM ({_events(sought, how, "", plan, known)}) AS e
        JOIN {sought} AS o ON o."#customer" = e.{KEY}
        WHERE {may_be} AND CASE o."#how" {whens} END"""  # noqa: S608


def may_have_had(key: str, had_others: str, past: Past) -> str:
    """Whether an event ``e`` may have gone by the key, which it has not.

    It has a key now and had none, or the reverse; or events have other keys by now.
    """
    keyless, without = f"regexp_matches({key}, {literal(KEYLESS)})", 'e."key" IS NULL'
    others = f"OR (NOT {keyless} AND {had_others})" if past.keyed else ""
    return f"({keyless} <> ({without}) {others})"


def tells_the_same(each: Comeback, told: str) -> str:
    """Whether an event ``e`` has the moment that was told, where no other date was."""
    return "true" if each.attribute else f"{SHOWN} = {told}"


def _with_other_keys(past: Past) -> str:
    """The query of the actions first told when events had other keys."""
    return f"(SELECT action_id FROM {past.earlier} WHERE date < {day_(past.keyed or date.min)})"  # noqa: S608


def _events(
    sought: str, how: Mapping[int, Comeback], when: str, plan: Plan, known: RecallTables
) -> str:
    """The events of the customers sought, once for each of their keys."""
    types = dict.fromkeys(each.event for each in how.values())
    names = {name for each in how.values() for name in (each.attribute, *facts_of(each.where))}
    columns = ", ".join(quoted(name) for name in sorted({"at", "key", "type", *names} - {""}))
    keys = keys_of_event([plan.event_types[each] for each in types])
    return f"""SELECT {KEY}, {columns}, unnest({keys}) AS "#its key"
            FROM {quoted(known.events)}
            WHERE type IN {sql_list(types)} AND {KEY} IN (SELECT "#customer" FROM {sought})
                AND "at" < {day_(plan.day + timedelta(days=1))} {when}"""  # noqa: S608


def _gives(each: Comeback, plan: Plan) -> str:
    """Whether an event still gives the occasion whose key is its own."""
    asked = [as_told(each, TOLD_OF)] if each.attribute else []
    if each.where != ALWAYS:
        where = holds(each.where, attribute_columns(plan))
        before = f'o."#date" < {day_(each.since)}' if each.since else "false"
        asked.append(f"({before} OR {where})")
    return " AND ".join(asked) or "true"


def _lost(recall: Recall, plan: Plan, known: RecallTables) -> str:
    """Of these the open ones, as they were told last; none that today looks at by itself."""
    earlier, others = known.past.earlier, []
    if recall.back:
        # Of a flow whose deadlines moved it holds all that is due, whatever comes of that.
        again = "WHERE status <> 'due' OR said IS NOT NULL" if recall.moved else ""
        others.append(f"{COMING} {again}".rstrip())
    if recall.later:
        others.append(known.past.later)
    return last_told(f"gone AS (FROM {GONE_SO_FAR})", earlier, others)


def last_told(gone: str, earlier: str, others: Iterable[str] = ()) -> str:
    """What is open yet of the actions ``gone``, as told last, without those of others."""
    apart = "".join(
        f"\n        AND e.action_id NOT IN (SELECT action_id FROM {each})"  # noqa: S608
        for each in others
    )
    return f"""WITH {gone}
    SELECT {carried("e.")}, e.date AS written, g.why
    FROM (SELECT * FROM {earlier} WHERE action_id IN (SELECT action_id FROM gone)
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1) AS e
    JOIN gone AS g ON g.action_id = e.action_id AND g.date = e.date
    LEFT JOIN {SAID} AS s ON s.action_id = e.action_id AND s.said_on >= e.date
    WHERE {is_not_over("e.", "s.")}{apart}"""  # noqa: S608


def _of_records(recall: Recall, plan: Plan, known: RecallTables) -> str:
    """What cases and stays asked for, and may be open; of a stay what it may still withdraw."""
    lines = ", ".join(f"({literal(rule)}, {count})" for rule, count in recall.asked)
    return f"""SELECT e.action_id, e.date, e.record, e.customer_id, e.ref, e.rule, e.occasion,
        e.about::VARCHAR AS about, e."index" >= coalesce(r.actions, 0) AS ruleless
    FROM {known.past.earlier} AS e
    LEFT JOIN (VALUES {lines or "('', 0)"}) AS r(rule, actions) ON r.rule = e.rule
    JOIN {quoted(known.customers)} AS c ON {known.is_customer(f"c.{KEY}", "e.customer_id")}
    WHERE record IS NOT NULL AND {may_be_open(plan.day, "e.")}"""  # noqa: S608


def _numbers(found: Iterable[int]) -> str:
    return ", ".join(map(str, found)) or "NULL"
