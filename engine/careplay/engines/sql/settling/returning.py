"""Earlier actions that come back, as today asks for them, beside what is new."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.engines.sql.found import AHEAD, WHY_NOT
from careplay.engines.sql.probed import BY_RULE, KEPT_KEY, RETURNED
from careplay.engines.sql.recalling import UNDECIDED as OPEN
from careplay.engines.sql.settling import moving
from careplay.engines.sql.settling.fresh import FRESH
from careplay.engines.sql.settling.given import (
    CANDIDATES,
    PRESSING,
    ROWS,
    Given,
    carried,
    made,
    place,
)
from careplay.engines.sql.settling.memory import ASIDE, COMING
from careplay.engines.sql.settling.withdrawing import GONE
from careplay.model.actions import CHANNELS, CONDITION, GONE as IS_GONE, RULE, UNDECIDED
from careplay.planning.memory import Return
from careplay.sources.columns import KEY, literal, quoted, sql_list

WAITS = "waits"
TOLD_AGAIN = "{0}status = 'due' AND {0}said IS NULL"
"""Of what comes back, ``{0}`` being its name: whether another deadline is all that is told."""
ANEW = ("playbook", "verb", "category", "priority", "owner")
"""What is of today wherever the action is asked for."""


def set_aside(given: Given) -> Iterator[str]:
    """What is only told again waits until the limits have had their say of the others."""
    of = f"action_id IN (SELECT action_id FROM {COMING} WHERE {TOLD_AGAIN.format('')})"  # noqa: S608
    if given.begun:
        of += " AND NOT begun"
    yield made(ASIDE, f"SELECT * FROM {ROWS} WHERE {of}")  # noqa: S608
    yield f"DELETE FROM {ROWS} WHERE {of}"  # noqa: S608


def statement(step: Return, given: Given) -> str:
    """The actions of the date, those that come back and fresh ones, as they will compete."""
    every = f"""SELECT {carried()}, happened, "row", NULL::DATE AS written,
        first_told, CASE WHEN record IS NOT NULL AND attempt > 1 THEN channels END AS channels,
        dropped_before FROM {FRESH}"""  # noqa: S608
    if step.back:
        every += f"\n    UNION ALL BY NAME {_back(step, given)}"
    if given.begun:
        every = _beside_what_is_begun(every, given)
    return made(
        ROWS,
        f"""SELECT *, {PRESSING} AS pressing, {place(step.places)} AS place
    FROM ({every})""",  # noqa: S608
    )


def _beside_what_is_begun(every: str, given: Given) -> str:
    """What is begun stays as it was, and others compete for what room it leaves."""
    first = given.today
    if given.past.earlier:
        before = f"{given.past.earlier} AS e WHERE e.action_id = b.action_id"
        first = f"coalesce((SELECT min(e.date) FROM {before}), {first})"  # noqa: S608
    begun = f"""SELECT {carried("b.")}, {first} AS first_told, true AS begun
    FROM {given.begun} AS b"""  # noqa: S608
    return f"""SELECT *, false AS begun FROM ({every})
    WHERE action_id NOT IN (SELECT action_id FROM {given.begun})
    UNION ALL BY NAME {begun}"""  # noqa: S608


def _back(step: Return, given: Given) -> str:
    """Each as it is asked for today; what is not, or too late, is told once more as it was."""
    today = given.today
    whose = "CASE WHEN asked THEN today_{0} ELSE {0} END AS {0}"
    same = ", ".join(map(whose.format, ANEW))
    again = f"WHEN {TOLD_AGAIN.format('')} THEN action_id" if step.moved else ""
    instead = f"CASE {again} WHEN asked THEN nullif(supersedes, action_id) ELSE supersedes END"
    return f"""SELECT {carried()}, happened, "row", written, first_told, channels,
        false AS dropped_before
    FROM (SELECT * REPLACE ({today} AS date, {same}, NULL::DATE AS deferred_to, held AS held_by,
            {instead} AS supersedes,
            CASE WHEN held IS NULL THEN 'due' WHEN why = '{IS_GONE}' THEN 'withdrawn'
                ELSE 'dropped' END AS status,
            CASE WHEN too_late THEN winner END AS winner,
            CASE WHEN NOT asked THEN due_at WHEN of_record THEN today_due_at
                WHEN said IS NOT NULL THEN greatest(due_at, {today} + due_at::TIME)
                ELSE due_at END AS due_at,
            CASE WHEN asked THEN coalesce(usable[1], today_channel) ELSE channel END AS channel,
            CAST(CASE WHEN asked THEN tried + 1 ELSE attempt END AS INTEGER) AS attempt,
            CASE WHEN asked THEN list_concat(list_slice(channels, 1, tried), usable)
                END AS channels,
            CASE WHEN asked THEN "row" END AS "row"),
        CASE WHEN NOT asked OR "row" IS NULL THEN date END AS written
        FROM ({_decided(step, given)}))
    WHERE NOT (exhausted AND said IS NOT DISTINCT FROM 'unreached')
        AND NOT (was_taken_back AND held IS NOT NULL)"""  # noqa: S608


def _decided(step: Return, given: Given) -> str:
    """Whether it is asked for, else why not; and the channels that are left."""
    open_ = "list_contains(today_channels, x)"
    untried = f"[x FOR x IN channels[tried + 1:] IF {open_}]"
    return f"""SELECT *, why IS NULL AND NOT too_late AS asked,
        status = 'withdrawn' AS was_taken_back,
        tried > 0 AND len(usable) = 0 AND len(channels) > 0 AND today_held_by IS NULL
            AND why IS NULL AND NOT too_late AS exhausted,
        CASE WHEN too_late THEN held_by WHEN why IS NOT NULL THEN why
            WHEN exhausted THEN '{CHANNELS}' ELSE today_held_by END AS held
    FROM (SELECT *, CASE WHEN tried = 0 THEN today_channels ELSE {untried} END AS usable,
            why IS NULL AND status = 'deferred' AND NOT of_record AND due_on_earlier_day
                AS too_late
        FROM ({_met(step, given)}))
    WHERE why IS DISTINCT FROM '{WAITS}'"""  # noqa: S608


def _met(step: Return, given: Given) -> str:
    """What comes back beside what today asks for of the same action, and why not, if not."""
    of_today = ", ".join(
        f"coalesce(n.{name}, c.{name}) AS today_{name}" for name in ANEW if name != "owner"
    )
    owner, business, why = "n.owner", "false", [('n."row" IS NOT NULL', "NULL")]
    joins = []
    if step.moved:
        joins.append(moving.joined("c"))
        moved = f"n.rule IN {sql_list(step.moved)} AND {moving.IS_TOLD_AGAIN}"
        why.insert(0, (f"{TOLD_AGAIN.format('c.')} AND NOT ({moved})", f"'{WAITS}'"))
    records = "c.away OR c.record IS NOT NULL"
    if step.standing:
        records += f" OR c.rule IN {sql_list(step.standing)}"
    why.append((records, f"'{WAITS}'"))
    if step.standing_in:
        owner, business = "coalesce(n.owner, b.owner)", "b.rule IS NOT NULL"
        joins.append(_standing_in(step))
        why.append((business, "NULL"))
    if step.asked:
        joins += [_found_again(), _undecided()]
        why.insert(0, (f"c.status = 'withdrawn' AND r.{quoted(AHEAD)}", f"'{IS_GONE}'"))
        why += [
            (f"{_asked(step)} OR c.customer_id = ''", f"'{RULE}'"),
            (f"r.{quoted(WHY_NOT)} IS NOT NULL", f"r.{quoted(WHY_NOT)}"),
            ("u.rule IS NOT NULL", f"'{UNDECIDED}'"),
        ]
    whens = " ".join(f"WHEN {asked} THEN {told}" for asked, told in why)
    last = CONDITION if step.asked else RULE
    apart = " AND ".join(
        f"c.action_id NOT IN (SELECT action_id FROM {each})"  # noqa: S608
        for each in (GONE, FRESH)
    )
    return f"""SELECT c.*, n."row", n.happened, n.record IS NOT NULL AS of_record,
        c.due_at < {given.today} AS due_on_earlier_day, n.due_at AS today_due_at,
        n.held_by AS today_held_by,
        CASE WHEN {business} THEN c.channel ELSE n.channel END AS today_channel,
        CASE WHEN {business} THEN c.channels ELSE n.channels END AS today_channels,
        {of_today}, {owner} AS today_owner,
        CASE c.said WHEN 'unreached' THEN c.attempt ELSE c.attempt - 1 END AS tried,
        CASE {whens} ELSE '{last}' END AS why
    FROM (SELECT * REPLACE (coalesce(channels, []) AS channels{_waited(step, given)})
        FROM {COMING}) AS c
    LEFT JOIN (SELECT * FROM {CANDIDATES} WHERE ago = 0 AND (back OR record IS NOT NULL)
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY new DESC) = 1) AS n
        ON n.action_id = c.action_id
    {" ".join(joins)} WHERE {apart}"""  # noqa: S608


def _waited(step: Return, given: Given) -> str:
    """What a mode let wait has waited until today, also where no run put it off again."""
    if not step.waiting:
        return ""
    since = f"greatest({given.today} - deferred_to, 0)"
    return f""",
            CASE WHEN status = 'deferred' AND record IS NULL
                    AND held_by IN {sql_list(step.waiting)}
                THEN due_at + to_days({since}::INTEGER) ELSE due_at END AS due_at"""


def _asked(step: Return) -> str:
    """Whether the rule asks for the action no more."""
    lines = ", ".join(f"({literal(rule)}, {count})" for rule, count in step.asked)
    return f"""NOT EXISTS (SELECT 1 FROM (VALUES {lines}) AS a(rule, actions)
        WHERE a.rule = c.rule AND c."index" < a.actions)"""  # noqa: S608


def _found_again() -> str:
    return f"""LEFT JOIN {quoted(RETURNED)} AS r ON r.{KEY}::VARCHAR = c.customer_id
        AND r.{quoted(BY_RULE)} = c.rule AND r.{quoted(KEPT_KEY)} = c.occasion"""


def _undecided() -> str:
    return f"""LEFT JOIN {OPEN} AS u ON u.customer_id = c.customer_id AND u.rule = c.rule
        AND u.occasion = c.occasion"""


def _standing_in(step: Return) -> str:
    """Who does what is for the business or a store; of a store without people, anybody."""
    lines = ", ".join(
        f"({literal(rule)}, {index}, {literal(store)}, {_or_null(owner)})"
        for rule, index, store, owner in step.standing_in
    )
    stores = f"(SELECT * FROM (VALUES {lines}) AS v(rule, index, store, owner))"  # noqa: S608
    store = "CASE WHEN contains(c.occasion, '@') THEN regexp_extract(c.occasion, '[^@]*$') END"
    return f"""LEFT JOIN {stores} AS b ON b.rule = c.rule AND b.index = c."index"
        AND b.store = coalesce((SELECT max(store) FROM {stores} AS s
            WHERE s.rule = c.rule AND s.store = {store}), '')"""  # noqa: S608


def _or_null(owner: str | None) -> str:
    return "NULL::VARCHAR" if owner is None else literal(owner)
