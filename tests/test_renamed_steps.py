"""A step that a version takes along under another name is the step that it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alike import ENGINES
from diary import HOME, Diary, Told

SHOP = HOME.replace("  types:\n", "  types:\n    asked: {ref: text}\n")
FIRST = """
flows:
  repair:
    starts: asked
    owner: adviser
    steps:
      look: {title: 看, do: {task: 看一看, to: adviser}, within: 5 days, next: mend}
      mend: {title: 修, do: {task: 修好, to: adviser}, within: 5 days, next: mended}
    late: [{after: 0 hours, escalate: manager}]
"""
SECOND = """
flows:
  repair:
    starts: asked
    owner: adviser
    from: 2026-06-03
    migrate: {look: check}
    steps:
      check: {title: 查, do: {task: 查一查, to: adviser}, within: 5 days, next: mend}
      mend: {title: 修, do: {task: 修好, to: adviser}, within: 5 days, next: mended}
    late: [{after: 0 hours, escalate: manager}]
    before:
      - steps:
          look: {title: 看, do: {task: 看一看, to: adviser}, within: 5 days, next: mend}
          mend: {title: 修, do: {task: 修好, to: adviser}, within: 5 days, next: mended}
        late: [{after: 0 hours, escalate: manager}]
"""

THIRD = """
flows:
  repair:
    starts: asked
    owner: adviser
    from: 2026-06-06
    steps:
      look: {title: 再看, do: {task: 再看一看, to: adviser}, within: 5 days, next: mend}
      mend: {title: 修, do: {task: 修好, to: adviser}, within: 5 days, next: mended}
    late: [{after: 0 hours, escalate: manager}]
    before:
      - steps:
          look: {title: 看, do: {task: 看一看, to: adviser}, within: 5 days, next: mend}
          mend: {title: 修, do: {task: 修好, to: adviser}, within: 5 days, next: mended}
        late: [{after: 0 hours, escalate: manager}]
      - from: 2026-06-03
        migrate: {look: check}
        steps:
          check: {title: 查, do: {task: 查一查, to: adviser}, within: 5 days, next: mend}
          mend: {title: 修, do: {task: 修好, to: adviser}, within: 5 days, next: mended}
        late: [{after: 0 hours, escalate: manager}]
