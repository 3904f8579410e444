"""``careplay test``: which stories it plays, what it says of them, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import careplay as public
from careplay.reading.shipped import schema
from shop_folder import DAY, careplay, replaced, sentence, shop

STORIES = "first_steps.test.yaml"
QUIET = "who_asked_for_nothing"
"""The story of the starter that is played with the least."""
NOT_PLAYED = "1 fault in 1 file, for which stories were not played\nno story was played\n"
LOUD = "{consent_care: true}", "{consent_care: false}"
"""With it, that story comes otherwise."""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The starter's shop, beside which we stand."""
    monkeypatch.chdir(tmp_path)
    return shop(Path("mine"))


def loud(folder: Path) -> Path:
    """The shop wishes a happy birthday to those who asked for nothing."""
    replaced(folder / "first_steps.yaml", *LOUD)
    return folder


def quiet(*arguments: object) -> tuple[int, str]:
    """What comes of playing that story alone."""
    found = careplay("test", *arguments, "--only", QUIET)
    return found.exit_code, found.stdout


def test_a_story_that_comes_as_told_is_listed(mine: Path) -> None:
    code, said = quiet(mine)
    assert code == 0
    assert said == (
        f"mine/{STORIES}\n"
        f"  as told    {QUIET}: Whoever does not want to hear from us is left in peace\n"
        "1 story of 1 business: 1 as told, 0 otherwise\n"
    )


def test_what_came_otherwise_is_told_with_its_place_and_ends_with_6(mine: Path) -> None:
    code, said = quiet(loud(mine))
    assert code == 6
    assert f"  otherwise  {QUIET}: " in said
    assert (
        f'mine/{STORIES}:42:31: CP710 story "{QUIET}", 2026-03-12: "birthday" was told:'
        " to S2, due 2026-03-12 12:00\n"
        "   |\n42 |       2026-03-12: {not_told: [birthday]}\n"
    ) in said
    assert said.endswith("1 story of 1 business: 0 as told, 1 otherwise\n")


def test_a_file_at_fault_is_told_with_all_that_is_wrong_and_ends_with_1(mine: Path) -> None:
    replaced(mine / STORIES, "rule: callback, to: S2", "rule: calback, to: S9")
    (mine / "more.test.yaml").write_text(
        "careplay: 1\nstories:\n  empty_day: {title: Nothing happens,"
        " days: {2026-03-02: {told: nothing}}}\n"
    )
    found = careplay("test", mine)
    assert found.exit_code == 1
    assert (
        'CP701 the business has no rule "calback" in story "day_by_day"; did you'
        in found.stdout
    )
    assert 'CP702 the story has no person "S9"' in found.stdout
    assert "  as told    empty_day: Nothing happens\n" in found.stdout
    assert "2 faults in 1 file, for which stories were not played\n" in found.stdout


def test_a_playbook_at_fault_is_told_and_keeps_no_other_business_from_being_tested(
    mine: Path,
) -> None:
    faulty = shop(Path("faulty"))
    replaced(faulty / "first_steps.yaml", "to: adviser", "to: advisr")
    code, said = quiet(".")
    assert code == 1
    assert 'did you mean "adviser"?' in said
    assert f"  as told    {QUIET}: " in said


def test_a_business_without_stories_is_told_where_others_have_some(mine: Path) -> None:
    (shop(Path("other")) / STORIES).unlink()
    code, said = quiet(".")
    assert code == 0
    assert '"other" has no stories\n' in said


def test_where_nothing_is_tested_it_ends_with_5(mine: Path) -> None:
    said = sentence(careplay("test", mine, "--only", "who_asked_for_notin"), 5)
    assert said == (
        'careplay: no story is called "who_asked_for_notin";'
        ' did you mean "who_asked_for_nothing"?'
    )
    assert "no story" in sentence(careplay("test", mine, "--only", QUIET, "--only", "x"), 5)
    (mine / STORIES).unlink()
    assert 'no story in "mine"; write one' in sentence(careplay("test", mine), 5)


