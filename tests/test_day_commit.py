"""A day is one commit: whole as it was or whole as it will be, and verified when it is read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from careplay.faults import HistoryError
from careplay.outputs.passing import PassingFolder
from careplay.outputs.whole_day import complete_all, whole_day, whole_in
from careplay.pipeline.looking import looked_at
from greeted import copy_of, events, greeted, history
from killing import killed_at, writes_of
from older import without_manifests
from small_shop import SmallShop

Files = Mapping[str, bytes]
DAY = date(2026, 6, 2)
NOTHING: Files = {}
OLD: Files = {
    "actions.parquet": b"old", "modes.parquet": b"old", "rejects.csv": b"old",
    "run.json": b"old",
}  # fmt: skip
NEW: Files = {"actions.parquet": b"new", "known.parquet": b"new", "run.json": b"new"}
VISITS = "".join(
    f"C{who},visit,2026-06-0{day} 10:00\n" for day in range(1, 7) for who in (1, 2)
)
KILLS = Path(__file__).with_name("kills.py")


# --- kills


def keep(home: Path, files: Files) -> None:
    complete_all(home)
    with whole_day(home / f"date={DAY}", DAY, {}) as into:
        for name, text in files.items():
            (into / name).write_bytes(text)


def kept(home: Path) -> Files:
    """What whoever reads the day is told, but for the manifest."""
    place = whole_in(home / f"date={DAY}")
    files = [] if place is None else [each for each in place.iterdir() if each.is_file()]
    return {
        each.name: each.read_bytes()
        for each in files
        if each.name != "manifest.json" and each.suffix != ".new"
    }


def tree(home: Path) -> dict[str, bytes | None]:
    return {
        each.relative_to(home).as_posix(): each.read_bytes() if each.is_file() else None
        for each in home.rglob("*")
    }


@pytest.mark.parametrize(("before", "after"), [(NOTHING, NEW), (OLD, NEW), (NEW, NEW)])
def test_a_day_that_is_killed_at_any_write_is_whole_as_it_was_or_as_it_will_be(
    before: Files, after: Files, tmp_path: Path
) -> None:
    first, undisturbed = tmp_path / "first", tmp_path / "undisturbed"
    first.mkdir()
    if before:
        keep(first, before)
    shutil.copytree(first, undisturbed)
    count = writes_of(undisturbed, lambda: keep(undisturbed, after))
    seen: list[Files] = []
    for moment in range(count):
        home = tmp_path / str(moment)
        shutil.copytree(first, home)
        killed_at(moment, home, lambda home=home: keep(home, after))  # type: ignore[misc]
        seen.append(kept(home))
        assert seen[-1] in (before, after)
        keep(home, after)
        assert tree(home) == tree(undisturbed)
    assert count > 15
    assert (seen[0], seen[-1]) == (before, after)


@pytest.mark.parametrize(("before", "after"), [(NOTHING, NEW), (OLD, NEW)])
def test_what_a_killed_run_left_is_gone_with_the_next(
    before: Files, after: Files, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    if before:
        keep(first, before)
    homes = tmp_path / "undisturbed", *(tmp_path / str(moment) for moment in range(60))
    shutil.copytree(first, homes[0])
    for moment in range(writes_of(homes[0], lambda: keep(homes[0], after))):
        home = homes[moment + 1]
        shutil.copytree(first, home)
        killed_at(moment, home, lambda home=home: keep(home, after))  # type: ignore[misc]
        complete_all(home)
        assert tree(home) in (tree(first), tree(homes[0]))


def test_a_disk_on_which_files_have_one_name_keeps_days_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    keep(tmp_path, OLD)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    keep(tmp_path, NEW)
    assert kept(tmp_path) == NEW
    assert {*tree(tmp_path)} == {
        f"date={DAY}", *(f"date={DAY}/{name}" for name in (*NEW, "manifest.json")),
    }  # fmt: skip


# --- what the manifest says


@pytest.fixture(scope="module")
def five_days(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """Two people come every day, and are greeted once; five days are kept."""
    return greeted(tmp_path_factory.mktemp("five_days"), VISITS, "2026-06-05")


@pytest.fixture
def shop(five_days: SmallShop, tmp_path: Path) -> SmallShop:
    """The same, where the test may change it."""
    return copy_of(five_days, tmp_path)


def manifest(shop: SmallShop, day: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(shop.kept(day, "manifest.json").read_text())["kept"]
    return found


def test_a_manifest_names_each_file_and_the_day_it_stands_on(shop: SmallShop) -> None:
    found, below = manifest(shop, "2026-06-02"), shop.kept("2026-06-01", "manifest.json")
    files = [*shop.kept("2026-06-02", "x").parent.iterdir()]
    assert found["files"] == {
        each.name: [each.stat().st_size, sha256(each.read_bytes()).hexdigest()]
        for each in sorted(files)
        if each.name != "manifest.json"
    }
    assert found["stands_on"] == {
        "2026-06-01": json.loads(below.read_text())["kept"]["identity"]
    }
    assert manifest(shop, "2026-06-01")["stands_on"] == {}


def test_a_day_that_is_run_in_between_is_stood_on_by_the_next(shop: SmallShop) -> None:
    shop.forget()
    for day in ("2026-06-01", "2026-06-03", "2026-06-02", "2026-06-04"):
        shop.run(day)
    assert [*manifest(shop, "2026-06-03")["stands_on"]] == ["2026-06-01"]  # type: ignore[misc]
    assert [*manifest(shop, "2026-06-04")["stands_on"]] == ["2026-06-02", "2026-06-03"]  # type: ignore[misc]


def test_the_same_day_run_again_has_the_same_bytes(shop: SmallShop) -> None:
    home = shop.kept("2026-06-01", "x").parents[1]
    before = tree(home)
    shop.run("2026-06-01", "--until", "2026-06-05")
    assert tree(home) == before


def test_a_past_day_that_became_another_says_what_stands_on_it(shop: SmallShop) -> None:
    shop.write({"data/events.csv": events(f"{VISITS}C1,visit,2026-06-04 12:00\n")})
    (said,) = [line for line in shop.said("2026-06-04") if "stand on" in line]
    assert said.startswith("2026-06-05 stand on this day as it was kept before")
    assert [line for line in shop.said("2026-06-05") if "stand on" in line] == []
    assert [line for line in shop.said("2026-06-04") if "stand on" in line] == []


# --- what is read is what was kept


def flipped(file: Path) -> None:
    text = bytearray(file.read_bytes())
    text[len(text) // 2] ^= 1
    file.write_bytes(text)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def exchanged(file: Path) -> None:
    shutil.copyfile(file.parents[1] / "date=2026-06-01" / file.name, file)


DAMAGE: dict[str, Callable[[Path], None]] = {
    "flipped": flipped,
    "cut": cut,
    "missing": Path.unlink,
    "exchanged": exchanged,
}


@pytest.mark.parametrize("name", ["actions.parquet", "known.parquet", "run.json"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_of_the_day_before_is_told_by_its_name(
    damage: str, name: str, shop: SmallShop
) -> None:
    file = shop.kept("2026-06-05", name)
    DAMAGE[damage](file)
    found = shop.call("2026-06-06")
    assert found.exit_code == 4
    assert f'cannot remember "{file}": it is ' in found.output


def test_who_moves_a_damaged_day_away_may_run_it_again(shop: SmallShop) -> None:
    file = shop.kept("2026-06-05", "actions.parquet")
    then = file.read_bytes()
    flipped(file)
    assert shop.call("2026-06-06", "--dry-run").exit_code == 4
    assert shop.call("2026-06-05").exit_code == 4
    shutil.rmtree(file.parent)
    shop.run("2026-06-05", "--until", "2026-06-06")
    assert file.read_bytes() == then


def test_a_file_that_its_day_did_not_keep_is_told(shop: SmallShop) -> None:
    file = shop.kept("2026-06-05", "modes.parquet")
    shutil.copyfile(shop.kept("2026-06-05", "actions.parquet"), file)
    assert f'"{file}": its day kept no such file' in shop.call("2026-06-06").output


def test_a_damaged_manifest_is_told(shop: SmallShop) -> None:
    file = shop.kept("2026-06-03", "manifest.json")
    flipped(file)
    assert f'cannot remember "{file}": it is damaged' in shop.call("2026-06-06").output


def test_a_manifest_that_is_gone_is_told(shop: SmallShop) -> None:
    file = shop.kept("2026-06-05", "manifest.json")
    file.unlink()
    assert f'cannot remember "{file}": it is gone' in shop.call("2026-06-06").output


def test_a_day_in_place_of_another_is_told(shop: SmallShop) -> None:
    folder = shop.kept("2026-06-05", "x").parent
    shutil.rmtree(folder)
    shutil.copytree(shop.kept("2026-06-04", "x").parent, folder)
    assert "it is that of 2026-06-04" in shop.call("2026-06-06").output


def test_a_day_that_is_gone_and_stood_on_is_told_until_it_is_run_again(shop: SmallShop) -> None:
    shutil.rmtree(shop.kept("2026-06-03", "x").parent)
    found = shop.call("2026-06-06")
    assert found.exit_code == 4
    assert "cannot remember 2026-06-03: it is gone, and 2026-06-04 stands on it" in found.output
    shop.run("2026-06-03")
    shop.run("2026-06-06")


def test_the_last_day_may_go_for_nothing_stands_on_it(shop: SmallShop) -> None:
    shutil.rmtree(shop.kept("2026-06-05", "x").parent)
    shop.run("2026-06-06")


def test_days_of_an_older_careplay_are_read_as_they_are(shop: SmallShop) -> None:
    without_manifests(shop.folder)
    shop.run("2026-06-06")
    assert manifest(shop, "2026-06-06")["stands_on"] == {"2026-06-05": ""}


# --- what is kept is shown, and put right


def test_the_days_that_are_kept_are_shown(shop: SmallShop) -> None:
    code, lines = history(shop, "--verify")
    assert code == 0
    assert lines[:2] == [
        "2026-06-01       2 actions  3 files  stands on no other day",
        "2026-06-02       0 actions  3 files  stands on 2026-06-01",
    ]
    assert lines[-1] == "all as it was kept"


def test_what_is_wrong_is_shown_and_put_right_when_that_is_said(shop: SmallShop) -> None:
    shutil.rmtree(shop.kept("2026-06-02", "x").parent)
    flipped(shop.kept("2026-06-04", "run.json"))
    assert history(shop)[0] == 4  # a day is gone
    code, lines = history(shop, "--verify")
    assert code == 4
    assert "2026-06-02 is gone, and 2026-06-03 stands on it" in lines
    assert any("2026-06-04/run.json" in line and "it is damaged" in line for line in lines)
    before = tree(shop.folder)
    code, lines = history(shop, "--repair")
    assert code == 4
    assert [line[:16] for line in lines] == ["to do: 2026-06-0"] * 2
    assert tree(shop.folder) == before
    assert history(shop, "--repair", "--yes")[0] == 0
    assert history(shop, "--repair") == (0, ["nothing to repair"])
    assert "let go: 2026-06-02, 2026-06-04" in history(shop, "--verify")[1]
    assert (
        shop.kept("2026-06-04", "x").parents[1].joinpath("set_aside/date=2026-06-04").is_dir()
    )
    shop.run("2026-06-06")
    shop.run("2026-06-04")
    assert "let go: 2026-06-02" in history(shop, "--verify")[1]


def test_a_day_that_became_another_is_shown_where_it_is_stood_on(shop: SmallShop) -> None:
    shop.write({"data/events.csv": events(f"{VISITS}C1,visit,2026-06-04 12:00\n")})
    shop.run("2026-06-04")
    code, lines = history(shop)
    assert code == 0
    assert lines[-1].endswith("stands on 2026-06-04, which is another now")


def test_yes_goes_with_repair(shop: SmallShop) -> None:
    assert history(shop, "--yes")[0] == 2


def test_days_of_an_older_careplay_are_shown_as_such(shop: SmallShop) -> None:
    without_manifests(shop.folder)
    code, lines = history(shop, "--verify")
    assert code == 0
    assert lines[0].endswith("by an older careplay")


def test_where_nothing_is_kept_that_is_shown(shop: SmallShop) -> None:
    shop.forget()
    assert history(shop) == (0, ["no day is kept"])


# --- runs that only look


def test_whoever_looks_while_a_day_is_kept_looks_again(tmp_path: Path) -> None:
    keep(tmp_path / "shop", OLD)
    seen: list[Files] = []

    def look() -> Files:
        if not seen:
            keep(tmp_path / "shop", NEW)
        seen.append(kept(tmp_path / "shop"))
        return seen[-1]

    assert looked_at(tmp_path, "shop", look) == NEW
    assert len(seen) == 2


def test_what_is_found_wrong_while_a_day_is_kept_is_looked_for_again(tmp_path: Path) -> None:
    keep(tmp_path / "shop", OLD)
    seen: list[str] = []

    def look() -> str:
        seen.append("")
        if len(seen) == 1:
            keep(tmp_path / "shop", NEW)
            raise HistoryError("half of each")
        return "whole"

    assert looked_at(tmp_path, "shop", look) == "whole"


def test_what_is_wrong_all_the_while_is_told(tmp_path: Path) -> None:
    keep(tmp_path / "shop", OLD)

    def look() -> None:
        raise HistoryError("damaged")

    with pytest.raises(HistoryError, match="damaged"):
        looked_at(tmp_path, "shop", look)


@pytest.mark.skipif(os.name == "nt", reason="this system has no such locks")
def test_what_a_killed_run_left_in_the_temporary_folder_is_gone_with_the_next() -> None:
    program = """
import os
from careplay.outputs.passing import PassingFolder
folder = PassingFolder()
print(folder.path, flush=True)
os._exit(9)
"""
    told = [sys.executable, "-c", program]
    left = subprocess.run(told, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    assert Path(left).is_dir()
    held = PassingFolder()
    other = PassingFolder()
    assert not Path(left).exists()
    assert other.path.is_dir()
    assert held.path.is_dir()


# --- all of it, as it is


def test_a_slice_of_the_whole_proof(drawn: int) -> None:
    asked = {"points": 2, "kills": 2, "bits": 4, "files": 3, "together": 1, "seed": drawn}
    options = [f"--{name}={number}" for name, number in asked.items()]
    told = [sys.executable, str(KILLS), *options]
    found = subprocess.run(told, capture_output=True, text=True, check=False)  # noqa: S603
    assert found.returncode == 0, found.stdout + found.stderr
    assert "BROKEN" not in found.stdout
