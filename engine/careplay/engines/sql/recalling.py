"""What is made of earlier days before anything is asked: what became of them, what comes back.

An occasion that comes back is found by its key: with its event, if that is still there, and
with the date and the value as they were told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from careplay.engines.base import Past
from careplay.engines.sql import letting_go, taking_back
from careplay.engines.sql.build import Sql
from careplay.engines.sql.conditions import holds
from careplay.engines.sql.event_keys import asked_key, keys_of_event
from careplay.engines.sql.found import AHEAD, WHY_NOT
from careplay.engines.sql.matches import MATCH, MATCHES, numbered
from careplay.engines.sql.measures import attribute_columns
from careplay.engines.sql.pieces import Statement
from careplay.engines.sql.probed import (
    BY_RULE,
    KEPT_DAY,
    KEPT_KEY,
    KEPT_VALUE,
    RETURNED,
    returned,
)
from careplay.engines.sql.settling.given import carried, made
from careplay.engines.sql.settling.memory import COMING, SAID, said
from careplay.engines.sql.taking_back import (
    RecallTables,
    as_told,
    may_have_had,
    tells_the_same,
)
from careplay.meaning.event_keys import LAST_DAY, mark_begins
from careplay.meaning.lasting import open_from
from careplay.model.actions import CONDITION, GONE, RULE, UNDECIDED as IN_DOUBT
from careplay.model.conditions import ALWAYS
from careplay.planning.probes import Returned
from careplay.planning.recall import Comeback, Recall
from careplay.planning.steps import Plan
from careplay.sources.columns import KEY, day_, literal, quoted, sql_list

TOLD = "k.told['value']"
UNDECIDED = '"undecided again"'
"""Of what comes back, what cannot be decided: ``customer_id, rule, occasion``."""


def statements(plan: Plan, known: RecallTables) -> Iterator[Statement]:
    """The statements, in order; none where there are no earlier days."""
    if plan.recall is None:
        return
    title = f"memory: {plan.recall}"
    yield Statement(
        title, Sql(made(SAID, said(plan.recall, plan.day, known.events, known.past.former)))
    )
    if plan.recall.back:
        yield Statement(title, Sql(made(COMING, _coming(plan.recall, plan, known))))
    if returned(plan):
        yield Statement(title, Sql(made(quoted(RETURNED), _returned(plan, known))))
    if plan.recall.told:
        yield from taking_back.statements(title, plan.recall, plan, known)
    if (let_go := plan.recall.let_go) is not None:
        yield Statement(title, Sql(letting_go.statement(let_go, plan.recall, plan, known)))


def undecided_again(plan: Plan) -> Sql | None:
    """The table of what comes back and cannot be decided; None where nothing may come back."""
    rules: dict[int, str] = {}
    for number, match in numbered(plan):
        probe = plan.occasions[match.occasion].probe
        if isinstance(probe, Returned):
            rules[number] = probe.rule
    if not rules:
        return None
    whens = " ".join(f"WHEN {-number} THEN {literal(rule)}" for number, rule in rules.items())
    query = f"""SELECT {KEY}::VARCHAR AS customer_id, CASE "{MATCH}" {whens} END AS rule,
        "#key" AS occasion
    FROM (SELECT {KEY}, "#key", unnest("{MATCHES}") AS "{MATCH}" FROM "matches")
    WHERE "{MATCH}" IN ({", ".join(str(-number) for number in rules)})"""  # noqa: S608
    return Sql(made(UNDECIDED, query))


def _coming(recall: Recall, plan: Plan, known: RecallTables) -> str:
    """The latest row of each action that comes back; ``said``: why it is to be done anew.

    ``away``: whether its customer is not in the table.

    People said so; or it was taken back, and its occasion may be there again. Of flows of
    which deadlines moved it is what is due, too: which of it, the cases say.
    """
    earlier, today = known.past.earlier, day_(plan.day)
    taken_back = f"""status = 'withdrawn' AND held_by IN ('{GONE}', '{RULE}')
        AND record IS NULL AND due_at >= {day_(open_from(plan.day))}"""
    not_later = ""
    if recall.later:
        not_later = f"AND e.action_id NOT IN (SELECT action_id FROM {known.past.later})"  # noqa: S608
    moved = f"status = 'due' AND record IN {sql_list(recall.moved)}"
    again = f" OR ({moved})" if recall.moved else ""
    unsaid = f"ELSE {moved} AND s.kind IS NULL" if recall.moved else ""
    return f"""SELECT {carried("e.")}, e.channels, e.because[1] AS told, e.first_told,
        CASE e.status WHEN 'due' THEN s.kind WHEN 'withdrawn' THEN e.status END AS said,
        e.customer_id <> '' AND c.{KEY} IS NULL AS away
    FROM (SELECT *, min(date) OVER (PARTITION BY action_id) AS first_told FROM {earlier}
        WHERE action_id IN (SELECT action_id FROM {SAID} UNION SELECT action_id FROM {earlier}
            WHERE (status = 'deferred' AND deferred_to <= {today}) OR ({taken_back}){again})
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1) AS e
    LEFT JOIN {SAID} AS s ON s.action_id = e.action_id AND s.said_on >= e.date
    LEFT JOIN {quoted(known.customers)} AS c ON {known.is_customer(f"c.{KEY}", "e.customer_id")}
    WHERE CASE e.status
            WHEN 'deferred' THEN e.deferred_to <= {today}
                AND NOT coalesce(s.ended_on >= e.date, false)
            WHEN 'due' THEN CASE s.kind
                WHEN 'unreached' THEN s.said_on < {today} AND e.attempt < len(e.channels)
                WHEN 'snoozed' THEN coalesce(s.until, s.said_on + 1) <= {today} {unsaid} END
            WHEN 'withdrawn' THEN {taken_back} AND NOT coalesce(s.ended_on >= e.date, false)
            END {not_later}"""  # noqa: S608


def _returned(plan: Plan, known: RecallTables) -> str:
    """What comes back to customers in the columns of the events, and those of ``found``."""
    assert plan.recall is not None  # noqa: S101 - without it nothing comes back
    alike: dict[Comeback, list[str]] = {}
    facts: list[Comeback] = []
    for each in plan.recall.comebacks:
        if each.event:
            alike.setdefault(replace(each, rule=""), []).append(each.rule)
        else:
            facts.append(each)
    parts = [f"SELECT * FROM {quoted(known.events)} WHERE false"]  # noqa: S608
    parts += [_by_events(rules, how, plan, known) for how, rules in alike.items()]
    if facts:
        parts.append(_by_facts(facts, plan, known))
    return "\nUNION ALL BY NAME ".join(parts)


def _by_events(rules: Sequence[str], how: Comeback, plan: Plan, known: RecallTables) -> str:
    """What an event gave, with the event of its key; gone where that gives it no more.

    One that may have gone by it, and tells the same, where none has it.
    """
    asked = f'type = {literal(how.event)} AND "at" < {day_(plan.day + timedelta(days=1))}'
    lasts, same = "true", ""
    if how.since is not None:
        lasts = str(holds(how.where, attribute_columns(plan)))
        same = f' AND (e."#lasts" OR k.date < {day_(how.since)})'
    elif how.where != ALWAYS:
        asked += f" AND {holds(how.where, attribute_columns(plan))}"
    key, day = "k.occasion", 'e."at"::DATE'
    if how.ends:
        key, day = f"regexp_replace(k.occasion, {literal(LAST_DAY)}, '')", _kept_day(plan)
    told = plan.event_types[how.event]
    why = f"""CASE WHEN {_otherwise(how)} THEN '{RULE}'
        WHEN e.type IS NULL OR (k.taken_back AND {_ahead(how)}) THEN '{GONE}'
        WHEN e."#passes" IS NULL THEN '{IN_DOUBT}'
        WHEN NOT e."#passes" THEN '{CONDITION}' END"""
    of_key = f'e."#its key" = {asked_key(key, literal(mark_begins(told)))}'
    names = ", ".join(f"e.{quoted(name)}" for name in ("at", *sorted(told.attributes)))
    order = f"{of_key} DESC, {names}"
    passing = "true"
    if how.passing != ALWAYS:
        passing = str(holds(how.passing, attribute_columns(plan)))
        # Of events with one key, one that gives it today comes first, then one that may.
        order = f"""CASE WHEN e.type IS NULL THEN 3 WHEN e."#passes" THEN 0
            WHEN e."#passes" IS NULL THEN 1 ELSE 2 END, {order}"""
    customers = quoted(known.customers)
    theirs = known.is_customer(f"c.{KEY}", "k.customer_id")
    whose = f"""SELECT c.{KEY} FROM {customers} AS c
            JOIN {_occasions(rules)} AS k ON {theirs}"""  # noqa: S608
    own = f'{KEY}, "#its key", "#passes", "#lasts"'
    return f"""SELECT c.{KEY}, e.* EXCLUDE ({own}), {_kept(day, why, _ahead(how))}
    FROM {_occasions(rules)} AS k
    JOIN {customers} AS c ON {theirs}
    LEFT JOIN (SELECT *, {passing} AS "#passes", {lasts} AS "#lasts",
            unnest({keys_of_event([told])}) AS "#its key"
        FROM {quoted(known.events)} WHERE {asked} AND {KEY} IN ({whose})
    ) AS e ON e.{KEY} = c.{KEY} AND {_gives(how, key, of_key, known.past)}{same}
    QUALIFY row_number() OVER (PARTITION BY k.customer_id, k.rule, k.occasion
        ORDER BY {order}) = 1"""  # noqa: S608


def _gives(how: Comeback, key: str, of_key: str, past: Past) -> str:
    """Whether an event gives what comes back: it has the key, or may have had it."""
    had_others = f"k.first_told < {day_(past.keyed or date.min)}"
    otherwise = f"{may_have_had(key, had_others, past)} AND {tells_the_same(how, TOLD)}"
    same = f" AND {as_told(how, TOLD, 'e')}" if how.attribute else ""
    return f"({of_key} OR ({otherwise})){same}"


def _ahead(how: Comeback) -> str:
    """Whether the event was moved on, so that the rule's own day is to come.

    An action that was taken back waits for that; another of its occasion may not have been.
    """
    if how.until is None:
        return "false"
    return f"""coalesce(e."at" >= {day_(how.until + timedelta(days=1))}, false)"""


def _by_facts(found: Iterable[Comeback], plan: Plan, known: RecallTables) -> str:
    """What a fact or a day gave; gone where the fact tells another date."""
    rules = [each.rule for each in found]
    whens = " ".join(
        f"WHEN {literal(each.rule)} THEN NOT {as_told(each, TOLD, 'c')}"
        for each in found
        if each.fact
    )
    gone = f"CASE k.rule {whens} ELSE false END" if whens else "false"
    others = " OR ".join(
        f"(k.rule = {literal(each.rule)} AND {_otherwise(each)})"
        for each in found
        if each.told_by
    )
    why = f"CASE WHEN {others or 'false'} THEN '{RULE}' WHEN {gone} THEN '{GONE}' END"
    return f"""SELECT c.{KEY}, {_kept(_kept_day(plan), why)}
    FROM {_occasions(rules)} AS k
    JOIN {quoted(known.customers)} AS c ON {known.is_customer(f"c.{KEY}", "k.customer_id")}"""  # noqa: S608


def _occasions(rules: Iterable[str]) -> str:
    return f"""(SELECT customer_id, rule, occasion, min(told) AS told, min(date) AS date,
            min(first_told) AS first_told,
            bool_and(coalesce(said = 'withdrawn', false)) AS taken_back FROM {COMING}
        WHERE rule IN {sql_list(rules)} GROUP BY ALL)"""  # noqa: S608


def _otherwise(each: Comeback) -> str:
    """Whether the rule waits for something else now."""
    return f"k.told['fact'] <> {literal(each.told_by)}" if each.told_by else "false"


def _kept(day: str, why_not: str, ahead: str = "false") -> str:
    told = {"k.rule": BY_RULE, "k.occasion": KEPT_KEY, day: KEPT_DAY, "k.told": KEPT_VALUE}
    columns = [*told.items(), (why_not, WHY_NOT), (ahead, AHEAD)]
    return ", ".join(f"{each} AS {quoted(name)}" for each, name in columns)


def _kept_day(plan: Plan) -> str:
    found = f"regexp_extract(k.occasion, {literal(LAST_DAY)}, 1)"
    return f"coalesce(TRY_CAST(nullif({found}, '') AS DATE), {day_(plan.day)})"
