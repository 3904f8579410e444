"""What careplay and its worker say to each other: pickled values, each behind its length."""

from __future__ import annotations

import pickle
from typing import IO, Any

from careplay.frozen import dataclass

LENGTH = 8
"""So many bytes say how long the value is."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The first thing said to a worker; it answers ``READY`` once it can be asked."""

    task: bytes
    """A pickled ``Task``, apart, for its module may be what cannot be imported."""
    seconds: float
    """The processor time that one item may take; the worker ends itself past that."""


@dataclass(frozen=True, slots=True)
class Failed:
    """In place of an answer: what was raised. The worker ends after it."""

    text: str


READY = "ready"


def send(stream: IO[bytes], value: object) -> None:
    """Write a value and let the other side have it at once; OSError where nobody reads."""
    pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    # In one piece: two writes to a pipe wake its reader twice.
    stream.write(len(pickled).to_bytes(LENGTH, "big") + pickled)
    stream.flush()


def received(stream: IO[bytes]) -> Any:
    """Return the next value; EOFError where the other side has ended before the whole of it."""
    length = int.from_bytes(_exactly(stream, LENGTH), "big")
    return pickle.loads(_exactly(stream, length))  # noqa: S301 - said by careplay itself


def raised(fault: Exception) -> Failed:
    """Say what was raised, in one line."""
    text = " ".join(str(fault).split())
    return Failed(f"{type(fault).__name__}: {text}" if text else type(fault).__name__)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    read = stream.read(length)
    if len(read) < length:
        raise EOFError
    return read
