"""docs/forecast.md is true: its example comes as it is shown."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import docs_pages
import docs_shop
from shop_folder import careplay

PAGE = "forecast.md"
DATA = {
    "data/customers.csv": "customer_id,name,owner\nC1,Ann,E1\nC2,Bob,E1\nC3,Cy,E2\n",
    "data/events.csv": "customer_id,type,at,ref\nC1,purchase,2026-06-01 10:00,\n"
    "C2,purchase,2026-06-01 11:00,\nC3,complaint.opened,2026-06-01 12:00,R1\n",
    "data/staff.csv": "id,name,role,capacity\nE1,Lee,adviser,1\nE2,Kim,adviser,\n",
}


def test_the_example_comes_as_it_is_shown(
    tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    home, book = (each for each in docs_pages.blocks(PAGE) if each.kind == "yaml")
    (shown,) = (each for each in docs_pages.blocks(PAGE) if each.told.startswith("forecast:"))
    files = {"careplay.yaml": home.text, "book.yaml": book.text, **DATA}
    shop = docs_shop.write(tmp_path / "shop", files)
    found = careplay("forecast", shop, *shlex.split(shown.told.removeprefix("forecast:")))
    assert (found.exit_code, found.stderr) == (0, "")
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, shown, found.stdout))
