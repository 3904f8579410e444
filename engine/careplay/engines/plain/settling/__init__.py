"""Candidates, earlier days and limits to the actions of a date: one step after the other.

Rows go in and rows come out of every step; ``model/limits.py`` and the docstrings of ``Once``
and ``CatchUp`` are what the steps carry out. ``planning/limits.py``, ``planning/memory.py`` and
``sql/settling`` make steps of a plan of the same, as statements: one proves the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from careplay.engines.plain.settling.anew import AskedAnew
from careplay.engines.plain.settling.capacity import within_capacity
from careplay.engines.plain.settling.exclusive import exclusively
from careplay.engines.plain.settling.fresh import fresh, heard
from careplay.engines.plain.settling.holding import held
from careplay.engines.plain.settling.known import Memory
from careplay.engines.plain.settling.letting_go import let_go
from careplay.engines.plain.settling.order import reading_order
from careplay.engines.plain.settling.quiet import outside_quiet_hours
from careplay.engines.plain.settling.rerun import rerun
from careplay.engines.plain.settling.returning import in_its_place, returning
from careplay.engines.plain.settling.undone import undone
from careplay.engines.plain.settling.windows import within_windows
from careplay.engines.plain.settling.withdrawing import replacing, withdrawn
from careplay.model.actions import ActionRow


def settled(
    memory: Memory,
    back: Sequence[tuple[ActionRow, AskedAnew]],
    again: Sequence[tuple[ActionRow, AskedAnew]] = (),
    lost: Sequence[ActionRow] = (),
    left: Sequence[ActionRow] = (),
) -> list[ActionRow]:
    """What becomes of what was found, by earlier days and the limits, in order.

    ``back`` is what comes back, each with what today makes of it; ``again`` what is only told
    again, by another deadline: it was given room before, and takes none from others. What is
    ``lost`` or ``left`` behind by cases and stays is taken back.
    """
    gone = [*lost, *withdrawn(memory)]
    changed = {row["action_id"] for row in gone}
    gone += [row for row in left if row["action_id"] not in changed]
    to_do_again = {row["action_id"]: row for row in undone(memory, left)}
    asked = [*replacing(fresh(memory, lost), gone), *to_do_again.values()]
    again = [each for each in again if each[0]["action_id"] not in to_do_again]
    rows = [*returning(memory, back, [*gone, *asked]), *asked]
    # What is begun stays as it was, and others compete for what room it leaves.
    begun = memory.begun
    rows = [*(row for row in rows if row["action_id"] not in begun), *begun.values()]
    rows = outside_quiet_hours(rows, memory)
    told = outside_quiet_hours(in_its_place(returning(memory, again, gone)), memory)
    rows = exclusively(held(rows, memory), memory)
    rows = within_capacity(within_windows(rows, memory, gone), memory)
    over = [*let_go(memory, [*rows, *told, *gone])]
    rows = rerun([*heard(rows, memory), *told, *gone, *over], memory)
    return sorted(rows, key=lambda row: reading_order(row, memory.business))
