"""Cases of a home-textile store: what is not to somebody's liking, complaints and promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from samples import textile_words as words
from samples.complaints import Trade, complaint, promise
from samples.draws import Draws
from samples.endings import COMPLAINT_ENDS, PROMISE_ENDS, ends_of, let_go
from samples.events import Diary
from samples.walks import Pace, Walk, walk

PLANNERS = ("M11", "M12", "M13", "T01")
TRADE = Trade(words.COMPLAINTS, words.REMEDIES, ("T01", "T02", "T04", "T05", "T07"))


def reported(diary: Diary, day: date, about: str = "") -> None:
    """Something that is not to the customer's liking, and what was done about it."""
    draws = diary.draws
    kind = about or draws.choice(("尺寸", "送货"))
    later = day if about else draws.later(day, 1, 40)
    ref, at = _ref(diary, "P"), draws.moment(later)
    said = draws.choice(words.PROBLEMS[kind])
    diary.note_at(at, "problem.reported", ref=ref, about=kind, words=said)
    walk(diary, ref, at, PROBLEM)
    let_go(diary, ref, "problem.withdrawn", ends_of(PROBLEM))


def complained(diary: Diary, day: date) -> None:
    """A complaint and its six steps."""
    ref, opened = _ref(diary, "T"), diary.draws.moment(diary.draws.later(day, 2, 30))
    complaint(diary, ref, opened, TRADE)
    let_go(diary, ref, "complaint.withdrawn", COMPLAINT_ENDS)


def promised(diary: Diary, day: date) -> None:
    """Something the customer was promised."""
    ref, made = _ref(diary, "Q"), diary.draws.moment(diary.draws.later(day, 0, 9))
    promise(diary, ref, made, PLANNERS)
    let_go(diary, ref, "promise.cancelled", PROMISE_ENDS)


def _ref(diary: Diary, letter: str) -> str:
    """A number no other case of the store has."""
    return f"{letter}{diary.customer[2:]}-{len(diary.events)}"


def _answer(draws: Draws) -> Mapping[str, str]:
    return {"answer": draws.choice(words.ANSWERS)}


def _result(draws: Draws) -> Mapping[str, str]:
    return {"result": draws.choice(words.RESULTS)}


def _score(draws: Draws) -> Mapping[str, str]:
    return {"satisfaction": str(max(3, draws.randint(2, 5)))}


PROBLEM = Walk(
    "problem",
    {
        "answer": Pace((1, 25), {"settled": ("confirm", 0.6), "open": ("solve", 0.4)}, _answer),
        "solve": Pace((8, 90), {"": ("confirm", 1.0)}, _result),
        "confirm": Pace(
            (4, 46), {"satisfied": ("closed", 0.75), "unsatisfied": ("solve", 0.25)}, _score
        ),
    },
    "waiting_goods",
    "plan_agreed",
    PLANNERS,
)
