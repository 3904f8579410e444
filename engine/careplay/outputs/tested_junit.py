"""Stories that were played, for servers that show tests: JUnit's XML (``outputs/junit.py``).

A business is a suite, a story a case of its file; an invariant is a case of the suite
``invariants``. What kept others from being played is an error of a case in the suite
``careplay``. How much of a kind is reached is a case of the suite ``coverage``, which fails
where that is less than is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from careplay.diagnostics import Diagnostic
from careplay.outputs.junit import ERROR, FAILURE, case_of, document
from careplay.outputs.tested import InvariantResult, StoryResult, Tested


def report(tested: Tested) -> str:
    """The document."""
    return document(_suites(tested))


def _suites(tested: Tested) -> Iterator[tuple[str, Sequence[ET.Element]]]:
    for business, those in groupby(tested.stories, key=lambda each: each.business):
        yield business, [_story(each, tested) for each in those]
    if tested.invariants:
        yield "invariants", [_invariant(each, tested) for each in tested.invariants]
    errors = [_fault(each, tested) for each in tested.faults]
    errors += [case_of("careplay", "examine", (ERROR, str(each))) for each in tested.unread]
    if errors:
        yield "careplay", errors
    if tested.coverage:
        yield "coverage", [*_coverages(tested)]


def _coverages(tested: Tested) -> Iterator[ET.Element]:
    below = {(business, count.kind) for business, count in tested.below}
    for each in tested.coverage:
        for count in each.counts:
            said = f"{count.reached} of {count.of}, {count.percent} %"
            lacking = "".join(
                f"{thing.file}:{thing.line} {thing.name}: {thing.said}\n"
                for thing in each.lacking
                if thing.kind is count.kind
            )
            told = [(FAILURE, said, lacking)] if (each.business, count.kind) in below else []
            yield case_of(each.business, count.kind, *told)


def _story(result: StoryResult, tested: Tested) -> ET.Element:
    said = [(FAILURE, str(each), tested.shown(each)) for each in result.otherwise]
    return case_of(result.file, f"{result.story}: {result.title}", *said)


def _invariant(result: InvariantResult, tested: Tested) -> ET.Element:
    said = [(FAILURE, str(each), tested.shown(each)) for each in result.broken]
    return case_of(result.file, f"{result.invariant}: {result.title}", *said)


def _fault(fault: Diagnostic, tested: Tested) -> ET.Element:
    return case_of(fault.file, fault.code, (ERROR, str(fault), tested.shown(fault)))
