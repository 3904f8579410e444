"""How several rows of a decision table that hold are put together: hit, gather and rank."""

from __future__ import annotations

from collections.abc import Sequence

from careplay.frozen import dataclass
from careplay.language.codes import BAD_TABLE
from careplay.language.kinds import Kind
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.tables.outputs import Output
from careplay.language.values.scalars import scalar
from careplay.language.wrong import Wrong
from careplay.model.conditions import Since, Today
from careplay.model.facts import Gather, Hit
from careplay.model.types import NUMERIC, Parameter, Scalar, Type

ORDERED = NUMERIC | {Type.DATE}


@dataclass(frozen=True, slots=True)
class HitPolicy:
    """How rows of a decision table that hold together make one answer, as DMN calls it."""

    hit: Hit
    gather: Gather
    ranking: tuple[Scalar, ...] = ()
    fallback: Type = Type.TEXT

    def kind(self, output: Output) -> Kind | None:
        """The kind of what is answered; a list is a text, a count a whole number."""
        if self.hit is Hit.COLLECT and self.gather is Gather.COUNT:
            return Kind(Type.INTEGER)
        if self.hit is Hit.COLLECT and self.gather is Gather.LIST:
            return Kind(Type.TEXT)
        return output.kind


def policy(node: Node, outputs: Sequence[Output]) -> HitPolicy:
    """The policy as written; what does not go with it is told."""
    hit, gather = _hit(node), _gather(node)
    told = node.get("gather")
    if told is not None and hit is not Hit.COLLECT:
        what = f'"gather:" does not go with "hit: {hit}"'
        told.say(BAD_TABLE, what, 'write "hit: collect", or leave it out', told.key_at)
    rank = node.get("rank")
    if rank is not None and hit is not Hit.PRIORITY:
        what = f'"rank:" does not go with "hit: {hit}"'
        rank.say(BAD_TABLE, what, 'write "hit: priority", or leave it out', rank.key_at)
    if hit is Hit.COLLECT:
        _gathered(node, gather, outputs)
    ranking = _ranking(node, rank, outputs) if hit is Hit.PRIORITY else ()
    return HitPolicy(hit, gather, ranking)


def _hit(node: Node) -> Hit:
    told = node.text("hit", Hit.FIRST)
    return Hit(told) if told in list(Hit) else Hit.FIRST


def _gather(node: Node) -> Gather:
    told = node.text("gather", Gather.LIST)
    return Gather(told) if told in list(Gather) else Gather.LIST


def _gathered(node: Node, gather: Gather, outputs: Sequence[Output]) -> None:
    wanted = {Gather.SUM: NUMERIC, Gather.LEAST: ORDERED, Gather.MOST: ORDERED}.get(gather)
    if wanted is None:
        return
    for output in outputs:
        if output.kind is not None and output.kind.type not in wanted:
            what = f'output "{output.name}" is of type {output.kind.type}'
            way = "gather: list or count puts any values together"
            below = node.get("gather") or node
            below.say(BAD_TABLE, f"{what}, which has no {gather}", way)


def _ranking(node: Node, rank: Node | None, outputs: Sequence[Output]) -> tuple[Scalar, ...]:
    first = outputs[0] if outputs else None
    if first is None or first.kind is None:
        return ()
    if rank is None:
        if first.told:
            return first.kind.choices
        way = f'write "rank:" with the values of "{first.name}", the best first'
        told = node.get("hit") or node
        told.say(BAD_TABLE, '"hit: priority" does not say what is best', way)
        return ()
    found: list[Scalar] = []
    for row in rank.rows():
        written = plain_value(row.value)
        value = scalar("" if written is None else spelt(written), first.kind)
        if isinstance(value, Wrong):
            row.called(f'"rank" of {node.where}').tell(value)
        elif isinstance(value, Parameter | Today | Since):
            row.say(BAD_TABLE, "what is ranked must stand there itself", "write the value")
        elif value in found:
            row.say(BAD_TABLE, f'"{written}" is ranked twice', "take one of them away")
        else:
            found.append(value)
    return tuple(found)
