"""Stories that stand beside playbooks, played."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.bounds import Bounds
from careplay.interface.arguments import Progress, telling
from careplay.interface.checking import NO_BOUNDS, PathLike, examine
from careplay.interface.choices import DEFAULT_ENGINE

if TYPE_CHECKING:
    from careplay.outputs.tested import Tested


def test(
    *paths: PathLike,
    only: Iterable[str] = (),
    engine: str = DEFAULT_ENGINE,
    bounds: Bounds = NO_BOUNDS,
    progress: Progress | None = None,
) -> Tested:
    """Play the stories of every business in or below the paths, in order of path and place.

    A file of stories stands for itself, any other path for the businesses there. ``only``:
    those of these ids, or of files that are called so without ``.test.yaml``, with ``*`` and
    ``?``. ``engine`` and ``bounds``: those of ``run``. ``progress``: told each story as it
    begins. What is wrong with a playbook or a file of stories keeps no other from being played
    and is told in ``faults``; the playbooks themselves and all data stay as they are.

    Raises NothingToRunError where there is no business, no story, or none of a name of
    ``only``; SourceError where a file cannot be read; EngineError and UsageError as ``run``
    does.
    """
    from careplay.authoring.testing import Chosen, tested  # noqa: PLC0415 - heavy

    names = (only,) if isinstance(only, str) else tuple(only)
    examined = examine(*paths, engine=engine, bounds=bounds)
    chosen = Chosen(tuple(map(Path, paths)), engine, names)
    return tested(examined, chosen, telling(progress))
