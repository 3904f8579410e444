"""Who must approve of what is done in a step, by an attribute of the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from careplay.language.codes import APPROVED_APART, UNKNOWN_ATTRIBUTE, UNKNOWN_ROLE
from careplay.language.conditions.binding import bound
from careplay.language.conditions.cells import cell
from careplay.language.conditions.mappings import parameters_fit
from careplay.language.kinds import of_event
from careplay.language.lowering.flows.begun import as_begun
from careplay.language.lowering.flows.ground import FlowLowering
from careplay.language.nodes import Node
from careplay.language.rules.actions import Means
from careplay.language.suggestions import way_out
from careplay.language.wrong import Wrong
from careplay.model.conditions import Condition, NoneOf


def approvals(
    lowering: FlowLowering, node: Node
) -> Iterator[tuple[str, tuple[Condition, ...], str]]:
    """How a rule's id ends, what it asks of the case, and by which cell approvers are found."""
    told = [(name, below) for row in node.rows("do") for name, below in row.entries("approve")]
    if not told:
        yield "", (), ""
        return
    attribute, first = told[0]
    for name, below in told[1:]:
        if name != attribute:
            what = f'one action is approved by "{attribute}", another by "{name}"'
            below.say(APPROVED_APART, what, "let both go by the same", below.key_at)
    alike = [below for name, below in told if name == attribute]
    words = dict.fromkeys(word for below in alike for word, _ in below.entries())
    cells = {word: _cell(lowering, attribute, word, first) for word in words}
    before: list[Condition] = []
    for word, asked in cells.items():
        if asked is not None:
            yield word.replace(" ", "_"), (asked, *_no_other(before)), word
            before.append(asked)
    yield "", _no_other(before), ""


def _no_other(before: Sequence[Condition]) -> tuple[Condition, ...]:
    """That no cell before holds; nothing where there is none."""
    return (NoneOf(tuple(before)),) if before else ()


def _cell(lowering: FlowLowering, attribute: str, word: str, node: Node) -> Condition | None:
    """The question whether the case's attribute is as the cell says."""
    vocabulary = of_event(lowering.record, lowering.means.parameters)
    kind = vocabulary.kinds.get(attribute)
    if kind is None:
        way = way_out(attribute, vocabulary.kinds, "attributes of a case")
        node.say(UNKNOWN_ATTRIBUTE, f'unknown attribute "{attribute}"', way, node.key_at)
        return None
    found = cell(word, kind)
    if isinstance(found, Wrong):
        at = (node.get(word) or node).key_at
        node.say(found.code, found.what, found.way, at)
        return None
    asked = bound(found, attribute, node.at)
    parameters = lowering.means.parameters
    if not parameters_fit(asked, attribute, kind, vocabulary, node.get(word) or node):
        return None
    return as_begun(asked, lowering.version.since, parameters)


def approved_by(row: Node, word: str, means: Means) -> str:
    """The role that must approve: the one written, or the one of the cell that holds."""
    told = row.get("approve")
    if told is None:
        return ""
    roles: Iterable[Node] = (told,)
    if isinstance(told.value, Mapping):
        cells = [each for _, below in told.entries() for each in below.entries()]
        roles = [each for _, each in cells]
        named = dict(cells)
        found = named.get(word)
    else:
        found = told
    for each in roles:
        if isinstance(each.value, str) and each.value not in means.roles:
            way = way_out(each.value, means.roles, "roles")
            each.say(UNKNOWN_ROLE, f'unknown role "{each.value}"', way)
    return found.value if found is not None and isinstance(found.value, str) else ""
