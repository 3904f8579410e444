"""What was told is remembered while it matters, however long ago, and read month by month."""

from __future__ import annotations

import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from alike import ENGINES
from diary import HOME, Diary, Told, days, rule, rules
from older import without_manifests

LONG_AGO, NOW = "2025-04-27", "2026-06-02"  # 401 days
CALL = "{call: 最近好吗, to: adviser, reason: 您买了, channels: [phone, letter]}"
BOOK = rules(rule("call", "{event: purchase}", CALL))
EVER = rules(rule("welcome", "{event: visit}", once="ever"))
CASES = HOME.replace("  types:\n", "  types:\n    opened: {ref: text}\n")
FLOW = """
flows:
  asked:
    starts: opened
    owner: adviser
    steps:
      hear: {title: 听, do: {task: 听完}, within: 900 days, next: over}
"""


@pytest.fixture(params=ENGINES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    return Diary(tmp_path / "shop", BOOK, engine=engine)


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Diary:
    engine: str = request.param
    return Diary(tmp_path / "desk", FLOW, engine=engine, home=CASES, columns=("ref",))


def rules_of(found: list[Told]) -> list[str]:
    return [each["rule"] for each in found]


def test_a_step_told_401_days_ago_is_not_told_again(desk: Diary) -> None:
    desk.event(f"{LONG_AGO} 10:00", "opened", ref="R1")
    assert rules_of(desk.run(LONG_AGO)) == ["asked.hear"]
    for day in (*days("2025-05-01", 3), NOW, "2028-06-01"):
        assert desk.run(day) == []


def test_what_was_put_off_for_401_days_comes_back(shop: Diary) -> None:
    shop.event(f"{LONG_AGO} 10:00", "purchase")
    (call,) = shop.run(LONG_AGO)
    shop.tells(f"{LONG_AGO} 17:00", "snoozed", call, until=NOW)
    assert rules_of([*shop.run("2025-05-01"), *shop.run("2026-06-01")]) == []
    (back,) = shop.run(NOW)
    assert (back["action_id"], back["due_at"]) == (call["action_id"], f"{NOW}T23:59")
    assert shop.run("2026-06-03") == []


def test_of_what_was_put_off_for_long_a_step_of_a_ladder_is_remembered(shop: Diary) -> None:
    shop.event(f"{LONG_AGO} 10:00", "purchase")
    (call,) = shop.run(LONG_AGO)
    shop.tells(f"{LONG_AGO} 17:00", "unreached", call)
    later = "2026-06-03"
    (second,) = shop.run("2025-04-28")
    shop.tells("2025-04-28 17:00", "snoozed", second, until=later)
    (back,) = shop.run(later)
    assert (back["attempt"], back["channel"]) == (2, "letter")


def test_what_was_put_off_for_long_and_was_done_since_does_not_come_back(shop: Diary) -> None:
    shop.event(f"{LONG_AGO} 10:00", "purchase")
    (call,) = shop.run(LONG_AGO)
    shop.tells(f"{LONG_AGO} 17:00", "snoozed", call, until=NOW)
    shop.tells("2026-01-01 17:00", "done", call)
    assert shop.run(NOW) == []


def test_once_ever_is_once_after_401_days(shop: Diary) -> None:
    shop.playbook = EVER
    shop.event(f"{LONG_AGO} 10:00", "visit")
    assert rules_of(shop.run(LONG_AGO)) == ["welcome"]
    shop.event(f"{NOW} 10:00", "visit")
    shop.customers["C2"] = {}
    shop.event(f"{NOW} 10:00", "visit", customer="C2")
    assert [each["customer_id"] for each in shop.run(NOW)] == ["C2"]


def months(diary: Diary) -> dict[str, bytes]:
    """The bound months, each by its file's name."""
    folder = diary.kept(LONG_AGO).parents[1] / "months"
    return {each.name: each.read_bytes() for each in sorted(folder.glob("*.parquet"))}


def rows(query: str) -> list[tuple[object, ...]]:
    return duckdb.execute(query).fetchall()


def tree(diary: Diary) -> dict[Path, bytes]:
    """All that is kept."""
    kept = diary.folder / ".careplay"
    return {
        each.relative_to(kept): each.read_bytes() for each in kept.rglob("*") if each.is_file()
    }


@pytest.fixture(scope="module")
def welcomed(tmp_path_factory: pytest.TempPathFactory) -> Diary:
    """A shop that welcomed somebody on each of some days in three months."""
    shop = Diary(tmp_path_factory.mktemp("welcomed") / "shop", EVER)
    for number, day in enumerate(VISITS, start=1):
        shop.customers[f"C{number}"] = {}
        shop.event(f"{day} 10:00", "visit", customer=f"C{number}")
    for day in VISITS:
        shop.run(day)
    return shop


@pytest.fixture
def visited(welcomed: Diary, tmp_path: Path) -> Diary:
    """That shop, as it would be had it been run where the test may change it."""
    shop = replace(deepcopy(welcomed), folder=tmp_path / "shop")
    shutil.copytree(welcomed.folder, shop.folder)
    for report in shop.folder.rglob("run.json"):
        text = report.read_text("utf-8")
        report.write_text(text.replace(str(welcomed.folder), str(shop.folder)), "utf-8")
    return shop


VISITS = ("2026-04-02", "2026-04-28", "2026-05-03", "2026-05-04", "2026-05-30", NOW)


def welcomed_again(shop: Diary, day: str) -> list[str]:
    """Who is welcomed on a day on which everybody comes."""
    for number, _ in enumerate(VISITS, start=1):
        shop.event(f"{day} 10:00", "visit", customer=f"C{number}")
    return sorted(each["customer_id"] for each in shop.run(day))


def test_months_that_are_over_are_bound(visited: Diary) -> None:
    assert [*months(visited)] == ["2026-04.parquet", "2026-05.parquet"]
    folder = visited.kept(NOW).parents[1]
    query = f"SELECT DISTINCT date::VARCHAR FROM '{folder}/months/*.parquet' ORDER BY 1"
    assert rows(query) == [(day,) for day in VISITS if day < "2026-06"]


def test_days_of_bound_months_are_not_read(visited: Diary) -> None:
    for day in VISITS[:5]:
        file = visited.kept(day)
        file.write_bytes(bytes(file.stat().st_size))
    assert welcomed_again(visited, "2026-06-03") == []


@pytest.mark.parametrize("spoil", ["nothing", "removed", "damaged", "cut"])
def test_bound_months_tell_nothing_of_their_own(visited: Diary, spoil: str) -> None:
    before = months(visited)
    for name, text in before.items():
        file = visited.kept(NOW).parents[1] / "months" / name
        if spoil == "removed":
            file.unlink()
        elif spoil != "nothing":
            file.write_bytes(text[:-9] if spoil == "cut" else b"no Parquet")
    assert welcomed_again(visited, "2026-06-03") == []
    assert months(visited) == before


def test_a_month_damaged_within_is_told_by_its_name(visited: Diary) -> None:
    file = visited.kept(NOW).parents[1] / "months" / "2026-04.parquet"
    text = file.read_bytes()
    footer = len(text) - 8 - int.from_bytes(text[-8:-4], "little")
    file.write_bytes(text[:4] + bytes(footer - 4) + text[footer:])
    found = visited.call("2026-06-03")
    assert found.exit_code == 4
    assert f'cannot remember "{file}": it is damaged; move it away' in found.output
    file.unlink()
    assert welcomed_again(visited, "2026-06-03") == []


def test_an_older_careplays_day_that_is_removed_is_forgotten(visited: Diary) -> None:
    shutil.rmtree(visited.kept("2026-05-04").parent)
    without_manifests(visited.folder)
    assert welcomed_again(visited, "2026-06-03") == ["C4"]
    query = f"FROM '{visited.kept(NOW).parents[1]}/months/2026-05.parquet'"
    assert ("C4",) not in rows(f"SELECT customer_id {query} WHERE status = 'due'")


def test_a_day_run_again_is_remembered_as_it_then_was(visited: Diary) -> None:
    visited.customers["C7"] = {}
    visited.event("2026-04-28 11:00", "visit", customer="C7")
    assert [each["customer_id"] for each in visited.run("2026-04-28")] == ["C2", "C7"]
    visited.event("2026-06-03 11:00", "visit", customer="C7")
    assert welcomed_again(visited, "2026-06-03") == []


def test_a_day_between_that_is_run_later_is_remembered(visited: Diary) -> None:
    visited.customers["C7"] = {}
    visited.event("2026-04-20 11:00", "visit", customer="C7")
    assert [each["customer_id"] for each in visited.run("2026-04-20")] == ["C7"]
    visited.event("2026-06-03 11:00", "visit", customer="C7")
    assert welcomed_again(visited, "2026-06-03") == []


def test_a_day_run_again_without_change_leaves_every_file_as_it_was(visited: Diary) -> None:
    before = tree(visited)
    for day in ("2026-04-28", "2026-05-30", NOW):
        visited.run(day)
        assert tree(visited) == before


def test_several_days_in_a_row_bind_what_single_runs_bind(visited: Diary) -> None:
    found = []
    for several in (False, True):
        shutil.rmtree(visited.folder / ".careplay")
        if several:
            visited.run("2026-04-28", "--until", "2026-05-02")
        else:
            for day in days("2026-04-28", 5):
                visited.run(day)
        found.append(tree(visited))
    assert [*months(visited)] == ["2026-04.parquet"]
    assert found[0] == found[1]


@pytest.mark.parametrize("damage", ["within", "whole"])
def test_a_damaged_day_that_no_run_looks_at_is_not_bound(tmp_path: Path, damage: str) -> None:
    shop = Diary(tmp_path / "shop", BOOK)
    for day in ("2025-04-26", LONG_AGO):
        shop.event(f"{day} 10:00", "purchase")
        shop.run(day)
    text = shop.kept(LONG_AGO).read_bytes()
    spoilt = {"within": text[:4] + bytes(200) + text[204:], "whole": b"PAR1"}
    shop.kept(LONG_AGO).write_bytes(spoilt[damage])
    assert shop.run(NOW) == []
    assert months(shop) == {}


def test_what_is_not_kept_binds_nothing(visited: Diary) -> None:
    before = tree(visited)
    visited.run("2026-07-01", "--dry-run")
    visited.run("2026-07-01", "--customer", "C1")
    assert tree(visited) == before


def test_large_days_are_not_bound(visited: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careplay.history.months.MOST_BYTES", 100)
    shutil.rmtree(visited.kept(NOW).parents[1] / "months")
    assert welcomed_again(visited, "2026-06-03") == []
    assert months(visited) == {}


def test_days_kept_by_several_versions_are_not_bound(visited: Diary) -> None:
    kept = visited.kept("2026-05-04")
    former = f"SELECT * EXCLUDE (index, record, ref, item, about) FROM '{kept}'"
    duckdb.execute(f"COPY ({former}) TO '{kept}.new' (FORMAT parquet)")
    Path(f"{kept}.new").replace(kept)
    without_manifests(visited.folder)
    assert welcomed_again(visited, "2026-06-03") == []
    assert [*months(visited)] == ["2026-04.parquet"]
