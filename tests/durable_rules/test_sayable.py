"""What the package cannot be asked is told with its place, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import docs_shop
from careplay.businesses import Folder, find
from careplay.engines.durable import sayable
from careplay.engines.durable.cases import drawn
from careplay.engines.durable.sayable import unsayable
from careplay.pipeline.examining import examine_all

MANY = "has more than 64 alternatives; make a segment of a part of it, or choose another engine"
LONG = (
    "asks more than 200 questions at once;"
    " make a segment of a part of it, or choose another engine"
)
PLAYBOOKS = Path(__file__).parents[2] / "playbooks"


def pairs(group: str, inner: str) -> str:
    """Seven pairs of cells: 128 ways to hold or to fail, or 7."""
    cells = [f"{{{inner}: [{{points: {n}}}, {{balance: {n}}}]}}" for n in range(7)]
    return f"{group}: [{', '.join(cells)}]"


MANY_WAYS = f"{{{pairs('all', 'any')}, {pairs('any', 'all')}}}"
"""More than 64 ways to hold, and more than 64 to fail."""
LONG_LIST = "{all: [" + ", ".join(f"{{points: not {n}}}" for n in range(201)) + "]}"


def told(folder: Path, *lines: str) -> list[str]:
    """What is said of the shop with this playbook, without the folder's name."""
    shop = docs_shop.shop(folder)
    docs_shop.write(shop, {"row.yaml": "\n".join((*lines, ""))})
    found = unsayable(docs_shop.sound(shop))
    return [str(each).removeprefix(f"{folder}/") for each in found]


def rule(condition: str, when: str = "{every: day}") -> Sequence[str]:
    return (
        "rules:",
        "  - id: row",
        "    title: Row",
        f"    when: {when}",
        f"    if: {condition}",
        "    do: [{task: Look, to: adviser}]",
    )


def test_a_condition_with_too_many_alternatives_is_told_where_it_begins(tmp_path: Path) -> None:
    (said,) = told(tmp_path, *rule(MANY_WAYS))
    assert said == f'row.yaml:5:32: CP601 the condition of rule "row" {MANY}'


def test_a_condition_that_asks_too_much_at_once_is_told(tmp_path: Path) -> None:
    (said,) = told(tmp_path, *rule(LONG_LIST))
    assert said == f'row.yaml:5:25: CP602 the condition of rule "row" {LONG}'


def test_a_flow_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "MOST_STEPS", 1)
    (found,) = examine_all([PLAYBOOKS / "hotel"])
    assert found.business is not None
    flows = found.business.flows.values()
    told = [(each.file, each.position, each.code) for each in unsayable(found.business)]
    assert told == [(flow.file, flow.at, "CP603") for flow in flows] != []


@pytest.mark.parametrize("condition", [pairs("all", "any"), pairs("any", "all")])
def test_many_alternatives_one_way_are_none_the_other(condition: str, tmp_path: Path) -> None:
    assert told(tmp_path, *rule(f"{{{condition}}}")) == []


def test_a_long_list_is_one_question(tmp_path: Path) -> None:
    values = ", ".join(map(str, range(500)))
    condition = f"{{points: [{values}], none: [{{balance: [{values}]}}]}}"
    assert told(tmp_path, *rule(condition)) == []


def test_a_segment_is_told(tmp_path: Path) -> None:
    (said,) = told(tmp_path, "segments:", f"  busy: {MANY_WAYS}")
    assert said == f'row.yaml:2:32: CP601 the condition of segment "busy" {MANY}'


def test_a_row_of_a_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sayable, "LONGEST", 0)
    row, otherwise = "{id: small, points: under 5, size: S}", "{size: L}"
    lines = ("inputs: [points]", "rows:", f"  - {row}", f"else: {otherwise}")
    found = told(tmp_path, "tables:", "  size:", *(f"    {line}" for line in lines))
    (said,) = [each for each in found if each.startswith("row.yaml")]
    assert said.startswith('row.yaml:5:29: CP602 the condition of row "small" of table "size"')


def test_a_mode_is_told(tmp_path: Path) -> None:
    (said,) = told(
        tmp_path, "limits:", "  modes:", f"    calm: {{if: {MANY_WAYS}, hold: [care]}}"
    )
    assert said == f'row.yaml:3:39: CP601 the condition of mode "calm" {MANY}'


def test_what_is_asked_of_an_event_is_told(tmp_path: Path) -> None:
    cells = MANY_WAYS.replace("points", "amount").replace("balance", "category")
    when = f"{{event: purchase, where: {cells}}}"
    (said,) = told(tmp_path, *rule("{tier: A}", when))
    assert "CP601 the condition of rule" in said


@pytest.mark.parametrize("folder", find(PLAYBOOKS), ids=lambda folder: folder.path.name)
def test_all_of_a_shipped_business_can_be_asked(folder: Folder) -> None:
    (found,) = examine_all([folder.path])
    assert found.business is not None
    assert [*unsayable(found.business)] == []
