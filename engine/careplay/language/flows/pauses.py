"""The pauses of a flow as they are written: names, or names with what each is held to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.language.flows.steps import length
from careplay.language.nodes import Node
from careplay.model.business import DatedParameter
from careplay.model.types import Span

UNTIL = "until"
"""Names the date, told by the event of a pause, on which somebody is reminded."""
AT_MOST = "at_most"
"""How long the clock stands still in a pause before it goes on by itself."""


def pauses_of(flow: Node) -> Iterator[tuple[str, Node]]:
    """Each pause of the flow, and where it is written."""
    clock = flow.get("clock")
    told = None if clock is None else clock.get("pauses_in")
    if told is None:
        return
    if isinstance(told.value, Mapping):
        for name, below in told.entries():
            yield name, below.called(f'pause "{name}" of {flow.where}')
        return
    for row in told.rows():
        if isinstance(row.value, str):
            yield row.value, row


def longest(flow: Node, parameters: Mapping[str, DatedParameter]) -> Iterator[tuple[str, Span]]:
    """Each pause that ends by itself, and after how long."""
    for name, pause in pauses_of(flow):
        if isinstance(pause.value, Mapping):
            most = length(pause, AT_MOST, parameters)
            if most is not None:
                yield name, most


def evidence_of(pause: Node) -> tuple[str, ...]:
    """What the event of the pause must tell for the clock to stop."""
    if not isinstance(pause.value, Mapping):
        return ()
    until = (pause.text(UNTIL),) if pause.text(UNTIL) else ()
    return tuple(dict.fromkeys((*pause.words("evidence"), *until)))
