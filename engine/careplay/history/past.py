"""What a run of a date is told of the runs before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.engines.base import LATE, NOTHING, Past
from careplay.faults import EngineError, HistoryError
from careplay.history.absent import make_begun
from careplay.history.ageing import lived_on
from careplay.history.former_ids import make_former_ids
from careplay.history.kept import kept_days
from careplay.history.knowing import Knowing, make_heard, make_late, make_unseen
from careplay.history.last_run import last_run
from careplay.history.look_back import looked_back_since
from careplay.history.months import bound_months, files_of
from careplay.history.put_off import make_put_off
from careplay.history.reading import (
    actions_in,
    damaged,
    modes_in,
    no_actions,
    unreadable,
    whole_actions_in,
)
from careplay.history.returning import rules_that_return, said_to_return
from careplay.history.soundness import demand_sound
from careplay.model.business import Business
from careplay.outputs.partition import KNOWN, MODES

if TYPE_CHECKING:
    import duckdb

    from careplay.sources.loaded import Loaded

EARLIER, LASTING, SAME = "past_actions", "past_modes", "past_same"
SMALL, READ = 2_000_000, "read_actions"
"""Kept days of so many bytes at most are read into this table: each statement that asks for
what they hold would open every file again."""
LATER = "later_actions"


def past(
    business: Business,
    day: date,
    out: Path,
    connection: duckdb.DuckDBPyConnection,
    known: tuple[Knowing, Loaded] | None = None,
) -> Past:
    """What is kept of other days of the business, and of this one, made relations.

    Without what the day knows of events it is not found out what came in late; it is looked
    for all the same.
    """
    days = kept_days(out, business.id)
    if not days:
        return NOTHING
    if day in days:
        demand_sound([days[day]])
    before, last = [each for each in days if each < day], last_run(days, day)
    late_since, unseen, heard = last, "", ""
    if last is not None and known is not None:
        late_since = make_late(day, last, *known)
        unseen = make_unseen(business, last, *known)
        heard = make_heard(last, *known)
    since = looked_back_since(business, day)
    within = files_of(days, (each for each in before if each >= since))
    aged = lived_on(business.id, out)
    if since == date.min:
        within = [*aged, *within]
    loaded = None if known is None else known[1]
    if loaded is None:
        earlier = _earlier(within, (business, day), connection)
    else:
        earlier = _with_put_off(within, (business, day), (days, aged), loaded)
    events = None if loaded is None else loaded.events
    told = [*within, *([days[day]] if day in days else [])]
    former = "" if loaded is None else make_former_ids(business, day, told, loaded)
    said = said_to_return(business, day, events, former)
    return Past(
        earlier=earlier,
        modes=_modes(days[before[-1]].parent / MODES, connection) if before else "",
        first_run=before[0] if before else None,
        last_run=last,
        same=_same(days[day], business, day, connection) if day in days else "",
        late=LATE if before else "",
        late_since=late_since,
        unseen=unseen,
        heard=heard,
        returning=rules_that_return(day, earlier, said, connection),
        later=_later(days, day, business, connection),
        former=former,
        begun=make_begun(day, former, loaded) if loaded is not None and day in days else "",
        former_keys=known is not None and known[0].former_keys,
        late_told=known is not None and known[0].told_otherwise,
        keyed=None if known is None else known[0].keyed,
    )


def told_by(business: Business, day: date, out: Path, loaded: Loaded) -> Past:
    """What is kept up to the end of the day, as a run of the next would be told of it."""
    days = kept_days(out, business.id)
    since = looked_back_since(business, day)
    files = files_of(days, (each for each in days if since <= each <= day))
    aged = lived_on(business.id, out)
    if since == date.min:
        files = [*aged, *files]
    earlier = _with_put_off(files, (business, day), (days, aged), loaded)
    former = make_former_ids(business, day, files, loaded)
    last = max((each for each in days if each <= day), default=None)
    return Past(earlier=earlier, former=former, last_run=last)


def kept_between(
    business: Business,
    out: Path,
    first: date | None,
    last: date | None,
    connection: duckdb.DuckDBPyConnection,
) -> str:
    """What reads the actions kept from the first day to the last, in order of date."""
    chosen = _from_to(business, out, first, last)
    demand_sound(chosen)
    return f"({actions_in(connection, chosen) if chosen else no_actions()})"


def damage(
    business: Business,
    out: Path,
    connection: duckdb.DuckDBPyConnection,
    first: date | None = None,
    last: date | None = None,
) -> HistoryError | None:
    """The fault of the first kept day that cannot be read to its end; None where all can."""
    file = unreadable(connection, _from_to(business, out, first, last))
    return None if file is None else damaged(file)


@contextmanager
def damage_told(
    business: Business, out: Path, connection: duckdb.DuckDBPyConnection
) -> Iterator[None]:
    """Of what fails within for want of a kept day, the fault is that of the day."""
    import duckdb  # noqa: PLC0415 - heavy

    try:
        yield
    except (duckdb.Error, EngineError) as fault:
        bound = bound_months(business.id, out)
        file = unreadable(connection, (*_files_of(business, out), *bound))
        if file is None:
            raise
        raise damaged(file) from fault


def _files_of(business: Business, out: Path) -> Iterator[Path]:
    """The files of each kept day that a run reads."""
    for actions in kept_days(out, business.id).values():
        others = (actions.with_name(name) for name in (MODES, KNOWN))
        yield from (actions, *(each for each in others if each.is_file()))


def _from_to(
    business: Business, out: Path, first: date | None, last: date | None
) -> list[Path]:
    """The files of the days kept from the first to the last, in order of date."""
    days = kept_days(out, business.id)
    return [file for day, file in days.items() if (first or day) <= day <= (last or day)]


def _with_put_off(
    files: Sequence[Path],
    of: tuple[Business, date],
    kept: tuple[Mapping[date, Path], Sequence[Path]],
    loaded: Loaded,
) -> str:
    """What the files tell, and of older days what was put off for long and comes back.

    ``kept`` are the kept days, and the file of what lives on of those that were let go.
    """
    earlier = _earlier(files, of, loaded.connection)
    long_ago = make_put_off(*of, kept, earlier, loaded)
    return _earlier(files, of, loaded.connection, long_ago) if long_ago else earlier


def _earlier(
    files: Sequence[Path],
    of: tuple[Business, date],
    connection: duckdb.DuckDBPyConnection,
    long_ago: str = "",
) -> str:
    """A view, for of most actions only a few columns are asked; few actions are read once."""
    queries = [f"FROM {long_ago}"] if long_ago else []
    queries += [whole_actions_in(connection, files, *of)] if files else []
    if not queries:
        return ""
    query = " UNION ALL ".join(queries)
    if sum(file.stat().st_size for file in files) <= SMALL:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {READ} AS {query}")
        query = f"FROM {READ}"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {EARLIER} AS {query}")
    return EARLIER


def _later(
    days: Mapping[date, Path],
    day: date,
    business: Business,
    connection: duckdb.DuckDBPyConnection,
) -> str:
    """A view of what later days told that this one has not."""
    files = files_of(days, (each for each in days if each > day))
    if not files:
        return ""
    query = f"SELECT * FROM ({whole_actions_in(connection, files, business, day)})"  # noqa: S608
    if day in days:
        query += f" WHERE action_id NOT IN (SELECT action_id FROM {SAME})"  # noqa: S608
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {LATER} AS {query}")
    return LATER


def _modes(file: Path, connection: duckdb.DuckDBPyConnection) -> str:
    demand_sound([file])
    if not file.is_file():
        return ""
    query = modes_in(connection, file)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {LASTING} AS {query}")
    return LASTING


def _same(
    file: Path, business: Business, day: date, connection: duckdb.DuckDBPyConnection
) -> str:
    """A table, for the file is about to be replaced."""
    query = whole_actions_in(connection, [file], business, day)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {SAME} AS {query}")
    return SAME
