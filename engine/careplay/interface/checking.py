"""From a path to businesses that are free of faults, or to everything that is wrong."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from careplay.bounds import Bounds
from careplay.calendars.spans import add_months
from careplay.diagnostics import Diagnostic, did_you_mean
from careplay.errors import PlaybookError, UsageError
from careplay.interface.choices import DEFAULT_ENGINE, ENGINES, PROFILES
from careplay.model.business import Business
from careplay.pipeline import choosing
from careplay.pipeline.examining import Examined, examine_all
from careplay.severity import CheckProfile

if TYPE_CHECKING:
    from careplay.interface.arguments import Progress
    from careplay.outputs.checked import Checked

PathLike: TypeAlias = str | os.PathLike[str]

NO_BOUNDS = Bounds()
LONG = re.compile(r"(\d{1,3})([ymd])")
MONTHS = {"y": 12, "m": 1}
NAMED = 6
"""So many businesses are named to choose from."""


def examine(
    *paths: PathLike,
    engine: str = DEFAULT_ENGINE,
    bounds: Bounds = NO_BOUNDS,
    stories: bool = False,
) -> tuple[Examined, ...]:
    """Examine every business in or below the paths, each once, in order of path.

    A path is a folder that holds one business or many, or a file of one. Each answer holds
    the ``business``, or the ``diagnostics`` of all that is wrong with it, in order of file
    and place. Of several businesses, one that cannot be read is told in its ``fault`` and
    keeps nobody from examining the others.

    ``engine``: what that engine cannot carry out is told like a fault. ``bounds``: how far
    reading may reach and what it may take; the business has them from then on. ``stories``:
    what is wrong with the stories of a sound business is told, too; no run stops for it.

    Raises SourceError where there is nothing at a path, or the only business there cannot be
    read; NothingToRunError where there is no business, or one without playbooks; EngineError
    where the engine is not on this machine; UsageError where it is none.
    """
    demand(engine)
    found = examine_all(map(Path, paths), bounds)
    sayable = tuple(choosing.sayable(each, engine) for each in found)
    if not stories:
        return sayable
    from careplay.authoring.stories import with_stories  # noqa: PLC0415 - seldom

    return tuple(map(with_stories, sayable))


def page_of(code: str) -> str:
    """What the code of a fault means, with an example and the same put right.

    Raises NothingToRunError where no fault has that code.
    """
    from careplay.checks import pages  # noqa: PLC0415 - seldom

    return pages.page_of(code)


def check(
    *paths: PathLike, engine: str = DEFAULT_ENGINE, bounds: Bounds = NO_BOUNDS
) -> tuple[Diagnostic, ...]:
    """All that is wrong with businesses and stories in or below the paths; () where nothing is.

    A diagnostic has ``file``, ``position`` (``line`` and ``column``, from 1), ``code`` and
    ``message``; ``str`` makes them one line, as compilers do.

    Raises what ``examine`` does, and the fault of a business that cannot be read: a
    SourceError or NothingToRunError.
    """
    examined = examine(*paths, engine=engine, bounds=bounds, stories=True)
    for each in examined:
        if each.fault is not None:
            raise each.fault
    return tuple(fault for each in examined for fault in each.told)


def checked(
    *paths: PathLike,
    profile: str | None = None,
    engine: str = DEFAULT_ENGINE,
    bounds: Bounds = NO_BOUNDS,
    data: bool = False,
    history: str | None = None,
    until: date | None = None,
    progress: Progress | None = None,
) -> Checked:
    """All that is told of businesses and stories in or below the paths, and how grave it is.

    ``profile``: ``start`` tells no advice, ``standard`` tells all, of which faults must be put
    right, ``strict`` wants all of it put right; without it each business goes by its own
    ``profile:``. A path may be a playbook that businesses near it include, or a folder of
    such: those businesses are checked, each of which tells for what. ``data``: the tables of
    sound businesses are read as well, and each kind of fault in them is a warning; what they
    lack stands in ``unread``. ``history``: the rules are told, too, by which nobody was told
    anything in so long a time (``1y``, ``6m``, ``30d``) up to the day ``until``; each day of
    it is run with the data of the business. ``engine`` and ``bounds``: those of ``examine``.
    The answer's ``report(form)`` makes what ``careplay.CHECK_REPORTS`` names, ``exit_code`` is
    that of the command.

    Raises what ``examine`` does, UsageError where there is no such profile or time, and
    NothingToRunError where nobody includes a playbook that belongs to no business.
    """
    from careplay.pipeline import checking, sharing  # noqa: PLC0415 - seldom

    if profile is not None and profile not in PROFILES:
        near = did_you_mean(profile, PROFILES, "profiles")
        raise UsageError(f'there is no profile "{profile}"{near}')
    days = () if history is None else _days(history, until)
    asked = sharing.including(map(Path, paths), bounds)
    found = examine(*asked.paths, engine=engine, bounds=bounds, stories=True)
    if days:
        from careplay.authoring.quiet_rules import with_quiet_rules  # noqa: PLC0415 - heavy
        from careplay.interface.arguments import telling  # noqa: PLC0415 - heavy

        said = telling(progress)
        found = tuple(with_quiet_rules(each, days, engine, said) for each in found)
    return checking.checked(
        found, None if profile is None else CheckProfile(profile), asked.shared, data=data
    )


def _days(text: str, until: date | None) -> tuple[date, ...]:
    """Every day of so long a time that ends with a day; UsageError of what is none."""
    if until is None:
        raise UsageError("history ends with a day; name it by until=")
    found = LONG.fullmatch(text.replace(" ", ""))
    if found is None or not int(found[1]):
        raise UsageError(f'"{text}" is no time; write 1y, 6m or 30d')
    count = int(found[1])
    if found[2] == "d":
        first = until - timedelta(days=count - 1)
    else:
        first = add_months(until, -count * MONTHS[found[2]]) + timedelta(days=1)
    return tuple(first + timedelta(days=each) for each in range((until - first).days + 1))


def load(
    path: PathLike, *, engine: str = DEFAULT_ENGINE, bounds: Bounds = NO_BOUNDS
) -> Business:
    """Load the one business at the path, which is free of faults.

    It is a value: it can be kept and run as often as is wanted, by several threads at once.
    Of its data nothing is read.

    Raises PlaybookError, with all ``diagnostics``, where it has faults; UsageError where
    there are several businesses; and what ``examine`` does.
    """
    examined = examine(path, engine=engine, bounds=bounds)
    if len(examined) > 1:
        folders = ", ".join(f'"{each.folder}"' for each in examined[:NAMED])
        message = f'"{path}" holds {len(examined)} businesses; name one of {folders}'
        raise UsageError(message)
    (found,) = examined
    if found.business is None:
        raise found.fault or PlaybookError(found.diagnostics)
    return found.business


def sound(business: Business | PathLike, engine: str = DEFAULT_ENGINE) -> Business:
    """The business, loaded where a path was given, of which the engine can say everything."""
    if not isinstance(business, Business):
        return load(business, engine=engine)
    demand(engine)
    found = choosing.sayable(Examined(business.folder, business, (), {}), engine)
    if found.business is None:
        raise PlaybookError(found.diagnostics)
    return found.business


def demand(engine: str) -> None:
    """UsageError where there is no such engine, EngineError where it is not on this machine."""
    if engine not in ENGINES:
        raise UsageError(f'there is no engine "{engine}"; known are {", ".join(ENGINES)}')
    choosing.demand(engine)
