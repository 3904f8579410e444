"""The worker and its supervisor: whatever happens, every item is answered or the run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from breaking import ANY, READY, Doubled, Noted, Process, Stopping, breaking
from careplay.engines.durable.tasks import ItemName
from careplay.engines.durable.workers import supervising
from careplay.engines.durable.workers.incidents import Incident, IncidentKind, incident_notes
from careplay.engines.durable.workers.supervising import Supervisor
from careplay.engines.durable.workers.together import Together
from careplay.faults import EngineError

TESTS = Path(__file__).parents[1]
PLAIN, PACKAGE = "plain", "package"


def told(supervisor: Supervisor) -> list[tuple[str, str]]:
    return [(each.whom, each.what) for each in supervisor.incidents]


def gone(process: int, seconds: float = 10) -> bool:
    """Whether the process ends within the time; one that nobody has reaped has ended too."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def comes(file: Path) -> bool:
    """Whether there is such a file before long."""
    until = time.monotonic() + 60
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.02)
    return file.exists()


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Run lines of Python as a process of its own, which leads a group of its own."""
    running = []

    def run(*lines: str) -> subprocess.Popen[str]:
        file = tmp_path / "script.py"
        imports = (
            "import sys",
            f"sys.path.insert(0, {str(TESTS)!r})",
            "from breaking import *",
            "from careplay.engines.durable.workers.supervising import Supervisor",
        )
        file.write_text("\n".join((*imports, *lines)), "utf-8")
        running.append(
            subprocess.Popen(  # noqa: S603
                [sys.executable, file],
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        return running[-1]

    yield run
    for each in running:
        each.kill()
        each.communicate()


def test_every_item_is_answered_in_order() -> None:
    with Supervisor(Doubled(), command=breaking()) as supervisor:
        pages = [supervisor.answers(range(start, start + 7)) for start in range(0, 70, 7)]
        assert supervisor.answers([]) == []
    assert [each for page in pages for each in page] == [(n * 2, PACKAGE) for n in range(70)]
    assert supervisor.incidents == []


def test_items_and_answers_may_be_larger_than_a_pipe() -> None:
    page = ["界" * 200_000, "b", "c" * 300_000]
    with Supervisor(Doubled(), command=breaking()) as supervisor:
        assert supervisor.answers(page) == [(item * 2, PACKAGE) for item in page]


def test_what_is_printed_or_read_in_the_worker_does_no_harm() -> None:
    with Supervisor(Doubled(), command=breaking((ANY, "printed"))) as supervisor:
        assert supervisor.answers([1, 2]) == [(2, PACKAGE), (4, PACKAGE)]
    assert supervisor.incidents == []


BROKEN = [
    ("killed", "crashed (signal 11)"),
    ("spun", "took longer than 0.8 s"),
    ("searched", "took longer than 0.8 s"),
    ("slept", "took longer than 0.8 s"),
    ("refused", "failed: ValueError: no such luck"),
    ("left", "stopped (exit code 3: gone: for good)"),
]


@pytest.mark.parametrize(("way", "what"), BROKEN)
@pytest.mark.parametrize("item", [0, 2, 4])
def test_an_item_that_ends_the_worker_is_answered_by_plain_and_named(
    way: str, what: str, item: int
) -> None:
    called, patience = f'customer "{item}"', 0.8 if "longer" in what else 60
    command = breaking((called, way))
    with Supervisor(Doubled(), patience=patience, command=command) as supervisor:
        found = supervisor.answers(range(5))
    assert found == [(n * 2, PLAIN if n == item else PACKAGE) for n in range(5)]
    assert told(supervisor) == [(called, what)]


def test_the_time_is_that_of_one_item_and_not_of_a_page() -> None:
    with Supervisor(Process(), patience=1.5, command=breaking()) as supervisor:
        assert len(set(supervisor.answers([0.4] * 5))) == 1
    assert supervisor.incidents == []


def test_the_next_page_is_asked_after_an_incident_at_the_end_of_one() -> None:
    with Supervisor(Doubled(), command=breaking(('customer "1"', "killed"))) as supervisor:
        assert supervisor.answers([0, 1]) == [(0, PACKAGE), (2, PLAIN)]
        assert supervisor.answers([2, 3]) == [(4, PACKAGE), (6, PACKAGE)]


def test_two_in_a_row_are_borne_again_and_again() -> None:
    command = breaking(*((f'customer "{n}"', "killed") for n in (0, 1, 3, 4)))
    with Supervisor(Doubled(), command=command) as supervisor:
        found = [supervisor.answers([n]) for n in range(6)]
    assert [by for ((_, by),) in found] == [PLAIN, PLAIN, PACKAGE, PLAIN, PLAIN, PACKAGE]
    assert len(supervisor.incidents) == 4


def test_pages_are_answered_ahead_of_who_takes_them() -> None:
    command = breaking(('customer "3"', "killed"), ('customer "5"', "refused"))
    with Supervisor(Doubled(), command=command) as supervisor:
        pages = list(supervisor.each(range(start, start + 2) for start in range(0, 8, 2)))
        assert list(supervisor.each(())) == []
    assert [[n // 2 for n, _ in page] for page in pages] == [[0, 1], [2, 3], [4, 5], [6, 7]]
    assert [by for page in pages for _, by in page].count(PLAIN) == 2
    assert [each.whom for each in supervisor.incidents] == ['customer "3"', 'customer "5"']


def test_the_worker_works_while_its_answers_are_used(tmp_path: Path) -> None:
    files = [tmp_path / f"{place}" for place in range(4)]
    with Supervisor(Noted(), command=breaking()) as supervisor:
        pages = supervisor.each([str(file)] for file in files)
        for following in files[1:]:
            assert next(pages) == [True]
            assert comes(following)


@pytest.mark.parametrize("size", [1, 2, 9])
def test_three_in_a_row_end_the_run_in_one_sentence(size: int) -> None:
    ways = zip((4, 5, 6), ("killed", "refused", "left"), strict=True)
    command = breaking(*((f'customer "{n}"', way) for n, way in ways))
    with Supervisor(Doubled(), command=command) as supervisor:
        pages = (supervisor.answers(range(start, start + size)) for start in range(0, 9, size))
        with pytest.raises(EngineError) as told:
            list(pages)
    assert str(told.value) == (
        'durable-rules failed 3 times in a row: customer "4" (crashed (signal 11)), '
        'customer "5" (failed: ValueError: no such luck), '
        'customer "6" (stopped (exit code 3: gone: for good)); '
        "run with --engine duckdb, which gives the same actions"
    )


def test_a_worker_killed_while_it_works_costs_the_item_in_hand() -> None:
    with Supervisor(Process(), command=breaking()) as supervisor:
        (process,) = supervisor.answers([0])
        threading.Timer(0.3, os.kill, (process, signal.SIGKILL)).start()
        found = supervisor.answers([0, 60, 0])
    assert found[:2] == [process, 0]
    assert found[2] not in {process, 0}
    assert told(supervisor) == [('customer "60"', "crashed (signal 9)")]


def test_a_worker_killed_between_two_pages_costs_nothing() -> None:
    with Supervisor(Process(), command=breaking()) as supervisor:
        (process,) = supervisor.answers([0])
        os.kill(process, signal.SIGKILL)
        # Its first thread may be gone while another is still on its way out.
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        (other,) = supervisor.answers([0])
    assert other not in {process, 0}
    assert supervisor.incidents == []


NOT_STARTED = [
    (("/no/such/program",), "it cannot be run (No such file or directory)"),
    ((sys.executable, "-c", "import nowhere"), "No module named 'nowhere'"),
    ((sys.executable, "-c", ""), "it stopped (exit code 0)"),
    (breaking((READY, "refused")), "it failed: ValueError: no such luck"),
    (breaking((READY, "killed")), "it crashed (signal 11)"),
    (breaking((READY, "left")), "it stopped (exit code 3: gone: for good)"),
]


@pytest.mark.parametrize(("command", "why"), NOT_STARTED)
def test_a_worker_that_cannot_start_ends_the_run_in_one_sentence(
    command: Sequence[str], why: str
) -> None:
    with (
        pytest.raises(EngineError) as told,
        Supervisor(Doubled(), command=command) as supervisor,
    ):
        supervisor.answers([1])
    said = str(told.value)
    assert said.startswith("cannot start the worker that runs durable-rules: it ")
    assert why in said
    assert said.endswith("; run with --engine duckdb, which gives the same actions")
    assert "\n" not in said


def test_a_file_in_the_folder_of_the_run_does_not_stand_before_pythons_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.chdir(tmp_path)
    with Supervisor(Together(())) as supervisor:
        assert supervisor.answers([]) == []


def test_a_worker_that_is_never_ready_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "STARTING", 0.4)
    with (
        Supervisor(Doubled(), command=breaking((READY, "slept"))) as supervisor,
        pytest.raises(EngineError, match=r"it took longer than 0\.4 s; run with"),
    ):
        supervisor.answers([1])


def test_the_worker_ends_with_the_supervisor_whatever_it_is_doing() -> None:
    with Supervisor(Stopping(), command=breaking()) as supervisor:
        (process,) = supervisor.answers([0])
        with pytest.raises(KeyboardInterrupt):
            supervisor.answers([60])
        assert not gone(process, 0.1)
    assert gone(process)


@pytest.mark.parametrize("way", ["searched", "slept"])
def test_the_worker_ends_when_careplay_is_killed(
    way: str, script: Callable[..., subprocess.Popen[str]]
) -> None:
    """The first lets nothing of Python run; the second reads nothing."""
    running = script(
        f"command = breaking(('wait 1', {way!r}))",
        "with Supervisor(Process(), patience=0.5, command=command) as supervisor:",
        "    print(*supervisor.answers([0]), flush=True)",
        "    supervisor._patience = supervisor._worker._patience = 3600",
        "    supervisor.answers([1])",
    )
    assert running.stdout is not None
    process = int(running.stdout.readline())
    time.sleep(0.3)
    running.kill()
    assert gone(process)


def test_a_run_that_is_suspended_has_not_been_waiting(
    script: Callable[..., subprocess.Popen[str]],
) -> None:
    running = script(
        "with Supervisor(Process(), patience=1, command=breaking()) as supervisor:",
        "    print(*supervisor.answers([0]), flush=True)",
        "    print(len(set(supervisor.answers([0.6, 0]))), supervisor.incidents)",
    )
    assert running.stdout is not None
    running.stdout.readline()
    time.sleep(0.2)
    os.killpg(running.pid, signal.SIGSTOP)
    time.sleep(1.5)
    os.killpg(running.pid, signal.SIGCONT)
    assert running.stdout.readline() == "1 []\n"


def test_the_worker_leaves_ctrl_c_to_careplay() -> None:
    with Supervisor(Process(), command=breaking()) as supervisor:
        (process,) = supervisor.answers([0])
        pressed = threading.Timer(0.2, os.kill, (process, signal.SIGINT))
        pressed.start()
        assert supervisor.answers([0.5]) == [process]
        pressed.join()
        assert supervisor.answers([0]) == [process]


INCIDENTS = [
    Incident(ItemName("C1"), IncidentKind.CRASHED, "11"),
    Incident(ItemName("K-17", "complaint"), IncidentKind.SLOW, "5"),
    Incident(ItemName('a "b" \n c'), IncidentKind.FAILED, "ValueError: no"),
    Incident(ItemName("3"), IncidentKind.STOPPED, "3"),
]


def test_incidents_are_told_in_english() -> None:
    instead = "which the built-in engine decided instead"
    assert incident_notes(INCIDENTS[:2], "en") == (
        f'durable-rules crashed (signal 11) on customer "C1", {instead}',
        f'durable-rules took longer than 5 s on case "K-17" of complaint, {instead}',
    )


def test_incidents_are_told_in_chinese() -> None:
    instead = "这一项已改由内置引擎判定"
    assert incident_notes(INCIDENTS, "zh") == (
        f"处理客户“C1”时，durable-rules 崩溃（信号 11）；{instead}",
        f"处理 complaint 的个案“K-17”时，durable-rules 超过 5 秒没有答复；{instead}",
        f'处理客户“a "b" \n c”时，durable-rules 出错：ValueError: no；{instead}',
        f"处理客户“3”时，durable-rules 自行退出（退出码 3）；{instead}",
    )


def test_of_many_incidents_the_first_are_told_and_the_others_counted() -> None:
    told = incident_notes(INCIDENTS * 2, "en")
    assert len(told) == 6
    assert (
        told[-1] == "durable-rules did so on 3 more, which the built-in engine decided as well"
    )
    assert incident_notes((), "zh") == ()
