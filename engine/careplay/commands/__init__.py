"""The careplay commands; one module per command.

A command imports what it needs inside its function, so that ``careplay --help`` is quick.
"""

from __future__ import annotations

from careplay.commands.cases import cases
from careplay.commands.check import check
from careplay.commands.data import data
from careplay.commands.diff import diff
from careplay.commands.done import approve, decline, done, refuse, snooze, unreached
from careplay.commands.explain import explain
from careplay.commands.forecast import forecast
from careplay.commands.forget import forget
from careplay.commands.hand_over import hand_over
from careplay.commands.history import history
from careplay.commands.new import new
from careplay.commands.open import open_
from careplay.commands.plan import plan
from careplay.commands.practices import practices
from careplay.commands.record import record
from careplay.commands.run import run
from careplay.commands.schema import schema
from careplay.commands.sheets import sheets
from careplay.commands.tables import tables
from careplay.commands.test import test

COMMANDS = (
    approve,
    cases,
    check,
    data,
    decline,
    diff,
    done,
    explain,
    forecast,
    forget,
    hand_over,
    history,
    new,
    open_,
    plan,
    practices,
    record,
    refuse,
    run,
    schema,
    sheets,
    snooze,
    tables,
    test,
    unreached,
)
