"""What is wrong with kept days is told and put right, and never more than that is done."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from alike import called
from careplay import history as looked
from careplay.faults import OutputError
from careplay.history.soundness import unsound
from careplay.outputs.alone import alone
from careplay.outputs.partition import remove
from careplay.outputs.whole_day import whole_day
from careplay.pipeline import repairing
from greeted import BOOK, copy_of, events, greeted, history
from small_shop import SmallShop, small_shop

T = TypeVar("T")
DAY = date(2026, 6, 2)
VISITS = "C1,visit,2026-06-01 10:00\nC2,visit,2026-06-02 10:00\n"


@pytest.fixture(scope="module")
def three_days(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """Two people come and are greeted; three days are kept."""
    return greeted(tmp_path_factory.mktemp("three_days"), VISITS, "2026-06-03")


@pytest.fixture
def shop(three_days: SmallShop, tmp_path: Path) -> SmallShop:
    """The same, where the test may change it."""
    return copy_of(three_days, tmp_path)


def half_placed(shop: SmallShop, day: str) -> Path:
    """The day as a run leaves it that is killed once it has committed it, in ``.next``."""
    folder = shop.kept(day, "x").parent
    committed = folder / ".next"
    committed.mkdir()
    for each in [*folder.iterdir()]:
        if each.is_file():
            shutil.copyfile(each, committed / each.name)
    return committed


# --- a day that was committed and then damaged


def test_a_committed_day_that_lacks_a_file_is_told_where_it_is_read(shop: SmallShop) -> None:
    lost = half_placed(shop, "2026-06-02") / "actions.parquet"
    lost.unlink()
    found = shop.call("2026-06-04")
    assert found.exit_code == 4
    assert f'cannot remember "{lost}": it is gone' in found.output
    shop.run("2026-06-04", "--fresh")


def test_a_committed_day_that_lacks_a_file_is_set_aside(shop: SmallShop) -> None:
    committed = half_placed(shop, "2026-06-02")
    (committed / "run.json").unlink()
    code, lines = history(shop, "--verify")
    assert code == 4
    assert any("2026-06-02/.next/run.json" in line for line in lines)
    assert history(shop, "--repair", "--yes")[0] == 0
    assert history(shop, "--verify")[0] == 0
    assert not committed.exists()
    shop.run("2026-06-04")


def test_a_committed_day_that_is_damaged_may_be_run_again(tmp_path: Path) -> None:
    folder = tmp_path / f"date={DAY}"
    for text in (b"old", b"new"):
        with whole_day(folder, DAY, {}) as into:
            (into / "actions.parquet").write_bytes(text)
        if text == b"old":
            shutil.copytree(folder, folder / ".next")
            (folder / ".next" / "actions.parquet").write_bytes(b"odd")
    assert (folder / "actions.parquet").read_bytes() == b"new"
    assert not (folder / ".next").exists()


def test_what_is_wrong_is_set_aside_though_another_day_cannot_be_completed(
    shop: SmallShop,
) -> None:
    half_placed(shop, "2026-06-01")
    in_the_way = shop.kept("2026-06-01", "actions.parquet")
    in_the_way.unlink()
    in_the_way.mkdir()
    wrong = shop.kept("2026-06-02", "run.json")
    wrong.write_bytes(b"{}")
    history(shop, "--repair", "--yes")
    assert not wrong.parent.exists()


def test_of_a_day_that_is_removed_the_manifest_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails at its very end leaves no part of a day that seems committed."""
    seen: list[bool] = []

    def removed(folder: Path, **_: object) -> None:
        seen.append((folder / "manifest.json").exists())

    def keep_without_end() -> None:
        with whole_day(tmp_path / f"date={DAY}", DAY, {}) as into:
            (into / "actions.parquet").write_bytes(b"new")
            (into / "manifest.json").write_bytes(b"committed")
            monkeypatch.setattr(shutil, "rmtree", removed)
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        keep_without_end()
    assert seen == [False]


# --- while runs keep days


