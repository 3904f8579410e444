"""What careplay writes for whoever writes playbooks: schemas, and a business to start from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.bounds import Bounds
from careplay.errors import UsageError
from careplay.interface.checking import PathLike, sound
from careplay.model.business import Business

if TYPE_CHECKING:
    from careplay.pipeline.proposing import Proposed

NO_BOUNDS = Bounds()


def schemas(business: Business | PathLike, out: PathLike | None = None) -> tuple[Path, ...]:
    """Write the JSON Schemas that know the business's own names; return the files.

    They are written into OUT/BUSINESS, or into ``.careplay/schemas`` in the business.

    Raises OutputError where they cannot be written; PlaybookError where the business has
    faults.
    """
    from careplay.pipeline.schemas import write_schemas  # noqa: PLC0415 - seldom

    return write_schemas(sound(business), None if out is None else Path(out))


def new(folder: PathLike, *, language: str = "zh") -> tuple[Path, ...]:
    """Write a small business into a new or empty folder; return its files.

    ``language``: that of its texts and comments, ``zh`` or ``en``.

    Raises OutputError where the folder is not empty or cannot be written; UsageError where
    there is no such language.
    """
    from careplay.pipeline.starting import start  # noqa: PLC0415 - seldom
    from careplay.starter import LANGUAGES  # noqa: PLC0415

    if language not in LANGUAGES:
        raise UsageError(
            f'no starter in "{language}"; there is one in {" and ".join(LANGUAGES)}'
        )
    return start(Path(folder), language)


def propose(
    folder: PathLike,
    files: Sequence[PathLike],
    *,
    language: str | None = None,
    bounds: Bounds = NO_BOUNDS,
) -> Proposed:
    """Write a business of tables as they are into a folder, with what was guessed, and why.

    ``files``: tables, workbooks, SQLite files, or folders of them; what lies in the folder is
    named in place, all else copied into its ``data/``, and none is changed. ``language``: of
    texts and comments, ``zh`` or ``en``; by the headings unless told.

    Raises NothingToRunError where no table of customers or events is found; SourceError where
    there is no such file; OutputError where there is a business already or nothing can be
    written; UsageError where there is no such language.
    """
    from careplay.pipeline.proposing import propose as proposed  # noqa: PLC0415 - heavy
    from careplay.starter import LANGUAGES  # noqa: PLC0415

    if language is not None and language not in LANGUAGES:
        raise UsageError(f'nothing is written in "{language}"; name {" or ".join(LANGUAGES)}')
    return proposed(Path(folder), [*map(Path, files)], language, bounds)
