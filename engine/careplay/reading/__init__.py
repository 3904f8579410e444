"""From YAML text to a checked document that remembers where everything stood."""

from __future__ import annotations

from careplay.reading.checked import read_checked
from careplay.reading.yaml_text import Reading, read

__all__ = ["Reading", "read", "read_checked"]
