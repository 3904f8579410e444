"""Two versions of a business held against each other."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.bounds import Bounds
from careplay.errors import PlaybookError, UsageError
from careplay.interface.arguments import (
    Progress,
    TableLike,
    ordered_days,
    table_source,
    telling,
)
from careplay.interface.checking import NO_BOUNDS, PathLike, demand
from careplay.interface.choices import DEFAULT_ENGINE
from careplay.interface.running import kept_in

if TYPE_CHECKING:
    from careplay.authoring.comparing import Side
    from careplay.authoring.revisions import CheckedOut
    from careplay.model.business import Business
    from careplay.outputs.compared import Gate, VersionDiff
    from careplay.pipeline.examining import Examined
    from careplay.pipeline.setting import Setting


def diff(
    old: PathLike,
    new: PathLike | None = None,
    *,
    days: Iterable[date] = (),
    settings: Iterable[str] = (),
    customers: TableLike | None = None,
    events: TableLike | None = None,
    out: PathLike | None = None,
    fresh: bool = False,
    limit: int = 3,
    gates: Iterable[Gate] = (),
    engine: str = DEFAULT_ENGINE,
    bounds: Bounds = NO_BOUNDS,
    progress: Progress | None = None,
) -> VersionDiff:
    """What is written otherwise in two versions of a business, and what each tells on days.

    ``old``, ``new``: where each lies: a folder or file, or ``REVISION:PATH`` of git. Both read
    the data of the new one, or ``customers`` and ``events``. ``settings``: what is otherwise in
    the new version: ``winback_days=45`` or ``RULE.enabled=false``; without ``new`` it is the
    old one but for them. ``days``: in order; without any only what is written is compared.

    ``out``: the folder in which the old version keeps its days, unless told the one of
    ``careplay run``. Both remember them, unless ``fresh``, and each day those before it.
    Nothing is written there. ``limit``: so many examples of each kind are given of a rule.
    ``gates``: those by which the answer will be judged, so that one that nothing can pass is
    told before any day is run.

    Raises PlaybookError where either has faults, a setting among them; NothingToRunError where
    there is no business, or nothing of the name of a setting or in a gate; UsageError where
    there is more than one, nothing to compare, or a setting that sets nothing; SourceError
    where a revision cannot be had; and what ``run`` does.
    """
    from careplay.authoring.comparing import DiffRequest, compared  # noqa: PLC0415 - heavy
    from careplay.authoring.revisions import checked_out  # noqa: PLC0415
    from careplay.pipeline.running import Choices  # noqa: PLC0415 - heavy

    demand(engine)
    if new is None and not [*settings]:
        raise UsageError("there is nothing to compare; name a second version, or a setting")
    chosen = _settings(settings)
    places = checked_out(os.fspath(old)), checked_out(os.fspath(old if new is None else new))
    before, after = _side(places[0], (), bounds), _side(places[1], chosen, bounds)
    tables = table_source("customers", customers), table_source("events", events)
    home = Path(out) if out is not None else _kept_of(before.business, places[0])
    asked = DiffRequest(
        ordered_days(days), Choices(engine, *tables, out=home, fresh=fresh), limit, tuple(gates)
    )
    return compared(before, after, asked, telling(progress))


def _kept_of(business: Business, place: CheckedOut) -> Path:
    """Where the old version keeps its days: of a revision, the folder that it is of."""
    return kept_in(replace(business, folder=place.in_working_tree(business.folder)))


def _settings(told: Iterable[str]) -> tuple[Setting, ...]:
    from careplay.pipeline.setting import setting  # noqa: PLC0415

    try:
        found = tuple(map(setting, told))
    except ValueError as fault:
        raise UsageError(str(fault)) from fault
    names = [(each.name, each.leaves_out) for each in found]
    twice = next((name for name, out in names if names.count((name, out)) > 1), None)
    if twice is not None:
        raise UsageError(f'"{twice}" is set twice; which value is meant?')
    return found


def _side(place: CheckedOut, settings: tuple[Setting, ...], bounds: Bounds) -> Side:
    """The one business there, with what is set otherwise."""
    from careplay.authoring.comparing import Side  # noqa: PLC0415 - heavy
    from careplay.authoring.written import WrittenVersion  # noqa: PLC0415
    from careplay.pipeline.examining import examine_all  # noqa: PLC0415
    from careplay.pipeline.setting import demand_names, documents, otherwise, set_so  # noqa: PLC0415

    path = place.path
    found = examine_all([path], bounds, lambda reader: otherwise(reader, settings))
    if len(found) > 1:
        folders = ", ".join(f'"{place.called(str(each.folder))}"' for each in found[:6])
        raise UsageError(f'"{path}" holds {len(found)} businesses; name one of {folders}')
    (one,) = found
    written = documents(one.texts)
    demand_names(settings, written)
    if one.business is None:
        shown = _as_called(one, place)
        raise one.fault or PlaybookError(shown.diagnostics, [shown])
    return Side(one.business, WrittenVersion(one.folder, set_so(written, settings)))


def _as_called(examined: Examined, place: CheckedOut) -> Examined:
    """The same, its files named as whoever asked would name them."""
    told = tuple(replace(each, file=place.called(each.file)) for each in examined.diagnostics)
    texts = {place.called(file): text for file, text in examined.texts.items()}
    return replace(examined, diagnostics=told, texts=texts)


def gate(text: str) -> Gate:
    """What is not to be let through: ``gained > 500``, ``lost[complaint] > 0``.

    Raises UsageError, which says how one is written, where it is none.
    """
    from careplay.outputs.compared import gate as written  # noqa: PLC0415 - heavy

    try:
        return written(text)
    except ValueError as fault:
        raise UsageError(str(fault)) from fault
