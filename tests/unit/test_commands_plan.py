"""``careplay plan``: what a run would do, and the SQL by which it does it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from careplay import history
from careplay.pipeline.examining import examine_all
from careplay.sources.connecting import connect
from careplay.sources.loaded import Loaded
from careplay.sources.loading import load_tables
from careplay.sources.undeclared import without_idle_types
from shop_folder import DAY, PLAYBOOKS, actions, careplay, replaced, rows, sentence, shop

SHIPPED = ("appliance_store", "home_textiles")
LIMITS = "limits: {per_customer: {contacts: {1 day: 1}}}\n"
BOUGHT = """rules:
  - {id: bought, title: t, when: {event: purchase}, do: [{task: x, to: manager}]}
"""
YEARLY = """rules:
  - {id: r, title: t, when: {every: year, on: 01-01}, do: [{task: x, to: manager}]}
"""


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
    text = careplay("plan", folder, "--date", DAY, "--sql", "--out", tmp_path / "none").stdout
    (found,) = examine_all([folder])
    assert found.business is not None
    connection = connect()
    load_tables(found.business, customers=None, events=None, connection=connection)
    connection.execute(text)
    careplay("run", folder, "--date", DAY, "--out", tmp_path)
    kept = rows(tmp_path / name / f"date={DAY}" / "actions.parquet")
    # Codes are given after the plan was carried out, whatever engine did.
    told = connection.execute("SELECT * EXCLUDE (code) FROM actions").fetchall()
    assert told == [(row[0], *row[2:]) for row in kept]
    assert len(kept) > 2


def test_the_sql_of_a_day_without_occasions_says_so(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    (folder / "first_steps.yaml").write_text(YEARLY, encoding="utf-8")
    result = careplay("plan", folder, "--date", DAY, "--sql")
    assert result.stdout == "-- nothing is due for shop on 2026-11-21\n"
    assert careplay("run", folder, "--date", DAY).exit_code == 0
    assert rows(actions(folder)) == []


def test_the_sql_of_a_day_on_which_nothing_is_asked_for_still_settles(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    (folder / "first_steps.yaml").write_text(YEARLY, encoding="utf-8")
    home = folder / "careplay.yaml"
    home.write_text(home.read_text(encoding="utf-8") + LIMITS, encoding="utf-8")
    text = careplay("plan", folder, "--date", DAY, "--sql").stdout
    titles = [line for line in text.splitlines() if line.startswith("-- ")]
    assert titles[0] == "-- candidates: of each action what earlier days and limits go by"
    assert "-- settling: at most 1 contact in 1 day" in titles
    loaded = data(folder)
    loaded.connection.execute(text)
    assert loaded.connection.execute("FROM actions").fetchall() == []


def data(folder: Path) -> Loaded:
    (found,) = examine_all([folder])
    assert found.business is not None
    return load_tables(
        found.business,
        customers=None,
        events=None,
        connection=connect(),
        kept=folder / ".careplay" / "actions",
    )


@pytest.fixture
def remembering(tmp_path: Path) -> Path:
    """A shop with a limit that was run on two days before, and not on the day between."""
    folder = shop(tmp_path / "shop")
    replaced(folder / "first_steps.yaml", "rules:", BOUGHT)
    home = folder / "careplay.yaml"
    home.write_text(home.read_text(encoding="utf-8") + LIMITS, encoding="utf-8")
    for day in ("2026-11-18", "2026-11-19"):
        assert careplay("run", folder, "--date", day).exit_code == 0
    return folder


def test_a_plan_remembers_what_a_run_would(remembering: Path, tmp_path: Path) -> None:
    text = careplay("plan", remembering, "--date", DAY).stdout
    assert "  1. each purchase on 2026-11-20, 2026-11-21 or that came in late; key" in text
    assert "  1. bought on occasion 1, day by day: always" in text
    assert "memory\n  recall " in text
    fresh = careplay("plan", remembering, "--date", DAY, "--fresh").stdout
    assert fresh == careplay("plan", remembering, "--date", DAY, "--out", tmp_path / "x").stdout
    assert "day by day" not in fresh
    assert "memory\n" not in fresh
    assert not actions(remembering).exists()


def test_the_sql_of_a_plan_that_remembers_is_what_a_run_does(remembering: Path) -> None:
    assert careplay("run", remembering, "--date", DAY).exit_code == 0  # run once more below
    text = careplay("plan", remembering, "--date", DAY, "--sql").stdout
    loaded = data(remembering)
    (found,) = examine_all([remembering])
    assert found.business is not None
    out = remembering / ".careplay" / "actions"
    day = date.fromisoformat(DAY)
    business = without_idle_types(found.business, loaded)
    known = history.know(business, day, out, loaded)
    history.past(business, day, out, loaded.connection, (known, loaded))
    loaded.connection.execute(text)
    assert careplay("run", remembering, "--date", DAY).exit_code == 0
    assert loaded.connection.execute("FROM actions").fetchall() == rows(actions(remembering))


@pytest.mark.parametrize("command", ["plan", "run"])
def test_a_day_to_be_run_again_that_is_damaged_is_told(command: str, tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    careplay("run", folder, "--date", DAY)
    content = bytearray(actions(folder).read_bytes())
    content[4:200] = b"\xff" * 196
    actions(folder).write_bytes(bytes(content))
    said = sentence(careplay(command, folder, "--date", DAY), 4)
    assert f'cannot remember "{actions(folder)}": it is damaged' in said


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
