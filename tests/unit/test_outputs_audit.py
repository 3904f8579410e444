"""An audit log grows and does nothing else; what was done to it otherwise is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from stat import S_IMODE

import pytest

from careplay.faults import OutputError
from careplay.outputs.audit import AUDIT, COUNTED, Audit, append, audit_of

ENTRY = {"by": "Ann", "reason": "a call"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A log of three entries."""
    for number in range(3):
        append(tmp_path / "shop", ENTRY | {"values": number})
    return tmp_path / "shop"


def test_a_write_that_takes_but_a_part_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr("os.write", lambda handle, text: write(handle, text[:7]))
    append(tmp_path / "shop", ENTRY)
    monkeypatch.undo()
    assert not audit_of(tmp_path / "shop").wrong
    assert json.loads(lines(tmp_path / "shop")[0])["by"] == "Ann"


def lines(home: Path) -> list[bytes]:
    return (home / AUDIT).read_bytes().splitlines(keepends=True)


def write(home: Path, *kept: bytes) -> None:
    (home / AUDIT).write_bytes(b"".join(kept))


def said(home: Path) -> list[str]:
    return [each.removeprefix(f"{AUDIT}: ").split(";")[0] for each in audit_of(home).wrong]


def test_what_is_written_is_its_owners_alone_and_whole(home: Path) -> None:
    assert audit_of(home) == Audit(3)
    assert [json.loads(each)["values"] for each in lines(home)] == [0, 1, 2]
    assert {S_IMODE((home / each).stat().st_mode) for each in (AUDIT, COUNTED)} == {0o600}


def test_no_log_is_none(tmp_path: Path) -> None:
    assert audit_of(tmp_path / "nowhere") == Audit()


DAMAGE: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a line changed": (
        lambda home: write(home, lines(home)[0].replace(b"Ann", b"Bob"), *lines(home)[1:]),
        ["before line 2 a line was changed or is missing"],
    ),
    "the last line changed": (
        lambda home: write(home, *lines(home)[:2], lines(home)[2].replace(b"Ann", b"Bob")),
        ["line 3 was changed"],
    ),
    "the first line gone": (
        lambda home: write(home, *lines(home)[1:]),
        ["before line 1 a line was changed or is missing", "it has 2 of 3 lines"],
    ),
    "a line between gone": (
        lambda home: write(home, lines(home)[0], lines(home)[2]),
        ["before line 2 a line was changed or is missing", "it has 2 of 3 lines"],
    ),
    "the last line gone": (
        lambda home: write(home, *lines(home)[:2]),
        ["it has 2 of 3 lines"],
    ),
    "the last line cut": (
        lambda home: write(home, *lines(home)[:2], lines(home)[2][:20]),
        ["line 3 was changed"],
    ),
    "a line that is none": (
        lambda home: write(home, lines(home)[0], b"x\n", *lines(home)[1:]),
        ["line 2 is no entry", "before line 3 a line was changed or is missing"],
    ),
    "all gone": (lambda home: (home / AUDIT).unlink(), ["it has 0 of 3 lines"]),
    "no count": (
        lambda home: (home / COUNTED).unlink(),
        ["audit.json, which counts its lines, is gone"],
    ),
    "another count": (
        lambda home: (home / COUNTED).write_text("{}"),
        ["audit.json, which counts its lines, is damaged"],
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_line_that_is_cut_changed_or_missing_is_told(home: Path, damage: str) -> None:
    do, told = DAMAGE[damage]
    do(home)
    assert set(told) <= set(said(home))
    assert len(said(home)) <= len(told) + 1


@pytest.mark.parametrize("damage", DAMAGE)
def test_nothing_is_written_behind_damage(home: Path, damage: str) -> None:
    DAMAGE[damage][0](home)
    before = (home / AUDIT).read_bytes() if (home / AUDIT).exists() else b""
    with pytest.raises(OutputError, match="nothing is shown unmasked"):
        append(home, ENTRY)
    assert (home / AUDIT).read_bytes() == before


@pytest.mark.parametrize("written", [1, 40, -1])
def test_a_line_that_a_killed_process_did_not_end_is_told_and_gone_on_from(
    home: Path, written: int
) -> None:
    append(home, ENTRY)
    *whole, last = lines(home)
    # As a kill leaves it: part of the line, and the count of before.
    (home / COUNTED).unlink()
    write(home)
    for each in whole:
        append(home, {k: v for k, v in json.loads(each).items() if k != "before"})
    kept = (home / AUDIT).read_bytes()
    (home / AUDIT).write_bytes(kept + last[:written])
    found = audit_of(home)
    assert found.wrong == ()
    assert found.cut == ((4,) if written > 0 else ())
    append(home, ENTRY)
    found = audit_of(home)
    assert found.wrong == ()
    assert found.cut == ((4,) if written > 0 else ())
    assert (home / AUDIT).read_bytes().startswith(kept + last[:written] + b"\n")


def test_a_process_killed_before_it_counts_its_line_leaves_a_whole_log(home: Path) -> None:
    counted = (home / COUNTED).read_bytes()
    append(home, ENTRY)
    (home / COUNTED).write_bytes(counted)
    assert audit_of(home) == Audit(4)
    append(home, ENTRY)
    assert audit_of(home) == Audit(5)


def test_processes_that_write_at_once_wait_for_one_another(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from careplay.outputs.audit import append\n"
        "for n in range(10): append(Path(sys.argv[1]), {'by': sys.argv[2], 'n': n})"
    )
    started = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", program, tmp_path / "shop", name], env={**os.environ}
        )
        for name in "AB"
    ]
    assert [each.wait(60) for each in started] == [0, 0]
    assert audit_of(tmp_path / "shop") == Audit(20)
