"""Headings of data, and the columns that a business declares."""

from __future__ import annotations

from careplay.model.types import Type
from careplay.sources.headings import NOWHERE, places, there
from careplay.sources.raw import SourceColumn


def test_an_optional_column_that_stands_twice_is_no_fault_of_the_file() -> None:
    optional = SourceColumn("until", "until", Type.DATE, optional=("action.snoozed",))
    assert places(("at", "until", "until"), [optional], "f.csv") == (NOWHERE,)
    assert there([optional], ["at", "until", "until"]) == []
    assert there([optional], ["at", "until"]) == [optional]
    assert there([optional], dict.fromkeys(["at", "until"])) == [optional]
