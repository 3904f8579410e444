"""Which kept days a day stands on, and whether they are still there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from careplay.faults import HistoryError
from careplay.history.ageing import demand_memory
from careplay.history.kept import kept_days
from careplay.history.soundness import FRESH, manifest_beside, not_as_kept
from careplay.outputs.aged import Aged, aged_in
from careplay.outputs.forgotten import demand_none_begun
from careplay.outputs.let_go import days_let_go
from careplay.outputs.manifest import MANIFEST, Manifest
from careplay.outputs.partition import says_manifest

if TYPE_CHECKING:
    from careplay.model.business import Business

Manifests: TypeAlias = Mapping[date, Manifest | None]
"""Those of kept days, in order of date; None of one that an older careplay kept."""


def founded(business: Business, day: date, out: Path) -> Manifests:
    """The manifests of all kept days, for what is said of any of them a run may ask.

    HistoryError where one is damaged or gone, or a day that another stands on, or where a
    customer is half forgotten, or days were let go for their age that the date goes by; the
    date itself may be gone, for it is run.
    """
    demand_none_begun(out / business.id)
    demand_memory(business, day, out)
    days = kept_days(out, business.id)
    found = {each: manifest_of(each, file) for each, file in days.items()}
    known = {day, *days_let_go(out / business.id)}
    missing = next(iter(gone(found, known, aged_in(out / business.id))), None)
    if missing is not None:
        raise _gone(*missing)
    return found


def manifests_after(business: str, day: date, out: Path) -> Manifests:
    """Those of the days after a day; one that is damaged says nothing here."""
    found = {}
    for each, file in kept_days(out, business).items():
        if each > day:
            with suppress(HistoryError):
                found[each] = manifest_of(each, file)
    return found


def manifest_of(day: date, file: Path) -> Manifest | None:
    """The manifest of a kept day, whose actions are in the file, and say whether it has one."""
    manifest = manifest_beside(file)
    if manifest is None and says_manifest(file):
        raise not_as_kept(file.with_name(MANIFEST), "it is gone")
    if manifest is not None and manifest.day != day:
        raise not_as_kept(file.with_name(MANIFEST), f"it is that of {manifest.day}")
    return manifest


def gone(
    manifests: Manifests, known: Collection[date] = (), aged: Aged | None = None
) -> Sequence[tuple[date, date]]:
    """The days that are neither there nor known of, each with one that stands on it.

    Known of are those that were let go for their age, too.
    """
    last = date.min if aged is None else aged.last
    return [
        (below, day)
        for day, found in manifests.items()
        for below in (found.stands_on if found else ())
        if below not in manifests and below not in known and below > last
    ]


def foundations(manifests: Manifests, day: date) -> Mapping[date, str]:
    """What a day stands on: the days before it that none of them stands on, each by identity.

    Of an older careplay's days each stands on the one before.
    """
    before = {each: found for each, found in manifests.items() if each < day}
    stood_on = {below for found in before.values() if found for below in found.stands_on}
    stood_on |= {*[each for each, found in before.items() if found is None][:-1]}
    return {
        each: found.identity if found else ""
        for each, found in before.items()
        if each not in stood_on
    }


def stood_on_before(manifests: Manifests, day: date, identity: str) -> Sequence[date]:
    """The days that stand on another as it was before it came to be this one."""
    return [
        each
        for each, found in manifests.items()
        if found is not None and found.stands_on.get(day, identity) != identity
    ]


def _gone(day: date, above: date) -> HistoryError:
    return HistoryError(
        f"cannot remember {day}: it is gone, and {above} stands on it; run it again, bring it"
        " back from a copy, or let it go with `careplay history --repair`",
        FRESH,
    )
