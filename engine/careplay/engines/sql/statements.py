"""The statements that carry a plan out, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from careplay.engines.base import CASES, MODES, NOTHING, RELATION, WHOLE, Past, told_of
from careplay.engines.sql import (
    actions,
    as_told,
    facts,
    found,
    holds,
    matches,
    occasions,
    open_cases,
    probed,
    recalling,
    recorded,
    schedule,
    settling,
    undecided,
    unseen,
)
from careplay.engines.sql.build import FALSE, NULL, Query, Sql, called, cast, select
from careplay.engines.sql.facts import NamedQuery
from careplay.engines.sql.pieces import Statement
from careplay.engines.sql.queries import make, with_steps
from careplay.engines.sql.settling.given import ASKED_FOR, CARRIED, WHENCE
from careplay.engines.sql.taking_back import RecallTables
from careplay.frozen import dataclass
from careplay.model.actions import WHOLE_COLUMNS
from careplay.planning.steps import CaseFold, Plan
from careplay.sources.columns import quoted


@dataclass(frozen=True, slots=True)
class Looking:
    """What a plan looks at, in SQL, in the order in which it is carried out."""

    records: tuple[Sql, ...]
    """The cases and stays that are looked at."""
    odd: Query | None
    """Flow, kind and count of events that came as no flow has it; None where there is none."""
    scanned: Sql | None
    """The events that give occasions; None where none is looked for."""
    holds: Sql | None
    """What the limits ask of customers; None where they ask nothing."""


def looking(plan: Plan, customers: str, events: str) -> Looking:
    """The statements before the matches, for a plan whose tables go by these names."""
    happened = probed.events_probed(plan)
    return Looking(
        records=tuple(_recorded(plan, events)),
        odd=recorded.odd(plan, customers),
        scanned=make("TABLE", found.SCANNED, found.scanned(plan, events)) if happened else None,
        holds=chain("TABLE", holds.relations(plan, customers, events)) if plan.holds else None,
    )


def matched(plan: Plan, customers: str, events: str, places: Sequence[int] = ()) -> Sql | None:
    """The customers that some rule matches, or cannot decide; None where none is asked.

    Of a narrowed plan, ``places`` are those by which its occasions were looked for.
    """
    if not occasions.of_customers(plan):
        return None
    asked = facts.relations(plan, customers, events)
    return chain("TABLE", [*asked, *occasions.relations(plan, places), matches.relation(plan)])


def finished(
    plan: Plan, events: str, past: Past = NOTHING, numbers: Sequence[int] = ()
) -> Iterator[Statement]:
    """What follows the matches: the schedule, settled, and the views of the actions.

    Of a narrowed plan, ``numbers`` are those by which its matches stand in the relation.
    """
    due = asks(plan)
    if due:
        made = chain("TABLE", [schedule.relation(plan, numbers)])
        yield Statement("schedule: what is to be done, by whom and when", made)
        yield from as_told.statements(plan, past)
    if plan.settling:
        made = chain("TABLE", [actions.candidates(plan)]) if due else _no_candidates()
        yield Statement("candidates: of each action what earlier days and limits go by", made)
        given = settling.Given(plan.day, events, past, holds.RELATION)
        in_full = actions.in_full(plan) if due else _nothing((*WHOLE_COLUMNS, ROW))
        yield from settling.statements(plan.settling, given, in_full)
    else:
        whole = chain("VIEW", [actions.relation(plan)]) if due else _no_actions()
        yield Statement("the actions, with all that is kept of them", whole)
    yield Statement("actions: the same, as people are told", Sql(told_of(WHOLE)))


def beforehand() -> Iterator[Sql]:
    """Drop what the outcome of the day before stood on, so that none is taken for today's."""
    for view in (RELATION, WHOLE, MODES, CASES):
        yield Sql(f"DROP VIEW IF EXISTS {quoted(view)}")
    tables = (quoted(schedule.SCHEDULE), quoted(holds.RELATION), open_cases.OPEN_CASES)
    for each in (*tables, *settling.TOLD):
        yield Sql(f"DROP TABLE IF EXISTS {each}")


