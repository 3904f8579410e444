"""What the samples of a table show: holes, rows that meet, rows that never decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.checks.proving.boxes import Box, TooMuchError, Work, hole, holes, meet
from careplay.checks.proving.proof import Proof, Sample
from careplay.checks.proving.telling import DescribedBox, described
from careplay.frozen import dataclass
from careplay.model.facts import DecisionRow, Hit

MOST = 24
"""So many holes of a table are told; nobody closes more in one go."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of the customers for whom no row holds."""

    sample: Sample
    box: Box
    described: DescribedBox


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two rows that can hold for one customer."""

    sample: Sample
    first: DecisionRow
    second: DecisionRow
    described: DescribedBox


@dataclass(frozen=True, slots=True)
class Dead:
    """A row that can never decide, for the rows before it, or for its own cells."""

    sample: Sample
    row: DecisionRow
    taken_by: tuple[DecisionRow, ...]


def gaps(proof: Proof) -> tuple[tuple[Hole, ...], bool]:
    """Every hole, told of the first day that has it; and whether there are no more."""
    found: dict[str, Hole] = {}
    whole, work = proof.whole, Work()
    for sample in proof.samples:
        boxes, all_of_them = holes(sample.full, sample.boxes, MOST, work)
        whole &= all_of_them
        for box in boxes:
            new = Hole(sample, box, described(box, sample.columns))
            found.setdefault(new.described.shape, new)
    return tuple(found.values())[:MOST], whole and len(found) <= MOST


def meetings(proof: Proof) -> Iterator[Meeting]:
    """For each row, the first row before it that it meets, on the first such day."""
    known: set[str] = set()
    for sample in proof.samples:
        for place, second in enumerate(sample.rows):
            for first, box in zip(sample.rows[:place], sample.boxes, strict=False):
                both = meet(box, sample.boxes[place])
                if both is not None and second.id not in known:
                    known.add(second.id)
                    yield Meeting(sample, first, second, described(both, sample.columns))


def dead(proof: Proof) -> Iterator[Dead]:
    """Each row that decides on no day on which parameters have some set of values."""
    if not proof.whole:
        return
    work = Work()
    for row in proof.table.decisions[0].rows:
        by_values: dict[int, list[Sample]] = {}
        for sample in proof.samples:
            if row in sample.rows:
                by_values.setdefault(sample.at.values, []).append(sample)
        for samples in by_values.values():
            if all(_is_dead(row, sample, proof, work) for sample in samples):
                yield Dead(samples[0], row, _takers(row, samples[0], proof, work))
                break


def _before(row: DecisionRow, sample: Sample, proof: Proof) -> tuple[Box, Sequence[Box]]:
    place = sample.rows.index(row)
    counts = proof.table.hit in {Hit.FIRST, Hit.PRIORITY}
    return sample.boxes[place], sample.boxes[:place] if counts else ()


def _is_dead(row: DecisionRow, sample: Sample, proof: Proof, work: Work) -> bool:
    box, before = _before(row, sample, proof)
    return _covered(box, before, work)


def _takers(
    row: DecisionRow, sample: Sample, proof: Proof, work: Work
) -> tuple[DecisionRow, ...]:
    """The fewest rows that take everybody: each that can be spared is left out."""
    box, before = _before(row, sample, proof)
    if not all(box):
        return ()
    needed = [place for place, other in enumerate(before) if meet(other, box)]
    for place in reversed(needed):
        others = [each for each in needed if each != place]
        if _covered(box, [before[each] for each in others], work):
            needed = others
    return tuple(sample.rows[place] for place in needed)


def _covered(box: Box, boxes: Sequence[Box], work: Work) -> bool:
    """Whether nothing is left; not, where that would take too long to find out."""
    try:
        return hole(box, boxes, work) is None
    except TooMuchError:
        return False


def always(proof: Proof) -> Iterator[tuple[DecisionRow, str]]:
    """The row and input of each cell that is true of everybody on every day."""
    if not proof.whole:
        return
    for row in proof.table.decisions[0].rows:
        samples = [sample for sample in proof.samples if row in sample.rows]
        for place, name in enumerate(proof.table.inputs):
            if (
                samples
                and (row.id, name) in proof.table.cells
                and all(
                    sample.boxes[sample.rows.index(row)][place] == sample.full[place]
                    for sample in samples
                )
            ):
                yield row, name


def when(sample: Sample, proof: Proof) -> str:
    """`` as of 2026-04-01`` where that is not all the table's first days; else nothing."""
    alone = sum(each.at.era == sample.at.era for each in proof.samples) == 1
    return "" if alone and sample.at.first else f" as of {sample.at.clock.day}"
