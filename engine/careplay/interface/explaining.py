"""Why rules act for a customer on a day, or do not; and what one action came of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.diagnostics import did_you_mean
from careplay.errors import UsageError
from careplay.interface.arguments import TableLike, known_day, room, table_source
from careplay.interface.checking import PathLike, sound
from careplay.interface.choices import DEFAULT_ENGINE
from careplay.pipeline.running import Choices, load

if TYPE_CHECKING:
    from datetime import date

    from careplay.interface.arguments import Progress
    from careplay.model.business import Business
    from careplay.outputs.explained import Explained
    from careplay.outputs.traced import Traced


def explain(
    business: Business | PathLike,
    day: date,
    customer: str,
    *,
    rules: Iterable[str] = (),
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    out: PathLike | None = None,
    fresh: bool = False,
    engine: str = DEFAULT_ENGINE,
    progress: Progress | None = None,
) -> Explained:
    """What became of each rule for a customer on a day, and what it saw.

    ``rules``: only those of these ids. The other arguments are those of ``run``: what it is
    told of is the run that they make, and nothing is written. What is personal is masked.

    Raises UsageError where there is no such rule, and what ``run`` raises; NothingToRunError
    where there is no such customer.
    """
    from careplay.authoring.explaining.explaining import explained  # noqa: PLC0415 - heavy

    known, chosen = sound(business, engine), known_day(day)
    names = (rules,) if isinstance(rules, str) else tuple(rules)
    _demand_known(known, names)
    choices = Choices(
        engine,
        table_source("customers", customers),
        table_source("events", events),
        table_source("staff", staff),
        customer,
        None if out is None else Path(out),
        keep=False,
        fresh=fresh,
    )
    made, said = room(None, progress, known.bounds)
    loaded = load(known, (chosen,), choices, made, said)
    return explained(known, chosen, loaded, choices, names)


def explain_action(
    business: Business | PathLike,
    named: str,
    day: date,
    *,
    out: PathLike,
    customers: TableLike | None = None,
    events: TableLike | None = None,
    staff: TableLike | None = None,
    engine: str = DEFAULT_ENGINE,
    progress: Progress | None = None,
) -> Traced:
    """The whole way of one action: what became of it up to a day, and what it came of.

    ``named``: its short code, or its id; of several actions with one code it is the one that
    was told last. ``out``: the folder that days are kept in. What it was told for is what the
    kept day knew; what today's data say otherwise is told. What is personal is masked, and
    nothing is written.

    Raises RecordingError where no kept day has such an action, or each of several stores has
    one; HistoryError, and what ``run`` raises, where data or days cannot be read.
    """
    from careplay.authoring.tracing.finding import NamedInDays  # noqa: PLC0415 - heavy
    from careplay.authoring.tracing.tracing import traced  # noqa: PLC0415

    known, until, kept = sound(business, engine), known_day(day), Path(out)
    looking, _ = room(None, None, known.bounds)
    found = NamedInDays(known, named, until, kept, looking)
    action = found.kept()
    choices = Choices(
        engine,
        table_source("customers", customers),
        table_source("events", events),
        table_source("staff", staff),
        action.rows[0]["customer_id"] or None,
        kept,
        keep=False,
        placed=True,
    )
    made, said = room(None, progress, known.bounds)
    loaded = load(known, (action.day, until), choices, made, said)
    found.demand_one(loaded.people)
    return traced(known, action, loaded, choices)


def _demand_known(business: Business, names: Iterable[str]) -> None:
    known = [rule.id for rule in business.rules]
    for name in names:
        if name not in known:
            raise UsageError(f'no rule "{name}"{did_you_mean(name, known, "rules")}')
