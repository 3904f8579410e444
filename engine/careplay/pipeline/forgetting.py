"""A customer is taken out of all days that are kept of a business, and the days renewed.

Every day names the days it stands on by what they were, so they are renewed in order, each as
one commit. What is begun is written down before the first: whoever is stopped gives the same
command again, which goes on from wherever it came to.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.faults import HistoryError, NothingToRunError, OutputError
from careplay.frozen import dataclass
from careplay.history.ageing import lived_on
from careplay.history.foundations import Manifests, manifest_of
from careplay.history.kept import is_day, kept_beside, kept_days
from careplay.history.reading import damaged, unreadable
from careplay.history.soundness import unsound
from careplay.outputs.aged import AGED, aged_in, let_age, remove_aged
from careplay.outputs.alone import HOLDER, alone
from careplay.outputs.audit import AUDIT, COUNTED
from careplay.outputs.forgotten import (
    BEGUN,
    HALF,
    RECEIPTS,
    Begun,
    Receipt,
    begun,
    digest_of,
    next_number,
    write_begun,
    write_receipt,
)
from careplay.outputs.let_go import LET_GO
from careplay.outputs.manifest import MANIFEST, Manifest
from careplay.outputs.partition import (
    ACTIONS,
    DAY_FILES,
    MODES,
    MONTHS,
    REJECTS,
    day_folder,
    remove,
)
from careplay.outputs.people import OF_ACTIONS, Holder, Whom, actions_of, demand_known
from careplay.outputs.whole_day import NEXT, complete_all, keep_as_it_is, whole_day
from careplay.pipeline.binding import bind_months
from careplay.pipeline.repairing import ASIDE
from careplay.store import count_of, erase
from careplay.store.database import FILES

if TYPE_CHECKING:
    import duckdb


HIS = (ACTIONS, MODES, REJECTS)
"""The files that have rows of his, and do not only name him."""
PARTS = ".*.part"
"""What killed runs leave."""
WAIT = 60
"""So many seconds it is waited for whoever records meanwhile."""
OWN = frozenset({*FILES, MONTHS, RECEIPTS, ASIDE, AGED, BEGUN, LET_GO, AUDIT, COUNTED, HOLDER})
"""What careplay puts beside the days."""


@dataclass(frozen=True, slots=True)
class ForgetRequest:
    """Who is to be forgotten, by whom, and when."""

    customer: str
    on: date
    code: str
    by: str = ""
    hears: Callable[[str], None] = lambda _: None
    """Called with the code before anything is written: where it fails, nothing is."""


@dataclass(frozen=True, slots=True)
class InDays:
    """What kept days have of a customer: how many rows of each file, and on which days."""

    counts: Mapping[str, int]
    """By the name of the file."""
    days: tuple[date, ...]
    whom: Whom
    manifests: Manifests
    aside: bool = False
    """Whether there are damaged days that were set aside, which nobody can search."""
    begun: Begun | None = None
    """What was begun before, and has to be ended."""
    strays: tuple[Path, ...] = ()
    """What lies in the folders of days and no day kept: nobody looks into it."""
    records: int = 0
    """So much was recorded of him."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done."""

    begun: Begun
    file: Path
    """The receipt."""
    strays: tuple[Path, ...]
    """What nobody looked into."""
    records: int = 0
    """So much that was recorded of him went."""


def find(home: Path, customer: str, connection: duckdb.DuckDBPyConnection) -> InDays:
    """What is kept of the customer; HistoryError where a day is not as it was kept.

    NothingToRunError where nothing is kept of him.
    """
    before = begun(home)
    if before is not None and before.receipt.digest != digest_of(before.code, customer):
        raise HistoryError(HALF.format(home=home))
    days = kept_days(home.parent, home.name)
    manifests = {day: manifest_of(day, file) for day, file in days.items()}
    _demand_sound(days, connection)
    lives_on = lived_on(home.name, home.parent)
    ids = frozenset(before.actions if before else ()).union(
        *(actions_of(connection, file, customer) for file in (*lives_on, *days.values()))
    )
    whom, counts, his = Whom(customer, ids), dict.fromkeys(DAY_FILES, 0), list[date]()
    strays = _beside(home)
    for day, file in days.items():
        names = _names(file, manifests[day])
        strays += _strays(file, names)
        found = {name: _count(file.with_name(name), connection, whom) for name in names}
        counts = {name: count + found.get(name, 0) for name, count in counts.items()}
        his += [day] if any(found.get(name) for name in HIS) else []
    for file in lives_on:
        counts[ACTIONS] += OF_ACTIONS.count(connection, file, whom)
    records = count_of(home, customer)
    if not (his or counts[ACTIONS] or records) and before is None:
        raise NothingToRunError(_nobody(home))
    aside = (home / ASIDE).is_dir()
    told = counts, tuple(his), whom, manifests, aside, before, tuple(strays)
    return InDays(*told, records)


def _nobody(home: Path) -> str:
    """What is said where no kept day has the customer."""
    beside = ", ".join(f'"{each}"' for each in kept_beside(home.parent, home.name))
    more = f"; days that are kept under another id were not looked into: {beside}"
    return "no kept day has a customer of that key; is the key right?" + (
        more if beside else ""
    )


def carry_out(
    home: Path,
    asked: ForgetRequest,
    connection: duckdb.DuckDBPyConnection,
    wait: float,
    waits: Callable[[], None] = lambda: None,
) -> Done:
    """Forget him, while no run keeps days there; what was done.

    OutputError where something cannot be written: the same once more then ends it.
    """
    with alone(home, waits, wait, "a forgetting"):
        return forget(home, asked, connection)


