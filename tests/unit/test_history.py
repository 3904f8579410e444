"""Which kept days count, and how far back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from careplay.faults import HistoryError
from careplay.history.kept import kept_days
from careplay.history.look_back import look_back
from careplay.model.limits import Limits, Window
from careplay.model.rules import Action, Once, Per, Rule, Verb
from careplay.model.triggers import Every, Period
from sample_actions import business


def rule(once: Once | None) -> Rule:
    return Rule("r", "p", "t", Every(Period.DAY), (Action(Verb.TASK, (), "a"),), once=once)


@pytest.mark.parametrize(
    ("once", "days"),
    [
        (None, 400),
        (Once(Per.YEAR), 400),
        (Once(Per.DAYS, 90), 400),
        (Once(Per.DAYS, 900), 900),
        (Once(Per.EVER), None),
    ],
)
def test_rules_look_back_as_far_as_they_must(once: Once | None, days: int | None) -> None:
    assert look_back(replace(business(), rules=(rule(once),))) == days


def test_windows_look_back_as_far_as_they_must() -> None:
    limits = Limits(windows=(Window("contacts", 7, 1), Window("sales", 730, 1)))
    assert look_back(replace(business(), limits=limits)) == 730


def test_days_with_actions_count_in_order(tmp_path: Path) -> None:
    home = tmp_path / "shop"
    for name in ("date=2026-06-10", "date=2026-06-02", "date=2026-02-30", "2026-06-03"):
        (home / name).mkdir(parents=True)
        (home / name / "actions.parquet").touch()
    (home / "date=2026-06-04").mkdir()
    assert [*kept_days(tmp_path, "shop")] == [date(2026, 6, 2), date(2026, 6, 10)]


def test_nothing_kept_is_no_days(tmp_path: Path) -> None:
    assert kept_days(tmp_path, "shop") == {}


def test_a_folder_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "shop").mkdir()
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(HistoryError, match="Permission denied; may this user read it"):
        kept_days(tmp_path, "shop")
