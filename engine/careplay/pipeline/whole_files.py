"""The bytes of a file that is read whole: no pipe or device, and no more than is wanted."""

from __future__ import annotations

import stat
from pathlib import Path


class NoFileError(OSError):
    """What is there is a pipe or a device, which may never come to its end."""


def way_out(fault: OSError) -> str:
    """What may help where the file could not be read."""
    return "put a file there" if isinstance(fault, NoFileError) else "may this user read it?"


def is_there(file: Path) -> bool:
    """Whether there is a file or folder of that name; none has a name that no system takes."""
    try:
        return file.exists()
    except (OSError, ValueError):
        return False


def whole_file(file: Path, most: int) -> tuple[bytes, int]:
    """The file and its size; of one that is larger than ``most`` nothing is read.

    OSError where it cannot be read.
    """
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NoFileError(0, "it is a pipe, a device or a folder, and no file", str(file))
    if status.st_size > most:
        return b"", status.st_size
    with file.open("rb") as opened:
        return opened.read(most + 1), status.st_size
