"""Every faulty table of ``cases/data`` says exactly what stands in its ``expected.out``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from careplay.faults import CareplayError
from careplay.sources.connecting import connect
from careplay.sources.faults import fault_lines
from careplay.sources.loading import load_tables
from data_business import business_of

HERE = Path(__file__).parent / "cases" / "data"


def report(folder: Path) -> Iterator[str]:
    """What a run of the case would tell: its faults, its notes and its counts, or why not."""
    business = business_of(folder / "careplay.yaml")
    try:
        loaded = load_tables(business, customers=None, events=None, connection=connect())
    except CareplayError as fault:
        yield f"{type(fault).__name__} (exit {fault.exit_code})"
        yield str(fault)
        return
    yield from fault_lines(loaded.faults)
    yield from (f"note: {note}" for note in loaded.notes)
    counts = loaded.counts
    yield (
        f"customers {counts.customers}, left out {counts.customers_left_out}; "
        f"events {counts.events}, left out {counts.events_left_out}; "
        f"staff {counts.staff}; faults {counts.faults}"
    )


@pytest.mark.parametrize("case", sorted(HERE.iterdir()), ids=lambda path: path.name)
def test_says(
    case: Path, golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case)
    said = "".join(f"{line}\n" for line in report(case))
    golden(case / "expected.out", said)
