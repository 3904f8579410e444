"""A customer is forgotten: what kept days have of him, and where the data still do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.errors import UsageError
from careplay.frozen import dataclass
from careplay.interface.arguments import known_day
from careplay.interface.checking import PathLike, sound
from careplay.interface.choices import DEFAULT_WAIT

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business
    from careplay.sources.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is kept of a customer, to be taken out or taken out."""

    days: int
    """On so many days something of him is kept."""
    actions: int
    """Of so many actions."""
    modes: int
    faults: int
    """So many faults of the data are of his rows."""
    receipt: Path | None = None
    """Where the receipt is kept, once it is done."""
    code: str = ""
    """The code by which, with his key, the receipt can be proved; it is kept nowhere else."""
    strays: tuple[Path, ...] = ()
    """What lies in the folders of days and is no file of theirs: nobody looked into it."""
    beside: tuple[Path, ...] = ()
    """Folders of days kept under another id, which may be a former one of this business:
    nobody looked into them."""
    records: int = 0
    """So much was recorded of him."""


def forget(
    business: Business | PathLike,
    out: PathLike,
    customer: str,
    *,
    day: date,
    by: str = "",
    code: str = "",
    do: bool = False,
    wait: float = DEFAULT_WAIT,
    waits: Callable[[], None] = lambda: None,
    hears: Callable[[str], None] = lambda _: None,
) -> Forgotten:
    """What is kept of a customer; where that is asked for it is taken out of all kept days.

    Days are renewed in order, and verify as before. A receipt stays, with the ``day``, whoever
    did it (``by``), counts, and the digest of a ``code`` and the key; a code is drawn where
    none is given, and ``hears`` is called with it before anything is written, for it is kept
    nowhere. Who was stopped calls it again. Nothing is taken out of the data.

    Raises NothingToRunError where nothing is kept of such a customer; HistoryError where a day
    is not as it was kept, or another customer is half forgotten; OutputError where something
    cannot be written; UsageError where there is no key, or the day is beyond the calendars;
    PlaybookError where a path is given and the business there has faults.
    """
    from careplay.history.kept import kept_beside  # noqa: PLC0415 - heavy
    from careplay.outputs.partition import ACTIONS, MODES, REJECTS  # noqa: PLC0415 - heavy
    from careplay.pipeline.forgetting import ForgetRequest, carry_out, find  # noqa: PLC0415 - heavy

    if not customer:
        raise UsageError("whose key is empty is no customer; name one")
    known = sound(business)
    home = Path(out) / known.id
    connection = _connection(known, Path(out))
    beside = tuple(Path(out) / each for each in kept_beside(Path(out), known.id))
    if not do:
        found = find(home, customer, connection)
        actions, modes, faults = (found.counts[name] for name in (ACTIONS, MODES, REJECTS))
        return Forgotten(
            len(found.days),
            actions,
            modes,
            faults,
            strays=found.strays,
            beside=beside,
            records=found.records,
        )
    asked = ForgetRequest(customer, known_day(day), code or secrets.token_hex(16), by, hears)
    done = carry_out(home, asked, connection, wait, waits)
    told = done.begun.receipt
    counts = told.days, told.actions, told.modes, told.faults
    return Forgotten(*counts, done.file, done.begun.code, done.strays, beside, done.records)


def found_in_data(business: Business | PathLike, customer: str) -> tuple[Whereabouts, ...]:
    """Where the data of a business have a customer, file by file, by the numbers of rows.

    Raises SourceError and DataFaultError where a table cannot be read; PlaybookError where a
    path is given and the business there has faults.
    """
    from careplay.sources.connecting import connect  # noqa: PLC0415 - heavy
    from careplay.sources.whereabouts import whereabouts  # noqa: PLC0415 - heavy

    known = sound(business)
    return tuple(whereabouts(known, customer, connect(known.bounds)))


def _connection(business: Business, out: Path) -> duckdb.DuckDBPyConnection:
    """One that opens nothing but what is kept."""
    from careplay.sources.connecting import confine, connect  # noqa: PLC0415 - heavy

    made = connect(business.bounds)
    confine(made, (), out)
    return made
