"""The worker process: it is told a task, and then answers items, page by page.

The package has ways to crash, to loop for ever and to swallow exceptions, so it is driven
here, away from careplay's own process. Each answer is told as soon as there is one: what has
none when the worker ends is what ended it.

``python -m careplay.engines.durable.workers.worker``
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from careplay.engines.durable.workers.frames import (
    READY,
    Failed,
    Opening,
    raised,
    received,
    send,
)

if TYPE_CHECKING:
    from careplay.engines.durable.tasks import Answering, Task

LOOK = 1.0
"""Seconds between two looks at whether the process that asks is still there."""


def main(unpickled: Callable[[bytes], Task] = pickle.loads) -> None:
    """Answer until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for careplay, which ends this
    hear, say = _apart()
    with contextlib.suppress(EOFError, BrokenPipeError):  # nobody asks any more
        work(hear, say, unpickled)


def work(hear: IO[bytes], say: IO[bytes], unpickled: Callable[[bytes], Task]) -> None:
    """Answer until a task or an item fails; EOFError once nobody asks any more."""
    opening: Opening = received(hear)
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    limit(opening.seconds)
    try:
        answering = unpickled(opening.task).ready()
    except Exception as fault:  # noqa: BLE001 - told on the other side
        send(say, raised(fault))
        return
    limit(0)
    send(say, READY)
    while _page(answering, received(hear), say, opening.seconds):
        limit(0)


def limit(seconds: float) -> None:
    """End this process by a signal once it has used so much processor time; 0 lifts that.

    An endless loop of the package keeps every thread of Python's waiting, so that nothing
    else here would ever see that careplay is gone. Systems without such a clock do without.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _page(answering: Answering, page: list[object], say: IO[bytes], seconds: float) -> bool:
    """Answer the items in turn, up to one that fails; whether none did."""
    for item in page:
        limit(seconds)
        try:
            answer = answering(item)
        except Exception as fault:  # noqa: BLE001 - told on the other side
            answer = raised(fault)
        send(say, answer)
        if isinstance(answer, Failed):
            # The package may still hold half of the item; a new worker does not.
            return False
    return True


def _apart() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes from and to careplay, out of reach of whatever else reads or prints."""
    hear, say = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a device
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return hear, say


def _leave_with(asker: int) -> None:
    """End this process soon after the one that asks, even where an item waits for ever."""
    while os.getppid() == asker:
        time.sleep(LOOK)
    os._exit(0)


if __name__ == "__main__":
    main()
