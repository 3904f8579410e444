"""``careplay plan``: what a run would do, and the SQL by which it does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from shop_folder import DAY, PLAYBOOKS, actions, careplay, replaced, rows, shop

SHIPPED = ("appliance_store", "home_textiles")


def test_the_plan_names_facts_occasions_and_actions(tmp_path: Path) -> None:
    result = careplay("plan", shop(tmp_path / "shop"), "--date", DAY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "facts of shop as of 2026-11-21" in result.stdout
    assert all(rule in result.stdout for rule in ("birthday", "callback", "miss_you"))


def test_a_plan_reads_no_customers_and_no_events(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    for name in ("customers", "events"):
        (folder / "data" / f"{name}.csv").unlink()
    for form in ((), ("--sql",)):
        assert careplay("plan", folder, "--date", DAY, *form).exit_code == 0
    assert not (folder / ".careplay").exists()


@pytest.mark.parametrize("name", SHIPPED)
def test_the_sql_is_what_the_default_engine_runs(name: str, tmp_path: Path) -> None:
    folder = PLAYBOOKS / name
    text = careplay("plan", folder, "--date", DAY, "--sql").stdout
    (found,) = examine_all([folder])
    assert found.business is not None
    connection = connect()
    load_tables(found.business, customers=None, events=None, connection=connection)
    connection.execute(text)
    careplay("run", folder, "--date", DAY, "--out", tmp_path)
    kept = rows(tmp_path / name / f"date={DAY}" / "actions.parquet")
    assert connection.execute("FROM actions").fetchall() == kept
    assert len(kept) > 2


def test_the_sql_of_a_day_without_occasions_says_so(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    (folder / "first_steps.yaml").write_text(
        "rules: [{id: r, title: t, when: {every: year, on: 01-01},"
        " do: [{task: x, to: manager}]}]\n",
        encoding="utf-8",
    )
    result = careplay("plan", folder, "--date", DAY, "--sql")
    assert result.stdout == "-- nothing is due for shop on 2026-11-21\n"
    assert careplay("run", folder, "--date", DAY).exit_code == 0
    assert rows(actions(folder)) == []


def test_a_plan_of_faulty_playbooks_is_none(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    replaced(folder / "first_steps.yaml", "to: adviser", "to: advisr")
    result = careplay("plan", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'did you mean "adviser"?' in result.stderr


def test_a_parameter_that_is_not_yet_known_is_told(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    replaced(folder / "first_steps.yaml", "callback_days: 7", "callback_days: {2027-01-01: 7}")
    result = careplay("plan", folder, "--date", DAY)
    assert result.exit_code == 1
    assert "callback_days" in result.stderr
    assert "2027-01-01" in result.stderr


def test_the_same_day_has_the_same_plan(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    for form in ((), ("--sql",)):
        first, second = (careplay("plan", folder, "--date", DAY, *form) for _ in range(2))
        assert first.stdout == second.stdout
