"""A day run with the memory of those that are kept: its outcome, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import history
from careplay.engines import whole
from careplay.engines.base import NOTHING, CameLate
from careplay.frozen import dataclass
from careplay.outputs.changes import Changed
from careplay.outputs.open_work import OpenCount
from careplay.sources.day_faults import on_day

if TYPE_CHECKING:
    from careplay.engines.base import Engine, Outcome
    from careplay.model.business import Business
    from careplay.outputs.ran_with import RanWith
    from careplay.sources.loaded import Loaded


@dataclass(frozen=True, slots=True)
class Remembered:
    """What came of a day, and what earlier ones give reason to say."""

    outcome: Outcome
    loaded: Loaded
    """The data with the faults that they have on that day."""
    ran: RanWith
    """What the day ran with."""
    changed: Changed = Changed()
    open: OpenCount = OpenCount()
    """How much work is open at the end of the day."""
    late: CameLate = CameLate()
    forgotten: tuple[str, ...] = ()
    """The ids of other businesses whose days lie where this one's would."""
    known: history.Knowing | None = None
    """What the day knows of events; None where no other day was looked at."""
    manifests: history.Manifests = field(default_factory=dict)
    """Those of the kept days that counted."""


def without_memory(
    engine: Engine, business: Business, day: date, loaded: Loaded, ran: RanWith
) -> Remembered:
    """The day as if it were the first."""
    outcome = whole.run(engine, business, day, loaded)
    history.make_absent(NOTHING, loaded)
    told = history.ToldWork(today=outcome.whole, cases=outcome.cases)
    left = history.count_open(business, day, told, loaded)
    return Remembered(outcome, on_day(loaded, day), ran, open=left)


def with_memory(
    engine: Engine, business: Business, day: date, loaded: Loaded, kept: tuple[Path, RanWith]
) -> Remembered:
    """The day as the days kept in a folder ask for it; what it runs with is compared to theirs.

    Where it cannot be had for want of a kept day, that day is told.
    """
    out, ran = kept
    with history.damage_told(business, out, loaded.connection):
        manifests = history.founded(business, day, out)
        loaded = history.by_id(business, day, out, loaded)
        known = history.know(business, day, out, loaded)
        past = history.past(business, day, out, loaded.connection, (known, loaded))
        last = history.ran_on(business.id, past.last_run, out)
        ran_last = history.as_last_ran(business, day, last)
        asked = history.as_asked(ran_last, known.asked)
        outcome = whole.run(engine, asked, day, loaded, past)
        unknown = history.list_unknown_outcomes(business, day, out, past, loaded)
        history.make_absent(past, loaded)
        told = history.ToldWork(past.earlier, outcome.whole, outcome.cases, past.former)
        left = history.count_open(business, day, told, loaded)
        idle = history.list_outcomes_of_steps(business, day, past, loaded)
        late = history.count_late(past, known, loaded.connection)
    forgotten = _forgotten(business, out) if past == NOTHING else ()
    others = UNDER_OTHERS[_language(business)].format(day=day) if known.under_others else ""
    notes = (*outcome.notes, *_of_forgotten(forgotten, business), *filter(None, (others,)))
    return Remembered(
        replace(outcome, notes=notes),
        on_day(replace(loaded, dated=loaded.dated or unknown + idle > 0), day),
        history.with_untold(ran, business, day, last, outcome.untold),
        history.changed_since(last, ran, business),
        left,
        late,
        forgotten,
        known,
        manifests,
    )


FORGOTTEN = {
    "zh": "这里留有“{others}”以前的记录，而本店现在叫“{own}”，都不算数；"
    "若是同一家，请在 careplay.yaml 写 id: {other}",
    "en": 'days of "{others}" are kept here and not remembered, for this business goes by'
    ' "{own}"; if it is the same, write id: {other} in careplay.yaml',
}
"""What is said of a business that lost its memory with its folder's name."""
UNDER_OTHERS = {
    "zh": "{day} 以前运行时事件用的是另一种键，由事件而来的行动如今换了 action_id",
    "en": "{day} was run before when events had another key, so the actions that events give"
    " have other ids now",
}
"""What is said of a day that is run again, and whose actions people have by other ids."""


def _forgotten(business: Business, out: Path) -> tuple[str, ...]:
    """What lies in the business's own folder is its own, whatever it was called."""
    own = business.folder.resolve()
    return history.others_kept(out, business.id) if own in out.resolve().parents else ()


def _of_forgotten(others: tuple[str, ...], business: Business) -> Iterator[str]:
    if others:
        say = FORGOTTEN[_language(business)]
        yield say.format(others=", ".join(others), own=business.id, other=others[-1])


def _language(business: Business) -> str:
    return "zh" if business.language == "zh" else "en"
