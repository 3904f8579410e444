"""Of an action that nobody does it is told why: nobody is there, or all are passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from alike import ENGINES
from small_shop import HOME, small_shop

DAY = "2026-06-01"
GRIEVANCE = """
flows:
  grievance:
    label: Grievance
    starts: visit
    by: ref
    not_to: blamed
    steps:
      hear: {title: Hear it, do: {call: "{name}, please tell me", to: adviser}, next: closed}
"""
BARRED = (
    'all whom role "adviser" leads to are passed over, by not_to or as what was sent back is'
    " theirs, so 1 of the actions have no owner; add somebody else to staff, or another"
    " fallback to the role"
)
NOBODY = (
    'nobody was found for role "adviser", so 1 of the actions have no owner; add somebody to'
    " staff, or a fallback to the role"
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("own", "names", "said"),
    [
        ("E1", ("E1", "adviser"), [BARRED]),
        ("", ("E1", "adviser"), [BARRED]),  # of the pool
        ("", ("E1", "manager"), [NOBODY]),  # there is no pool
        ("E1", ("E2", "adviser"), []),
    ],
)
def test_the_reason_is_the_true_one(
    own: str, names: tuple[str, str], said: list[str], engine: str, tmp_path: Path
) -> None:
    blamed, role = names
    home = HOME.replace("visit: {}", "visit: {ref: text, blamed: staff}")
    shop = small_shop(
        tmp_path, GRIEVANCE, home=home,
        events=f"customer_id,type,at,ref,blamed\nC1,visit,2026-06-01 09:00,R1,{blamed}\n",
    )  # fmt: skip
    shop.write({
        "data/customers.csv": f"id,name,phone,owner\nC1,Ann,1,{own}\n",
        "data/staff.csv": f"id,name,role\nE1,Eve,{role}\nE2,Bo,manager\n",
    })  # fmt: skip
    assert [line for line in shop.said(DAY, "--engine", engine) if "owner" in line] == said
