"""``careplay check``: what it is given, what it says, and with which exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import careplay as public
from shop_folder import PLAYBOOKS, careplay, process, replaced, sentence, shop

FAULTS = Path(__file__).parents[2] / "docs" / "faults.md"


def test_the_shipped_businesses_have_no_faults() -> None:
    result = careplay("check", PLAYBOOKS)
    assert result.exit_code == 0
    assert result.stdout.startswith("no faults: 5 businesses, ")


@pytest.mark.parametrize("path", [".", "first_steps.yaml", "careplay.yaml", "data"])
def test_a_folder_or_a_file_of_a_business_stands_for_the_business(
    tmp_path: Path, path: str
) -> None:
    result = careplay("check", shop(tmp_path / "shop") / path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "no faults: 1 business, 3 files, 4 rules\n"


def test_a_business_that_is_named_twice_is_checked_once(tmp_path: Path) -> None:
    north, south = shop(tmp_path / "north"), shop(tmp_path / "south")
    result = careplay("check", north, north / "first_steps.yaml", south, tmp_path)
    assert result.stdout == "no faults: 2 businesses, 6 files, 8 rules\n"


def test_all_faults_of_all_businesses_are_told_at_once_in_order(tmp_path: Path) -> None:
    for name in ("north", "south"):
        folder = shop(tmp_path / name)
        replaced(
            folder / "first_steps.yaml", "to: adviser\n        due: by 12:00", "to: advisr"
        )
        replaced(folder / "careplay.yaml", "country: GB", "contry: GB")
    result = careplay("check", tmp_path)
    assert result.exit_code == 1
    places = [line for line in result.stdout.splitlines() if ": CP" in line]
    assert ["contry" in line for line in places] == [True, True]
    assert result.stdout.endswith("2 faults in 2 files\n")


def test_the_faults_are_shown_with_their_line_and_counted(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    replaced(folder / "first_steps.yaml", "{consent_care: true}", "{consent_cre: true}")
    result = careplay("check", folder)
    assert result.exit_code == 1
    assert 'unknown fact "consent_cre" in rule "birthday"; did you mean "consent_care"?' in (
        result.stdout
    )
    assert "    if: {consent_cre: true}\n" in result.stdout
    assert result.stdout.endswith("1 fault in 1 file\n")


def test_of_very_many_faults_the_first_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    rules = "".join(
        f"  - {{id: r{n}, title: t, when: {{every: day}}, do: [{{task: x, to: nobody}}]}}\n"
        for n in range(230)
    )
    (folder / "many.yaml").write_text(f"rules:\n{rules}", encoding="utf-8")
    result = careplay("check", folder)
    assert result.stdout.count("CP") == 200
    assert result.stdout.endswith("230 faults in 1 file; the first 200 are shown\n")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = sentence(careplay("check", tmp_path / "north"), 4)
    assert said == (
        f'careplay: there is no file or folder "{tmp_path / "north"}"; is the path right?'
    )


def test_a_folder_without_a_business_is_told(tmp_path: Path) -> None:
    said = sentence(careplay("check", tmp_path), 5)
    assert "no folder there holds careplay.yaml; `careplay new` writes one" in said


def test_a_business_without_playbooks_is_told(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    (folder / "first_steps.yaml").unlink()
    said = sentence(careplay("check", folder), 5)
    assert f'"{folder}" holds no playbook; write a YAML file beside careplay.yaml' in said


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    (folder / "lost.yaml").symlink_to(tmp_path / "nowhere.yaml")
    said = sentence(careplay("check", folder), 4)
    assert f'cannot read "{folder / "lost.yaml"}": No such file or directory' in said


def test_nothing_to_check_is_wrong_usage() -> None:
    result = careplay("check")
    assert result.exit_code == 2
    assert "name a PATH to check" in result.stderr


def test_one_that_cannot_be_examined_keeps_no_other_from_being_checked(tmp_path: Path) -> None:
    empty, faulty = shop(tmp_path / "empty"), shop(tmp_path / "faulty")
    (empty / "first_steps.yaml").unlink()
    replaced(faulty / "first_steps.yaml", "to: adviser", "to: advisr")
    result = careplay("check", tmp_path)
    assert result.exit_code == 1
    assert "holds no playbook" in result.stderr
    assert 'did you mean "adviser"?' in result.stdout


def test_checking_needs_no_data_and_no_database(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    for file in (folder / "data").iterdir():
        file.unlink()
    program = """
import atexit, sys
heavy = {"duckdb", "pyarrow", "rich", "openpyxl", "python_calamine"}
atexit.register(lambda: print(sorted(heavy & set(sys.modules)), file=sys.stderr))
"""
    result = process("check", folder, program=program)
    assert (result.returncode, result.stderr) == (0, "[]\n")


@pytest.mark.parametrize("code", ["CP101", "CP214", "CP482", "CP505", "CP601", "CP710"])
def test_a_code_is_explained_with_an_example_and_the_way_out(code: str) -> None:
    found = careplay("check", "--explain", code.lower())
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith(f"{code}: ")
    assert len(found.stdout.splitlines()) > 4
    assert "|" not in found.stdout


def test_every_code_that_is_told_can_be_explained() -> None:
    codes = set(re.findall(r"^\| (CP\d{3}) ", FAULTS.read_text("utf-8"), re.MULTILINE))
    assert len(codes) > 180
    assert all(public.page_of(code).startswith(f"{code}: ") for code in codes)


def test_a_code_that_is_none_is_told_with_the_nearest() -> None:
    assert 'no fault has the code "CP1O1"; did you mean "CP101"?' in sentence(
        careplay("check", "--explain", "CP1O1"), 5
    )


@pytest.mark.parametrize("asked", [(), ("--explain", "CP101", "shop")])
def test_either_something_is_checked_or_a_code_explained(asked: tuple[str, ...]) -> None:
    assert careplay("check", *asked).exit_code == 2
