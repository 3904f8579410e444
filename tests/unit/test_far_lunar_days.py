"""What is kept in the three lunar months of doubtful beginning; in plain and in SQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from careplay.engines import duckdb, plain, whole
from careplay.engines.base import Engine
from careplay.model.triggers import Anniversary, Holiday, OfFact
from careplay.sources.connecting import connect
from careplay.sources.memory import in_memory
from hand import customer, rule, world

FESTIVALS = Holiday(("double_ninth", "mid_autumn", "qixi"))
FAMILY = (
    customer(1, lunar_day=date(1990, 10, 26)),  # 九月初九
    customer(2, lunar_day=date(1990, 10, 3)),  # 八月十五
    customer(3, lunar_day=date(1991, 8, 16)),  # 七月初七
)


@pytest.mark.parametrize("engine", [plain, duckdb], ids=["plain", "duckdb"])
@pytest.mark.parametrize(
    ("day", "who"),
    [(date(2057, 10, 6), "1"), (date(2089, 9, 18), "2"), (date(2097, 8, 13), "3")],
)
def test_birthdays_and_festivals_fall_when_the_observatory_has_them(
    day: date, who: str, engine: Engine
) -> None:
    rules = (rule(FESTIVALS, id="holiday"), rule(Anniversary(OfFact("lunar_day")), id="born"))
    business, connection = world(*rules), connect()
    loaded = in_memory(business, FAMILY, [], connection=connection)

    def acted(on: date) -> set[tuple[str, str]]:
        outcome = whole.run(engine, business, on, loaded)
        told = connection.execute(f"SELECT rule, customer_id FROM {outcome.relation}")
        return {(str(of), str(key)) for of, key in told.fetchall()}

    assert acted(day) == {*(("holiday", key) for key in "123"), ("born", who)}
    assert acted(day + timedelta(days=1)) == set()
