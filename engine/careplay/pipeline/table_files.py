"""The files that decision tables are read from, beside the playbooks that name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from careplay.language.tables.sheets import Sheets, wanted_sheets
from careplay.pipeline.whole_files import is_there, way_out, whole_file
from careplay.reading.document import Document
from careplay.reading.sheets import LARGEST, Sheet, read_sheet
from careplay.sources.reaching import WAY_OUT, outside


def table_files(playbooks: Sequence[Document], inside: Sequence[Path] = ()) -> Sheets:
    """Every sheet that a table names and that is there; language tells the others.

    None is read that lies neither beside its playbook nor in one of these folders.
    """
    found: dict[tuple[str, str], Sheet] = {}
    for document in playbooks:
        folders = (Path(document.file).parent, *inside)
        for each in wanted_sheets((document,)):
            if real := outside(each[0], folders):
                found[each] = _not_read(each[0], real)
            elif each not in found and is_there(Path(each[0])):
                found[each] = _read(*each)
    return found


def _not_read(file: str, real: str) -> Sheet:
    problem = f'leads out of the folder of the business, to "{real}"'
    return Sheet(file, problem=problem, way=WAY_OUT, outside=True)


def _read(file: str, part: str) -> Sheet:
    try:
        data, size = whole_file(Path(file), LARGEST)
        return read_sheet(data, file, part, size)
    except OSError as fault:
        reason = fault.strerror or "it cannot be opened"
        return Sheet(file, problem=f"cannot be read: {reason}", way=way_out(fault))
