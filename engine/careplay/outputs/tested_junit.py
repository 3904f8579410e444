"""Stories that were played, for servers that show tests: JUnit's XML.

As ``junit-10.xsd`` of Jenkins's xUnit plugin has it. A business is a suite, a story a case of
its file; what kept others from being played is an error of a case in the suite ``careplay``.
No time is told, which may be left out there: the same stories give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from careplay.diagnostics import Diagnostic
from careplay.outputs.tested import StoryResult, Tested
from careplay.visible import visible

FAILURE, ERROR = "failure", "error"


def report(tested: Tested) -> str:
    """The document."""
    top = ET.Element("testsuites")
    for business, those in groupby(tested.stories, key=lambda each: each.business):
        _suite(top, business, [_story(each, tested) for each in those])
    errors = [_fault(each, tested) for each in tested.faults]
    errors += [_case("careplay", "examine", (ERROR, str(each))) for each in tested.unread]
    if errors:
        _suite(top, "careplay", errors)
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, "unicode")}\n'


def _suite(top: ET.Element, name: str, cases: Sequence[ET.Element]) -> None:
    """Put the cases below a suite that counts them."""
    counts = {"tests": str(len(cases))}
    for kind in (FAILURE, ERROR):
        counts[f"{kind}s"] = str(sum(case.find(kind) is not None for case in cases))
    suite = ET.SubElement(top, "testsuite", {"name": visible(name), **counts})
    suite.extend(cases)


def _story(result: StoryResult, tested: Tested) -> ET.Element:
    said = [(FAILURE, str(each), tested.shown(each)) for each in result.otherwise]
    return _case(result.file, f"{result.story}: {result.title}", *said)


def _fault(fault: Diagnostic, tested: Tested) -> ET.Element:
    return _case(fault.file, fault.code, (ERROR, str(fault), tested.shown(fault)))


def _case(file: str, name: str, *said: tuple[str, ...]) -> ET.Element:
    """A case, with what is said of it: the kind, a sentence, and perhaps more lines."""
    case = ET.Element("testcase", classname=visible(file), name=visible(name))
    for kind, sentence, *shown in said:
        below = ET.SubElement(case, kind, message=visible(sentence))
        below.text = visible("".join(shown)) or None
    return case
