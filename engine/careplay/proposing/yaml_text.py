"""Values as YAML that means the same under YAML 1.1 and 1.2, on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

PLAIN = re.compile(
    r"[A-Za-z\u4e00-\u9fff_][\w\u4e00-\u9fff./()（）-]*( [\w\u4e00-\u9fff.()（）-]+)*"
)
SPOKEN = frozenset(("true", "false", "yes", "no", "on", "off", "y", "n", "null", "none", "nan"))
"""Words that YAML takes for something else."""


def scalar(text: str) -> str:
    """The text, in quotes where it would be read as anything else."""
    if PLAIN.fullmatch(text) and text.lower() not in SPOKEN:
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(told: Mapping[str, str]) -> str:
    """``{key: value, …}`` of values that are YAML already."""
    return "{" + ", ".join(f"{scalar(key)}: {value}" for key, value in told.items()) + "}"


def flow_list(texts: Iterable[str]) -> str:
    """``[a, b]`` of texts."""
    return f"[{', '.join(map(scalar, texts))}]"
