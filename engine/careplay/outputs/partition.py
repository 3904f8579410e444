"""One business's actions of one date, kept as ``OUT/BUSINESS/date=D/actions.parquet``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.faults import OutputError
from careplay.model.actions import ACTION_COLUMNS
from careplay.outputs import csv_text, parquet
from careplay.outputs.files import replacement_of
from careplay.sources.columns import file_literal, quoted

if TYPE_CHECKING:
    import duckdb

    from careplay.outputs.report import Report

ACTIONS = "actions.parquet"
MODES = "modes.parquet"
KNOWN = "known.parquet"
REJECTS = "rejects.csv"
REPORT = "run.json"
DAY_FILES = (ACTIONS, MODES, KNOWN, REJECTS, REPORT)
"""What a day may keep."""
MONTHS = "months"
HAS_MANIFEST = {"careplay.manifest": "manifest.json"}
"""What actions say of themselves: those of an older careplay have no manifest beside them."""


def day_folder(out: Path, business: str, day: date) -> Path:
    """The folder of one business's day."""
    return out / business / f"date={day.isoformat()}"


def month_file(out: Path, business: str, day: date) -> Path:
    """The file that holds the actions of all kept days of the day's month."""
    return out / business / MONTHS / f"{day:%Y-%m}.parquet"


def write(connection: duckdb.DuckDBPyConnection, relation: str, into: Path) -> Path:
    """Keep the actions in the folder, in place of those of a former run; return the file."""
    file = into / ACTIONS
    parquet.write(connection, relation, file, HAS_MANIFEST, private=True)
    return file


def says_manifest(actions: Path) -> bool:
    """Whether the actions were kept with a manifest, as far as they can be read."""
    try:
        with actions.open("rb") as opened:
            opened.seek(-8, os.SEEK_END)  # the length of the footer, and PAR1
            length = int.from_bytes(opened.read(4), "little")
            opened.seek(-min(length + 8, opened.tell() + 4), os.SEEK_END)
            footer = opened.read(length)
    except OSError:
        return False
    return all(name.encode() in footer for name in HAS_MANIFEST)


def write_rejects(
    connection: duckdb.DuckDBPyConnection, relation: str, into: Path
) -> Path | None:
    """Keep the data faults beside the actions; where there are none, no such file stays."""
    file = into / REJECTS
    found = connection.execute(f"SELECT 1 FROM {relation} LIMIT 1")  # noqa: S608
    if not found.fetchall():
        remove(file)
        return None
    with replacement_of(file, private=True) as part, part.open("wb") as stream:
        csv_text.write(connection, relation, stream)
    return file


def write_report(report: Report, into: Path) -> Path:
    """Keep what the run has to say beside the actions; return the file."""
    file = into / REPORT
    text = json.dumps(report, ensure_ascii=False, indent=2)
    with replacement_of(file, private=True) as part:
        part.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return file


def write_modes(connection: duckdb.DuckDBPyConnection, relation: str, into: Path) -> None:
    """Keep the modes that last on; where there are none, no such file stays."""
    file = into / MODES
    if relation:
        parquet.write(connection, relation, file, private=True)
    else:
        remove(file)


def write_known(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    told: Mapping[str, str] | None,
    into: Path,
) -> None:
    """Keep the ids of events that the day is first to know, and what is told of them.

    Where nothing is, no such file stays.
    """
    file = into / KNOWN
    if told is None:
        remove(file)
    else:
        parquet.write(connection, relation, file, told, private=True)


def actions_of(*files: Path) -> str:
    """The relation that reads the actions of kept days, in their order, as people are told."""
    names = ", ".join(quoted(name) for name, _ in ACTION_COLUMNS)
    return f"(SELECT {names} FROM {kept_relation(*files)})"  # noqa: S608


def kept_relation(*files: Path) -> str:
    """The relation of all that is kept in the files, in order."""
    listed = ", ".join(file_literal(file.absolute()) for file in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def remove(file: Path) -> None:
    """Remove a kept file, if there is one."""
    try:
        file.unlink(missing_ok=True)
    except NotADirectoryError:
        return  # a file is where a folder should be, of which the actions will tell
    except OSError as fault:
        message = f'cannot remove "{file}": {fault.strerror}; may this user write there?'
        raise OutputError(message) from fault
