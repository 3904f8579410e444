"""The package at its worst, and careplay goes on: it crashes, loops, swallows exceptions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from breaking import ANY, Doubled, breaking
from careplay.engines.durable.workers import supervising
from careplay.engines.durable.workers.supervising import Supervisor
from shop_folder import careplay, sentence, shipped

pytest.importorskip(
    "durable_rules_engine", reason="pip install 'careplay[durable]' (Python 3.12 or older)"
)

DAY = "2026-11-21"
KEPT = Path("appliance_store") / f"date={DAY}" / "actions.parquet"
CUSTOMER, CASE = 'customer "C0001"', 'case "Q0159-15" of promise'
INSTEAD = "这一项已改由内置引擎判定"


@pytest.fixture(scope="module")
def business(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped("appliance_store", tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def meant(business: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The actions as ``plain`` gives them; C0001 and the case have some."""
    out = tmp_path_factory.mktemp("plain")
    assert careplay("run", business, "--date", DAY, "--engine", "plain", "--out", out).output
    return (out / KEPT).read_bytes()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let every worker break on the named items, and be given up after so many seconds."""

    def put(*plan: tuple[str, str], patience: float = 60) -> None:
        monkeypatch.setattr(supervising, "COMMAND", breaking(*plan))
        monkeypatch.setattr(supervising, "PATIENCE", patience)

    return put


def arguments(business: Path, out: Path) -> tuple[str, ...]:
    return ("run", str(business), "--date", DAY, "--engine", "durable", "--out", str(out))


def joined(output: str) -> str:
    """What was told, whatever the width of the terminal."""
    return "".join(output.split())


@pytest.mark.parametrize(
    ("way", "what"), [("emptied", "crashed (signal 11)"), ("looped", "took longer than 0.5 s")]
)
def test_an_item_from_which_the_package_never_comes_back_is_answered_by_plain(
    way: str, what: str
) -> None:
    command = breaking(('customer "1"', way))
    with Supervisor(Doubled(), patience=0.5, command=command) as supervisor:
        assert supervisor.answers([0, 1, 2]) == [(0, "package"), (2, "plain"), (4, "package")]
    assert [(each.whom, each.what) for each in supervisor.incidents] == [('customer "1"', what)]


BROKEN = [
    (CUSTOMER, "emptied", "崩溃（信号 11）"),
    (CUSTOMER, "looped", "超过 5 秒没有答复"),
    (CUSTOMER, "refused", "出错：ValueError: no such luck"),
    (CASE, "killed", "崩溃（信号 11）"),
    (CASE, "swallowed", "出错：ValueError: an action that fails"),
]


@pytest.mark.parametrize("case", BROKEN)
def test_a_run_names_who_broke_the_package_and_gives_the_same_actions(
    case: tuple[str, str, str],
    business: Path,
    meant: bytes,
    tmp_path: Path,
    broken: Callable[..., None],
) -> None:
    called, way, what = case
    broken((called, way), patience=5 if way == "looped" else 60)
    result = careplay(*arguments(business, tmp_path))
    assert result.exit_code == 0, result.output
    assert (tmp_path / KEPT).read_bytes() == meant
    assert result.output.count("durable-rules") == 1
    who = {CUSTOMER: "客户“C0001”", CASE: " promise 的个案“Q0159-15”"}[called]
    assert joined(f"处理{who}时，durable-rules {what}；{INSTEAD}") in joined(result.output)


def test_a_sound_run_tells_of_no_incident(business: Path, meant: bytes, tmp_path: Path) -> None:
    result = careplay(*arguments(business, tmp_path))
    assert (tmp_path / KEPT).read_bytes() == meant
    assert "durable-rules" not in result.output


def test_three_in_a_row_stop_the_run_and_nothing_is_written(
    business: Path, tmp_path: Path, broken: Callable[..., None]
) -> None:
    ways = zip(("C0001", "C0002", "C0003"), ("killed", "left", "refused"), strict=True)
    broken(*((f'customer "{key}"', way) for key, way in ways))
    assert sentence(careplay(*arguments(business, tmp_path)), 4) == (
        "careplay: 五湖家电: durable-rules failed 3 times in a row: "
        'customer "C0001" (crashed (signal 11)), '
        'customer "C0002" (stopped (exit code 3: gone: for good)), '
        'customer "C0003" (failed: ValueError: no such luck); '
        "run with --engine duckdb, which gives the same actions"
    )
    assert list(tmp_path.iterdir()) == []


def asleep(file: Path) -> int:
    """Wait for a worker that sleeps to tell its number."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if file.exists() and (text := file.read_text("utf-8")):
            return int(text)
        time.sleep(0.05)
    raise TimeoutError


def test_a_worker_that_is_killed_from_outside_costs_the_one_in_hand(
    business: Path,
    meant: bytes,
    tmp_path: Path,
    broken: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "process"
    monkeypatch.setenv("BREAKING", str(file))
    broken((CUSTOMER, "slept"))
    killing = threading.Thread(target=lambda: os.kill(asleep(file), signal.SIGKILL))
    killing.start()
    result = careplay(*arguments(business, tmp_path))
    killing.join()
    assert (tmp_path / KEPT).read_bytes() == meant
    assert joined("处理客户“C0001”时，durable-rules 崩溃（信号 9）") in joined(result.output)


def test_ctrl_c_ends_the_run_and_the_worker(business: Path, tmp_path: Path) -> None:
    """As a terminal sends it: to careplay and to the worker alike."""
    file, out = tmp_path / "process", tmp_path / "out"
    program = (
        "from careplay.engines.durable.workers import supervising",
        f"supervising.COMMAND = {breaking((CUSTOMER, 'slept'))!r}",
        "supervising.PATIENCE = 60",
        "from careplay.cli import main",
        "main()",
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", "\n".join(program), *arguments(business, out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "BREAKING": str(file)},
        start_new_session=True,
    ) as running:
        try:
            process = asleep(file)
            os.killpg(running.pid, signal.SIGINT)
            _, said = running.communicate(timeout=20)
        finally:
            running.kill()
    assert (running.returncode, said) == (
        130,
        "careplay: stopped; what was written before is whole\n",
    )
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert not out.exists()


def test_every_customer_breaks_the_package_and_the_run_ends_at_once(
    business: Path, tmp_path: Path, broken: Callable[..., None]
) -> None:
    broken((ANY, "emptied"))
    said = sentence(careplay(*arguments(business, tmp_path)), 4)
    assert said.count("crashed (signal 11)") == 3
