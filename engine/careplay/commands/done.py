"""``careplay done`` and its like: what became of one action, by its code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.commands.asking import chosen_of
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    at_option,
    bounded,
    day_option,
    kept_option,
    sound_businesses,
)
from careplay.commands.saying import say
from careplay.visible import one_line

if TYPE_CHECKING:
    from careplay import RecordedOutcome


def _pairs(_: click.Context, __: click.Parameter, typed: tuple[str, ...]) -> dict[str, str]:
    return pairs_of(typed)


def pairs_of(typed: Iterable[str]) -> dict[str, str]:
    """Each ``NAME=VALUE``; wrong usage where one is none, or a name stands twice."""
    found: dict[str, str] = {}
    for each in typed:
        name, equals, value = each.partition("=")
        if not (equals and name.strip()):
            raise click.BadParameter(f'"{each}" answers nothing; write satisfaction=4')
        if name.strip() in found:
            raise click.BadParameter(f'"{name.strip()}" is answered twice')
        found[name.strip()] = value
    return found


answer_option = click.option(
    "--answer",
    "answers",
    multiple=True,
    callback=_pairs,
    metavar="NAME=VALUE",
    help="What was asked for, or is the evidence; may be repeated.",
)


correct_option = click.option(
    "--correct", is_flag=True, help="Put right what was recorded of it last."
)


def recorded_by(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that records something."""
    for option in (
        bounded,
        click.option(
            "--wait",
            type=click.IntRange(min=0),
            default=careplay.DEFAULT_WAIT,
            metavar="SECONDS",
            show_default=True,
            help="How long to wait for others who record.",
        ),
        kept_option("Where the days are kept."),
        click.option("--business", "chosen", metavar="ID", help="Of several the one it is of."),
        click.option("--by", default="", metavar="WHO", help="Who records it, by id or name."),
        at_option,
    ):
        command = option(command)
    return command


def _command(name: str, became: str, told: str, *options: Callable[..., Any]) -> click.Command:
    """One of the commands, which differ in what they say."""

    def record(code: str, path: Path, bounds: careplay.Bounds, **asked: Any) -> None:
        businesses = chosen_of(sound_businesses(path, bounds), asked.pop("chosen"))
        if len(businesses) > 1:
            folders = ", ".join(f'"{each.folder}"' for each in businesses)
            raise click.UsageError(f"a code is one business's own; name one of {folders}")
        say(_line(careplay.record_outcome(businesses[0], code, became, **asked)))

    made: Any = reports_faults(record)
    for option in (recorded_by, correct_option, *reversed(options)):
        made = option(made)
    made = click.argument("path", type=click.Path(path_type=Path), default=".")(made)
    made = click.argument("code")(made)
    return click.command(name, help=told)(made)


def _line(found: RecordedOutcome) -> str:
    """What was recorded, in a line; the title has nothing of the customer in it."""
    record = found.record
    whom = f", customer {record.customer}" if record.customer else ""
    what = record.type.removeprefix("#").removeprefix("action.")
    how = "was recorded already, nothing is written" if found.again else "recorded"
    return one_line(f"{found.code} {what}: {found.title}{whom} ({how}, {record.number})")


done = _command(
    "done",
    "done",
    """Say that the action of a code or an id is done.

    Of a step of a flow it is the flow's own event, with its evidence and answers.
    """,
    click.option("--outcome", default="", metavar="WORD", help="How the step came out."),
    answer_option,
)
refuse = _command(
    "refuse", "refused", "Say that the customer does not want what CODE is.", answer_option
)
unreached = _command(
    "unreached", "unreached", "Say that the customer was not reached; CODE comes back.",
    answer_option,
)  # fmt: skip
snooze = _command(
    "snooze",
    "snoozed",
    "Put CODE off to a day, on which it comes back.",
    day_option("--until", "until", "The day on which it comes back."),
)
approve = _command("approve", "approved", "Say that what CODE is may be done.", answer_option)
decline = _command(
    "decline", "declined", "Say that what CODE is may not be done.", answer_option
)
