"""The codes of departures from a schema; a code keeps its meaning for good."""

from __future__ import annotations

UNKNOWN_KEY, MISSING_KEY, WRONG_KIND, WRONG_WORD = "CP011", "CP012", "CP013", "CP014"
ONE_OF, OUT_OF_RANGE, MISPLACED = "CP015", "CP016", "CP017"
