"""``careplay explain --format html``: the page says what the text says, and can be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import docs_pages
import docs_shop
from alike import called
from axe import violations

FILE = "file: "
DAY = ("--date", "2026-06-15")
ASKED = {"day": ("--customer", "C1"), "action": ("63P",)}
SIZES = {"desktop": 1280, "phone": 390}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop of docs/explain.md, with one day kept."""
    monkeypatch.chdir(tmp_path)
    blocks = [each for each in docs_pages.blocks("explain.md") if each.told.startswith(FILE)]
    docs_shop.write(Path("shop"), {each.told.removeprefix(FILE): each.text for each in blocks})
    assert called(("run", "shop", *DAY)).exit_code == 0
    return Path("shop")


def page(shop: Path, *asked: str, form: str = "html") -> str:
    found = called(("explain", shop, *asked, *DAY, "--format", form))
    assert found.exit_code == 0, found.output
    return found.stdout


class Words(HTMLParser):
    """The text of a page's body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.feed(html.partition("<body>")[2])

    def handle_data(self, data: str) -> None:
        self.told.append(data)


def words(html: str) -> list[str]:
    """Every word and number of the page, in order, its marks left out."""
    return re.findall(r"\w+", " ".join(Words(html).told))


@pytest.mark.parametrize("asked", ASKED.values(), ids=[*ASKED])
def test_the_page_says_what_the_text_says_in_the_same_order(
    shop: Path, asked: tuple[str, ...]
) -> None:
    text = re.findall(r"\w+", page(shop, *asked, form="text"))
    assert words(page(shop, *asked)) == text


@pytest.mark.parametrize("asked", ASKED.values(), ids=[*ASKED])
def test_the_page_is_in_the_language_of_the_business(
    shop: Path, asked: tuple[str, ...]
) -> None:
    home = shop / "careplay.yaml"
    home.write_text(home.read_text().replace("language: en", "language: zh"), "utf-8")
    html = page(shop, *asked)
    assert '<html lang="zh">' in html
    assert words(html) == re.findall(r"\w+", page(shop, *asked, form="text"))


@pytest.mark.parametrize("asked", ASKED.values(), ids=[*ASKED])
def test_what_a_playbook_and_the_data_say_is_no_markup(
    shop: Path, asked: tuple[str, ...]
) -> None:
    book = shop / "care.yaml"
    book.write_text(
        book.read_text("utf-8")
        .replace("title: A card", 'title: "<script>alert(1)</script>"')
        .replace("label: spent in 12 months", 'label: "<b>spent</b>"'),
        "utf-8",
    )
    assert called(("run", shop, *DAY)).exit_code == 0  # the title is kept with the action
    html = page(shop, *asked)
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;spent&lt;/b&gt;" in html


@pytest.mark.parametrize("asked", ASKED.values(), ids=[*ASKED])
def test_what_is_personal_is_masked(shop: Path, asked: tuple[str, ...]) -> None:
    html = page(shop, *asked)
    assert "A**" in html
    assert [each for each in ("Ann Lee", "5550101") if each in html] == []


@pytest.mark.parametrize("width", SIZES.values(), ids=[*SIZES])
@pytest.mark.parametrize("asked", ASKED.values(), ids=[*ASKED])
def test_axe_finds_nothing_in_a_browser(
    shop: Path, asked: tuple[str, ...], width: int, tmp_path: Path
) -> None:
    assert violations(page(shop, *asked), tmp_path, width) == []
