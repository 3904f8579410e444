"""What can be proved of a decision table without a single customer."""

from __future__ import annotations

GAP = "CP410"
OVERLAP = "CP411"
DEAD_ROW = "CP412"
ALWAYS_TRUE = "CP413"
NEVER_ANSWERED = "CP414"

PROVED = frozenset({GAP, OVERLAP, DEAD_ROW, ALWAYS_TRUE, NEVER_ANSWERED})
"""The codes of what proofs find; a business with no other fault can be run all the same."""
