"""docs/engines.md is true: what is told and when, the limits, and where agreement is proved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import docs_pages
from careplay.engines import DEFAULT, ENGINES
from careplay.engines.durable import available
from careplay.engines.durable.cases import drawn
from careplay.engines.durable.judging import chains, packing
from careplay.engines.durable.tasks import ItemName
from careplay.engines.durable.workers import incidents, supervising
from careplay.engines.durable.workers.incidents import Incident, IncidentKind
from careplay.faults import EngineError
from docs_pages import codes

PAGE = "engines.md"
ROOT = Path(__file__).parents[1]
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def column(heading: str, number: int = 0) -> list[str]:
    (found,) = (each for each in docs_pages.tables(PAGE) if each.heading[0] == heading)
    return [row[number] for row in found.rows]


def told(comment: str) -> str:
    (found,) = (each for each in docs_pages.blocks(PAGE) if each.told == comment)
    return found.text.strip()


def test_every_engine_is_on_the_page_and_the_default_says_so() -> None:
    assert {codes(cell)[0] for cell in column("engine")} == {*ENGINES}
    (row,) = (cell for cell in column("engine", 1) if "it is the default" in cell)
    assert column("engine")[column("engine", 1).index(row)] == f"`{DEFAULT}`"


def test_what_is_said_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(available, "NEEDED", ("no_such_package",))
    with pytest.raises(EngineError) as fault:
        available.demand((3, 11))
    assert told("not installed") == f"careplay: {fault.value}"
    last, after = available.LAST_PYTHON, (3, 13)
    words = "runs on Python 3.11 and 3.12, but not on 3.13"
    assert words in docs_pages.page(PAGE)
    assert (last, after) == ((3, 12), (last[0], last[1] + 1))


def test_what_is_said_of_a_crash() -> None:
    crashed = Incident(ItemName("C0012"), IncidentKind.CRASHED, "11")
    assert (told("incident"),) == incidents.incident_notes([crashed], "en")


def test_the_patience_and_the_number_in_a_row_are_as_told() -> None:
    assert supervising.PATIENCE == 20
    assert "does not answer within twenty seconds" in docs_pages.page(PAGE)
    assert supervising.IN_A_ROW == 3
    assert "Three in a row" in docs_pages.page(PAGE)


def test_the_limits_are_as_told() -> None:
    limits = [int(FIGURE.findall(cell)[0]) for cell in column("code", 2)]
    assert limits == [chains.ALTERNATIVES, packing.LONGEST, drawn.MOST_STEPS]


@pytest.mark.parametrize("cell", column("what is compared", 3))
def test_agreement_is_proved_where_the_page_says(cell: str) -> None:
    (command,) = codes(cell)
    (file,) = (word for word in command.split() if word.endswith(".py"))
    assert (ROOT / file).is_file()


def test_the_figures_are_those_of_the_benchmarks() -> None:
    measured = ROOT.joinpath("benchmarks", "README.md").read_text("utf-8")
    (cases,) = re.findall(r"^On complaint cases: (.*)$", docs_pages.page(PAGE), re.MULTILINE)
    cells = [cell for number in range(1, 5) for cell in column("rules", number)]
    cells += cases.split(" by ")[:-1]
    assert len(cells) == 15
    figures = [FIGURE.findall(cell)[0] for cell in cells]
    assert [each for each in figures if f" {each} " not in measured] == []
