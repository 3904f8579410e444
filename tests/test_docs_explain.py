"""docs/explain.md is true: its commands say what is shown, and its tables are all there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import docs_pages
import docs_shop
from alike import called
from careplay.commands.explain import explain as command
from docs_pages import Block, codes

PAGE = "explain.md"
FILE = "file: "
CONSOLE = [each for each in docs_pages.blocks(PAGE) if each.kind == "console"]
PROMPT = "$ careplay "


@pytest.fixture
def _beside_the_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        each.told.removeprefix(FILE): each.text
        for each in docs_pages.blocks(PAGE)
        if each.told.startswith(FILE)
    }
    docs_shop.write(tmp_path / "shop", files)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_beside_the_shop")
def test_a_command_says_what_is_shown(golden: Callable[[Path, str], None]) -> None:
    for number in range(len(CONSOLE)):
        # Written anew, the page has other lines than before.
        shown = [each for each in docs_pages.blocks(PAGE) if each.kind == "console"][number]
        told = docs_pages.answered(PAGE, shown, _answer(shown))
        golden(docs_pages.DOCS / PAGE, told)


def _answer(block: Block) -> str:
    command_line, *_ = block.text.splitlines()
    found = called(command_line.removeprefix(PROMPT).split())
    assert found.exit_code == 0, found.output
    return f"{command_line}\n{found.stdout}"


def test_every_option_is_on_the_page_and_no_other() -> None:
    (table,) = (each for each in docs_pages.tables(PAGE) if each.heading[0] == "option")
    told = {code.split()[0] for row in table.rows for code in codes(row[0]) if code[:2] == "--"}
    of_all = {"--max-yaml", "--max-cell", "--max-cells", "--max-part", "--max-files"}
    flags = {flag for each in command.params for flag in each.opts if flag[:2] == "--"}
    assert told - {"--max-…"} == flags - of_all
