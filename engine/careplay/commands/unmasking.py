"""``--unmasked``: what is personal is shown whole, to who says who he is, and why."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from careplay.commands.options import now
from careplay.visible import visible

BY, REASON = "Who sees it", "Why"


@dataclass(frozen=True, slots=True)
class Unmasking:
    """Who wants to see what is personal, and why."""

    by: str
    reason: str
    at: str
    """The moment in UTC, by the machine's clock."""


def entry_of(who: Unmasking, told: Mapping[str, str]) -> Mapping[str, str]:
    """What is written down of it; ``told``: the command, and the days it is of."""
    return {"at": who.at, "by": who.by, **told, "reason": who.reason}


def unmaskable(command: Callable[..., None]) -> Callable[..., None]:
    """The options by which values are shown whole; as ``unmasking``, None where none is."""

    @functools.wraps(command)
    def asked(*args: Any, **kwargs: Any) -> None:
        unmasked, by, reason = (kwargs.pop(each) for each in ("unmasked", "by", "reason"))
        command(*args, unmasking=_unmasking(by, reason, unmasked=unmasked), **kwargs)

    for option in (
        click.option("--reason", metavar="TEXT", help="Why it is shown; with --unmasked."),
        click.option("--by", metavar="NAME", help="Who sees it; with --unmasked."),
        click.option(
            "--unmasked",
            is_flag=True,
            help="Show what is personal whole; that is written down beside the days.",
        ),
    ):
        asked = option(asked)
    return asked


def _unmasking(by: str | None, reason: str | None, *, unmasked: bool) -> Unmasking | None:
    """Who asks and why; on a terminal both may be typed. Wrong usage where one is lacking."""
    if not unmasked:
        if by is not None or reason is not None:
            raise click.UsageError("--by and --reason say who sees what --unmasked shows")
        return None
    if sys.stdin.isatty() and sys.stderr.isatty():
        by = by if by is not None else click.prompt(BY, err=True)
        reason = reason if reason is not None else click.prompt(REASON, err=True)
    if not (by and by.strip() and reason and reason.strip()):
        example = '--by "Ann Lee" --reason "calls of the day"'
        raise click.UsageError(f"--unmasked is written down: say who asks and why, {example}")
    for option, said in (("--by", by), ("--reason", reason)):
        if visible(said) != said:
            raise click.UsageError(
                f"{option} is written down: write it without {visible(said)}"
            )
    return Unmasking(by.strip(), reason.strip(), now())
