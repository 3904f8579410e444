"""Stories that were played, as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from careplay.amounts import counted
from careplay.outputs.coverage import Coverage
from careplay.outputs.tested import Tested

MARKS = {True: "as told", False: "otherwise"}


def report(tested: Tested) -> str:
    """Every story by file, all that is wrong with its place, then how many there are."""
    return "".join(f"{line}\n" for line in _lines(tested))


def _lines(tested: Tested) -> Iterator[str]:
    for file, those in groupby(tested.stories, key=lambda each: each.file):
        yield file
        for each in those:
            yield f"  {MARKS[each.met]:9}  {each.story}: {each.title}"
    otherwise = [fault for each in tested.stories for fault in each.otherwise]
    for fault in (*tested.faults, *otherwise):
        yield tested.shown(fault).rstrip("\n")
    yield from (f'"{each}" has no stories' for each in tested.without)
    if tested.faults:
        files = len({each.file for each in tested.faults})
        faults = f"{counted(len(tested.faults), 'fault')} in {counted(files, 'file')}"
        yield f"{faults}, for which stories were not played"
    yield _counted(tested)
    for coverage in tested.coverage:
        yield from _coverage(coverage)
    for business, count in tested.below:
        yield f"{business}: {count.percent} % of {count.kind} are reached, and more is asked"


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


def _counted(tested: Tested) -> str:
    if not tested.stories:
        return "no story was played"
    businesses = len({each.business for each in tested.stories})
    met = sum(each.met for each in tested.stories)
    played = counted(len(tested.stories), "story", "stories")
    shops = counted(businesses, "business", "businesses")
    return f"{played} of {shops}: {met} as told, {len(tested.stories) - met} otherwise"
