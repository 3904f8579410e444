"""What careplay keeps for itself: files and folders that only their owner may look into.

Kept days hold what people are told of customers. What a user names, such as ``--save FILE``,
is made as his system makes files.
"""

from __future__ import annotations

import os
from pathlib import Path

FILE, FOLDER = 0o600, 0o700


def private_folder(folder: Path) -> None:
    """Make the folder, and those above it that are not there; those that are stay as they are.

    Whatever the umask says: it takes rights away when a folder is made, and here none is given.
    """
    if folder.is_dir():
        return
    try:
        new_private_folder(folder)
    except FileExistsError:  # another process may just have made it
        if not folder.is_dir():
            raise


def new_private_folder(folder: Path) -> None:
    """The same of one that is not there; FileExistsError where it is."""
    private_folder(folder.parent)
    folder.mkdir(FOLDER)
    folder.chmod(FOLDER)


def private_file(file: Path) -> Path:
    """Make the file, empty, or empty it: before anything that is private stands in it."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE))
    file.chmod(FILE)
    return file