"""


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def shop(folder: Path, engine: str, book: str = FIRST) -> tuple[Diary, Told]:
    """A case of the first of June, whose step was told that day under its former name."""
    diary = Diary(folder / "shop", book, engine=engine, home=SHOP, columns=("ref",))
    diary.event("2026-06-01 10:00", "asked", ref="R1")
    (told,) = diary.run("2026-06-01")
    diary.playbook = SECOND
    return diary, told


def seen(found: list[Told]) -> list[tuple[Any, ...]]:
    return [(each["rule"], each["status"], each["text"]) for each in found]


@pytest.mark.parametrize("book", [FIRST, SECOND])
def test_it_is_not_told_twice_and_not_taken_back(
    tmp_path: Path, engine: str, book: str
) -> None:
    diary, _ = shop(tmp_path, engine, book)
    assert diary.run("2026-06-03") == diary.run("2026-06-04") == []
    diary.event("2026-06-05 10:00", "repair.check.done", ref="R1")
    assert seen(diary.run("2026-06-05")) == [("repair.mend", "due", "修好")]


def test_what_is_said_by_its_former_id_is_understood(tmp_path: Path, engine: str) -> None:
    diary, told = shop(tmp_path, engine)
    diary.tells("2026-06-01 17:00", "snoozed", told, until="2026-06-04")
    assert diary.run("2026-06-03") == []
    assert seen(diary.run("2026-06-04")) == [("repair.check", "due", "查一查")]
    assert diary.run("2026-06-05") == []


def test_a_case_that_is_deleted_takes_it_back_once(tmp_path: Path, engine: str) -> None:
    diary, _ = shop(tmp_path, engine)
    diary.happened.clear()
    (found,) = diary.run("2026-06-03")
    assert (found["rule"], found["status"]) == ("repair.check", "withdrawn")
    assert diary.texts("2026-06-03") == {found["action_id"]: "看一看"}
    assert diary.run("2026-06-04") == []


def test_whoever_must_know_that_it_is_late_is_told_once(tmp_path: Path, engine: str) -> None:
    diary, _ = shop(tmp_path, engine, FIRST)
    diary.playbook = FIRST
    assert [each["rule"] for each in diary.run("2026-06-06")] == ["repair.late.1"]
    diary.playbook = SECOND.replace("2026-06-03", "2026-06-07")
    assert diary.run("2026-06-07") == []


def test_another_deadline_is_told_as_that_of_any_step(tmp_path: Path, engine: str) -> None:
    diary, _ = shop(tmp_path, engine)
    diary.playbook = SECOND.replace("within: 5 days", "within: 9 days", 1)
    (again,) = diary.run("2026-06-03")
    assert (again["rule"], again["due_at"], again["attempt"]) == (
        "repair.check", "2026-06-10T10:00", 1,
    )  # fmt: skip
    assert again["supersedes"] == again["action_id"]
    assert diary.run("2026-06-04") == []


def test_a_later_step_of_the_former_name_is_another(tmp_path: Path, engine: str) -> None:
    diary, told = shop(tmp_path, engine)
    assert diary.run("2026-06-04") == []
    diary.playbook = THIRD
    diary.event("2026-06-06 10:00", "asked", ref="R2")
    late, other = diary.run("2026-06-06")
    assert [row["rule"] for row in (late, other)] == ["repair.late.1.v2", "repair.look"]
    diary.tells("2026-06-06 12:00", "snoozed", told, until="2026-06-08")
    diary.tells("2026-06-06 12:00", "snoozed", other, until="2026-06-08")
    assert diary.run("2026-06-07") == []
    assert seen(diary.run("2026-06-08")) == [
        ("repair.check.v2", "due", "查一查"), ("repair.look", "due", "再看一看"),
    ]  # fmt: skip


def test_a_deadline_of_a_later_step_of_the_former_name_moves(
    tmp_path: Path, engine: str
) -> None:
    diary, _ = shop(tmp_path, engine)
    diary.playbook = THIRD
    diary.event("2026-06-06 10:00", "asked", ref="R2")
    diary.run("2026-06-06")
    more = "within: 5 days, next: mend}", "within: 7 days, next: mend}", 1
    diary.playbook = THIRD.replace(*more)
    found = [(row["rule"], row["due_at"]) for row in diary.run("2026-06-07")]
    assert found == [("repair.look", "2026-06-13T10:00")]
    assert json.loads(diary.kept("2026-06-07", "run.json").read_text("utf-8"))["moved"] == 1


GIVEN_UP = """
flows:
  repair:
    starts: asked
    owner: adviser
    from: 2026-06-03
    migrate: true
    steps:
      check: {title: 查, do: {task: 查一查}, next: mend}
      mend: {title: 修, do: {task: 修好}, next: {ok: mended, no: check}}
    before:
      - steps:
          look: {title: 看, do: {task: 看一看}, next: mend}
          mend: {title: 修, do: {task: 修好}, next: {ok: mended, again: look}}
"""


def test_a_step_that_a_version_gave_up_is_not_taken_back_for_how_often_a_case_went_back(
    tmp_path: Path, engine: str
) -> None:
    """The word that sent it back is none of the new version's, by which it never did."""
    diary = Diary(
        tmp_path / "shop", GIVEN_UP, engine=engine, home=SHOP, columns=("ref", "outcome")
    )
    diary.event("2026-06-01 10:00", "asked", ref="R1")
    diary.event("2026-06-01 11:00", "repair.look.done", ref="R1")
    diary.event("2026-06-01 12:00", "repair.mend.done", ref="R1", outcome="again")
    (told,) = diary.run("2026-06-01")
    assert (told["rule"], told["occasion"]) == ("repair.look.v1", "repair:look/1/R1")
    assert seen(diary.run("2026-06-03")) == [("repair.check", "due", "查一查")]
    assert diary.run("2026-06-04") == []
