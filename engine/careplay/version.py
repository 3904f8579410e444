"""The version of careplay: what the package is built as, and what a kept day was run with."""

from __future__ import annotations

__version__ = "0.1.0"
