"""What was found in playbooks, for servers that show tests: JUnit's XML (``outputs/junit.py``).

A business is a suite, a file of it a case: what must be put right is a failure, what is only
told stands in the output of the case. A file in which nothing was found passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from careplay.outputs.checked import Checked, Finding
from careplay.outputs.junit import ERROR, FAILURE, case_of, document
from careplay.visible import visible


def report(checked: Checked) -> str:
    """The document."""
    return document(_suites(checked))


def _suites(checked: Checked) -> Iterator[tuple[str, Sequence[ET.Element]]]:
    told = {file: [] for file in checked.texts}  # type: dict[str, list[Finding]]
    for each in checked.findings:
        told.setdefault(each.diagnostic.file, []).append(each)
    cases = [_case(file, found, checked) for file, found in told.items()]
    if cases:
        yield "careplay check", cases
    if checked.unread:
        yield "careplay", [case_of("careplay", "examine", *map(_error, checked.unread))]


def _error(fault: Exception) -> tuple[str, str]:
    return ERROR, str(fault)


def _case(file: str, found: Sequence[Finding], checked: Checked) -> ET.Element:
    failures = [
        (FAILURE, str(each.diagnostic), checked.shown(each.diagnostic))
        for each in found
        if each.fails
    ]
    case = case_of("careplay.check", file, *failures)
    told = [checked.shown(each.diagnostic) for each in found if not each.fails]
    if told:
        ET.SubElement(case, "system-out").text = visible("".join(told))
    return case
