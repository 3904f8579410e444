"""What is called otherwise remembers: a business by its id, a rule by what it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from alike import ENGINES
from careplay.cli import main
from diary import HOME, Diary, Told, rule, rules

CALL = "{call: 您好, to: adviser, reason: 使用回访, due: within 9 days, channels: [{phone: 2}]}"
WHEN = "{after: purchase, days: 3}"
LIMITS = "limits:\n  per_customer: {contacts: {1 day: 1}}\n"


@pytest.fixture(params=ENGINES)
def diary(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    found = Diary(tmp_path / "a", rules(rule("old", WHEN, CALL)), engine=engine)
    found.event("2026-06-01 10:00", "purchase", amount="100")
    return found


def ids(found: list[Told]) -> list[tuple[str, str]]:
    return [(each["rule"], each["action_id"]) for each in found]


def test_a_renamed_rule_does_not_ask_again(diary: Diary) -> None:
    ((_, told),) = ids(diary.run("2026-06-04"))
    diary.playbook = rules(rule("new", WHEN, CALL, was="old"))
    assert ids(diary.run("2026-06-04")) == [("new", told)]
    assert diary.run("2026-06-05") == []


def test_a_rule_that_was_renamed_without_a_word_asks_again(diary: Diary) -> None:
    """And what the old one asked for is taken back, for that is no more."""
    diary.run("2026-06-04")
    diary.playbook = rules(rule("new", WHEN, CALL, catch_up="all"))
    diary.event("2026-06-02 10:00", "purchase", amount="100")
    found = {
        (each["rule"], each["status"], each["held_by"]) for each in diary.run("2026-06-05")
    }
    assert found == {("new", "due", None), ("old", "withdrawn", "rule")}


def test_what_was_not_reached_comes_back_under_the_new_name(diary: Diary) -> None:
    ((_, told),) = ids(diary.run("2026-06-04"))
    diary.event("2026-06-04 17:00", "action.unreached", action=told)
    diary.playbook = rules(rule("newest", WHEN, CALL, was="[old, new]"))
    assert ids(diary.run("2026-06-05")) == [("newest", told)]


@pytest.mark.parametrize("once", ["ever", "per year", "90 days"])
def test_once_counts_what_the_rule_did_under_its_former_name(diary: Diary, once: str) -> None:
    diary.playbook = rules(rule("old", WHEN, CALL, once=once))
    assert len(diary.run("2026-06-04")) == 1
    diary.playbook = rules(rule("new", WHEN, CALL, once=once, was="old"))
    diary.event("2026-06-05 10:00", "purchase", amount="100")
    assert diary.run("2026-06-08") == []


def test_what_was_put_off_comes_back_under_the_new_name(diary: Diary) -> None:
    diary.playbook = LIMITS + rules(rule("old", WHEN, CALL), rule("other", WHEN, CALL))
    first = diary.run("2026-06-04")
    assert sorted(each["status"] for each in first) == ["deferred", "due"]
    book = rules(rule("new", WHEN, CALL, was="old"), rule("newer", WHEN, CALL, was="other"))
    diary.playbook = LIMITS + book
    (back,) = diary.run("2026-06-05")
    (waited,) = (each for each in first if each["status"] == "deferred")
    now = {"old": "new", "other": "newer"}[waited["rule"]]
    assert ids([back]) == [(now, waited["action_id"])]


def test_a_rule_cannot_have_been_what_another_is(diary: Diary) -> None:
    diary.playbook = rules(
        rule("old", WHEN, CALL),
        rule("new", WHEN, CALL, was="old"),
        rule("x", WHEN, CALL, was="y"),
        rule("z", WHEN, CALL, was="[w, y]"),
    )
    found = diary.call("2026-06-04")
    assert found.exit_code != 0
    assert 'CP109 "old" is no former id: another rule has that id in rule "new"' in found.output
    assert 'CP109 "y" is no former id: another rule has that id in rule "z"' in found.output


def test_a_business_with_an_id_remembers_wherever_it_lies(diary: Diary) -> None:
    diary.home = HOME.replace("language:", "id: a\nlanguage:")
    diary.playbook = rules(rule("old", WHEN, CALL, catch_up="all"))
    assert len(diary.run("2026-06-04")) == 1
    diary.folder = diary.folder.rename(diary.folder.with_name("b"))
    assert diary.run("2026-06-05") == []


def test_a_folder_that_was_renamed_is_told_that_it_forgets(diary: Diary) -> None:
    diary.run("2026-06-04")
    diary.folder = diary.folder.rename(diary.folder.with_name("b"))
    said = diary.call("2026-06-05")
    assert "“a”" in said.output
    assert "id: a" in said.output
    assert json.loads(diary.kept("2026-06-05", "run.json").read_text("utf-8"))["forgotten"] == [
        "a"
    ]
    assert "id: a" not in diary.call("2026-06-06").output


def test_two_businesses_of_one_id_are_not_kept_in_one_folder(diary: Diary) -> None:
    home = HOME.replace("language:", "id: same\nlanguage:")
    one = Diary(diary.folder.parent / "both" / "x", diary.playbook, home=home)
    two = Diary(diary.folder.parent / "both" / "y", diary.playbook, home=home)
    for each in (one, two):
        each.write()
    asked = ("run", one.folder.parent, "--date", "2026-06-04", "--out", diary.folder / "out")
    found = CliRunner().invoke(main, [str(each) for each in asked])
    assert found.exit_code == 2
    assert 'are both called "same"' in found.output
