"""docs/diff.md is true: its examples come as they are shown."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import docs_pages
import docs_shop
from docs_pages import Block
from shop_folder import careplay

PAGE = "diff.md"
EVENTS = """customer_id,type,at
C1,visit,2026-06-01 10:00
C2,visit,2026-06-01 11:00
C3,visit,2026-06-01 12:00
"""
STAFF = "id,name,role\nE1,Lee,adviser\nE2,Kim,adviser\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    home, book = (each for each in docs_pages.blocks(PAGE) if each.kind == "yaml")
    (customers,) = (each for each in docs_pages.blocks(PAGE) if each.kind == "csv")
    files = {"careplay.yaml": home.text, "book.yaml": book.text}
    files |= {"data/customers.csv": customers.text, "data/events.csv": EVENTS}
    return docs_shop.write(tmp_path / "shop", {**files, "data/staff.csv": STAFF})


def shown() -> tuple[Block, ...]:
    return tuple(each for each in docs_pages.blocks(PAGE) if each.told.startswith("diff:"))


@pytest.mark.parametrize("block", shown(), ids=lambda each: str(each.line))
def test_an_example_comes_as_it_is_shown(
    block: Block, shop: Path, golden: Callable[[Path, str], None]
) -> None:
    found = careplay("diff", shop, *shlex.split(block.told.removeprefix("diff:")))
    assert (found.exit_code, found.stderr) == (0, "")
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, block, found.stdout))
