"""The careplay commands; one module per command.

A command imports what it needs inside its function, so that ``careplay --help`` is quick.
"""

from __future__ import annotations

from careplay.commands.check import check
from careplay.commands.new import new
from careplay.commands.plan import plan
from careplay.commands.run import run
from careplay.commands.schema import schema

COMMANDS = (check, new, plan, run, schema)
