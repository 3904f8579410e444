"""A small business, written into a folder to start from."""

from __future__ import annotations

from pathlib import Path

from careplay.faults import OutputError
from careplay.starter import starter_files


def start(folder: Path, language: str) -> tuple[Path, ...]:
    """Write the starter in that language into a new or empty folder; return its files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f'"{folder}" is already there and not empty; name a new folder'
        raise OutputError(message)
    files = {folder / name: text for name, text in starter_files(language).items()}
    try:
        for file, text in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        message = f'cannot write "{fault.filename}": {fault.strerror}; name another folder'
        raise OutputError(message) from fault
    return tuple(files)
