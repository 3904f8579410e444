"""How complaints and promises go, in every business that keeps the common playbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from samples.draws import Draws
from samples.events import Diary
from samples.tables import split_words
from samples.walks import Pace, Walk, walk

DIMENSIONS = ("产品", "服务", "关系", "便利性", "品牌形象", "价格")
MOTIVES = ("求发泄", "求尊重", "求补偿")
SEVERITIES = {"low": 5.0, "middle": 4.0, "high": 2.0}
PROMISES = (
    "周五前把发票寄到家",
    "下次来免费检查一遍",
    "找到合适的就先留一份",
    "月底前答复延长的事",
    "替他问清楚新的规定",
)
PROOFS = ("已寄出，有单号", "已办，客户签收", "已答复，有录音")
CASE_COLUMNS = split_words(
    "outcome own_words cause motive remedy severity dimension satisfaction blamed plan_due "
    "plan_owner proof promised promise_due compensation "
    "approved_by"
)
"""The columns that events of these flows need beside ``ref`` and ``words``."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What is complained about in a trade, and who can be blamed or make a plan."""

    said: Mapping[str, Sequence[str]]
    """Customers' words by cause."""
    remedies: Sequence[str]
    staff: tuple[str, ...]


def complaint(diary: Diary, ref: str, opened: datetime, trade: Trade) -> None:
    """A complaint and what became of it."""
    draws = diary.draws
    cause = draws.choice(list(trade.said))
    words = draws.choice(list(trade.said[cause]))
    diary.note_at(
        opened,
        "complaint.opened",
        ref=ref,
        words=words,
        blamed=draws.maybe(0.5, draws.choice(trade.staff)),
    )
    if draws.chance(0.05):
        diary.note_at(opened + timedelta(hours=20), "complaint.withdrawn", ref=ref)
        return
    facts = {
        "cause": cause,
        "motive": draws.choice(MOTIVES),
        "remedy": draws.choice(list(trade.remedies)),
        "severity": draws.weighted(SEVERITIES),
        "dimension": draws.choice(DIMENSIONS),
    }
    walk(diary, ref, opened, _complaint(words, facts, trade.staff))


def _complaint(words: str, facts: Mapping[str, str], staff: tuple[str, ...]) -> Walk:
    steps = {
        "vent": Pace((0.1, 0.6), {"": ("apologise", 1.0)}, lambda _: {"own_words": words}),
        "apologise": Pace((0.1, 2.2), {"": ("gather", 1.0)}),
        "gather": Pace((1, 26), {"": ("propose", 1.0)}, lambda _: facts),
        "propose": Pace((2, 60), {"": ("ask", 1.0)}, lambda _: _compensation(facts)),
        "ask": Pace(
            (2, 30), {"satisfied": ("follow_up", 0.68), "unsatisfied": ("propose", 0.32)}
        ),
        "follow_up": Pace((73, 140), {"": ("closed", 1.0)}, _score),
    }
    return Walk("complaint", steps, "waiting_customer", "plan_agreed", staff)


def _compensation(facts: Mapping[str, str]) -> Mapping[str, str]:
    """What is offered, by how grave it is; nothing that somebody must approve."""
    return {"compensation": {"low": "0", "middle": "80"}.get(facts["severity"], "200")}


def _score(draws: Draws) -> Mapping[str, str]:
    return {"satisfaction": str(draws.randint(3, 5))}


def promise(diary: Diary, ref: str, made: datetime, staff: Sequence[str]) -> None:
    """A promise to the customer and whether it was kept."""
    draws = diary.draws
    due = (made + timedelta(days=draws.randint(3, 9))).date().isoformat()
    diary.note_at(
        made, "promise.made", ref=ref, promised=draws.choice(PROMISES), promise_due=due
    )
    if draws.chance(0.04):
        diary.note_at(made + timedelta(days=1), "promise.cancelled", ref=ref)
        return
    steps = {
        "keep": Pace((10, 190), {"": ("tell", 1.0)}, lambda d: {"proof": d.choice(PROOFS)}),
        "tell": Pace((1, 26), {"kept": ("closed", 0.65), "broken": ("keep", 0.35)}),
    }
    walk(diary, ref, made, Walk("promise", steps, agrees="plan_agreed", planners=tuple(staff)))