def damaged(shop: SmallShop, day: str) -> Callable[[], None]:
    """Damage a file of the day; what lets it be as a run kept it."""
    file, manifest = shop.kept(day, "run.json"), shop.kept(day, "manifest.json")
    then = file.read_bytes()
    file.write_bytes(b"{}")

    def keep_again() -> None:
        file.write_bytes(then)
        again = manifest.with_name("again")
        again.write_bytes(manifest.read_bytes())
        again.replace(manifest)

    return keep_again


def once_before(what: Callable[[], None], then: Callable[..., T]) -> Callable[..., T]:
    """The same, but the first time that is done before."""
    left = [what]

    def call(*args: object, **kwargs: object) -> T:
        if left:
            left.pop()()
        return then(*args, **kwargs)

    return call


def once_after(what: Callable[[], None], then: Callable[..., T]) -> Callable[..., T]:
    """The same, but the first time that is done after."""
    left = [what]

    def call(*args: object, **kwargs: object) -> T:
        try:
            return then(*args, **kwargs)
        finally:
            if left:
                left.pop()()

    return call


def test_a_day_that_is_whole_by_the_time_of_the_repair_is_left_alone(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = shop.kept("2026-06-02", "run.json")
    wrong.write_bytes(b"{}")
    keep_again = damaged(shop, "2026-06-03")
    monkeypatch.setattr(repairing, "alone", once_before(keep_again, alone))
    code, lines = history(shop, "--repair", "--yes")
    assert code == 0
    assert [line[:24] for line in lines] == ["done: 2026-06-02 is set "]
    assert shop.kept("2026-06-03", "run.json").is_file()


def test_a_day_that_is_kept_while_it_is_verified_is_verified_again(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    overview = sys.modules["careplay.history.overview"]
    monkeypatch.setattr(
        overview, "unsound", once_after(damaged(shop, "2026-06-01"), overview.unsound)
    )
    assert history(shop, "--verify")[1][-1] == "all as it was kept"


def test_a_day_that_is_kept_while_another_is_planned_is_read_again(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_again = damaged(shop, "2026-06-03")
    monkeypatch.setattr(looked, "ran_on", once_after(keep_again, looked.ran_on))
    found = called(("plan", shop.folder, "--date", "2026-06-04"))
    assert found.exit_code == 0, found.output


# --- days that were let go


def test_a_day_that_was_let_go_and_kept_again_is_missed_when_it_goes_once_more(
    shop: SmallShop,
) -> None:
    first = shop.kept("2026-06-01", "x").parent
    shutil.rmtree(first)
    assert history(shop, "--repair", "--yes")[0] == 0
    shop.run("2026-06-01")
    shop.run("2026-06-04")
    assert not (first.parent / "let_go.json").exists()
    shutil.rmtree(first)
    assert history(shop)[0] == 4
    found = shop.call("2026-06-05")
    assert found.exit_code == 4
    assert "cannot remember 2026-06-01: it is gone" in found.output


def test_a_day_that_came_back_from_a_copy_is_waited_for_again(shop: SmallShop) -> None:
    first = shop.kept("2026-06-01", "x").parent
    copy = shutil.move(first, shop.folder / "copy")
    assert history(shop, "--repair", "--yes")[0] == 0
    shutil.move(copy, first)
    shop.run("2026-06-04")
    shutil.rmtree(first)
    assert shop.call("2026-06-05").exit_code == 4


# --- without memory


def test_a_past_day_run_without_memory_says_which_days_stood_on_it(shop: SmallShop) -> None:
    shop.write({"data/events.csv": events(f"{VISITS}C2,visit,2026-06-01 12:00\n")})
    said = "\n".join(shop.said("2026-06-01", "--fresh"))
    assert "2026-06-02 stand on this day as it was kept before" in said
    shop.run("2026-06-01", "--until", "2026-06-03")
    assert "stand on" not in "\n".join(shop.said("2026-06-01", "--fresh"))


@pytest.mark.parametrize(
    "name", ["actions.parquet", "known.parquet", "manifest.json", "run.json"]
)
@pytest.mark.parametrize("day", ["2026-06-02", "2026-06-03"])
def test_a_damaged_day_holds_up_no_run_without_memory(
    day: str, name: str, shop: SmallShop
) -> None:
    shop.kept(day, name).write_bytes(b"{}")
    assert shop.call("2026-06-03").exit_code == 4
    shop.run("2026-06-03", "--fresh")
    assert unsound(shop.kept("2026-06-03", "x").parent) == []


# --- what is told, and by whom


def test_a_file_that_its_day_did_not_keep_is_shown_and_set_aside(shop: SmallShop) -> None:
    stray = shop.kept("2026-06-03", "modes.parquet")
    shutil.copyfile(shop.kept("2026-06-03", "actions.parquet"), stray)
    code, lines = history(shop, "--verify")
    assert code == 4
    assert any("modes.parquet" in line and "kept no such file" in line for line in lines)
    assert history(shop, "--repair", "--yes")[0] == 0
    shop.run("2026-06-04")


def test_a_business_whose_tables_lie_elsewhere_has_a_history(
    shop: SmallShop, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(shop.folder / "data" / "events.csv", elsewhere / "events.csv")
    home = (shop.folder / "careplay.yaml").read_text("utf-8")
    shop.write({"careplay.yaml": home.replace("data/events.csv", "../elsewhere/events.csv")})
    assert history(shop, "--verify")[0] == 1
    assert history(shop, "--verify", "--allow", str(elsewhere))[0] == 0


@pytest.mark.parametrize("step", ["write_month", "partition.remove"])
def test_a_day_is_kept_though_there_is_no_room_to_bind_its_month(
    step: str, shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.run("2026-07-01")
    month = shop.kept("2026-06-01", "x").parents[1] / "months" / "2026-06.parquet"
    assert month.is_file()
    shop.write({"data/events.csv": events(f"{VISITS}C2,visit,2026-06-01 12:00\n")})

    def refuse(*asked: object) -> None:
        if step == "write_month" or "months" in str(asked):
            raise OutputError("no space left on device")
        remove(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(f"careplay.pipeline.binding.{step}", refuse)
    shop.run("2026-06-01")
    monkeypatch.undo()
    shop.run("2026-07-02")
    assert month.is_file()
    assert history(shop, "--verify")[0] == 0


# --- days of long ago


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """Two days that are longer ago than a run looks back, and one since."""
    folder = tmp_path_factory.mktemp("years")
    book = BOOK.replace("    once: ever\n", "")
    made = small_shop(folder, book, events=events(VISITS))
    for day in ("2025-01-01", "2025-01-02", "2026-06-01"):
        made.run(day)
    return made


@pytest.fixture
def old_shop(years: SmallShop, tmp_path: Path) -> SmallShop:
    """The same, where the test may change it."""
    return SmallShop(Path(shutil.copytree(years.folder, tmp_path / "shop")))


def test_a_day_of_long_ago_that_lost_its_manifest_is_told(old_shop: SmallShop) -> None:
    lost = old_shop.kept("2025-01-01", "manifest.json")
    lost.unlink()
    assert f'cannot remember "{lost}": it is gone' in old_shop.call("2026-06-02").output


def test_a_day_of_long_ago_that_is_gone_is_told_until_it_is_let_go(old_shop: SmallShop) -> None:
    shutil.rmtree(old_shop.kept("2025-01-01", "x").parent)
    found = old_shop.call("2026-06-02")
    assert "2025-01-01: it is gone, and 2025-01-02 stands on it" in found.output
    assert history(old_shop, "--repair", "--yes")[0] == 0
    old_shop.run("2026-06-02")


def test_what_cannot_be_repaired_is_told_all_the_same(shop: SmallShop) -> None:
    (shop.kept(DAY.isoformat(), "x").parents[1] / "audit.jsonl").write_text("{}\n", "utf-8")
    code, lines = history(shop, "--repair")
    assert (code, "nothing to repair" in lines) == (4, False)
    assert any("audit.jsonl" in line for line in lines)
