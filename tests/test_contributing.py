"""What CONTRIBUTING.md and the hooks for contributors say is so: each walk is taken."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

import walks
from careplay.model.conditions import TextOperator
from careplay.model.triggers import Trigger
from docs_pages import codes
from walks import PACKAGE, ROOT, changes, taken, told

HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WALKS = {"comparison": 6, "trigger": 8, "limit": 8, "output": 2, "engine": 4, "check": 1}
"""How many files of the package each may change. Of a limit the aim is 6."""


def test_hooks_run_what_is_installed_and_fetch_nothing() -> None:
    (local,) = HOOKS["repos"]
    assert local["repo"] == "local"
    assert {each["language"] for each in local["hooks"]} == {"system"}


def test_hooks_are_the_checks_of_ci() -> None:
    (local,) = HOOKS["repos"]
    hooks = [each["entry"].replace(" --force-exclude", "") for each in local["hooks"]]
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    asked = re.findall(
        r"^ +(ruff .+|mypy|lint-imports|careplay check .+)$", ci, flags=re.MULTILINE
    )
    assert hooks == [each.replace("ruff format --check", "ruff format") for each in asked]


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_lists_what_it_changes_and_keeps_to_its_aim(walk: str) -> None:
    section = re.search(rf"^### … an? {walk}$(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section is not None
    rows = re.findall(r"^\| (`.+?`) \| (.+) \|$", section[1], re.MULTILINE)
    listed = {PACKAGE + codes(file)[0]: "(new" in what for file, what in rows}
    changed = {each.file: each.is_new for each in changes(walk) if PACKAGE in each.file}
    assert listed == changed
    assert len(listed) <= WALKS[walk]


def test_every_walk_is_kept_and_told() -> None:
    assert {file.stem for file in walks.WALKS.glob("*.diff")} == {*WALKS}
    assert re.findall(r"^### … an? (\w+)$", PAGE, re.MULTILINE) == [*WALKS]


def test_where_texts_are_compared_the_walk_of_a_comparison_leads() -> None:
    known = matched(lambda case: _named(case) == TextOperator.__name__)
    assert known <= {each.file for each in changes("comparison")}
    assert len(known) == 3


def test_where_triggers_are_told_apart_the_walk_of_a_trigger_leads() -> None:
    """What matches a trigger of the calendar by name is extended; what matches all is not."""
    own = {each.__name__ for each in get_args(Trigger)} & {"Holiday", "SolarTerm", "Every"}
    known = matched(lambda case: _named(case) in own)
    assert known <= {each.file for each in changes("trigger")}
    assert len(known) == 2


def test_a_comparison_that_was_added_means_the_same_to_all(tmp_path: Path) -> None:
    program = """
faults = [each.code for each in careplay.check("shop")]
book = Path("shop/first_steps.yaml")
book.write_text("rules:" + book.read_text().partition("rules:")[2])
print(json.dumps([faults, did("duckdb"), did("plain")]))
"""
    faults, duckdb, plain = told(taken("comparison", tmp_path), "comparison", program)
    assert "CP411" in faults, "somebody is called Mar… and … Hall"
    assert duckdb == plain == [["1", "due", "None", "None"]]


def test_a_trigger_that_was_added_finds_its_day_both_ways(tmp_path: Path) -> None:
    program = """
days = [date(2026, 9, day) for day in (23, 24, 25)]
found = [[len(did(engine, day)) for day in days] for engine in ("duckdb", "plain")]
print(json.dumps(found))
"""
    duckdb, plain = told(taken("trigger", tmp_path), "trigger", program)
    assert duckdb == plain == [0, 10, 0]


def test_a_limit_that_was_added_holds_back_the_same(tmp_path: Path) -> None:
    program = """print(json.dumps([did("duckdb"), did("plain")]))"""
    duckdb, plain = told(taken("limit", tmp_path), "limit", program)
    assert duckdb == plain
    held = [row for row in duckdb if row[2] == "ceiling"]
    assert len(duckdb) - len(held) == 3
    assert {(row[1], row[3]) for row in held} == {("deferred", "2026-11-22")}


def test_an_output_that_was_added_is_known_to_all(tmp_path: Path) -> None:
    program = """
from click.testing import CliRunner
from careplay.cli import main
careplay.masked("shop", careplay.run("shop", day).actions).save("day.tsv")
said = CliRunner().invoke(main, ["run", "shop", "--date", str(day), "--format", "tsv"])
print(json.dumps([Path("day.tsv").read_text(), said.stdout]))
"""
    file, stream = told(taken("output", tmp_path), "output", program)
    assert file == stream
    heading, *lines = file.splitlines()
    assert heading.split("\t")[:2] == ["action_id", "code"]
    assert len(lines) == 9


def test_an_engine_that_was_added_can_be_chosen(tmp_path: Path) -> None:
    program = """print(json.dumps([careplay.ENGINES, did("echo"), did("duckdb")]))"""
    engines, echo, duckdb = told(taken("engine", tmp_path), "engine", program)
    assert "echo" in engines
    assert len(echo) == 9
    assert echo == duckdb


def test_a_check_that_was_added_is_asked(tmp_path: Path) -> None:
    program = """print(json.dumps([each.code for each in careplay.check("shop")]))"""
    assert told(taken("check", tmp_path), "check", program) == ["CP399"]


def matched(is_of: object) -> set[str]:
    """The files of the package with a match to its end that names what is asked for."""
    assert callable(is_of)
    return {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / PACKAGE).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Match)
        and "assert_never" in ast.unparse(node.cases[-1])
        and any(is_of(part) for case in node.cases for part in ast.walk(case.pattern))
    }


def _named(part: ast.AST) -> str:
    """The class of a class pattern, or that of a member of an enumeration."""
    match part:
        case ast.MatchClass(cls=ast.Name(id=name)):
            return name
        case ast.MatchValue(value=ast.Attribute(value=ast.Name(id=name))):
            return name
        case _:
            return ""
