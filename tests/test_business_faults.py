"""Every faulty business of ``cases/businesses`` is told exactly what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from careplay.checks import check
from careplay.diagnostics import with_source
from careplay.language import build
from careplay.language.tables.sheets import Sheets, wanted_sheets
from careplay.reading import Reading, read_checked
from careplay.reading.document import Document
from careplay.reading.sheets import read_sheet

HERE = Path(__file__).parent / "cases" / "businesses"
HOME = "careplay.yaml"


def read(file: Path) -> Reading:
    schema = "business" if file.name == HOME else "playbook"
    return read_checked(file.read_bytes(), file.name, schema)


def sheets(case: Path, documents: Sequence[Document]) -> Sheets:
    wanted = [each for each in wanted_sheets(documents) if (case / each[0]).is_file()]
    return {each: read_sheet((case / each[0]).read_bytes(), *each) for each in wanted}


@pytest.mark.parametrize("case", sorted(HERE.iterdir()), ids=lambda path: path.name)
def test_says(case: Path, golden: Callable[[Path, str], None]) -> None:
    home = read(case / HOME)
    books = [read(file) for file in sorted(case.glob("*.yaml")) if file.name != HOME]
    found = [fault for reading in (home, *books) for fault in reading.diagnostics]
    assert home.document is not None
    documents = [book.document for book in books if book.document]
    built = build(case, home.document, documents, sheets=sheets(case, documents))
    found += built.diagnostics
    if built.business is not None:
        found += check(built.business)
    texts = {reading.file: reading.text for reading in (home, *books)}
    order = [*texts, *sorted({fault.file for fault in found} - {*texts})]
    told = sorted(found, key=lambda fault: (order.index(fault.file), fault))
    assert len(set(told)) == len(told)
    golden(
        case / "expected.out",
        "".join(with_source(each, texts.get(each.file, "")) for each in told),
    )
