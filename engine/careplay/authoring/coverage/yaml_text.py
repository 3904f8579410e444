"""Values of stories as YAML writes them on one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

BARE = re.compile(
    r"[^\W\d_][\w.]*(?: [\w.]+)*|(?:0|[1-9]\d*)(?:\.\d+)?|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?"
)
"""Words, numbers, dates and moments, which need no quotes."""
WORDS_OF_YAML = frozenset({"null", "yes", "no", "on", "off", "missing"})
"""Which mean something else where they stand without quotes."""


FlowValue: TypeAlias = "str | Mapping[str, FlowValue]"


def flow_text(value: FlowValue) -> str:
    """A text, or a mapping of texts and mappings: ``{name: Ann, points: 101}``."""
    if isinstance(value, str):
        return key_text(value)
    told = (f"{key_text(name)}: {flow_text(each)}" for name, each in value.items())
    return f"{{{', '.join(told)}}}"


def key_text(name: str) -> str:
    """A key, or a text: in quotes where it needs them."""
    if is_bare(name):
        return name
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def is_bare(text: str) -> bool:
    """Whether it means itself without quotes."""
    return BARE.fullmatch(text) is not None and text.lower() not in WORDS_OF_YAML
