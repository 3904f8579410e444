"""How commands show what is wrong with playbooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import careplay
from careplay.commands.faults import sentence_of
from careplay.commands.saying import say

if TYPE_CHECKING:
    from careplay import Examined

PLAYBOOK_FAULT = 1


def show(examined: Sequence[Examined], *, err: bool = False) -> int:
    """Print every fault with its line and a caret, then a count; return the exit code.

    It is 1 where any playbook has a fault, else that of the first business that cannot be
    examined at all.
    """
    codes = [_code(each) for each in examined]
    found = careplay.Checked(
        tuple(
            careplay.Finding(fault, careplay.Severity.FAULT, fails=True)
            for each in examined
            for fault in each.diagnostics
        ),
        texts={name: text for each in examined for name, text in each.texts.items()},
    )
    if found.findings:
        say(found.report(), nl=False, err=err)
    return code_of(codes)


def code_of(codes: Sequence[int]) -> int:
    """The exit code of several: a fault of a playbook before all others, then the first."""
    first = next((code for code in codes if code), 0)
    return PLAYBOOK_FAULT if PLAYBOOK_FAULT in codes else first


def _code(examined: Examined) -> int:
    """The exit code of one business; why it could not be examined is told."""
    if examined.fault is not None:
        say(f"careplay: {sentence_of(examined.fault)}", err=True)
        return examined.fault.exit_code
    return PLAYBOOK_FAULT if examined.diagnostics else 0
