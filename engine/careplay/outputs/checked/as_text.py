"""What was found in playbooks, as people read it: faults first, then warnings, then advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.amounts import counted
from careplay.outputs.checked import FAULTY, Checked, Finding
from careplay.severity import CheckProfile, Severity

SHOWN = 200
"""So many are shown in full; the rest is counted, for nobody mends more in one go."""
HEADINGS = {
    Severity.WARNING: "warnings, for which no run stops:",
    Severity.ADVICE: "advice:",
}


def report(checked: Checked) -> str:
    """Each with its line and a caret, then how many there are."""
    return "".join(f"{line}\n" for line in _lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    for each in checked.businesses:
        if each.includes:
            yield f'checked in "{each.folder}", which includes {", ".join(each.includes)}'
    left = SHOWN
    for severity in Severity:
        those = [*checked.of(severity)][:left]
        if those and severity in HEADINGS:
            yield HEADINGS[severity]
        yield from (checked.shown(each.diagnostic) for each in those)
        left -= len(those)
    if checked.findings:
        yield _found(checked.findings)
    if checked.exit_code == 0:
        yield f"no faults: {_sizes(checked)}"
    elif checked.exit_code == FAULTY and not any(checked.of(Severity.FAULT)):
        yield f"put it right: the profile is {CheckProfile.STRICT}"


def _found(findings: Sequence[Finding]) -> str:
    """How many there are of each weight, and in how many files."""
    counts = {each: sum(finding.severity is each for finding in findings) for each in Severity}
    told = [_how_many(each, count) for each, count in counts.items() if count]
    *others, last = told
    said = f"{', '.join(others)} and {last}" if others else last
    files = len({each.diagnostic.file for each in findings})
    more = f"; the first {SHOWN} are shown" if len(findings) > SHOWN else ""
    return f"{said} in {counted(files, 'file')}{more}"


def _how_many(severity: Severity, count: int) -> str:
    if severity is Severity.ADVICE:
        return counted(count, "piece of advice", "pieces of advice")
    return counted(count, severity.value)


def _sizes(checked: Checked) -> str:
    rules = sum(each.rules or 0 for each in checked.businesses)
    files = sum(each.files for each in checked.businesses)
    shops = counted(len(checked.businesses), "business", "businesses")
    return f"{shops}, {counted(files, 'file')}, {counted(rules, 'rule')}"
