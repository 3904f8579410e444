"""``careplay practices``: no practice is lost on the way to the playbooks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from careplay.cli import main

HOME = "careplay: 1\nname: Shop\nlanguage: en\nroles: {adviser: {}}\n"
EVENTS = "events: {from: e.csv, types: {opened: {ref: text}}}\n"
RULES = """rules:
  - {id: hello, title: Hello, source: [S1], when: {every: day}, do: [{task: Go, to: adviser}]}
flows:
  case:
    source: S2
    starts: opened
    steps:
      look: {source: [S1, S2], do: {task: Look, to: adviser}, next: closed}
"""
PRACTICES = """practices:
  S1: {asks: Say hello., kinds: [action]}
  S2: {asks: Look into it., kinds: [trigger]}
  S3: {asks: Count., kinds: [report], left_out: a report}
"""
STORY = """careplay: 1
stories:
  hi:
    title: Hello is said every day
    shows: [S1]
    days: {2026-03-02: {told: [hello]}}
"""
PAGE = """| S1 | Say hello. | action | `shop/day` flow case.look, rule hello | `shop/hello` hi |
## S2
| S2 | Look into it. | trigger | `shop/day` flow case, flow case.look |  |
## S3
| S3 | Count. | report | a report |  |
"""


def folder(path: Path, practices: str = PRACTICES, rules: str = RULES) -> Path:
    files: Mapping[str, str] = {
        "practices.yaml": practices,
        "shop/careplay.yaml": HOME + EVENTS,
        "shop/day.yaml": rules,
        "shop/hello.test.yaml": STORY,
    }
    for name, text in files.items():
        file = path / "books" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path / "books"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["practices", *map(str, arguments)])


def lines(text: str) -> str:
    """The rows and headings of the page, without what is the same on each."""
    kept = (line for line in text.split("\n") if line.startswith(("| S", "## ")))
    return "\n".join(kept).removeprefix("## S1\n") + "\n"


def test_the_page_says_where_each_practice_lives(tmp_path: Path) -> None:
    result = run(folder(tmp_path))
    assert (result.exit_code, lines(result.output)) == (0, PAGE)


def test_the_page_counts_what_is_carried(tmp_path: Path) -> None:
    said = (
        "3 practices: 1 carried, as stories show (1 told, 0 prevented); 1 only named by"
        " playbooks; 1 left out for a reason. They are named by 1 playbook."
    )
    assert said in run(folder(tmp_path)).output


@pytest.mark.parametrize(
    ("practices", "code", "said"),
    [
        (PRACTICES + "  S4: {asks: Call., kinds: [action]}\n", "CP493", 'carries "S4"'),
        (PRACTICES.replace("S1", "S9"), "CP494", 'unknown practice "S1"'),
        (
            PRACTICES.replace("[action]}", "[action], left_out: no}"),
            "CP495",
            '"S1" is left out, and carried by',
        ),
        (PRACTICES.replace("asks: Count., ", ""), "CP012", "asks"),
    ],
)
def test_what_is_lost_is_told_and_fails(
    practices: str, code: str, said: str, tmp_path: Path
) -> None:
    result = run(folder(tmp_path, practices))
    assert result.exit_code == 1
    assert code in result.stderr
    assert said in result.stderr


def test_faults_of_playbooks_are_told_first(tmp_path: Path) -> None:
    result = run(folder(tmp_path, rules=RULES.replace("to: adviser}]", "to: advisor}]")))
    assert result.exit_code == 1
    assert "CP105" in result.stderr


def test_a_page_is_written_and_then_found_up_to_date(tmp_path: Path) -> None:
    books, out = folder(tmp_path), tmp_path / "docs" / "practices.md"
    assert run(books, "--out", out, "--check").exit_code == 1
    assert run(books, "--out", out).exit_code == 0
    assert run(books, "--out", out, "--check").exit_code == 0
    assert lines(out.read_text("utf-8")) == PAGE


def test_a_folder_without_practices_is_told(tmp_path: Path) -> None:
    books = folder(tmp_path)
    (books / "practices.yaml").unlink()
    result = run(books)
    assert result.exit_code == 4
    assert "lists the practices by id" in result.stderr


def test_faults_of_stories_are_told(tmp_path: Path) -> None:
    books = folder(tmp_path)
    file = books / "shop" / "hello.test.yaml"
    file.write_text(STORY.replace("[hello]", "[helo]"), encoding="utf-8")
    result = run(books)
    assert result.exit_code == 1
    assert "CP701" in result.stderr
    assert 'no rule "helo"' in result.stderr


def test_a_practice_of_a_story_must_be_listed(tmp_path: Path) -> None:
    books = folder(tmp_path)
    text = STORY.replace("[S1]", "[S9]").replace("[hello]}", "[hello], not_told: [case]}")
    (books / "shop" / "hello.test.yaml").write_text(text, encoding="utf-8")
    result = run(books)
    assert result.exit_code == 1
    assert "CP494" in result.stderr
    assert 'unknown practice "S9" in story "hi"' in result.stderr


def test_what_a_story_prevents_is_told_as_prevented(tmp_path: Path) -> None:
    books = folder(tmp_path)
    text = STORY.replace("[S1]", "[S2]").replace("[hello]}", "[hello], not_told: [case]}")
    (books / "shop" / "hello.test.yaml").write_text(text, encoding="utf-8")
    assert "| `shop/hello` hi (prevented) |" in run(books).output
