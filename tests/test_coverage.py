"""``careplay test --coverage``: what stories reach of a business, and what they do not."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import careplay as public
import docs_pages
import docs_shop
from careplay.outputs.coverage import Coverage, CoverKind
from careplay.reading.shipped import schema
from shop_folder import careplay

CARE = """
tables:
  grade:
    hit: first
    inputs: [points]
    outputs: {grade: {of: [A, B, C]}}
    rows:
      - {id: high, points: at least 100, grade: A}
      - {id: some, points: at least 10, grade: B}
    else: {grade: C}
"""
STORIES = """
careplay: 1
tests:
  graded:
    title: Whoever has points over 100 is invited
    today: 2026-03-02
    customer: {name: Ann, phone: 5550101, consent: true, points: 101, owner: E1}
    staff: {E1: {name: Lee, role: adviser}, E2: {name: Kim, role: manager}}
    happened: [visit: {at: 10:05}]
    told: [invitation]
    cases:
      few: {with: {customer: {points: 100}}, not_told: [invitation]}
      fewer: {with: {customer: {points: 10}}, not_told: [invitation]}
stories:
  told:
    title: A complaint is heard, and nothing is sold meanwhile
    customers: {C1: {name: Ann, phone: 5550101, consent: true, points: 101, owner: E1}}
    staff: {E1: {name: Lee, role: adviser}, E2: {name: Kim, role: manager}}
    days:
      2026-03-02:
        happened:
          - complaint.opened: {at: 09:05, ref: R1, cause: goods}
        told: [complaint.hear]
        did: [{done: complaint.hear, at: 11:00, own_words: It roars}]
      2026-03-03:
        happened: [visit: {at: 09:30}]
        told: [complaint.answer]
        held: [{rule: offer, held_by: mode complaint_open}]
"""


@pytest.fixture(scope="module", params=["duckdb", "plain"])
def coverage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Coverage:
    """The shop of docs/stories.md with a table, as two stories and a test reach it."""
    folder = shop(tmp_path_factory.mktemp("covered"))
    found = public.test(folder, engine=request.param, coverage=True)
    assert [str(each) for story in found.stories for each in story.otherwise] == []
    (covered,) = found.coverage
    return covered


def shop(folder: Path) -> Path:
    home, playbook = [each for each in docs_pages.blocks("stories.md") if not each.told][:2]
    files = {"careplay.yaml": home.text, "book.yaml": playbook.text, "table.yaml": CARE}
    docs_shop.write(folder, files)
    (folder / "told.test.yaml").write_text(STORIES)
    return folder


def lacking(coverage: Coverage, kind: CoverKind) -> set[str]:
    return {f"{each.name}: {each.said}" for each in coverage.lacking if each.kind is kind}


def test_a_rule_is_told_where_a_story_expects_it(coverage: Coverage) -> None:
    found = lacking(coverage, CoverKind.RULES)
    assert "thanks: told" in found  # it was, and nobody expected it
    assert {"invitation: told", "complaint.hear: told", "offer: told"} & found == set()


def test_a_rule_is_passed_by_where_its_occasion_is_there_and_it_asks_more(
    coverage: Coverage,
) -> None:
    assert "invitation: not told" not in lacking(coverage, CoverKind.RULES)
    sides = {each.side for each in coverage.things if each.name == "thanks"}
    assert sides == {True}  # it asks nothing


def test_a_row_holds_where_it_is_the_answer(coverage: Coverage) -> None:
    assert lacking(coverage, CoverKind.ROWS) == {
        "grade.some: does not hold",
        "grade.else: holds",
    }


def test_a_way_is_gone_by_the_event_of_a_step(coverage: Coverage) -> None:
    assert lacking(coverage, CoverKind.TRANSITIONS) == {"complaint: answer → settled: gone"}


def test_limits_and_modes_hold_back_and_let_through(coverage: Coverage) -> None:
    assert lacking(coverage, CoverKind.MODES) == set()
    assert lacking(coverage, CoverKind.LIMITS) == {"consent consent: holds back"}


def test_less_than_is_asked_ends_with_6_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shop(Path("mine"))
    enough = careplay("test", "mine", "--minimum", "modes=100")
    assert enough.exit_code == 0
    assert "  modes        2 of 2  100 %\n" in enough.stdout
    saved = ("--save", "told.xml", "--format", "json")
    found = careplay("test", "mine", "--minimum", "100", *saved)
    assert found.exit_code == 6
    told = json.loads(found.stdout)
    jsonschema.validate(told, schema("tested"))
    assert not told["passed"]
    (covered,) = told["coverage"]
    kinds = {each["kind"]: (each["percent"], each["enough"]) for each in covered["kinds"]}
    assert kinds["modes"] == (100, True)
    assert kinds["rows"] == (60, False)
    assert {
        "kind": "rows",
        "name": "grade.else",
        "side": "holds",
        "file": "mine/table.yaml",
        "line": 3,
    } in covered["lacking"]
    suite = ET.parse("told.xml").getroot()[-1]  # noqa: S314 - ours
    assert suite.attrib == {"name": "coverage", "tests": "5", "failures": "4", "errors": "0"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("rule=100", 'no kind "rule"; did you mean "rules"?'),
        ("many", '"many" is no share to be reached; write 90, or rules=100'),
        ("101", '"101" is no share to be reached; write 90, or rules=100'),
    ],
)
def test_a_minimum_that_cannot_be_meant_is_wrong_usage(asked: str, said: str) -> None:
    found = careplay("test", ".", "--minimum", asked)
    assert found.exit_code == 2
    assert said in found.stderr


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_new_writes_is_reached_whole(language: str, tmp_path: Path) -> None:
    public.new(tmp_path / "shop", language=language)
    found = public.test(tmp_path / "shop", minimum=100)
    assert (found.exit_code, [each.lacking for each in found.coverage]) == (0, [()])


def suggested(folder: Path) -> str:
    found = careplay("test", folder, "--suggest")
    assert found.exit_code == 0
    return found.stdout


def test_the_cases_at_limits_that_are_lacking_are_written(tmp_path: Path) -> None:
    folder = shop(tmp_path / "mine")
    told = folder / "told.test.yaml"
    text = told.read_text()
    told.write_text(text.replace("points: 101", "points: 5000").replace("few: ", "fewer_yet: "))
    told.write_text(told.read_text().replace("points: 100}", "points: 99}"))
    said = suggested(folder)
    shown = next(
        each for each in docs_pages.blocks("stories.md") if "invitation_points" in each.text
    )
    assert (
        said.splitlines()[3:] == shown.text.splitlines()[3:]
    )  # what stands before is its place
    (folder / "limits.test.yaml").write_text(said)
    again = public.test(folder)
    assert again.exit_code == 0
    assert {"invitation_points.just", "invitation_points.just_not"} <= {
        each.story for each in again.stories
    }
    assert suggested(folder).startswith("# every limit")


def test_a_limit_that_a_story_has_is_not_written_again(tmp_path: Path) -> None:
    folder = shop(tmp_path / "mine")
    assert suggested(folder).startswith("# every limit")


def test_what_is_suggested_is_of_one_business(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shop(tmp_path / name)
    found = careplay("test", tmp_path, "--suggest")
    assert (found.exit_code, "suggest is for one of them" in found.stderr) == (2, True)