def afterward(plan: Plan) -> Iterator[Sql]:
    """Keep the cases that are open, and drop what the outcome does not stand on."""
    yield from open_cases.statements(plan)
    folded = [recorded.fold_name(each.column) for each in recorded.case_folds(plan)]
    records = (*folded, recorded.RECORDS) if plan.records else ()
    passing = [quoted(each) for each in (found.SCANNED, matches.RELATION, *records)]
    if plan.settling:
        passing += map(quoted, (schedule.SCHEDULE, ASKED_FOR))
        passing += settling.PASSING
    for each in passing:
        yield Sql(f"DROP TABLE IF EXISTS {each}")
    yield Sql(f"DROP VIEW IF EXISTS {quoted(unseen.SEEN)}")


ROW = ("row", "BIGINT")
"""The column by which what is asked for and what became of it go together."""


def asks(plan: Plan) -> bool:
    """Whether the rules ask for anything."""
    return bool(occasions.of_customers(plan) or plan.announced)


def _no_actions() -> Sql:
    return make("VIEW", WHOLE, _nothing(WHOLE_COLUMNS))


def _no_candidates() -> Sql:
    kinds = dict(WHOLE_COLUMNS)
    columns = (*((name, kinds[name]) for name in CARRIED), *WHENCE)
    return make("TABLE", ASKED_FOR, _nothing(columns))


def _nothing(columns: Iterable[tuple[str, str]]) -> Query:
    """What is asked for on a day on which nothing is."""
    return select(*(called(cast(NULL, kind), name) for name, kind in columns), where=FALSE)


def text(plan: Plan, past: Past = NOTHING) -> str:
    """The whole plan in SQL as people read it, a comment above each statement.

    It reads the tables ``customers`` and ``events``, and what is kept of earlier days by the
    names of ``past``. Empty where nothing is due, and nothing to be settled.
    """
    from careplay.engines.sql.layout import laid_out  # noqa: PLC0415 - a run needs none

    customers, events = "customers", "events"
    made, known = (
        looking(plan, customers, events),
        RecallTables(customers, events, past),
    )
    told: list[tuple[str, Sql | None]] = [
        *((each.title, each.sql) for each in recalling.statements(plan, known)),
        *(("records: cases and stays as of a day", each) for each in made.records),
        ("events that came as no flow has it", made.odd),
        ("scanned: the events that give occasions", made.scanned),
        ("matches: whom the rules serve", matched(plan, customers, events)),
        ("what comes back and cannot be decided", recalling.undecided_again(plan)),
        ("how many cannot be decided, and for want of what", undecided.query(plan)),
        ("holds: what the limits ask of customers", made.holds),
    ]
    if asks(plan) or plan.settling:
        told += ((each.title, each.sql) for each in finished(plan, events, past))
    return "\n".join(
        f"-- {title}\n{laid_out(statement)};\n"
        for title, statement in told
        if statement is not None
    )


def _recorded(plan: Plan, events: str) -> Iterator[Sql]:
    known = unseen.seen(plan, events)
    if known is not None:
        yield known
    yield from recorded.folds(plan, events)
    told = records_table(plan, events)
    if told is not None:
        yield told


def records_table(
    plan: Plan, events: str, cases: Callable[[CaseFold, Plan], Query] = recorded.case_records
) -> Sql | None:
    """The table of cases and stays; ``cases`` are those of a fold. None: nobody asks."""
    query = recorded.relation(plan, events, cases)
    return None if query is None else chain("TABLE", [(recorded.RECORDS, query)])


def chain(kind: str, relations: Sequence[NamedQuery]) -> Sql:
    """The last relation, made for good; those before it are steps towards it."""
    *steps, (relation, query) = relations
    return make(kind, relation, with_steps(steps, query))
