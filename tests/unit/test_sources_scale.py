"""Much data and much dirt: faults are counted in full, and real data are read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from careplay.sources.connecting import connect
from careplay.sources.faults import fault_lines
from careplay.sources.loading import load_tables
from careplay.sources.memory import in_memory
from careplay.sources.rows import rows
from data_business import business

SHARED = Path(__file__).parents[3] / "shared" / "data"
TOLD = {
    "online_retail": (4_372, 22_190, {"purchase": {"amount": "money"}, "return": {}}),
    "hotel_bookings": (
        120_075,
        602_102,
        {
            "booking": {"amount": "money", "children": "integer", "adr": "number"},
            **{name: {} for name in ("checkin", "checkout", "cancel", "no_show")},
        },
    ),
    "taobao_baby": (29_944, 29_971, {"purchase": {"amount": "money", "qty": "integer"}}),
}


@pytest.mark.parametrize("name", TOLD)
def test_real_data_are_read_whole(name: str) -> None:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not beside the repository")
    customers, events, types = TOLD[name]
    document = {
        "customers": {
            "from": "customers.parquet",
            "facts": {"birthday": "date", "joined_at": "date", "level": "text"},
        },
        "events": {"from": "events.parquet", "types": types, "key": "event_id"},
    }
    found = load_tables(
        business(document, folder), customers=None, events=None, connection=connect()
    )
    counts = found.counts
    assert (counts.customers, counts.events, counts.events_left_out, found.faults) == (
        customers,
        events,
        0,
        (),
    )


def test_a_hundred_thousand_faults_are_listed_and_three_are_told(tmp_path: Path) -> None:
    many = "".join(f"C{n},1985-02-30\n" for n in range(100_000))
    (tmp_path / "c.csv").write_text("customer_id,birthday\n" + many, encoding="utf-8")
    (tmp_path / "e.csv").write_text("customer_id,type,at\n", encoding="utf-8")
    document = {
        "customers": {"from": "c.csv", "facts": {"birthday": "date"}},
        "events": {"from": "e.csv", "types": {"visit": {}}},
    }
    found = load_tables(
        business(document, tmp_path), customers=None, events=None, connection=connect()
    )
    listed = found.connection.execute(
        'SELECT count(*), max("row") FROM "rejects" WHERE "code" = \'CP503\''
    ).fetchall()
    assert (listed, len(list(fault_lines(found.faults))), found.counts.faults) == (
        [(100_000, 100_001)],
        4,
        100_000,
    )


def test_what_is_made_in_memory_comes_back_as_it_was() -> None:
    document = {
        "customers": {"from": "c.csv", "facts": {"spend": "money", "name": "text"}},
        "events": {"from": "e.csv", "types": {"visit": {"stage": "text"}}},
    }
    found = in_memory(business(document), [{"customer_id": 1, "name": "张伟"}], [])
    assert rows(found) == ([{"customer_id": 1, "spend": None, "name": "张伟"}], [])
