"""docs/language.md on working days is true: a business works on just the days shown."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

import docs_pages
import docs_shop
from careplay.engines import engine
from docs_pages import codes
from docs_shop import Given, own, rule, sound

HEADING = ("careplay.yaml says", "after", "the next working days are")
(SHOWN,) = (each for each in docs_pages.tables("language.md") if each.heading == HEADING)
ROWS = [
    pytest.param(says, row[1], row[2].split(", "), id=f"{row[1]} {says}")
    for row in SHOWN.rows
    for says in codes(row[0])
]


@pytest.mark.parametrize(("says", "after", "days"), ROWS)
def test_a_business_works_on_the_days_shown(
    says: str, after: str, days: list[str], tmp_path: Path
) -> None:
    told = yaml.load(says, Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but texts
    shop = re.sub(
        rf"^({'|'.join((*told, 'closed'))}):.*\n", "", docs_shop.home(), flags=re.MULTILINE
    )
    shop += yaml.safe_dump(told, allow_unicode=True)
    rules = {f"n{n}": f"{{after: delivery, working_days: {n}}}" for n in (1, 2, 3)}
    events = ({"type": "delivery", "at": f"{after} 12:00"},)
    written = "".join(rule(name, when, own(name)) for name, when in rules.items())
    business = sound(docs_shop.shop(tmp_path / "shop", f"rules:\n{written}", home=shop))
    files = docs_shop.data({name: Given({}, events) for name in rules})
    docs_shop.write(business.folder, files)
    first = date.fromisoformat(after)
    acted = docs_shop.acted(business, (first + timedelta(days=n) for n in range(30)))
    assert [str(day) for name in rules for day in acted[name].on] == days
    ran = docs_shop.runs(business, map(date.fromisoformat, days), engine())
    assert [len(ran[date.fromisoformat(day)].actions) for day in days] == [1, 1, 1]
