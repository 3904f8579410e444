"""The generator of the people and events that the shipped businesses are shown with.

It stands beside the package and not in it: who installs careplay gets its data, in
``playbooks/``, and has no use for how they were made up.
"""

from __future__ import annotations

from samples.writing import shipped_files

__all__ = ["shipped_files"]
