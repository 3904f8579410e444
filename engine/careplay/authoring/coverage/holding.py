"""What limits did to an action: which one held it back, and which ones let it through."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.model.actions import ActionRow
from careplay.model.limits import CAPACITY, CONTACTS, Limits, Never, Window
from careplay.outputs.coverage import CoverKey, CoverKind


def held_and_let(limits: Limits, row: ActionRow) -> Iterator[CoverKey]:
    """The limit that held the action; of one that is due, each that might have."""
    modes = {each.held_by for each in limits.modes}
    if row["status"] != "due":
        if held := row["held_by"]:
            yield CoverKind.MODES if held in modes else CoverKind.LIMITS, held, True
        return
    yield from ((CoverKind.LIMITS, name, False) for name in _let(limits, row))
    for mode in limits.modes:
        if row["category"] in mode.hold:
            yield CoverKind.MODES, mode.held_by, False


def _let(limits: Limits, row: ActionRow) -> Iterator[str]:
    yield from (each.held_by for each in limits.never if _is_about(each, row))
    yield from (c.held_by for c in limits.consents if c.category == row["category"])
    yield from (each.held_by for each in limits.exclusive if row["rule"] in each.rules)
    if row["verb"] in CONTACTS and row["category"] not in limits.free:
        yield from (each.held_by for each in limits.windows if _counts(each, row))
    if limits.capacity and row["owner"]:
        yield CAPACITY


def _is_about(never: Never, row: ActionRow) -> bool:
    return row["verb"] in never.verbs or row["category"] in never.categories


def _counts(window: Window, row: ActionRow) -> bool:
    return window.of in {"contacts", row["category"], row["channel"]}
