"""Stories that stand beside playbooks, played."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.bounds import Bounds
from careplay.diagnostics import did_you_mean
from careplay.errors import UsageError
from careplay.interface.arguments import Progress, telling, whole_span
from careplay.interface.checking import NO_BOUNDS, PathLike, examine
from careplay.interface.choices import DEFAULT_ENGINE

if TYPE_CHECKING:
    from careplay.outputs.coverage import CoverageMinimum
    from careplay.outputs.tested import Tested

PERCENT = re.compile(r"(?:(?P<kind>[a-z]+)=)?(?P<percent>\d{1,3})%?")


def test(
    *paths: PathLike,
    only: Iterable[str] = (),
    engine: str = DEFAULT_ENGINE,
    bounds: Bounds = NO_BOUNDS,
    progress: Progress | None = None,
    coverage: bool = False,
    minimum: Iterable[str] | str | int = (),
    suggest: bool = False,
    first: date | None = None,
    last: date | None = None,
) -> Tested:
    """Play the stories of every business in or below the paths, in order of path and place.

    A file of stories stands for itself, any other path for the businesses there. ``only``:
    those of these ids, or of files that are called so without ``.test.yaml``, with ``*`` and
    ``?``. ``engine`` and ``bounds``: those of ``run``. ``progress``: told each story as it
    begins. What is wrong with a playbook or a file of stories keeps no other from being played
    and is told in ``faults``; the playbooks themselves and all data stay as they are.

    ``coverage``: it is told what they reach of each business as well. ``minimum``: what they
    are to reach at least in percent, ``100`` of every kind or ``"rules=100"`` of one.
    ``suggest``: the cases at limits that they lack are ``suggested``, of one business.

    ``first``, ``last``: invariants are held against the data of the businesses as well, on each
    day from the one to the other; what is personal is masked in what is told of them.

    Raises NothingToRunError where there is no business, no story, or none of a name of
    ``only``; SourceError where a file cannot be read; EngineError and UsageError as ``run``
    does, and where a minimum or a span cannot be meant.
    """
    from careplay.authoring.testing import Chosen, tested  # noqa: PLC0415 - heavy

    names = (only,) if isinstance(only, str) else tuple(only)
    asked = (str(minimum),) if isinstance(minimum, str | int) else tuple(minimum)
    least = tuple(map(_minimum, asked))
    days = _span(first, last)
    examined = examine(*paths, engine=engine, bounds=bounds)
    if suggest and len(examined) > 1:
        raise UsageError(f"{len(examined)} businesses are there; suggest is for one of them")
    chosen = Chosen(
        tuple(map(Path, paths)), engine, names, coverage or bool(least), least, suggest, days
    )
    return tested(examined, chosen, telling(progress))


def _span(first: date | None, last: date | None) -> tuple[date, ...]:
    """Each day of the span; UsageError where it has one end, or its last day comes first."""
    if first is None and last is None:
        return ()
    if first is None or last is None:
        raise UsageError("a span of days has a first and a last; give both")
    return whole_span(first, last)


def _minimum(text: str) -> CoverageMinimum:
    """What is written as ``90`` or ``rules=100``; UsageError where it is neither."""
    from careplay.outputs.coverage import WHOLE, CoverageMinimum, CoverKind  # noqa: PLC0415

    found = PERCENT.fullmatch(text.replace(" ", ""))
    if found is None or int(found["percent"]) > WHOLE:
        message = f'"{text}" is no share to be reached; write 90, or rules=100'
        raise UsageError(message)
    named, kinds = found["kind"], [each.value for each in CoverKind]
    if named is not None and named not in kinds:
        raise UsageError(f'no kind "{named}"{did_you_mean(named, kinds, "kinds")}')
    return CoverageMinimum(int(found["percent"]), CoverKind(named) if named else None)
