"""Cases of an appliance store: problems, repairs, complaints and promises, step by step."""

from __future__ import annotations

from datetime import date

from samples import appliance_words as words
from samples.complaints import Trade, complaint, promise
from samples.draws import Draws
from samples.endings import COMPLAINT_ENDS, PROMISE_ENDS, ends_of, let_go
from samples.events import Diary
from samples.walks import DrawAttributes, Pace, Walk, walk

UNHEARD = 0.06
"""How often nobody listens to a complaint at all."""
PLANNERS = ("M01", "M02", "M03", "F01")
TRADE = Trade(words.COMPLAINTS, words.REMEDIES, ("A01", "A03", "A05", "F01", "F02"))


def reported(diary: Diary, day: date, _category: str) -> None:
    """A problem the customer told of, and what was done about it."""
    draws = diary.draws
    stage = draws.choice(list(words.WORDS))
    ref, at = _ref(diary, "P"), draws.moment(draws.later(day, 1, 90))
    said = draws.choice(words.WORDS[stage])
    diary.note_at(at, "problem.reported", ref=ref, stage=stage, words=said)
    walk(diary, ref, at, PROBLEM)
    let_go(diary, ref, "problem.withdrawn", ends_of(PROBLEM))


def repaired(diary: Diary, day: date, category: str) -> None:
    """A repair, the call after it, and what was done if all was not well."""
    ref, at = _ref(diary, "R"), diary.draws.moment(diary.draws.later(day, 20, 300))
    diary.note_at(at, "repair.closed", ref=ref, category=category)
    walk(diary, ref, at, REPAIR)
    let_go(diary, ref, "repair.dropped", ends_of(REPAIR))


def complained(diary: Diary, day: date, _category: str) -> None:
    """A complaint and its six steps."""
    draws, ref = diary.draws, _ref(diary, "T")
    opened = draws.moment(draws.later(day, 1, 25))
    if draws.chance(UNHEARD):
        said = draws.choice(words.COMPLAINTS["服务态度"])
        diary.note_at(opened, "complaint.opened", ref=ref, words=said)
    else:
        complaint(diary, ref, opened, TRADE)
    let_go(diary, ref, "complaint.withdrawn", COMPLAINT_ENDS)


def promised(diary: Diary, day: date, _category: str) -> None:
    """Something the customer was promised."""
    ref, made = _ref(diary, "Q"), diary.draws.moment(diary.draws.later(day, 0, 9))
    promise(diary, ref, made, PLANNERS)
    let_go(diary, ref, "promise.cancelled", PROMISE_ENDS)


def _ref(diary: Diary, letter: str) -> str:
    """A number no other case of the store has."""
    return f"{letter}{diary.customer[1:]}-{len(diary.events)}"


def _one_of(name: str, said: tuple[str, ...]) -> DrawAttributes:
    def told(draws: Draws) -> dict[str, str]:
        return {name: draws.choice(said)}

    return told


def _score(draws: Draws) -> dict[str, str]:
    return {"satisfaction": str(max(3, draws.randint(2, 5)))}


ANSWERED = {"satisfied": ("closed", 0.75), "unsatisfied": ("solve", 0.25)}
PROBLEM = Walk(
    "problem",
    {
        "answer": Pace(
            (1, 25),
            {"settled": ("confirm", 0.55), "open": ("solve", 0.45)},
            _one_of("answer", words.ANSWERS),
        ),
        "solve": Pace((8, 90), {"": ("confirm", 1.0)}, _one_of("result", words.RESULTS)),
        "confirm": Pace((4, 46), ANSWERED, _score),
    },
    "waiting_parts",
    "plan_agreed",
    PLANNERS,
)
REPAIR = Walk(
    "repair_care",
    {
        "call": Pace(
            (18, 73),
            {"fine": ("closed", 0.65), "problem": ("solve", 0.35)},
            _one_of("own_words", words.REPAIRED),
        ),
        "solve": Pace((8, 70), {"": ("confirm", 1.0)}, _one_of("result", words.RESULTS)),
        "confirm": Pace(
            (6, 46), {"satisfied": ("closed", 0.6), "unsatisfied": ("solve", 0.4)}, _score
        ),
    },
    "waiting_parts",
    "plan_agreed",
    PLANNERS,
)
