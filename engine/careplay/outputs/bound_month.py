"""A month of kept days bound into one file, and beside it what it is made of and comes to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.outputs import parquet
from careplay.outputs.files import replacement_of
from careplay.outputs.manifest import WRONG, FileMark, mark_of, sealed, unsealed

if TYPE_CHECKING:
    import duckdb

MARK = ".json"
"""The ending of what stands beside it."""


@dataclass(frozen=True, slots=True)
class BoundMonth:
    """A bound month as it was written."""

    days: str
    """Which days it holds, as they were kept."""
    file: FileMark


def write_month(
    connection: duckdb.DuckDBPyConnection, relation: str, file: Path, days: str
) -> None:
    """Bind the days; until all is written the month is not bound."""
    file.with_suffix(MARK).unlink(missing_ok=True)
    parquet.write(connection, relation, file, private=True)
    mark = mark_of(file)
    body = json.dumps({"days": days, "file": [mark.size, mark.digest]}, indent=1).encode()
    with replacement_of(file.with_suffix(MARK), private=True) as part:
        part.write_bytes(sealed(body))


def bound_month(file: Path) -> BoundMonth | None:
    """What is bound there; None where that is not known, for then the days are read."""
    try:
        told = json.loads(unsealed(file.with_suffix(MARK).read_bytes()))
        return BoundMonth(told["days"], FileMark(*told["file"]))
    except (OSError, *WRONG):
        return None
