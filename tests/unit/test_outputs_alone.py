"""Two runs do not keep days of one business in one place at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from unittest.mock import patch

import pytest

from careplay.faults import OutputError
from careplay.outputs.alone import alone

pytestmark = pytest.mark.skipif(os.name == "nt", reason="this system has no such locks")


DAY = "2026-06-01"


def never() -> None:
    raise AssertionError


def test_whoever_comes_second_waits_until_the_first_has_ended(tmp_path: Path) -> None:
    waiting, order = threading.Event(), []

    def second() -> None:
        with alone(tmp_path / "shop", waiting.set, 60, DAY):
            order.append("second")

    other = threading.Thread(target=second)
    with alone(tmp_path / "shop", never, 0, DAY):
        other.start()
        assert waiting.wait(timeout=60)
        order.append("first")
    other.join(timeout=60)
    assert order == ["first", "second"]


def test_whoever_waited_for_a_run_that_kept_nothing_holds_the_folder(tmp_path: Path) -> None:
    waiting, held = threading.Event(), []

    def second() -> None:
        with alone(tmp_path / "shop", waiting.set, 60, DAY):
            held.append((tmp_path / "shop").is_dir())

    other = threading.Thread(target=second)
    with alone(tmp_path / "shop", never, 0, DAY):
        other.start()
        assert waiting.wait(timeout=60)
    other.join(timeout=60)
    assert held == [True]


def test_whoever_waited_long_enough_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with (
        alone(tmp_path / "shop", never, 0, DAY),
        pytest.raises(OutputError, match=f"process {os.getpid()} runs {DAY}.*0.1 seconds"),
        alone(tmp_path / "shop", lambda: None, 0.1, "2026-06-02"),
    ):
        pass


def test_a_dead_process_holds_nothing(tmp_path: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from unittest.mock import patch
from careplay.outputs.alone import alone
with alone(Path(sys.argv[1]), lambda: None, 0, "2026-06-01"):
    os._exit(9)
"""
    told = [sys.executable, "-c", program, str(tmp_path / "shop")]
    subprocess.run(told, check=False)  # noqa: S603
    assert (tmp_path / "shop" / ".running").is_file()
    with alone(tmp_path / "shop", never, 0, DAY):
        pass
    assert [*(tmp_path / "shop").iterdir()] == []


def test_another_business_does_not_wait(tmp_path: Path) -> None:
    with alone(tmp_path / "shop", never, 0, DAY), alone(tmp_path / "hotel", never, 0, DAY):
        pass


def test_of_a_run_that_keeps_nothing_no_folder_stays(tmp_path: Path) -> None:
    with alone(tmp_path / "actions" / "shop", never, 0, DAY):
        pass
    assert [*tmp_path.iterdir()] == []


def test_what_was_kept_stays(tmp_path: Path) -> None:
    with alone(tmp_path / "actions" / "shop", never, 0, DAY):
        (tmp_path / "actions" / "shop" / "day").touch()
    assert (tmp_path / "actions" / "shop" / "day").exists()


def test_a_file_in_the_way_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / "shop").touch()
    with alone(tmp_path / "shop", never, 0, DAY):
        assert (tmp_path / "shop").is_file()


def test_a_folder_goes_while_it_is_still_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it may be another's by then, who would lose it."""
    there: list[bool] = []
    close = os.close

    def closed(handle: int) -> None:
        there.append((tmp_path / "shop").exists())
        close(handle)

    with alone(tmp_path / "shop", never, 0, DAY):
        monkeypatch.setattr(os, "close", closed)
    monkeypatch.undo()
    assert there == [False]


def test_a_folder_that_goes_before_it_is_held_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, left = os.open, [tmp_path / "shop"]

    def swept(path: Path, flags: int, mode: int = 0o777) -> int:
        if left:
            left.pop().rmdir()
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", swept)
    with alone(tmp_path / "shop", never, 0, DAY):
        monkeypatch.undo()
        with pytest.raises(OutputError), alone(tmp_path / "shop", lambda: None, 0, DAY):
            pass


def test_a_run_that_is_interrupted_while_it_tidies_up_holds_nobody_up(tmp_path: Path) -> None:
    with (
        patch.object(Path, "unlink", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
        alone(tmp_path / "shop", never, 0, DAY),
    ):
        pass
    with alone(tmp_path / "shop", never, 0, DAY):
        pass
