"""Files that are replaced whole: whoever reads one sees the former text or the new one.

The new text goes to a hidden file beside the old one (``.actions.parquet.4711.part``), to the
disk, and only then into the old one's place. What a killed run left is removed by the next.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from careplay.faults import OutputError
from careplay.outputs.private import private_file, private_folder


@contextmanager
def replacement_of(file: Path, *, private: bool = False) -> Iterator[Path]:
    """A path to write to; it takes the file's place once the block has ended well.

    What is ``private`` may be read by its owner alone, from its first byte on.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        _folder_for(file, private=private)
        try:
            if private:
                private_file(part)
            yield part
            to_disk(part)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        to_disk(file.parent)
    except OSError as fault:
        raise OutputError(unwritable(file, part, fault)) from fault


def write_all(texts: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write each file whole, in place of a former one; OutputError where one cannot be."""
    for file, text in texts.items():
        with replacement_of(file) as part:
            part.write_bytes(text)
    return tuple(texts)


def _folder_for(file: Path, *, private: bool) -> None:
    """Make the file's folder, and remove what killed runs left there of this file."""
    if private:
        private_folder(file.parent)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
    for leftover in file.parent.glob(f".{escape(file.name)}.*.part"):
        # A run that writes at this moment loses its part too, and says so; the last one wins.
        with suppress(OSError):
            leftover.unlink()


def to_disk(path: Path) -> None:
    """Wait until the path is on the disk; a system that cannot open folders needs no wait."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unwritable(file: Path, part: Path, fault: OSError) -> str:
    """Why the file cannot be written by way of that part, and what to try."""
    in_the_way = next((each for each in file.parents if each.is_file()), None)
    if in_the_way is not None:
        return f'cannot write "{file}": "{in_the_way}" is a file; name a folder instead'
    if file.is_dir():
        return f'cannot write "{file}": it is a folder; name a file instead'
    if isinstance(fault, FileNotFoundError) and str(fault.filename) == str(part):
        return f'cannot write "{file}": another run writes it at the same time; run again'
    reason = fault.strerror or str(fault)
    return f'cannot write "{file}": {reason}; is there room, and may this user write there?'
