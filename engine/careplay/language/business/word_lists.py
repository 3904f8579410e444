"""``words:`` of careplay.yaml: the business's own words that texts are held against."""

from __future__ import annotations

from careplay.language.nodes import Node
from careplay.model.business import Words


def words_of(node: Node | None) -> Words:
    """The lists as written; empty where there is no such section."""
    if node is None:
        return Words()
    told = node.get("sms_units")
    units = told.value if told is not None and isinstance(told.value, int) else 2
    return Words(
        node.words("promotion"),
        node.words("arrival"),
        node.words("forbidden"),
        node.words("promise"),
        node.words("allowed"),
        units,
    )
