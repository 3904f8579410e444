"""Stories that were played, as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from careplay.amounts import counted
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


def _counted(tested: Tested) -> str:
    if not tested.stories:
        return "no story was played"
    businesses = len({each.business for each in tested.stories})
    met = sum(each.met for each in tested.stories)
    played = counted(len(tested.stories), "story", "stories")
    shops = counted(businesses, "business", "businesses")
    return f"{played} of {shops}: {met} as told, {len(tested.stories) - met} otherwise"
