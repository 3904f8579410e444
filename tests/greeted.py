"""A shop that greets each visitor once, with days kept of it, for what goes wrong with them."""

from __future__ import annotations

import shutil
from pathlib import Path

from alike import called
from small_shop import SmallShop, small_shop

BOOK = """
rules:
  - id: hello
    title: Good to see you
    when: {event: visit}
    once: ever
    do: [{message: Good to see you, to: adviser, due: within 9 days}]
"""


def greeted(folder: Path, visits: str, last: str) -> SmallShop:
    """The shop with these visits, run each day from the first of June 2026 to the last."""
    made = small_shop(folder, BOOK, events=events(visits))
    made.run("2026-06-01", "--until", last)
    return made


def events(visits: str) -> str:
    """The table of events with these visits."""
    return f"customer_id,type,at\n{visits}"


def copy_of(shop: SmallShop, folder: Path) -> SmallShop:
    """The same in a folder of its own, where a test may change it."""
    return SmallShop(Path(shutil.copytree(shop.folder, folder / "shop")))


def history(shop: SmallShop, *options: str) -> tuple[int, list[str]]:
    """The exit code and the lines of ``careplay history``, without where the shop lies."""
    found = called(("history", shop.folder, *options))
    return found.exit_code, found.output.replace(f"{shop.folder}/", "").splitlines()
