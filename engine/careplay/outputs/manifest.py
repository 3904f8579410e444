"""What a day is made of: the size and digest of each of its files, and the days it stands on.

The manifest is written last, and is the commit: a day is what its manifest names. It begins
with the digest of all that follows, so that damage to the manifest itself is seen as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from careplay.frozen import dataclass

MANIFEST = "manifest.json"
UNREAD = frozenset({"rejects.csv"})
"""What later days do not read."""
BEGINS, ENDS = b'{"digest": "%s", "kept": ', b"}\n"
WRONG = (AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What comes of reading a text that is not as it was written."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file as it was kept."""

    size: int
    digest: str
    """Its SHA-256, as ``sha256sum`` prints it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was kept at once."""

    day: date
    files: Mapping[str, FileMark]
    """By name, in order."""
    stands_on: Mapping[date, str]
    """The kept days that it follows, each with its identity; empty of one that an older
    careplay kept."""
    identity: str
    """By it later days say what they stand on: a digest of all but the data that could not be
    used, which are told with the paths they were read by, and which no later day asks for."""


def manifest_for(
    day: date, files: Mapping[str, FileMark], stands_on: Mapping[date, str]
) -> Manifest:
    """The manifest of what is kept."""
    read = {name: each for name, each in files.items() if name not in UNREAD}
    told = json.dumps(_told(Manifest(day, read, stands_on, "")))
    return Manifest(day, files, stands_on, sha256(told.encode()).hexdigest())


def marked(folder: Path) -> Mapping[str, FileMark]:
    """Every file of the folder as it is now."""
    return {each.name: mark_of(each) for each in sorted(folder.iterdir())}


def mark_of(file: Path) -> FileMark:
    """The file as it is now; OSError where it cannot be read."""
    with file.open("rb") as opened:
        return FileMark(file.stat().st_size, file_digest(opened, "sha256").hexdigest())


def as_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is kept: JSON, the same for the same day."""
    return sealed(json.dumps(_told(manifest), indent=1).encode())


def read_manifest(file: Path) -> Manifest | None:
    """The manifest; None where there is none, ValueError where it is not as it was written."""
    try:
        body = unsealed(file.read_bytes())
    except FileNotFoundError:
        return None
    try:
        told = json.loads(body)
        return Manifest(
            date.fromisoformat(told["date"]),
            {name: FileMark(*mark) for name, mark in told["files"].items()},
            {date.fromisoformat(day): each for day, each in told["stands_on"].items()},
            str(told["identity"]),
        )
    except WRONG as fault:
        raise ValueError from fault


def sealed(body: bytes) -> bytes:
    """JSON that says what its bytes come to."""
    return BEGINS % sha256(body).hexdigest().encode() + body + ENDS


def unsealed(text: bytes) -> bytes:
    """What was sealed; ValueError where it is not as it was."""
    begins = len(BEGINS % bytes(sha256().digest_size * 2))
    body = text[begins : -len(ENDS)]
    if sealed(body) != text:
        raise ValueError
    return body


def _told(manifest: Manifest) -> dict[str, Any]:
    below = sorted(manifest.stands_on.items())
    return {
        "date": manifest.day.isoformat(),
        "files": {name: [each.size, each.digest] for name, each in manifest.files.items()},
        "stands_on": {day.isoformat(): identity for day, identity in below},
        "identity": manifest.identity,
    }
