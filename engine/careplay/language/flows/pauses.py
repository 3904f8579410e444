"""The pauses of a flow as they are written: names, or names with what each is held to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.language.nodes import Node

UNTIL = "until"
"""Names the date, told by the event of a pause, on which somebody is reminded."""


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


def evidence_of(pause: Node) -> tuple[str, ...]:
    """What the event of the pause must tell for the clock to stop."""
    if not isinstance(pause.value, Mapping):
        return ()
    until = (pause.text(UNTIL),) if pause.text(UNTIL) else ()
    return tuple(dict.fromkeys((*pause.words("evidence"), *until)))
