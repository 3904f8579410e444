"""The files that decision tables are read from, beside the playbooks that name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from careplay.language.tables.sheets import Sheets, wanted_sheets
from careplay.pipeline.whole_files import is_there, way_out, whole_file
from careplay.reading.document import Document
from careplay.reading.sheets import LARGEST, Sheet, read_sheet


def table_files(playbooks: Sequence[Document]) -> Sheets:
    """Every sheet that a table names and that is there; language tells the others."""
    wanted = dict.fromkeys(wanted_sheets(playbooks))
    return {each: _read(*each) for each in wanted if is_there(Path(each[0]))}


def _read(file: str, part: str) -> Sheet:
    try:
        data, size = whole_file(Path(file), LARGEST)
        return read_sheet(data, file, part, size)
    except OSError as fault:
        reason = fault.strerror or "it cannot be opened"
        return Sheet(file, problem=f"cannot be read: {reason}", way=way_out(fault))
