"""What a record asks for as it stands, whenever it was first due: the day of no run is asked.

An action that was asked for earlier comes back, or is left standing, only while its case or
its stay still asks for it.
"""

from __future__ import annotations

from careplay.model.conditions import ALWAYS, Condition, Leaf, Since, mapped, operands


def at_all(condition: Condition) -> Condition:
    """The condition with every question about the day of the last run answered by yes."""
    return mapped(condition, lambda leaf: ALWAYS if asks_since(leaf) else leaf)


def asks_since(leaf: Leaf) -> bool:
    """Whether the question is about the day of the last run."""
    return any(isinstance(each, Since) for each in operands(leaf))
