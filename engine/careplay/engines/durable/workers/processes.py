"""A worker process as careplay's own process sees it: said something, and waited for.

What is said and answered goes through a thread, for a pipe cannot be waited for with a limit
on every system.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any, cast

from careplay.engines.durable.workers.frames import Failed, Opening, raised, received, send
from careplay.engines.durable.workers.incidents import IncidentKind

if TYPE_CHECKING:
    from careplay.engines.durable.tasks import Task

LOOKS = 20
"""So many times the answers are looked at within the time that one may take.

The looks are counted, not the clock: a run that was suspended has not been waiting.
"""


class Talk:
    """Something said to a worker, and its answers as they come."""

    def __init__(self, process: subprocess.Popen[bytes], said: object, count: int) -> None:
        self.answers: list[Any] = []
        self.count = count
        self._process = process
        self._said = said
        self._done = threading.Event()
        threading.Thread(target=self._heard, daemon=True).start()

    def ended(self, patience: float | None) -> bool:
        """Wait until all is answered or the worker ends; False once one answer takes longer."""
        looks, answered = 0, 0
        while not self._done.wait(patience and patience / LOOKS):
            looks = 0 if len(self.answers) > answered else looks + 1
            answered = len(self.answers)
            if looks > LOOKS:
                return False
        return True

    def _heard(self) -> None:
        try:
            self._exchange()
        except (OSError, EOFError):
            pass  # the worker has ended: what is missing tells so
        except Exception as fault:  # noqa: BLE001 - an answer that cannot be read
            self.answers.append(raised(fault))
        finally:
            self._done.set()

    def _exchange(self) -> None:
        send(cast("IO[bytes]", self._process.stdin), self._said)
        said = cast("IO[bytes]", self._process.stdout)
        while len(self.answers) < self.count:
            self.answers.append(received(said))
            if isinstance(self.answers[-1], Failed):
                break


class Worker:
    """A worker process that is on its way to be ready, or is, or has ended."""

    def __init__(self, command: Sequence[str], task: Task, patience: float) -> None:
        """Start it; OSError where there is no such program."""
        opening = Opening(pickle.dumps(task), patience * 2 + 1)
        # What the package prints must not fill a pipe that nobody empties.
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed in ``close``
        try:
            self._process = subprocess.Popen(  # noqa: S603 - careplay's own command
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._printed,
                bufsize=1 << 16,
            )
        except BaseException:
            self._printed.close()
            raise
        self._talk = Talk(self._process, opening, 1)
        self._patience = patience
        self._is_ready = False

    @property
    def gone(self) -> bool:
        """Whether it has ended since it was ready: it was not for what it is asked next."""
        return self._is_ready and self._process.poll() is not None

    def ready(self, patience: float) -> tuple[IncidentKind, str] | None:
        """Wait for it to be ready, or tell what kept it from that."""
        what = None if self._is_ready else self._ended(patience)
        self._is_ready = what is None
        return what

    def ask(self, page: Sequence[Any]) -> None:
        """Let it answer the items while the caller does something else."""
        self._talk = Talk(self._process, page, len(page))

    def answers(self) -> tuple[list[Any], tuple[IncidentKind, str] | None]:
        """The answers up to the first item that has none, and what happened to that."""
        what = self._ended(self._patience)
        return [each for each in self._talk.answers if not isinstance(each, Failed)], what

    def close(self) -> None:
        """End it at once, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._talk.ended(None)
        for stream in (self._process.stdin, self._process.stdout, self._printed):
            # What was not yet sent cannot be any more.
            with contextlib.suppress(OSError):
                cast("IO[bytes]", stream).close()

    def _ended(self, patience: float) -> tuple[IncidentKind, str] | None:
        in_time = self._talk.ended(patience)
        if not in_time:
            self._process.kill()
            self._process.wait()
            self._talk.ended(None)
        answers = self._talk.answers
        if answers and isinstance(answers[-1], Failed):
            return IncidentKind.FAILED, answers[-1].text
        if len(answers) == self._talk.count:
            return None
        return self._how() if in_time else (IncidentKind.SLOW, f"{patience:g}")

    def _how(self) -> tuple[IncidentKind, str]:
        """Say how a worker ended that has closed its end of the pipe."""
        try:
            code = self._process.wait(self._patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if code < 0:
            return IncidentKind.CRASHED, str(-code)
        last = self._last_printed()
        return IncidentKind.STOPPED, f"{code}: {last}" if last else str(code)

    def _last_printed(self) -> str:
        """The last line of what was printed: of a traceback, the one that says why."""
        self._printed.seek(0)
        lines = self._printed.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
