"""The day of a stay that is declared personal is masked in what its actions are about, too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import hotel_days
from alike import ENGINES, called
from docs_shop import write

LATER = ",raised_to,approved_by,raised_until,agreed_items"
EVENTS = f"""customer_id,type,at,ref,arrival,departure,room{LATER}
G1,reservation,2026-06-01 09:00,R/1,2026-06-10,2026-06-13,808,,,,
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("arrival", "vip:**/R/1"),
        ("departure", "vip:**/R/1"),
        ("room", "vip:2026-06-10/R/1"),
    ],
)
def test_an_occasion_does_not_tell_a_personal_day(
    date: str, told: str, engine: str, tmp_path: Path
) -> None:
    kind = "text" if date == "room" else "date"
    home = hotel_days.yaml_of("careplay:")
    home = home.replace(f"{date}: {kind}", f"{date}: {{type: {kind}, personal: true}}")
    shop = write(
        tmp_path,
        {
            "careplay.yaml": home,
            "vip.yaml": hotel_days.yaml_of("lists:"),
            "data/guests.csv": "guest_id,name,vip_level\nG1,Ann Li,B\n",
            "data/events.csv": EVENTS,
            "data/staff.csv": "id,name,role\nE1,Eva,duty_manager\n",
        },
    )
    told_of = ("--date", "2026-06-10", "--engine", engine, "--format", "jsonl", "--fresh")
    found = called(("run", shop, *told_of))
    assert found.exit_code == 0, found.output
    rows = map(json.loads, found.stdout.splitlines())
    (welcome,) = (row for row in rows if row["rule"].startswith("vip.welcome"))
    assert welcome["occasion"] == told
