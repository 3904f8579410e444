"""The small business that ``careplay new`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

NAMES = (
    "careplay.yaml",
    "first_steps.yaml",
    "first_steps.test.yaml",
    "data/customers.csv",
    "data/events.csv",
    "data/staff.csv",
)
LANGUAGES = ("zh", "en")


def starter_files(language: str) -> Mapping[str, str]:
    """Each file's path in the new folder and its text, in that language (zh or en)."""
    if language not in LANGUAGES:
        message = f'no starter in "{language}"; there is one in {" and ".join(LANGUAGES)}'
        raise ValueError(message)
    folder = files("careplay.starter") / language
    return {name: (folder / name).read_text(encoding="utf-8") for name in NAMES}
