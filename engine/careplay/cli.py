"""The careplay command: every subcommand is a module of ``careplay.commands``."""

from __future__ import annotations

import atexit
import gc

import click

from careplay.commands import COMMANDS
from careplay.commands.faults import stop_when_asked
from careplay.commands.saying import VisibleGroup

FEW_COLLECTIONS = 500_000
"""So many new objects between two searches for circles; Python searches every 700.

A command makes hundreds of thousands of objects that live until it ends, in next to no
circles: searching through them again and again takes a tenth of its time.
"""


@click.group(cls=VisibleGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="careplay")
def main() -> None:
    """Turn a manager's care playbooks into the day's work.

    \b
    careplay new my_shop                          start a business of your own
    careplay check my_shop                        say what is wrong, and where
    careplay test my_shop                         play its stories, and say what came otherwise
    careplay diff my_shop --set callback_days=7   say what a change does
    careplay forecast my_shop --from 2026-12-01 --until 2026-12-31   who will have how much
    careplay run my_shop --date 2026-11-21        who gets which action, and why
    careplay open my_shop --date 2026-11-21       which work nobody has done yet
    careplay sheets my_shop --to today            the sheets that people work by
    careplay done H4M2 my_shop                    say what became of an action, by its code
    careplay cases my_shop --date 2026-11-21      which cases are open, and how late they are

    Exit codes: 0 done, 1 a playbook is at fault, 2 wrong usage, 3 the data are at
    fault, 4 a file or engine is in the way, 5 nothing to run, 6 a story came otherwise than
    it is told or --fail-if is so, 70 careplay itself is at fault, 130 and 143 stopped by
    Ctrl-C and by SIGTERM.
    """  # noqa: D301 - click wants the character itself
    click.get_current_context().call_on_close(stop_when_asked())
    gc.set_threshold(FEW_COLLECTIONS)
    # The interpreter searches once more as it ends, when nothing needs to be found.
    atexit.register(gc.freeze)


for command in COMMANDS:
    main.add_command(command)
