"""Who must have approved of a step: ``approved: {by: approved_by, amount: {over 200: gm}}``.

It is read when the types of all events are known, for it asks what those of a step tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from careplay.language.codes import BAD_APPROVAL, UNKNOWN_ROLE
from careplay.language.conditions.binding import bound
from careplay.language.conditions.cells import cell
from careplay.language.conditions.mappings import parameters_fit
from careplay.language.kinds import Kind, Vocabulary, of_event
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.language.wrong import Wrong
from careplay.model.business import DatedParameter, EventType
from careplay.model.conditions import Condition, Leaf, Since, Today, leaves_of, operands
from careplay.model.flows import StepApproval
from careplay.model.parameters import parameters_of, with_values

APPROVED, BY = "approved", "by"
EXAMPLE = "approved: {by: approved_by, amount: {over 1000: gm, over 200: [manager, gm]}}"


def asked_of(step: Node) -> tuple[str, str] | None:
    """The attribute that tells who approved, and the one by which; None for want of one."""
    done = step.get("done")
    told = None if done is None else done.get(APPROVED)
    if told is None or not isinstance(told.value, Mapping):
        return None
    names = [name for name, _ in told.entries() if name != BY]
    return (told.text(BY), names[0]) if told.text(BY) and len(names) == 1 else None


def approval(
    step: Node,
    event: EventType,
    parameters: Mapping[str, DatedParameter],
    roles: Collection[str],
) -> StepApproval | None:
    """Who must have approved; None where nobody has to, or that is told."""
    asked, done = asked_of(step), step.get("done")
    told = None if done is None else done.get(APPROVED)
    if told is None:
        return None
    if asked is None:
        what = "it is not said who approves, or by which one attribute it goes"
        told.say(BAD_APPROVAL, what, f"write {EXAMPLE}", told.key_at)
        return None
    who, attribute = asked
    below = told.get(attribute)
    vocabulary = of_event(event, parameters)
    kind = vocabulary.kinds.get(attribute)
    if below is None or kind is None:
        return None
    cells = tuple(_cells(below, attribute, kind, vocabulary))
    for _, row in below.entries():
        _known(row, roles)
    return StepApproval(who, cells)


def _cells(
    node: Node, attribute: str, kind: Kind, vocabulary: Vocabulary
) -> Iterator[tuple[Condition, tuple[str, ...]]]:
    for word, below in node.entries():
        found = cell(word, kind)
        if isinstance(found, Wrong):
            node.say(found.code, found.what, found.way, below.key_at)
            continue
        asked = bound(found, attribute, below.key_at)
        if not parameters_fit(asked, attribute, kind, vocabulary, below):
            continue
        values = {
            name: vocabulary.parameters[name].values[0][1] for name in parameters_of(asked)
        }
        if all(_lasts(leaf, below, vocabulary) for leaf in leaves_of(asked)):
            yield with_values(asked, values), tuple(str(row.value) for row in below.rows())


def _lasts(leaf: Leaf, node: Node, vocabulary: Vocabulary) -> bool:
    """Whether what is held against stays what it is; what may change is told."""
    named = parameters_of(leaf)
    dated = [name for name in named if len(vocabulary.parameters[name].values) > 1]
    if not dated and not any(isinstance(each, Today | Since) for each in operands(leaf)):
        return True
    what = f'"{leaf.fact}" is held against what changes, and an approval does not,'
    way = "ask for a number, a word, true or false, or a parameter without dates"
    node.say(BAD_APPROVAL, what, way, node.key_at)
    return False


def _known(node: Node, roles: Collection[str]) -> None:
    """Tell roles that the business does not have."""
    for row in node.rows():
        if isinstance(row.value, str) and row.value not in roles:
            way = way_out(row.value, roles, "roles")
            row.say(UNKNOWN_ROLE, f'unknown role "{row.value}"', way)
