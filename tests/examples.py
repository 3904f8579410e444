"""How many generated cases a run tries, and the seed from which they are drawn.

A run draws a seed of its own and prints it; ``CAREPLAY_SEED=n`` tries the same cases again.
``.ci/run`` takes the seed from the commit. A run tries a third of a whole search, of days that
remember each other an eighth, and of tests that say ``one_in(n)`` one in n;
``CAREPLAY_EXAMPLES=whole`` tries all of it, and ``CAREPLAY_EXAMPLES=n`` so many cases of each
kind.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from random import SystemRandom
from zlib import crc32

from hypothesis import HealthCheck, Phase, settings

SEED, EXAMPLES, WHOLE = "CAREPLAY_SEED", "CAREPLAY_EXAMPLES", "whole"
PART = 3
"""One in so many of a whole search is tried for each change."""
OF_HISTORIES = 8
"""The same of several days by two engines: each takes a second."""
SMALLER = {Phase.shrink, Phase.explain}
"""What is done with a failing case once it is found."""


def is_whole(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a whole search is asked for, or so many cases of each kind."""
    return bool(environ.get(EXAMPLES))


def share(whole: int, environ: Mapping[str, str] = os.environ, part: int = PART) -> int:
    """How much of a whole search this run does; all of it where one is asked for."""
    return whole if is_whole(environ) else -(-whole // part)


def is_drawn(name: str, drawn: int, part: int, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether it is one of those that a run tries of which it tries one in ``part``."""
    return is_whole(environ) or crc32(f"{drawn} {name}".encode()) % part == 0


def tried(whole: int, environ: Mapping[str, str] = os.environ, part: int = PART) -> int:
    """How many of so many cases this run tries."""
    told = environ.get(EXAMPLES, "")
    return int(told) if told not in {"", WHOLE} else share(whole, environ, part)


def examples(whole: int, *, part: int = PART, always_the_same: bool = False) -> settings:
    """The settings of a test that generates so many cases in a whole search."""
    return settings(
        max_examples=tried(whole, part=part),
        deadline=None,
        derandomize=always_the_same,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def phases(environ: Mapping[str, str] = os.environ) -> tuple[Phase, ...]:
    """In CI a failing case is told as it was drawn, for to make it small takes minutes.

    The same seed, by hand, draws it again and makes it small.
    """
    return tuple(phase for phase in Phase if not (environ.get("CI") and phase in SMALLER))


def seed(environ: Mapping[str, str] = os.environ) -> int:
    """The seed that was asked for, or a new one."""
    told = environ.get(SEED)
    return int(told) if told else SystemRandom().getrandbits(32)
