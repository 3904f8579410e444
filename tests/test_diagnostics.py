"""Every faulty file of ``cases/diagnostics`` says exactly what stands beside it.

A file is a playbook, or a careplay.yaml where its name begins with ``business_``: reading
and schema have their say. Whole businesses stand in ``cases/businesses``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from careplay.diagnostics import with_source
from careplay.reading import read_checked

HERE = Path(__file__).parent / "cases" / "diagnostics"

Golden = Callable[[Path, str], None]


@pytest.mark.parametrize("case", sorted(HERE.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_faulty_file_is_answered(case: Path, golden: Golden) -> None:
    schema = "business" if case.name.startswith("business_") else "playbook"
    reading = read_checked(case.read_bytes(), case.name, schema)
    said = [with_source(each, reading.text) for each in reading.diagnostics]
    assert said
    golden(case.with_suffix(".out"), "\n".join(said))
