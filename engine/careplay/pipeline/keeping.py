"""What a day found is kept: all of it at once, and what later days stand on is told."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import history
from careplay.faults import HistoryError, OutputError
from careplay.model.personal import is_key_personal
from careplay.outputs import partition
from careplay.outputs.let_go import wait_for
from careplay.outputs.relation import Relation
from careplay.pipeline.binding import kept_day
from careplay.sources.columns import quoted
from careplay.sources.rejects import with_customers

if TYPE_CHECKING:
    from careplay.outputs.day import Day
    from careplay.pipeline.remembering import Remembered
    from careplay.sources.loaded import Loaded

CHANGED = {
    "zh": "{days}接着的是这一天原来的记录，现在不同了；要以现在的为准，请把那些天依次再跑一遍",
    "en": "{days} stand on this day as it was kept before; to go by it as it is now, run them"
    " again, in order",
}
"""What is said of a day that is not what later days went by."""


def keep(day: Day, found: Remembered, out: Path, loaded: Loaded) -> Day:
    """The same day, its actions read from the partition they were just written to."""
    connection, home = day.actions.connection, (out, day.business.id)
    into = partition.day_folder(*home, day.date)
    known = _known(day, found, out, loaded).events
    told = known.as_text() if known.every else None
    table = found.loaded.rejects
    whose = quoted(table if is_key_personal(day.business) else with_customers(table))
    below = history.foundations(found.manifests, day.date)
    with kept_day(connection, home, day.date, below) as new:
        partition.write(connection, found.outcome.whole, new)
        partition.write_modes(connection, found.outcome.modes, new)
        partition.write_known(connection, history.FIRST_KNOWN, told, new)
        rejects = partition.write_rejects(connection, whose, new)
        partition.write_report(day.report(), new)
    _wait_for_kept_days(out, day.business.id)
    file = into / partition.ACTIONS
    return replace(
        day,
        actions=Relation(connection, partition.actions_of(file)),
        notes=(*day.notes, *_of_later(day, out, file)),
        file=file,
        rejects_file=rejects and into / partition.REJECTS,
        report_file=into / partition.REPORT,
    )


def _wait_for_kept_days(out: Path, business: str) -> None:
    """Days that were let go and are kept again are missed when they go once more.

    The day is kept by now: where that cannot be written down, the next run does it.
    """
    with suppress(HistoryError, OutputError):
        wait_for(history.kept_days(out, business), out / business)


def _known(day: Day, found: Remembered, out: Path, loaded: Loaded) -> history.Knowing:
    """What the day knows of events; other days are asked even by one that goes without them.

    Where one of those is damaged, it knows all by itself: it must not be held up by them.
    """
    if found.known is not None:
        return found.known
    try:
        with history.damage_told(day.business, out, loaded.connection):
            return history.know(day.business, day.date, out, loaded)
    except HistoryError:
        return history.know_alone(day.business, day.date, loaded)


def _of_later(day: Day, out: Path, file: Path) -> tuple[str, ...]:
    """What is said where later days stand on the day as it was before."""
    manifest = history.manifest_of(day.date, file)
    identity = manifest.identity if manifest else ""
    manifests = history.manifests_after(day.business.id, day.date, out)
    later = history.stood_on_before(manifests, day.date, identity)
    if not later:
        return ()
    say = CHANGED["zh" if day.business.language == "zh" else "en"]
    return (say.format(days=", ".join(map(str, later))),)
