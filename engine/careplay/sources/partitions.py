"""Columns that stand in the names of folders: ``year=2026/month=11/part.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

NULL = "__HIVE_DEFAULT_PARTITION__"


def partitions(file: str) -> Mapping[str, str]:
    """What the folders of a file say, by column; an empty text where they say nothing."""
    parts = (part.partition("=") for part in Path(file).parent.parts)
    return {
        name: "" if value == NULL else unquote(value) for name, equals, value in parts if equals
    }
