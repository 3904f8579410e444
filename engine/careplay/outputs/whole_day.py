"""A day is kept whole or not at all: its files are written apart, the manifest commits them.

They are written into ``date=D/.next``, the manifest last; from then on the day is what lies
there. Each file is then put in its place in ``date=D``, without being taken away, and when all
of them are, the manifest in ``.next`` goes: from then on the day is what lies in its place. So
at any moment one folder has the whole day, and what a killed run left is completed, or removed,
by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from careplay.faults import OutputError
from careplay.outputs.files import replacement_of, to_disk, unwritable
from careplay.outputs.manifest import (
    MANIFEST,
    Manifest,
    as_bytes,
    manifest_for,
    mark_of,
    marked,
    read_manifest,
)
from careplay.outputs.partition import ACTIONS, DAY_FILES
from careplay.outputs.private import new_private_folder, private_file

NEXT = ".next"
NEW = ".new"
"""The ending of a file on its way to its place."""
PREFIX = "date="


@contextmanager
def whole_day(folder: Path, day: date, stands_on: Mapping[date, str]) -> Iterator[Path]:
    """A folder for the day's files; they take the day's place once the block has ended well."""
    part = folder / NEXT
    in_the_way = [folder / name for name in DAY_FILES if (folder / name).is_dir()]
    if in_the_way:
        message = f'cannot write "{in_the_way[0]}": it is a folder; move it away'
        raise OutputError(message)
    with _told(folder):
        complete(folder)
        _forget(folder)  # what was damaged there is run again
        made = not folder.exists()
        new_private_folder(part)
    try:
        yield part
        with _told(folder):
            manifest = manifest_for(day, marked(part), stands_on)
            with replacement_of(part / MANIFEST, private=True) as file:
                file.write_bytes(as_bytes(manifest))
    except BaseException:
        with suppress(OSError):
            _forget(folder)
        raise
    with _told(folder):
        if made:
            to_disk(folder.parent)
        _take_place(folder, manifest)


def keep_as_it_is(name: str, folder: Path, part: Path) -> None:
    """Let a file of the day that lies there be one of the day that is being written, too."""
    try:
        (part / name).hardlink_to(folder / name)
    except OSError:  # not every disk lets a file have two names
        shutil.copyfile(folder / name, private_file(part / name))
        to_disk(part / name)


def whole_in(folder: Path) -> Path | None:
    """Where the whole day lies of which this is the folder; None where it was not kept."""
    for each in (f"{folder}/{NEXT}", str(folder)):
        if os.path.isfile(f"{each}/{MANIFEST}"):  # noqa: PTH113 - asked of each kept day
            return Path(each)
    return None


def day_folder_of(file: Path) -> Path:
    """The folder of the day that the file is of, wherever that lies whole."""
    return file.parent.parent if file.parent.name == NEXT else file.parent


def complete_all(home: Path) -> None:
    """Complete or remove what killed runs left of the days of a business."""
    if home.is_dir():
        with _told(home):
            for each in sorted(home.iterdir()):
                if each.name.startswith(PREFIX) and (each / NEXT).is_dir():
                    complete(each)
                elif each.name.startswith(PREFIX):
                    _remove_empty(each)


def complete(folder: Path) -> None:
    """Put in its place what was committed; remove what was not. OSError where that fails.

    What was damaged since stays as it is, and is told where it is read.
    """
    part = folder / NEXT
    if not part.is_dir():
        return
    try:
        manifest = read_manifest(part / MANIFEST)
    except ValueError:
        return
    if manifest is None:
        _forget(folder)
    elif _is_as_kept(part, manifest):
        _take_place(folder, manifest)


def _is_as_kept(part: Path, manifest: Manifest) -> bool:
    try:
        return all(mark_of(part / name) == mark for name, mark in manifest.files.items())
    except OSError:
        return False


def _take_place(folder: Path, manifest: Manifest) -> None:
    """Put the files that the manifest names in their place, then the manifest itself."""
    part = folder / NEXT
    for name in manifest.files:
        _place(part / name, folder / name)
    for name in DAY_FILES:
        if name not in manifest.files:
            (folder / name).unlink(missing_ok=True)
    _place(part / MANIFEST, folder / MANIFEST)
    to_disk(folder)
    _forget(folder)


def _place(file: Path, place: Path) -> None:
    """Let the file lie in that place as well, which at any moment holds a whole one."""
    new = place.with_name(f"{place.name}{NEW}")
    new.unlink(missing_ok=True)
    if place.exists() and place.samefile(file):
        return  # to give it that name once more would leave it the other one as well
    try:
        new.hardlink_to(file)
    except OSError:  # not every disk lets a file have two names
        shutil.copyfile(file, private_file(new))
        to_disk(new)
    new.replace(place)


def _forget(folder: Path) -> None:
    """Remove what was committed, or was not; and the folder where it holds nothing else.

    The manifest goes first, and for good: what is half removed must not look like a day.
    """
    part = folder / NEXT
    if part.is_dir():
        (part / MANIFEST).unlink(missing_ok=True)
        to_disk(part)
        shutil.rmtree(part, ignore_errors=True)
    _remove_empty(folder)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise OutputError(unwritable(folder / ACTIONS, folder / NEXT, fault)) from fault
