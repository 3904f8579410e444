"""The cells of a decision table's row: what its inputs must be, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.language.codes import BAD_TABLE
from careplay.language.conditions.mappings import question
from careplay.language.kinds import Kind, Vocabulary
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.tables.outputs import Output
from careplay.language.tables.policy import HitPolicy
from careplay.language.tables.rows import WrittenRow, placed
from careplay.language.tables.sheets import several
from careplay.language.values.parameters import fits
from careplay.language.values.scalars import scalar
from careplay.language.wrong import Wrong
from careplay.model import words
from careplay.model.conditions import AllOf, Since, Today
from careplay.model.facts import Gather, Hit
from careplay.model.types import Parameter, Scalar, Type


def row_condition(row: WrittenRow, inputs: Sequence[str], vocabulary: Vocabulary) -> AllOf:
    """What the row's cells ask, in the order of the inputs."""
    found = []
    for name in inputs:
        cell = row.cells.get(name)
        if cell is not None:
            below = several(cell).called(f"{placed(cell)}{row.node.where}")
            found.append(question(name, below, vocabulary))
    return AllOf(tuple(each for each in found if each is not None))


def answered(
    cell: Node | None,
    output: Output,
    vocabulary: Vocabulary,
    policy: HitPolicy | None,
    *,
    otherwise: bool = False,
) -> Scalar | Parameter | None:
    """The value of an output's cell; None where there is none, or after telling a fault.

    Without ``policy`` nothing is told: the cell has been read before.
    """
    kind = _kind(output, policy, otherwise=otherwise)
    value = None if cell is None else plain_value(cell.value)
    if cell is None or value is None or kind is None:
        return None
    found = scalar(spelt(value), kind)
    if policy is None:
        return None if isinstance(found, Wrong | Today | Since) else found
    node = cell.called(f'{placed(cell)}"{output.name}" of {cell.where}')
    if isinstance(found, Wrong):
        node.tell(found)
        return None
    if isinstance(found, Today | Since):
        node.say(BAD_TABLE, "an output is one date, not the day of the run", "write the date")
        return None
    place = f'output "{output.name}"'
    if isinstance(found, Parameter):
        return found if fits(found.name, kind, vocabulary.parameters, node, place) else None
    listed = policy.hit is Hit.COLLECT and policy.gather is Gather.LIST
    return words.plain(found, kind.type) if listed else found


def _kind(output: Output, policy: HitPolicy | None, *, otherwise: bool) -> Kind | None:
    counted = policy is not None and policy.hit is Hit.COLLECT
    if counted and otherwise and policy is not None and policy.gather is Gather.COUNT:
        return Kind(Type.INTEGER)
    return output.kind
