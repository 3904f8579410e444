"""Days of a business that are gone and not waited for: ``OUT/BUSINESS/let_go.json`` lists them.

A day that is kept again is waited for again, so that it is missed when it goes once more.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path

from careplay.faults import HistoryError
from careplay.outputs.files import replacement_of
from careplay.outputs.manifest import WRONG, sealed, unsealed
from careplay.outputs.partition import remove

LET_GO = "let_go.json"


def days_let_go(home: Path) -> frozenset[date]:
    """The days that are listed; HistoryError where the list is damaged."""
    file = home / LET_GO
    try:
        told = json.loads(unsealed(file.read_bytes()))
        return frozenset(date.fromisoformat(each) for each in told["days"])
    except (FileNotFoundError, NotADirectoryError):
        return frozenset()
    except (OSError, *WRONG) as fault:
        message = f'"{file}" is damaged; bring it back from a copy, or remove it'
        raise HistoryError(message) from fault


def let_go(days: Collection[date], home: Path) -> None:
    """List those days, and no others."""
    if not days:
        remove(home / LET_GO)
        return
    body = json.dumps({"days": [each.isoformat() for each in sorted(days)]}, indent=1)
    with replacement_of(home / LET_GO, private=True) as part:
        part.write_bytes(sealed(body.encode()))


def wait_for(days: Collection[date], home: Path) -> None:
    """List none of those days any more."""
    listed = days_let_go(home)
    if not listed.isdisjoint(days):
        let_go(listed.difference(days), home)