def forget(home: Path, asked: ForgetRequest, connection: duckdb.DuckDBPyConnection) -> Done:
    """The same where it is known that no run keeps days there."""
    complete_all(home)
    remove_aged(home)
    found = find(home, asked.customer, connection)
    asked.hears(found.begun.code if found.begun else asked.code)
    what = found.begun or _begin(home, asked, found)
    _renew_aged(home, found.whom, connection)
    _renew_days(home, found, what, connection)
    _remove_copies(home)
    bind_months(home.name, home.parent, connection)
    records = erase(home, asked.customer, WAIT)
    file = write_receipt(what, home)
    remove(home / BEGUN)
    return Done(what, file, found.strays, records)


def _begin(home: Path, asked: ForgetRequest, found: InDays) -> Begun:
    receipt = Receipt(
        digest_of(asked.code, asked.customer),
        asked.on,
        asked.by,
        len(found.days),
        *(found.counts[name] for name in (ACTIONS, MODES, REJECTS)),
    )
    before = {day: each.identity if each else "" for day, each in found.manifests.items()}
    ids = tuple(sorted(found.whom.actions))
    what = Begun(receipt, next_number(home), asked.code, ids, before)
    write_begun(what, home)
    return what


def _renew_days(
    home: Path, found: InDays, what: Begun, connection: duckdb.DuckDBPyConnection
) -> None:
    """Each day without him, and standing on the days before it as they are by now."""
    now: dict[date, str] = {}
    for day, manifest in found.manifests.items():
        folder = day_folder(home.parent, home.name, day)
        if manifest is None:
            _renew_older(folder, found.whom, connection)
            now[day] = ""
            continue
        below = {
            each: now.get(each, identity) if identity == what.before.get(each) else identity
            for each, identity in manifest.stands_on.items()
        }
        files = [folder / name for name in manifest.files]
        his = _with_him(files, found.whom, connection)
        if below != manifest.stands_on or his:
            with whole_day(folder, day, below) as part:
                for file in files:
                    if file in his:
                        his[file].write(connection, file, part / file.name, found.whom)
                    else:
                        keep_as_it_is(file.name, folder, part)
        renewed = manifest_of(day, folder / ACTIONS)
        now[day] = renewed.identity if renewed else ""


def _renew_aged(home: Path, whom: Whom, connection: duckdb.DuckDBPyConnection) -> None:
    """What lives on of days that were let go, without him."""
    aged = aged_in(home)
    if aged is not None and OF_ACTIONS.has(connection, aged.file, whom):
        let_age(
            home, aged.last, lambda into: OF_ACTIONS.write(connection, aged.file, into, whom)
        )


def _with_him(
    files: Iterable[Path], whom: Whom, connection: duckdb.DuckDBPyConnection
) -> dict[Path, Holder]:
    """Those of the files that he is in, and how each is written without him."""
    holders = ((file, demand_known(file)) for file in files)
    return {
        file: holder
        for file, holder in holders
        if holder is not None and holder.has(connection, file, whom)
    }


def _renew_older(folder: Path, whom: Whom, connection: duckdb.DuckDBPyConnection) -> None:
    """The same of a day that an older careplay kept without a manifest, file by file.

    The report goes by the faults, and so before them.
    """
    kept = [file for name in DAY_FILES if (file := folder / name).is_file()]
    for file, holder in reversed(_with_him(kept, whom, connection).items()):
        holder.write(connection, file, file, whom)


def _remove_copies(home: Path) -> None:
    """What holds him once more: bound months, damaged days, what killed runs left."""
    for file in (*(home / MONTHS).glob("*"), *home.rglob(PARTS)):
        if not file.is_dir():
            remove(file)
    try:
        if (home / ASIDE).exists():
            shutil.rmtree(home / ASIDE)
    except OSError as fault:
        message = f'cannot remove "{home / ASIDE}": {fault.strerror}; may this user do it?'
        raise OutputError(message) from fault


def _names(file: Path, manifest: Manifest | None) -> tuple[str, ...]:
    """The files that the day of these actions kept."""
    if manifest is not None:
        return tuple(manifest.files)
    return tuple(name for name in DAY_FILES if file.with_name(name).is_file())


def _beside(home: Path) -> list[Path]:
    """What lies beside the days that no careplay put there, such as a copy of a day."""
    found = [each for each in home.glob("*") if each.name not in OWN and not is_day(each.name)]
    found += [each for each in (home / MONTHS).glob("*") if each.is_dir()]
    return sorted(each for each in found if not each.match(PARTS))


def _strays(file: Path, names: Collection[str]) -> list[Path]:
    """What else lies beside the actions of a day; what a stopped run left is completed."""
    known = {*names, *DAY_FILES, MANIFEST, NEXT}
    found = (each for each in sorted(file.parent.iterdir()) if each.name not in known)
    return [each for each in found if not each.match(PARTS)]


def _count(file: Path, connection: duckdb.DuckDBPyConnection, whom: Whom) -> int:
    holder = demand_known(file)
    return holder.count(connection, file, whom) if holder else 0


def _demand_sound(days: Mapping[date, Path], connection: duckdb.DuckDBPyConnection) -> None:
    """HistoryError where a file is not as it was kept: no new digest may stand for it."""
    for file in days.values():
        for fault in unsound(file.parent):
            raise fault
    broken = unreadable(connection, [*days.values()])
    if broken is not None:
        raise damaged(broken)
