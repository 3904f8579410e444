"""What careplay writes for whoever writes playbooks: schemas, and a business to start from."""

from __future__ import annotations

from pathlib import Path

from careplay.errors import UsageError
from careplay.interface.checking import PathLike, sound
from careplay.model.business import Business


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
