"""What was found in playbooks, as commands of GitHub's workflows: beside the lines of a change.

As "Workflow commands for GitHub Actions" has them: in a message ``%`` and the ends of lines are
written by their numbers, in a property ``:`` and ``,`` as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.outputs.checked import Checked, Finding
from careplay.severity import Severity
from careplay.visible import visible

COMMANDS = {Severity.FAULT: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def report(checked: Checked) -> str:
    """A line for each; what kept others from being checked is an error of no file."""
    told = [*map(_line, checked.findings)]
    told += (f"::error title=careplay::{_message(str(each))}" for each in checked.unread)
    return "".join(f"{each}\n" for each in told)


def _line(finding: Finding) -> str:
    told = finding.diagnostic
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(finding))
    return f"::{COMMANDS[finding.severity]} {properties}::{_message(told.message)}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    """A column behind the last sign would be one too many: GitHub's end counts itself."""
    told, at = finding.diagnostic, finding.diagnostic.position
    yield "file", told.file
    yield "line", str(at.line)
    yield "col", str(at.column)
    if at.end is not None:
        yield "endLine", str(at.end[0])
        yield "endColumn", str(max(1, at.end[1] - 1))
    yield "title", told.code


def _message(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
