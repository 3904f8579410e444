"""The bytes of a file to a Document; every fault becomes a diagnostic, nothing is raised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from careplay.diagnostics import NOWHERE, Diagnostic, Position
from careplay.frozen import dataclass
from careplay.reading.building import FULL_WIDTH, build
from careplay.reading.characters import cleaned
from careplay.reading.document import Document, Moves, extent, parted, position, spans, start_of
from careplay.reading.encoding import LARGEST, TOO_LARGE, Fault, decoded, size_fault
from careplay.reading.filling import Composed

EMPTY = "CP002"
NOTHING = "this file is empty; `careplay new` writes a business to start from"
ODD_SPACE = "a full-width space belongs to this key; delete it"
FAR = Position(LARGEST, 0)
MOST_TRIED = 12
"""So many slips are tried one by one, whether each of them matters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file. With faults, the document is what could be made out."""

    file: str
    document: Document | None
    diagnostics: tuple[Diagnostic, ...] = ()
    text: str = ""


def read(data: bytes | str, file: str, largest: int = LARGEST) -> Reading:
    """Read a file; the document is None where no whole value could be made of it."""
    text, fault = _text(data, largest)
    if fault:
        return Reading(file, None, _told(file, [fault]), text)
    clean, unseen = cleaned(text)
    if clean is None:
        return Reading(file, None, _told(file, [*unseen]), text)
    attempt = _attempt(clean)
    faults = [*unseen, *_faults(attempt, clean)]
    built = attempt.built
    if built.value is None and not faults:
        faults = [Fault(NOWHERE, EMPTY, NOTHING)]
    document = None
    if built.value is not None and not built.broken and not built.stopped:
        document = Document(file, built.value, built.places, attempt.moves, text)
    return Reading(file, document, _told(file, faults), text)


def _text(data: bytes | str, largest: int) -> tuple[str, Fault | None]:
    if isinstance(data, bytes):
        return decoded(data, largest)
    if len(data) > largest:
        size = len(data.encode("utf-8", "replace"))
        return "", Fault(NOWHERE, TOO_LARGE, size_fault(size, largest))
    return data.removeprefix("\ufeff"), None


def _told(file: str, faults: list[Fault]) -> tuple[Diagnostic, ...]:
    return tuple(sorted({Diagnostic(file, f.at, f.code, f.message) for f in faults}))


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A text as it was built, with slips put right on the way."""

    text: str
    built: Composed
    slips: tuple[Fault, ...] = ()
    moves: Moves = field(default_factory=dict)

    @property
    def reach(self) -> tuple[Position, int, bool]:
        """How far the text could be read, how little was odd, and whether it has keys."""
        at = self.built.broken and self.built.broken.problem_mark
        end = position(extent(at, at), self.moves) if at else FAR
        return end, -len(self.built.odd_keys), not isinstance(self.built.value, str)


def _attempt(text: str) -> _Attempt:
    """The text as it stands or, where that leads further, with its slips put right."""
    first = _Attempt(text, build(text))
    built = first.built
    if built.stopped or not (built.broken or built.odd_keys or isinstance(built.value, str)):
        return first
    lines = frozenset(range(text.count("\n") + 1))
    odd = frozenset(parted(start_of(place))[0] for place in built.odd_keys)
    spared = lines - odd if odd and not built.broken else frozenset()
    best = _mended(text, spared)
    if not best.slips or best.reach <= first.reach:
        return first
    return _without_needless(text, spared, best) if len(best.moves) <= MOST_TRIED else best


def _without_needless(text: str, spared: frozenset[int], best: _Attempt) -> _Attempt:
    """Leave as they are the lines whose putting right changes nothing."""
    for line in tuple(best.moves):
        other = _mended(text, spared | {line})
        if other.slips and other.reach >= best.reach:
            spared, best = spared | {line}, other
    return best


def _mended(text: str, spared: frozenset[int]) -> _Attempt:
    from careplay.reading.slips import mended  # noqa: PLC0415 - heavy, seldom needed

    better = mended(text, spared)
    return _Attempt(better.text, build(better.text), better.faults, better.moves)


def _faults(attempt: _Attempt, text: str) -> Iterator[Fault]:
    """What was put right, what was found in building, and where building broke off."""
    yield from attempt.slips
    built, moves = attempt.built, attempt.moves
    for found in built.found:
        yield Fault(position(found.place, moves), found.code, found.message)
    for place in built.odd_keys if not built.broken else ():
        line, column = parted(start := start_of(place))
        if attempt.text.split("\n")[line][column:][:1] in "\u3000\xa0":
            yield Fault(position(spans(start, start + 1), moves), FULL_WIDTH, ODD_SPACE)
    if built.broken:
        from careplay.reading.sayings import in_plain_words  # noqa: PLC0415 - seldom needed

        said = in_plain_words(built.broken, attempt.text)
        yield Fault(position(said.place, moves), said.code, said.message)