@pytest.mark.parametrize("name", ["[]", "[!x]*", f"[{QUIET[0]}]{QUIET[1:]}", ""])
def test_brackets_of_a_name_are_brackets(name: str, mine: Path) -> None:
    said = sentence(careplay("test", mine, "--only", name), 5)
    assert said.startswith(f'careplay: no story is called "{name}"; ')
    if QUIET[1:] in name:
        assert said.endswith(f'did you mean "{QUIET}"?')


def test_a_file_of_stories_stands_for_itself(mine: Path) -> None:
    file = mine / "stories" / "more.test.yaml"
    file.parent.mkdir()
    file.write_text(
        "careplay: 1\nstories:\n  empty_day: {title: Nothing happens,"
        " days: {2026-03-02: {told: nothing}}}\n"
    )
    assert careplay("test", file).stdout.startswith(f"{file}\n  as told    empty_day")
    both = careplay("test", file, mine, "--only", QUIET, "--only", "mor?")
    assert both.stdout.endswith("2 stories of 1 business: 2 as told, 0 otherwise\n")


def test_json_follows_its_schema_and_is_the_same_twice(mine: Path) -> None:
    _, said = quiet(loud(mine), "--format", "json", "--save", "tested.json")
    told = json.loads(said)
    assert list(jsonschema.Draft202012Validator(schema("tested")).iter_errors(told)) == []
    assert (told["passed"], told["stories"][0]["otherwise"][0]["line"]) == (False, 42)
    assert Path("tested.json").read_text("utf-8") == said
    assert quiet(mine, "--format", "json")[1] == said


def test_junit_counts_what_failed_and_tells_it(mine: Path) -> None:
    quiet(loud(mine), "--save", "tested.xml")
    top = ET.parse("tested.xml").getroot()  # noqa: S314 - our own
    (suite,) = top
    assert suite.attrib == {"name": "mine", "tests": "1", "failures": "1", "errors": "0"}
    (case,) = suite
    assert case.attrib["classname"] == f"mine/{STORIES}"
    (failure,) = case
    assert failure.attrib["message"].startswith(f"mine/{STORIES}:42:31: CP710")
    assert "^~~~" in str(failure.text)


def test_a_fault_of_a_file_is_an_error_of_junit(mine: Path) -> None:
    replaced(mine / STORIES, "rule: callback", "rule: calback")
    assert careplay("test", mine).stdout.endswith(NOT_PLAYED)
    (suite,) = ET.fromstring(careplay("test", mine, "--format", "junit").stdout)  # noqa: S314
    assert (suite.attrib["name"], suite.attrib["errors"]) == ("careplay", "1")


def test_beside_a_fault_too_a_name_that_no_story_has_is_told(mine: Path) -> None:
    replaced(mine / STORIES, "rule: callback", "rule: calback")
    found = careplay("test", mine, "--only", "who_asked_for_notin")
    assert found.exit_code == 1
    assert 'careplay: no story is called "who_asked_for_notin"' in found.stderr


def test_a_file_of_another_ending_is_told(mine: Path) -> None:
    found = careplay("test", mine, "--only", QUIET, "--save", "tested.txt")
    assert (found.exit_code, found.stdout) == (2, "")
    assert f"its name must end in {' or '.join(public.REPORT_ENDINGS)}" in found.stderr


def test_check_tells_of_stories_and_no_run_stops_for_them(mine: Path) -> None:
    replaced(mine / STORIES, "rule: callback", "rule: calback")
    found = careplay("check", mine)
    assert found.exit_code == 1
    assert f'mine/{STORIES}:19:20: CP701 the business has no rule "calback"' in found.stdout
    assert [each.code for each in public.check(mine)] == ["CP701"]
    assert careplay("run", mine, "--date", DAY).exit_code == 0


def test_it_is_told_each_story_as_it_begins(mine: Path) -> None:
    began: list[str] = []
    public.test(mine, only=QUIET, progress=lambda what, _: began.append(what))
    assert began == [f"playing {QUIET}"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_stories_of_the_starter_come_as_they_are_told(
    language: str, tmp_path: Path
) -> None:
    found = public.test(shop(tmp_path / "shop", language), engine="plain")
    assert [found.shown(fault) for each in found.stories for fault in each.otherwise] == []
    assert (found.exit_code, len(found.stories)) == (0, 3)
