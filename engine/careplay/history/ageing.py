"""Days that are let go for their age, and what lives on of them, so that nothing is told twice.

Whole lives on what is still to be done, or may come back or be taken back in the words in which
it was told; bare, without a word, a name or a reason, what rules of ``once: ever`` told, and
cases and stays, which may be asked for after years.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from careplay.engines.base import Past
from careplay.engines.open_actions import is_not_over, told_last
from careplay.faults import HistoryError
from careplay.frozen import dataclass
from careplay.history.absent import ABSENT, make_absent
from careplay.history.former_ids import make_former_ids
from careplay.history.kept import kept_days
from careplay.history.look_back import goes_by, items_open_since, kept_since
from careplay.history.months import files_of
from careplay.history.reading import whole_actions_in
from careplay.history.said import PUT_OFF_LAST, said
from careplay.meaning.lasting import open_from
from careplay.model.actions import WHOLE_COLUMNS
from careplay.model.business import Business
from careplay.model.rules import Per
from careplay.outputs.aged import aged_in, demand_as_aged
from careplay.sources.columns import day_, quoted, sql_list
from careplay.sources.loaded import Loaded

BARE = frozenset({
    "action_id", "date", "status", "customer_id", "business", "playbook", "rule", "occasion",
    "channels", "due_at", "attempt", "supersedes", "deferred_to", "held_by",
    "index", "record", "ref", "item", "about",
})  # fmt: skip
"""The columns that live on of what lives on bare; a row without a ``verb`` is open no more."""
JUDGED_BY = (
    *("action_id", "date", "status", "customer_id", "channels", "due_at", "attempt"),
    *("record", "ref", "item", "about"),
)
"""The columns by which it is known what lives on whole."""
TOO_OLD = "too_old_actions"
LET_GO = "the days up to {last} were let go for their age (keep:), and {why}"


@dataclass(frozen=True, slots=True)
class Ageing:
    """What is to be done on a day for the age of others."""

    last: date
    """Every day up to this one is let go."""
    days: tuple[date, ...]
    """Those that are kept by then."""
    relation: str
    """What lives on."""


def to_age(
    business: Business, day: date, out: Path, cases: str, loaded: Loaded
) -> Ageing | None:
    """What is to be done once the day is kept; None where nothing is, as on most days.

    ``cases`` are those of its outcome. A day that is run again lets nothing go. HistoryError
    where a day to be let go is not as it was kept.
    """
    days = kept_days(out, business.id)
    since = kept_since(business, day, max((each for each in days if each < day), default=day))
    if since is None or not days or max(days) > day or min(days) >= since:
        return None
    old = tuple(each for each in days if each < since)
    files = [*lived_on(business.id, out), *files_of(days, old)]
    told = whole_actions_in(loaded.connection, files, business, day)
    former = make_former_ids(business, day, files, loaded)
    lives_on = living_on(told, business, day, (cases, former), loaded)
    return Ageing(since - timedelta(days=1), old, lives_on)


def lived_on(business: str, out: Path) -> Sequence[Path]:
    """The file of what lives on of days that were let go, if any were."""
    aged = aged_in(out / business)
    return () if aged is None else (demand_as_aged(aged),)


def ever_told(business: str, out: Path, until: date) -> list[Path]:
    """The files of all that was told up to a day; first what lives on of days let go."""
    days = kept_days(out, business)
    return [*lived_on(business, out), *files_of(days, (d for d in days if d <= until))]


def demand_memory(business: Business, day: date, out: Path, *, fresh: bool = False) -> None:
    """HistoryError where a day of before would be run that would go by days that were let go.

    The last day goes by what there is, whatever rules or limits ask for by now; one that was
    let go itself is not run even ``fresh``.
    """
    aged = aged_in(out / business.id)
    if aged is None:
        return
    if day <= aged.last:
        raise HistoryError(LET_GO.format(last=aged.last, why=f"{day} is one of them"))
    days = kept_days(out, business.id)
    if fresh or day >= max(days, default=day):
        return
    if min(days) >= day or day - goes_by(business, day) <= aged.last:
        told = LET_GO.format(last=aged.last, why=f"{day} would have to go by them")
        raise HistoryError(told, "; --fresh leaves all earlier days out")


def living_on(
    told: str, business: Business, day: date, of: tuple[str, str], loaded: Loaded
) -> str:
    """The relation of what lives on, on a day, of the actions that a query gives.

    ``of`` are ``Outcome.cases`` and ``Past.former`` of the day. What a case told that is open
    lives on whole, and so does that of who is not in the table, of whom nothing is known.
    """
    connection, (cases, former) = loaded.connection, of
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {TOO_OLD} AS {told}")
    make_absent(Past(TOO_OLD), loaded)
    once = (rule for rule in business.rules if rule.once and rule.once.per is Per.EVER)
    ever = sql_list(name for rule in once for name in (rule.id, *rule.was))
    of_cases = f"""(item IS NULL AND record IS NOT NULL
        AND customer_id IN (SELECT customer_id FROM {ABSENT}))"""  # noqa: S608
    if cases:
        open_now = f"(SELECT record, customer_id, ref FROM {cases})"  # noqa: S608
        of_cases = f"(record, customer_id, ref) IN {open_now} OR {of_cases}"
    begins, of_items = day_(open_from(day)), day_(items_open_since(business, day))
    columns = (
        name if each in BARE else f"CASE WHEN is_whole THEN {name} END AS {name}"
        for each, _ in WHOLE_COLUMNS
        for name in (quoted(each),)
    )
    return f"""(WITH said AS ({said(day, former, loaded)}),
    latest AS (SELECT {", ".join(map(quoted, JUDGED_BY))}
        FROM ({told_last(TOO_OLD, PUT_OFF_LAST)})
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1),
    left_whole AS (SELECT l.action_id FROM latest AS l
        LEFT JOIN said AS s ON s.action_id = l.action_id AND s.said_on >= l.date
        WHERE l.due_at >= {begins} OR l.about >= {begins}
            OR (item IS NOT NULL AND l.due_at >= {of_items}) OR {of_cases}
            OR ({is_not_over("l.", "s.")}
                AND (l.status = 'deferred' OR s.kind IN ('snoozed', 'unreached'))))
    SELECT {", ".join(columns)}
    FROM (SELECT *, action_id IN (FROM left_whole) AS is_whole FROM {TOO_OLD})
    WHERE is_whole OR record IS NOT NULL OR rule IN {ever}
    ORDER BY date, customer_id, action_id, status)"""  # noqa: S608
