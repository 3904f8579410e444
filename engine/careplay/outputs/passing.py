"""A folder for what is read for a while and kept by nobody."""

from __future__ import annotations

import weakref
from pathlib import Path


class PassingFolder:
    """A new folder that is removed with all that is in it, once nothing holds this."""

    def __init__(self, within: Path | None = None) -> None:
        import shutil  # noqa: PLC0415 - seldom
        import tempfile  # noqa: PLC0415

        self.path = Path(tempfile.mkdtemp(prefix="careplay-", dir=within))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
