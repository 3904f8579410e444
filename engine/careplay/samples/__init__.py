"""The businesses careplay ships with: their made-up people, and a small one to start from."""

from __future__ import annotations

from careplay.samples.starter import starter_files
from careplay.samples.writing import shipped_files

__all__ = ["shipped_files", "starter_files"]
