"""Of days that nothing came in for, nothing went of and nothing changed on, no id is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from careplay.history import fingerprints, unknown
from older import without_manifests
from small_shop import HOME, SmallShop, small_shop

RULES = """
rules:
  - {id: event, title: Note it, when: {event: visit}, do: [{task: Note it, to: adviser}]}
"""
VISITS = """customer_id,type,at
C1,visit,2026-05-20 10:00
C1,visit,2026-05-28 10:00
C1,visit,2026-05-28 10:00
C2,visit,2026-06-01 10:00
"""
LATE = "C2,visit,2026-05-20 11:00\n"


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    return small_shop(tmp_path, RULES, home=HOME, events=VISITS)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[date, ...] | None]:
    """Of which days each run that has a last one makes ids; None: of all."""
    found: list[tuple[date, ...] | None] = []

    def changed(*told: object) -> tuple[date, ...] | None:
        found.append(fingerprints.changed(*told))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(unknown, "changed", changed)
    return found


def days(*numbers: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"2026-{each}") for each in numbers)


def changes() -> Iterator[tuple[str, tuple[date, ...]]]:
    """What stands in the table on the next day, and the days that it changed."""
    yield VISITS, ()
    yield "\n".join([VISITS.splitlines()[0], *reversed(VISITS.splitlines()[1:])]) + "\n", ()
    yield VISITS + LATE, days("05-20")
    yield VISITS + "C1,visit,2026-06-02 09:00\n", days("06-02")
    yield (
        VISITS.replace("C2,visit,2026-06-01 10:00", "C2,visit,2026-06-01 11:00"),
        days("06-01"),
    )
    # Two rows that say the same in place of two others: neither pair comes to nothing.
    yield VISITS.replace("C1,visit,2026-05-28", "C2,visit,2026-05-28"), days("05-28")
    # What is deleted leaves nothing to be known, but of its day.
    yield VISITS.replace("C1,visit,2026-05-28 10:00\n", "", 1), days("05-28")
    yield VISITS.replace("C1,visit,2026-05-20 10:00\n", ""), ()


@pytest.mark.parametrize(("then", "expected"), list(changes()))
def test_ids_are_made_of_the_days_that_changed(
    shop: SmallShop, asked: list[object], then: str, expected: tuple[date, ...]
) -> None:
    shop.run("2026-06-01")
    shop.write({"data/events.csv": then})
    shop.run("2026-06-02")
    assert asked == [expected]


def test_a_customer_who_comes_brings_the_events_he_had(
    shop: SmallShop, asked: list[object]
) -> None:
    shop.write({"data/events.csv": f"{VISITS}C9,visit,2026-05-30 10:00\n"})
    shop.run("2026-06-01")
    customers = (shop.folder / "data/customers.csv").read_text("utf-8")
    shop.write({"data/customers.csv": f"{customers}C9,Cy,3,E1\n"})
    assert shop.actions("2026-06-02") == [("2026-06-02", "event")]
    assert asked == [days("05-30")]


def test_another_duckdb_hashes_otherwise(
    shop: SmallShop, asked: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.run("2026-06-01")
    monkeypatch.setattr("duckdb.__version__", "9.9.9")
    assert shop.actions("2026-06-02") == []
    assert asked == [None]


def test_what_was_known_stands_on_the_days_before(shop: SmallShop, asked: list[object]) -> None:
    for day in ("2026-06-01", "2026-06-02"):
        shop.run(day)
    shop.kept("2026-06-01", "known.parquet").unlink()
    without_manifests(shop.folder)
    shop.run("2026-06-03")
    assert asked == [(), None]


def test_a_day_run_again_knows_nothing_that_a_later_one_was_first_to_know(
    shop: SmallShop, asked: list[object]
) -> None:
    shop.run("2026-06-01")
    shop.write({"data/events.csv": VISITS + LATE})
    assert shop.actions("2026-06-02") == [("2026-06-02", "event")]
    kept = shop.kept("2026-06-02", "known.parquet").read_bytes()
    shop.run("2026-06-01")
    assert shop.actions("2026-06-02") == [("2026-06-02", "event")]
    assert shop.kept("2026-06-02", "known.parquet").read_bytes() == kept
    assert asked == [days("05-20")] * 2
