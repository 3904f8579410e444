"""Whether files are as they were when reading them began: half of each would be neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from careplay.faults import SourceError

Stamp = tuple[int, int, int]
"""Which file it is, its size, and when it was written last."""


def stamps(files: Iterable[str]) -> Mapping[str, Stamp]:
    """What tells by and by that a file was changed; nothing of one that is not there."""
    found: dict[str, Stamp] = {}
    for file in files:
        with suppress(OSError):
            status = Path(file).stat()
            found[file] = status.st_ino, status.st_size, status.st_mtime_ns
    return found


def demand_unchanged(before: Mapping[str, Stamp]) -> None:
    """SourceError where one of the files was written, or put in the place of, since then."""
    after = stamps(before)
    changed = next((file for file, stamp in before.items() if after.get(file) != stamp), None)
    if changed is not None:
        message = f'"{changed}" was changed while it was read; run again when it is written'
        raise SourceError(message)


@contextmanager
def read_unchanged(files: Iterable[str]) -> Iterator[Mapping[str, Stamp]]:
    """SourceError where one of the files is changed within: what was read may be half of each.

    So it is where reading fails, which it may have done for that.
    """
    before = stamps(files)
    try:
        yield before
    except Exception:
        demand_unchanged(before)
        raise
    demand_unchanged(before)
