"""What is left of a plan once it is known which of its matches were found."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from careplay.model.rules import Audience
from careplay.planning.probes import ByEvent, Returned
from careplay.planning.steps import Plan


def left_to_ask(plan: Plan, found: Container[int]) -> tuple[int, ...]:
    """The matches that may hold, where of the occasions that events give only those were found.

    What comes back stays: settling looks for what of it cannot be decided.
    """
    return tuple(
        number
        for number, match in enumerate(plan.matches)
        if match.occasion in found
        or match.audience is not Audience.CUSTOMERS
        or not isinstance(plan.occasions[match.occasion].probe, ByEvent)
        or isinstance(plan.occasions[match.occasion].probe, Returned)
    )


def occasions_left(plan: Plan, matches: Iterable[int]) -> tuple[int, ...]:
    """The occasions of those matches, in the order in which the narrowed plan has them."""
    return tuple(sorted({plan.matches[each].occasion for each in matches}))


def left_to_do(plan: Plan, found: Iterable[int]) -> tuple[int, ...]:
    """The matches that ask for something, where of the customers' only those were found.

    Both are indices of ``Plan.matches``; what is announced needs no customer.
    """
    return tuple(sorted({*found, *(said.match for said in plan.announced)}))


def narrowed(plan: Plan, matches: Sequence[int]) -> Plan:
    """The plan with those matches alone, in order, and with what they ask to be done.

    A day asks for a small part of what its plan could; what follows the matches need say no
    more than that part. Occasions, matches and actions are counted anew.
    """
    if len(matches) == len(plan.matches):
        return plan
    left = [plan.matches[each] for each in matches]
    occasions = occasions_left(plan, matches)
    wanted = sorted({action for each in left for action in each.actions})
    match, occasion, action = map(_anew, (matches, occasions, wanted))
    return replace(
        plan,
        occasions=tuple(plan.occasions[old] for old in occasions),
        matches=tuple(
            replace(
                each,
                occasion=occasion[each.occasion],
                actions=tuple(action[old] for old in each.actions),
            )
            for each in left
        ),
        schedule=tuple(plan.schedule[old] for old in wanted),
        actions=tuple(plan.actions[old] for old in wanted),
        announced=tuple(
            replace(said, match=match[said.match], scheduled=action[said.scheduled])
            for said in plan.announced
        ),
    )


def _anew(numbers: Iterable[int]) -> Mapping[int, int]:
    return {old: new for new, old in enumerate(numbers)}
