"""Who saw what is personal, when and why: a log beside the kept days that only grows.

A line is an entry in JSON and begins with the digest of the line before it, so that none can be
changed or taken out. Beside the log stands how many lines it has and the digest of the last
(``audit.json``), so that none can be taken from its end. A process that is killed while it
writes leaves part of a line that ``audit.json`` does not count yet: the next entry says that it
follows one that was cut.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from careplay.faults import OutputError
from careplay.frozen import dataclass
from careplay.outputs.files import replacement_of, to_disk
from careplay.outputs.manifest import WRONG, sealed, unsealed
from careplay.outputs.private import FILE, private_folder
from careplay.sources.locks import is_locked

AUDIT, COUNTED = "audit.jsonl", "audit.json"
NOTHING = "0" * 64
"""What stands for the line before the first one."""
STEP, SECONDS = 0.02, 60
"""So long a process waits for another that writes, a step at a time."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit log is found to be."""

    entries: int = 0
    cut: tuple[int, ...] = ()
    """The lines that a process was killed in."""
    wrong: tuple[str, ...] = ()
    """What is not as it was written, a sentence each."""


def append(home: Path, entry: Mapping[str, Any]) -> None:
    """Write an entry down, for good; OutputError where it cannot be, or the log is damaged."""
    file = home / AUDIT
    try:
        private_folder(home)
        with _held(file) as handle:
            found = audit_of(home)
            if found.wrong:
                raise OutputError(f"nothing is shown unmasked: {found.wrong[0]}")
            text = file.read_bytes()
            cut = not text.endswith(b"\n") and bool(text)
            before = [NOTHING, *map(_digest, _lines(text))][-1]
            told = {"before": before, **entry}
            line = json.dumps(told | ({"cut": True} if cut else {}), ensure_ascii=False)
            _write(handle, b"\n" * cut + line.encode() + b"\n")
            os.fsync(handle)
            to_disk(home)
            _count(home, len(_lines(text)) + 1, line.encode())
    except OSError as fault:
        message = f'cannot write "{file}": {fault.strerror}, and nothing is shown unmasked'
        raise OutputError(message) from fault


def _write(handle: int, text: bytes) -> None:
    """All of it; OSError where the disk takes no more, and what it took is a line cut short."""
    while text:
        text = text[os.write(handle, text) :]


def audit_of(home: Path) -> Audit:
    """What the log is found to be; nothing at all where nobody was shown anything."""
    try:
        text = (home / AUDIT).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        text = b""
    lines = _lines(text)
    entries = [_entry(line) for line in lines]
    whole = text.endswith(b"\n") or not text
    followed = (*(each is not None and "cut" in each for each in entries[1:]), not whole)
    numbered = enumerate(zip(entries, followed, strict=False), 1)
    cut = tuple(number for number, (entry, told) in numbered if told and entry is None)
    broken = (*_broken(lines, entries, cut), *_uncounted(home, lines))
    way = f'ask who changed "{home / AUDIT}", and move it and {COUNTED} away to go on'
    return Audit(
        sum(each is not None for each in entries),
        cut,
        tuple(f"{AUDIT}: {each}; {way}" for each in broken),
    )


def _broken(
    lines: list[bytes], entries: list[Mapping[str, Any] | None], cut: tuple[int, ...]
) -> Iterator[str]:
    """What the digests do not hold together."""
    before = NOTHING
    for number, (line, entry) in enumerate(zip(lines, entries, strict=True), 1):
        if entry is None and number not in cut:
            yield f"line {number} is no entry"
        elif entry is not None and entry["before"] != before:
            yield f"before line {number} a line was changed or is missing"
        before = _digest(line)


def _uncounted(home: Path, lines: list[bytes]) -> Iterator[str]:
    """What the count beside the log says otherwise."""
    try:
        told = json.loads(unsealed((home / COUNTED).read_bytes()))
        count, digest = int(told["lines"]), str(told["digest"])
    except (FileNotFoundError, NotADirectoryError):
        if len(lines) > 1:
            yield f"{COUNTED}, which counts its lines, is gone"
        return
    except (OSError, *WRONG):
        yield f"{COUNTED}, which counts its lines, is damaged"
        return
    if len(lines) < count:
        yield f"it has {len(lines)} of {count} lines"
    elif _digest(lines[count - 1]) != digest:
        yield f"line {count} was changed"


def _lines(text: bytes) -> list[bytes]:
    """Every line, the last one too where it has no end."""
    return text.removesuffix(b"\n").split(b"\n") if text else []


def _entry(line: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "before" in found else None


def _digest(line: bytes) -> str:
    return sha256(line).hexdigest()


def _count(home: Path, lines: int, last: bytes) -> None:
    body = json.dumps({"lines": lines, "digest": _digest(last)})
    with replacement_of(home / COUNTED, private=True) as part:
        part.write_bytes(sealed(body.encode()))


@contextmanager
def _held(file: Path) -> Iterator[int]:
    """The log, opened to be added to, which nobody else adds to meanwhile."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, FILE)
    try:
        file.chmod(FILE)
        deadline = time.monotonic() + SECONDS
        while not _is_held(handle, file):
            if time.monotonic() > deadline:
                raise OutputError(f'"{file}" is being written by another process; run again')
            time.sleep(STEP)
        yield handle
    finally:
        os.close(handle)


def _is_held(handle: int, file: Path) -> bool:
    """Whether the log is held; a system or a disk without locks holds nobody up."""
    if os.name == "nt":
        return True
    try:
        return is_locked(handle, file)
    except OSError:
        return True
