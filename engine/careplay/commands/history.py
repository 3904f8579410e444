"""``careplay history``: the days that are kept, whether they are sound, what can be done."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

import careplay
from careplay.amounts import counted
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    bounded,
    demand_ids_apart,
    kept_option,
    sound_businesses,
)
from careplay.commands.saying import say
from careplay.errors import CareplayError

if TYPE_CHECKING:
    from careplay import Business, KeptDay, KeptHistory


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@kept_option("Where the days are kept.")
@click.option("--verify", is_flag=True, help="Hold every file against what was kept.")
@click.option("--repair", is_flag=True, help="Say what would be done to put it right.")
@click.option("--yes", is_flag=True, help="Do what --repair says.")
@bounded
@reports_faults
def history(path: Path, out: Path | None, bounds: careplay.Bounds, **asked: bool) -> None:
    """Show the days that are kept of every business below PATH.

    Of each its date, how many actions and files it keeps, and the days it stands on. The exit
    code is 4 where anything is wrong that was not put right.
    """
    if asked["yes"] and not asked["repair"]:
        raise click.UsageError("--yes does what --repair says; give both")
    businesses = sound_businesses(path, bounds)
    if out is not None:
        demand_ids_apart(businesses)
    sound = []
    for business in businesses:
        into = out or careplay.kept_in(business)
        if len(businesses) > 1:
            say(business.name)
        if asked["repair"]:
            sound.append(_repaired(business, into, asked["yes"]))
        else:
            sound.append(_shown(business, into, asked["verify"]))
    if not all(sound):
        raise SystemExit(CareplayError.exit_code)


def _repaired(business: Business, out: Path, do: bool) -> bool:  # noqa: FBT001 - an option
    """Tell each step, done or to be done, or else what is wrong; whether nothing is left."""
    steps = careplay.repair(business, out, do=do)
    for each in steps:
        say(f"{'done' if do else 'to do'}: {each}")
    if steps:
        return do
    left = careplay.kept_history(business, out, verify=True).wrong
    for line in left or ("nothing to repair",):
        say(line)
    return not left


def _shown(business: Business, out: Path, verify: bool) -> bool:  # noqa: FBT001 - an option
    """Tell what is kept; whether nothing is wrong with it."""
    found = careplay.kept_history(business, out, verify=verify)
    for line in _lines(found, verify=verify):
        say(line)
    if {*found.wrong} - {found.half_forgotten, found.not_as_aged}:
        elsewhere = () if out == careplay.kept_in(business) else ("--out", str(out))
        way = shlex.join(("careplay", "history", str(business.folder), *elsewhere, "--repair"))
        say(f"`{way}` says what can be done")
    return not found.wrong


def _lines(found: KeptHistory, *, verify: bool) -> Iterator[str]:
    """The days, then what is wrong."""
    if not found.days:
        yield "no day is kept"
    yield from (_line(each, found.aged) for each in found.days)
    yield from _gone(found)
    if found.audit.entries:
        yield f"shown unmasked: {counted(found.audit.entries, 'time')}, see audit.jsonl"
    for line in found.audit.cut:
        yield f"audit.jsonl: line {line} was cut, for its process was killed; it goes on below"
    for each in found.forgotten:
        what = f"{counted(each.actions, 'action')} of {counted(each.days, 'day')}"
        yield f"forgotten: a customer on {each.on}, {what}"
    yield from found.wrong
    if verify and found.days and not found.wrong:
        yield "all as it was kept"


def _gone(found: KeptHistory) -> Iterator[str]:
    """The days that are not waited for."""
    if found.aged is not None:
        rows = "? rows live" if found.lives_on is None else _live(found.lives_on)
        yield f"let go for their age: the days up to {found.aged}, of which {rows} on"
    if found.let_go:
        yield f"let go: {', '.join(map(str, found.let_go))}"


def _now(each: date, day: KeptDay, aged: date | None) -> str:
    """What became of a day that another stands on."""
    if aged is not None and each <= aged:
        return ", which was let go"
    return ", which is another now" if each in day.outdated else ""


def _live(rows: int) -> str:
    return "1 row lives" if rows == 1 else f"{rows} rows live"


def _line(day: KeptDay, aged: date | None) -> str:
    actions = "? actions" if day.actions is None else counted(day.actions, "action")
    stands_on = ", ".join(f"{each}{_now(each, day, aged)}" for each in day.stands_on)
    how = "by an older careplay" if day.older else f"stands on {stands_on or 'no other day'}"
    return f"{day.date}  {actions:>14}  {counted(len(day.files), 'file'):>7}  {how}"
