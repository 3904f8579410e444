"""Cases to a board: pure, so that all writers agree; nothing is counted here but how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from careplay.calendars.zones import to_instant
from careplay.outputs.boards.board import BoardCase, BoardFlow, BoardStep, CaseBoard
from careplay.outputs.case_words import CaseWords, case_words, time_in_words
from careplay.outputs.cases import left_in_words, notes, shown_moment
from careplay.outputs.sheets.ordering import in_human_order

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.model.flows import Flow
    from careplay.outputs.case import Case

ON_TIME = timedelta(0)
GOAL = 6
"""Which of ``CaseWords.columns`` is the deadline of the whole."""


def board_of(
    business: Business, day: date, cases: Iterable[Case], whose: str = ""
) -> CaseBoard:
    """The board of open cases."""
    cases = tuple(cases)
    by_flow = defaultdict[str, list["Case"]](list)
    for each in cases:
        by_flow[each.flow].append(each)
    say = case_words(business.language)
    found = [
        _flow(business, flow, by_flow[name], day, say)
        for name, flow in business.flows.items()
        if by_flow[name]
    ]
    return CaseBoard(
        business.id,
        business.name,
        say.language,
        day,
        whose,
        tuple(sorted(found, key=lambda each: not each.late)),
        tuple(notes(business, cases)),
    )


def _flow(
    business: Business, flow: Flow, cases: Iterable[Case], day: date, say: CaseWords
) -> BoardFlow:
    by_step = defaultdict[str, list["Case"]](list)
    for each in cases:
        by_step[each.step or ""].append(each)
    order = [step.name for version in reversed(flow.versions) for step in version.steps]
    return BoardFlow(
        flow.label or flow.name,
        tuple(
            BoardStep(
                flow.labels.get(name, name),
                tuple(
                    _case(business, each, day, say) for each in _in_order(by_step[name], day)
                ),
            )
            for name in sorted(by_step, key=order.index)
        ),
    )


def _in_order(cases: Iterable[Case], day: date) -> list[Case]:
    """Those that are late first, then by deadline, then as people look customers up."""

    def place(case: Case) -> tuple[object, ...]:
        due = case.step_due or case.goal_due
        named = in_human_order(f"{case.customer} {case.ref}")
        return (not _is_late(case, day), due is None, due, named)

    return sorted(cases, key=place)


def _is_late(case: Case, day: date) -> bool:
    """Whether a deadline has passed by the end of the day."""
    of_step = case.left is not None and case.left < ON_TIME
    return of_step or (case.goal_due is not None and case.goal_due < _ends(day))


def _left(business: Business, case: Case, day: date, say: CaseWords) -> str:
    """How much time is left; where only the whole is late, how long that is."""
    if not _is_late(case, day) or case.goal_due is None or (case.left or ON_TIME) < ON_TIME:
        return left_in_words(case, say)
    goal, zone = say.columns[GOAL], business.timezone
    passed = to_instant(_ends(day), zone) - to_instant(case.goal_due, zone)
    return say.deadline.format(what=goal, at=say.over.format(time_in_words(passed, say)))


def _ends(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())


def _case(business: Business, case: Case, day: date, say: CaseWords) -> BoardCase:
    return BoardCase(
        customer=case.customer,
        ref=case.ref,
        since=shown_moment(case.entered_at, day),
        due=shown_moment(case.step_due, day),
        left=_left(business, case, day, say),
        goal=shown_moment(case.goal_due, day),
        who=case.owner_name or say.nobody.format(role=case.role or ""),
        is_late=_is_late(case, day),
        counting=case.counting(),
    )
