"""How the names of festivals and terms are compared."""

from __future__ import annotations

import re


def as_id(name: str) -> str:
    """The name as an id would write it: ``Mother's Day`` is ``mothers_day``."""
    plain = re.sub(r"['\u2019.]", "", name.strip().casefold())
    return re.sub(r"\W+", "_", plain).strip("_")
