"""Days kept by a careplay that did not keep what a row is."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import duckdb

from careplay.history.former import readers
from careplay.model.conditions import ALWAYS
from careplay.model.triggers import Stands
from hand import CALL, rule, world

VIP = Stands("vip", ALWAYS, ("arrival", "ref"))
BUSINESS = world(
    rule(VIP, id="vip.plan.A", item="plan"), rule(id="r", do=(CALL, CALL)), id="hotel"
)


def test_a_stays_action_is_read_off_its_rule_and_its_key() -> None:
    found = read("vip.plan.A", "vip:2026-06-15/R7", 0)
    assert found == (0, "vip", "R7", "plan", date(2026, 6, 15))


def test_of_another_the_place_in_its_rule_is_found_again() -> None:
    assert read("r", "day:2026-06-15", 1) == (1, None, None, None, None)


def read(rule_id: str, occasion: str, index: int) -> tuple[object, ...]:
    parts = (BUSINESS.id, rule_id, "G1", occasion, str(index))
    key = sha256("\x1f".join(parts).encode()).hexdigest()[:20]
    row = "SELECT ? AS action_id, ? AS rule, 'G1' AS customer_id, ? AS occasion"
    told = ", ".join(readers(BUSINESS).values())
    (found,) = duckdb.execute(
        f"SELECT {told} FROM ({row})", [key, rule_id, occasion]
    ).fetchall()
    return tuple(found)
