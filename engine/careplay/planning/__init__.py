"""A business and a date become one plan, a closed set of steps that any engine can carry out.

The plan names five relations: facts, occasions, matches, schedule, actions. Everything
that the date settles is worked out here: parameters, date arithmetic, lunar dates,
festivals, working days, who stands in for whom. Engines meet literals only.
"""

from __future__ import annotations

from careplay.planning.describe import describe
from careplay.planning.plan import plan
from careplay.planning.steps import Plan

__all__ = ["Plan", "describe", "plan"]
