"""How much a diagnostic weighs, and how strict whoever checks playbooks is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """What becomes of whoever leaves it as it is, the gravest first."""

    FAULT = "fault"
    """No run goes on: what is meant cannot be known, or cannot be."""
    WARNING = "warning"
    """Runs go on, and do what was hardly meant, or nothing."""
    ADVICE = "advice"
    """Runs do what is written; a practice asks for something else."""


class CheckProfile(StrEnum):
    """How much of it is told, and what of that must be put right."""

    START = "start"
    """Advice is not told yet; faults must be put right."""
    STANDARD = "standard"
    """All is told; faults must be put right."""
    STRICT = "strict"
    """All is told, and must be put right."""

    def tells(self, severity: Severity) -> bool:
        """Whether what weighs so much is told."""
        return self is not CheckProfile.START or severity is not Severity.ADVICE

    def fails(self, severity: Severity) -> bool:
        """Whether what weighs so much must be put right."""
        return self is CheckProfile.STRICT or severity is Severity.FAULT
