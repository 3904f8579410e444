"""docs/stories.md is true: its stories are played, and its tables are all there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import docs_pages
import docs_shop
from alike import called
from careplay.authoring.playing import Played, play
from careplay.authoring.stories import ToldStories, read_stories
from careplay.commands.test import test as command
from careplay.language.stories.expecting import KEYS
from careplay.model.business import Business
from docs_pages import Block, codes

PAGE = "stories.md"
FILE = "thanks.test.yaml"


def business(folder: Path) -> Business:
    home, playbook = [each for each in docs_pages.blocks(PAGE) if not each.told][:2]
    return docs_shop.sound(
        docs_shop.write(folder, {"careplay.yaml": home.text, "book.yaml": playbook.text})
    )


def told_as(told: str) -> tuple[Block, ...]:
    return tuple(each for each in docs_pages.blocks(PAGE) if each.told == told)


def played(shop: Business, block: Block, engine: str) -> tuple[ToldStories, list[Played]]:
    found = read_stories(block.text, FILE, shop)
    assert [str(each) for each in found.diagnostics] == []
    return found, [play(each, shop, engine) for each in found.stories]


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
@pytest.mark.parametrize("block", told_as("story"), ids=lambda each: str(each.line))
def test_a_story_comes_as_it_is_told(block: Block, engine: str, tmp_path: Path) -> None:
    _, found = played(business(tmp_path / "shop"), block, engine)
    assert [str(fault) for each in found for fault in each.diagnostics()] == []
    assert all(each.verdicts for each in found)


def test_what_came_otherwise_is_told_as_shown(
    tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    (failing,) = told_as("failing story")
    told, found = played(business(tmp_path / "shop"), failing, "plain")
    said = "".join(told.shown(fault) for each in found for fault in each.diagnostics())
    answer = next(each for each in docs_pages.blocks(PAGE) if each.kind == "text")
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, answer, said))


def test_the_page_has_every_key_of_an_expectation() -> None:
    (table,) = (each for each in docs_pages.tables(PAGE) if each.heading[1] == "of the action")
    assert {key for row in table.rows for key in codes(row[0])} == {*KEYS, "customer"}


def test_the_stories_of_the_starter_are_told_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for shown in (each for each in docs_pages.blocks(PAGE) if each.kind == "console"):
        lines, said = shown.text.splitlines(), ""
        asked = [line for line in lines if line.startswith("$ careplay ")]
        for line in asked:
            found = called(line.removeprefix("$ careplay ").split())
            assert found.exit_code == 0
            said = found.stdout
        assert said.splitlines() == lines[len(asked) :]


def test_every_option_is_on_the_page_and_no_other() -> None:
    (table,) = (each for each in docs_pages.tables(PAGE) if each.heading[0] == "option")
    told = {code.split()[0] for row in table.rows for code in codes(row[0]) if code[:2] == "--"}
    of_all = {"--max-yaml", "--max-cell", "--max-cells", "--max-part", "--max-files"}
    flags = {flag for each in command.params for flag in each.opts if flag[:2] == "--"}
    assert told - {"--max-…"} == flags - of_all
