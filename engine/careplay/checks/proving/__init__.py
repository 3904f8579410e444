"""What can be proved of a decision table without a single customer."""

from __future__ import annotations

from careplay.language.codes import ALWAYS_TRUE, DEAD_ROW, GAP, NEVER_ANSWERED, OVERLAP

PROVED = frozenset({GAP, OVERLAP, DEAD_ROW, ALWAYS_TRUE, NEVER_ANSWERED})
"""The codes of what proofs find; a business with no other fault can be run all the same."""
