"""docs/checking.md is true: its shop is checked, and its tables are what careplay goes by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import careplay as public
import docs_pages
from careplay.checks import severity_of
from careplay.severity import CheckProfile, Severity
from docs_pages import codes
from shop_folder import careplay, shop

PAGE = "checking.md"
BLOCKS = docs_pages.blocks(PAGE)
ALL = [
    *("CP120", "CP121", "CP122", "CP123", "CP315", "CP316", "CP415", "CP472", "CP473", "CP487"),
    *("CP488", "CP489", "CP497", "CP498", "CP499"),
]


def test_the_shop_of_the_page_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop(tmp_path / "my_shop")
    monkeypatch.chdir(tmp_path)
    assert f"$ careplay check my_shop\n{careplay('check', 'my_shop').stdout}" == BLOCKS[0].text


def test_its_rule_is_told_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> None:
    (example,) = (each for each in BLOCKS if each.kind == "yaml" and "offer" in each.text)
    (answer,) = (each for each in BLOCKS if each.told == "checked")
    (shop(tmp_path / "my_shop") / "offer.yaml").write_text(example.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = careplay("check", "my_shop").stdout
    golden(docs_pages.DOCS / PAGE, docs_pages.answered(PAGE, answer, said))


def test_it_names_the_weight_of_every_code() -> None:
    (said,) = (line for line in docs_pages.page(PAGE).splitlines() if line.startswith("Warnin"))
    for part in said.split(";")[:2]:
        kind = Severity.ADVICE if "advice is" in part else Severity.WARNING
        named = {each for each in ALL if each in part}
        assert named == {each for each in ALL if severity_of(each) is kind}


def test_its_profiles_tell_and_fail_as_it_says() -> None:
    (table,) = (each for each in docs_pages.tables(PAGE) if each.heading[0] == "profile")
    assert [codes(row[0])[0] for row in table.rows] == list(public.PROFILES)
    for name, tells, fails in table.rows:
        profile = CheckProfile(codes(name)[0])
        assert profile.tells(Severity.ADVICE) is ("advice" in tells)
        assert profile.fails(Severity.WARNING) is (fails == "any of them")


def test_it_tells_every_form() -> None:
    (table,) = (each for each in docs_pages.tables(PAGE) if each.heading[0] == "option")
    forms = [codes(row[0])[0].removeprefix("--format ") for row in table.rows]
    assert forms[: len(public.CHECK_REPORTS)] == list(public.CHECK_REPORTS)
