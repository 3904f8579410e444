"""JUnit's XML, as ``junit-10.xsd`` of Jenkins's xUnit plugin has it.

No time is told, which may be left out there: the same files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from careplay.visible import visible

FAILURE, ERROR = "failure", "error"


def document(suites: Iterable[tuple[str, Sequence[ET.Element]]]) -> str:
    """The document of suites, each with its name and cases."""
    top = ET.Element("testsuites")
    for name, cases in suites:
        _suite(top, name, cases)
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, "unicode")}\n'


def _suite(top: ET.Element, name: str, cases: Sequence[ET.Element]) -> None:
    """Put the cases below a suite that counts them."""
    counts = {"tests": str(len(cases))}
    for kind in (FAILURE, ERROR):
        counts[f"{kind}s"] = str(sum(case.find(kind) is not None for case in cases))
    suite = ET.SubElement(top, "testsuite", {"name": visible(name), **counts})
    suite.extend(cases)


def case_of(file: str, name: str, *said: tuple[str, ...]) -> ET.Element:
    """A case, with what is said of it: the kind, a sentence, and perhaps more lines."""
    case = ET.Element("testcase", classname=visible(file), name=visible(name))
    for kind, sentence, *shown in said:
        below = ET.SubElement(case, kind, message=visible(sentence))
        below.text = visible("".join(shown)) or None
    return case
