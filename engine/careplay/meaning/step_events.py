"""Which event says that a step of a flow is done, and what it must tell for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.model.conditions import Compare, Condition, leaves_of
from careplay.model.flows import Flow, Step
from careplay.model.rules import Rule
from careplay.model.triggers import Stands


@dataclass(frozen=True, slots=True)
class StepOfAction:
    """What is done with an action of a step: the step, of the version that the rule is of."""

    flow: Flow
    step: Step

    @property
    def event(self) -> str:
        """The type of the event that says so."""
        return self.flow.done(self.step.name)


def step_done(business: Business, rule: Rule) -> StepOfAction | None:
    """The step whose action the rule gives; None where it is no rule of a step."""
    if rule.stage is None or not isinstance(rule.trigger, Stands):
        return None
    flow, asked = business.flows[rule.trigger.record], dict(_asked(rule.stage))
    versions = [each for each in flow.versions if each.number == asked.get("version")]
    version = versions[0] if versions else flow.versions[-1]
    return next(
        (StepOfAction(flow, each) for each in version.steps if each.name == asked.get("step")),
        None,
    )


def events_of_steps(business: Business) -> Mapping[str, str]:
    """By the rule of a step, of any version, the event that says the step is done."""
    found: dict[str, str] = {}
    for rule in business.rules:
        step = step_done(business, rule)
        if step is not None:
            found |= {name: step.event for name in (rule.id, rule.step) if name}
    return found


def _asked(stage: Condition) -> Iterator[tuple[str, object]]:
    """What the case is asked to be at: its step, and the version where there are several."""
    for each in leaves_of(stage):
        if isinstance(each, Compare) and each.fact in {"step", "version"}:
            yield each.fact, each.value
