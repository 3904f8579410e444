"""Pages as a real browser prints them on A4, read back as text."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
NEEDS_BROWSER = pytest.mark.skipif(
    BROWSER is None or shutil.which("pdftotext") is None,
    reason="a browser prints it: Chromium, and pdftotext to read what it printed",
)


def printed(html: str, folder: Path) -> list[str]:
    """The text of each sheet of paper, and of what follows the last."""
    page, paper = folder / "page.html", folder / "page.pdf"
    page.write_text(html, "utf-8")
    browse = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu"]
    browse += ["--no-pdf-header-footer", f"--user-data-dir={folder / 'browser'}"]
    subprocess.run(  # noqa: S603
        [*browse, f"--print-to-pdf={paper}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read = subprocess.run(  # noqa: S603
        ["pdftotext", "-layout", str(paper), "-"],  # noqa: S607
        check=True, capture_output=True, timeout=60, text=True,
    )  # fmt: skip
    return read.stdout.split("\f")
