"""Boxes: for each column a set of pieces, a bit each. What do some boxes leave uncovered?

A hole is looked for by taking boxes away one by one: what is left of a box beside another
is a few smaller boxes. The box that covers most is taken first, and only boxes that meet
what is left are looked at again, so that few are. The work is counted, and given up where
it grows beyond all measure: then nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Box: TypeAlias = tuple[int, ...]

PATIENCE = 12_000
"""So many boxes are looked at in one table; some tenths of a second."""


class TooMuchError(Exception):
    """The question would take too long."""


@dataclass(slots=True)
class Work:
    """What may still be done; shared by all questions of a table."""

    left: int = PATIENCE


def meet(one: Box, other: Box) -> Box | None:
    """What is in both; None where that is nothing."""
    found = tuple(a & b for a, b in zip(one, other, strict=True))
    return found if all(found) else None


def hole(box: Box, boxes: Sequence[Box], work: Work) -> Box | None:
    """A part of the box that none of the boxes meets; None where all of it is covered."""
    return _hole(box, boxes, work) if all(box) else None


def widest(found: Box, full: Box, boxes: Sequence[Box]) -> Box:
    """The hole made as large as it goes, column by column."""
    for place, every in enumerate(full):
        wide = 0
        for piece in _bits(every):
            if piece & found[place]:
                wide |= piece
                continue
            tried = (*found[:place], piece, *found[place + 1 :])
            if not any(meet(tried, box) for box in boxes):
                wide |= piece
        found = (*found[:place], wide, *found[place + 1 :])
    return found


def holes(full: Box, boxes: Sequence[Box], most: int, work: Work) -> tuple[list[Box], bool]:
    """The holes, each as large as it goes; and whether these are all."""
    found: list[Box] = []
    while len(found) < most:
        try:
            new = hole(full, (*boxes, *found), work)
        except TooMuchError:
            return found, False
        if new is None:
            return found, True
        found.append(widest(new, full, boxes))
    return found, False


def _hole(box: Box, boxes: Sequence[Box], work: Work) -> Box | None:
    near = [(other, both) for other in boxes if (both := meet(box, other))]
    work.left -= 1
    if work.left < 0:
        raise TooMuchError
    if not near:
        return box
    first, _ = max(near, key=lambda pair: _covered(pair[1], box))
    others = [other for other, _ in near if other is not first]
    for place, (mine, taken) in enumerate(zip(box, first, strict=True)):
        if outside := mine & ~taken:
            rest = (*box[:place], outside, *box[place + 1 :])
            if (found := _hole(rest, others, work)) is not None:
                return found
            box = (*box[:place], mine & taken, *box[place + 1 :])
    return None


def _covered(both: Box, box: Box) -> float:
    """How much of the box is covered."""
    share = 1.0
    for part, whole in zip(both, box, strict=True):
        share *= part.bit_count() / whole.bit_count()
    return share


def _bits(mask: int) -> list[int]:
    return [1 << place for place in range(mask.bit_length()) if mask >> place & 1]
