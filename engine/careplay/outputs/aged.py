"""Days that were let go for their age, and what lives on of them in one file.

``OUT/BUSINESS/aged/0001.parquet`` holds it, and ``aged.json`` names that file, its size and its
digest, and the days. That is the commit: from then on no day up to the last of them counts,
whatever a run that was killed left of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from careplay.faults import HistoryError, OutputError
from careplay.frozen import dataclass
from careplay.outputs.files import replacement_of
from careplay.outputs.manifest import WRONG, FileMark, mark_of, sealed, unsealed
from careplay.outputs.partition import MONTHS
from careplay.outputs.private import private_folder

AGED, LISTED = "aged", "aged.json"
FILES = "[0-9][0-9][0-9][0-9].parquet"
WAY = 'bring the folder "aged" back from a copy, or move it away and do without those days'


@dataclass(frozen=True, slots=True)
class Aged:
    """Days that were let go for their age."""

    last: date
    """No day up to this one is kept."""
    file: Path
    """Where what lives on of them lies."""
    mark: FileMark


def aged_in(home: Path) -> Aged | None:
    """The days that were let go there, if any; HistoryError where that is damaged."""
    listed = home / AGED / LISTED
    try:
        told = json.loads(unsealed(listed.read_bytes()))
        file = home / AGED / str(told["file"])
        return Aged(date.fromisoformat(told["last"]), file, FileMark(*told["mark"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, *WRONG) as fault:
        raise HistoryError(f'cannot remember "{listed}": it is damaged; {WAY}') from fault


def demand_as_aged(aged: Aged) -> Path:
    """The file of what lives on; HistoryError where it is not as it was written."""
    try:
        sound = mark_of(aged.file) == aged.mark
    except OSError as fault:
        why = f"it cannot be read ({fault.strerror or fault})"
        raise HistoryError(f'cannot remember "{aged.file}": {why}; {WAY}') from fault
    if not sound:
        raise HistoryError(f'cannot remember "{aged.file}": it is damaged; {WAY}')
    return aged.file


def let_age(home: Path, last: date, write: Callable[[Path], None]) -> None:
    """Let go of every day up to that one, but for what is written into the file given.

    OutputError where that cannot be done.
    """
    before = aged_in(home)
    number = int(before.file.stem) + 1 if before else 1
    file = home / AGED / f"{number:04}.parquet"
    private_folder(file.parent)
    write(file)
    mark = mark_of(file)
    told = {"last": last.isoformat(), "file": file.name, "mark": [mark.size, mark.digest]}
    with replacement_of(home / AGED / LISTED, private=True) as part:
        part.write_bytes(sealed(json.dumps(told, indent=1).encode()))
    remove_aged(home)


def remove_aged(home: Path) -> None:
    """Remove what is left of days that were let go; OutputError where that cannot be done."""
    aged, folder = aged_in(home), home / AGED
    try:
        own = {folder / LISTED, aged.file} if aged else {folder / LISTED}
        for each in folder.glob(FILES):
            if each not in own:
                each.unlink()
        if aged is not None:
            for each in (*_folders(home, aged.last), *_months(home, aged.last)):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
    except OSError as fault:
        message = f'cannot remove "{fault.filename}": {fault.strerror}; may this user do it?'
        raise OutputError(message) from fault


def _folders(home: Path, last: date) -> Iterator[Path]:
    """The folders of days, those too that were damaged and set aside."""
    for each in (*home.glob("date=*"), *home.glob("*/date=*")):
        with suppress(ValueError):
            if date.fromisoformat(each.name.removeprefix("date=")[:10]) <= last:
                yield each


def _months(home: Path, last: date) -> Iterator[Path]:
    """Bound months that have days which were let go: only whole months are."""
    for each in (home / MONTHS).glob("*"):
        with suppress(ValueError):
            if date.fromisoformat(f"{each.name[:7]}-01") < last + timedelta(days=1):
                yield each
