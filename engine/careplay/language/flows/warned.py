"""Whether warnings can come: after what they are of has begun, and before its deadline."""

from __future__ import annotations

from careplay.language.codes import BAD_WARNING
from careplay.language.flows.lasting import at_least, at_most
from careplay.language.flows.steps import steps_of
from careplay.language.flows.warnings import WARN
from careplay.language.nodes import Node
from careplay.model.flows import Flow, Version
from careplay.model.types import Span, Unit

BY_HOURS = {Unit.MINUTES, Unit.HOURS}


def warn_in_time(flow: Flow, version: Version, node: Node) -> None:
    """Tell warnings of what has no deadline, and those that come before it has begun."""
    steps = {step.name: step for step in version.steps}
    for name, below in steps_of(node):
        step, told = steps[name], below.get(WARN)
        if told is not None and not step.has_deadline and below.get("within") is None:
            way = "say by when it is to be done, such as within: 2 days, or leave warn: out"
            below.say(BAD_WARNING, "there is no deadline to warn of", way, told.key_at)
        elif not step.due and not step.agreed:
            _begins_before(flow, step.warn, step.within, below)
    goal, told = version.goal, node.get("goal")
    if goal is not None and told is not None and not goal.agreed:
        _begins_before(flow, goal.warn, goal.within, told)


def _begins_before(flow: Flow, warn: Span | None, within: Span | None, node: Node) -> None:
    """Tell a warning that is sure to be as long as what is given, or longer."""
    told = node.get(WARN)
    if told is None or warn is None or within is None:
        return
    # By a clock of working hours both pass alike.
    alike = {warn.unit, within.unit} <= BY_HOURS
    most = at_most(within, working=flow.working and not alike)
    if most is not None and at_least(warn) >= most:
        what = "it is given no longer than that, so nobody can be warned"
        told.say(BAD_WARNING, what, "warn later, or allow more time")
