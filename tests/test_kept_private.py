"""What careplay keeps is its owner's alone, whatever the umask; what a user names is his."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest

from alike import called
from careplay.outputs.private import FILE, FOLDER, private_file, private_folder
from greeted import BOOK as HELLO, events
from small_shop import SmallShop, small_shop

LIMITS = "limits: {modes: {quiet: {if: {phone: missing}, hold: [care], for: 9 days}}}\n"
BOOK = f"{HELLO}{LIMITS}"
EVENTS = events("C1,visit,2026-04-30 10:00\nC2,visit,2026-06-02 10:00\n,visit,\n")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """What the system takes away of rights that nobody asks to be without."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Of everything in the folder whether it is its owner's alone, by its rights."""
    every = (folder, *folder.rglob("*"))
    return {str(each.relative_to(folder)): S_IMODE(each.stat().st_mode) for each in every}


def kept(folder: Path) -> SmallShop:
    """A shop whose days fill two months, of which the first is bound, one day set aside."""
    made = small_shop(folder, BOOK, events=EVENTS)
    made.run("2026-04-28", "--until", "2026-05-01")
    made.run("2026-06-02", "--until", "2026-06-03")
    return made


def test_all_that_is_kept_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    made = kept(tmp_path / "shop")
    home = made.folder / ".careplay"
    made.kept("2026-06-03", "run.json").unlink()
    called(("history", made.folder, "--repair", "--yes"))
    found = modes(home)
    names = {Path(each).name for each in found}
    assert names >= {
        *("actions.parquet", "known.parquet", "modes.parquet", "rejects.csv", "run.json"),
        *("manifest.json", "2026-04.parquet", "2026-04.json", "set_aside", "let_go.json"),
    }
    assert {
        name: mode
        for name, mode in found.items()
        if mode != (FOLDER if (home / name).is_dir() else FILE)
    } == {}


def test_who_runs_now_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    from careplay.outputs.alone import HOLDER, alone  # noqa: PLC0415 - of one test

    with alone(tmp_path / "out/shop", lambda: None, 0, "a day"):
        assert modes(tmp_path / "out") == {".": FOLDER, "shop": FOLDER, f"shop/{HOLDER}": FILE}


def test_folders_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(0o755)
    private_folder(tmp_path / "out/shop/day")
    assert modes(tmp_path / "out") == {".": 0o755, "shop": FOLDER, "shop/day": FOLDER}


def test_a_file_that_others_could_read_is_its_owners_from_now_on(tmp_path: Path) -> None:
    file = tmp_path / "actions.parquet"
    file.write_text("old")
    file.chmod(0o644)
    assert private_file(file).read_text() == ""
    assert S_IMODE(file.stat().st_mode) == FILE


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_what_a_user_names_is_made_as_his_system_makes_files(
    tmp_path: Path, umask: int, form: str
) -> None:
    made = small_shop(tmp_path / "shop", BOOK, events=EVENTS)
    made.run("2026-06-02", "--save", tmp_path / f"actions.{form}")
    assert S_IMODE((tmp_path / f"actions.{form}").stat().st_mode) == 0o666 & ~umask
