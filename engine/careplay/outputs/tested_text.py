"""Stories that were played, as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from careplay.amounts import counted
from careplay.outputs.coverage import Coverage
from careplay.outputs.tested import InvariantResult, Tested

MARKS = {True: "as told", False: "otherwise"}
HELD = {True: "held", False: "broken"}


def report(tested: Tested) -> str:
    """Every story by file, all that is wrong with its place, then how many there are."""
    return "".join(f"{line}\n" for line in _lines(tested))


def _lines(tested: Tested) -> Iterator[str]:
    yield from _listed(tested)
    otherwise = [fault for each in tested.stories for fault in each.otherwise]
    broken = [fault for each in tested.invariants for fault in each.broken]
    for fault in (*tested.faults, *otherwise, *broken):
        yield tested.shown(fault).rstrip("\n")
    yield from (f'"{each}" has no stories' for each in tested.without)
    if tested.faults:
        files = len({each.file for each in tested.faults})
        faults = f"{counted(len(tested.faults), 'fault')} in {counted(files, 'file')}"
        yield f"{faults}, for which stories were not played"
    yield from _counted(tested)
    for coverage in tested.coverage:
        yield from _coverage(coverage)
    for business, count in tested.below:
        yield f"{business}: {count.percent} % of {count.kind} are reached, and more is asked"


def _listed(tested: Tested) -> Iterator[str]:
    """Each story by file, then each invariant by file."""
    for file, those in groupby(tested.stories, key=lambda each: each.file):
        yield file
        for each in those:
            yield f"  {MARKS[each.met]:9}  {each.story}: {each.title}"
    for file, held in groupby(tested.invariants, key=lambda each: each.file):
        yield file
        yield from map(_invariant, held)


def _invariant(result: InvariantResult) -> str:
    """Whether it held, and for how many customers it was asked."""
    data = "" if result.in_data is None else f", {result.in_data} in the data"
    tried = f"{result.in_stories} tried in stories{data}"
    return f"  {HELD[result.held]:9}  {result.invariant}: {result.title} ({tried})"


def _coverage(coverage: Coverage) -> Iterator[str]:
    """How much of each kind is reached, then what is not."""
    yield ""
    yield f"what the stories of {coverage.business} reach"
    for each in coverage.counts:
        yield f"  {each.kind:11}  {each.reached} of {each.of}  {each.percent} %"
    if coverage.lacking:
        yield "no story reaches"
    for lacking in coverage.lacking:
        place = f"{lacking.file}:{lacking.line}"
        yield f"  {place}  {lacking.kind}  {lacking.name}: {lacking.said}"


def _counted(tested: Tested) -> Iterator[str]:
    yield _stories(tested)
    if tested.invariants:
        held = sum(each.held for each in tested.invariants)
        count = counted(len(tested.invariants), "invariant")
        yield f"{count}: {held} held, {len(tested.invariants) - held} broken"


def _stories(tested: Tested) -> str:
    if not tested.stories:
        return "no story was played"
    businesses = len({each.business for each in tested.stories})
    met = sum(each.met for each in tested.stories)
    played = counted(len(tested.stories), "story", "stories")
    shops = counted(businesses, "business", "businesses")
    return f"{played} of {shops}: {met} as told, {len(tested.stories) - met} otherwise"
