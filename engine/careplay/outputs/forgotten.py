"""What is kept of a customer who was forgotten: a receipt that does not say whom.

``OUT/BUSINESS/forgotten/0001.json`` has the digest of a code and his key. The code is told to
whoever forgets, and kept nowhere: with it and the key the receipt proves that it was he, and
without it nobody finds out, however few keys there are to be tried. While it is being done
``forgetting.json`` says so: by it a command that was stopped is ended, and not begun anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from careplay.faults import HistoryError
from careplay.frozen import dataclass
from careplay.outputs.files import replacement_of
from careplay.outputs.manifest import WRONG, sealed, unsealed

BEGUN, RECEIPTS = "forgetting.json", "forgotten"
NUMBERED = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done, and nothing of whom."""

    digest: str
    """SHA-256 of the code, a colon and the key."""
    on: date
    by: str
    """Who did it, if that was told."""
    days: int
    actions: int
    modes: int
    faults: int


@dataclass(frozen=True, slots=True)
class Begun:
    """What is being done, from before the first file is written until the receipt is there."""

    receipt: Receipt
    number: int
    code: str
    actions: tuple[str, ...]
    """The ids of his actions."""
    before: Mapping[date, str]
    """Of each kept day its identity, as it was."""


def digest_of(code: str, customer: str) -> str:
    """By what a receipt knows a customer."""
    return sha256(f"{code}:{customer}".encode()).hexdigest()


def begun(home: Path) -> Begun | None:
    """What was begun there and not ended; HistoryError where that cannot be read."""
    file = home / BEGUN
    try:
        told = json.loads(unsealed(file.read_bytes()))
        return Begun(
            _receipt(told["receipt"]),
            int(told["number"]),
            str(told["code"]),
            tuple(told["actions"]),
            {date.fromisoformat(day): str(each) for day, each in told["before"].items()},
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, *WRONG) as fault:
        message = f'"{file}" is damaged; bring the days back from a copy'
        raise HistoryError(message) from fault


def write_begun(what: Begun, home: Path) -> None:
    """Write down what is begun."""
    told = {
        "receipt": _told(what.receipt),
        "number": what.number,
        "code": what.code,
        "actions": [*what.actions],
        "before": {day.isoformat(): each for day, each in what.before.items()},
    }
    _write(home / BEGUN, told)


def demand_none_begun(home: Path) -> None:
    """HistoryError where a customer is half forgotten there."""
    if (home / BEGUN).exists():
        raise HistoryError(HALF.format(home=home))


HALF = (
    'in the days in "{home}" a customer is half forgotten, for `careplay forget` was stopped;'
    " give the same command again"
)


def receipts(home: Path) -> tuple[Receipt, ...]:
    """Every receipt, in order; HistoryError where one is not as it was written."""
    return tuple(_read(each) for each in _files(home))


def next_number(home: Path) -> int:
    """The number of the next receipt."""
    return max((int(each.stem) for each in _files(home)), default=0) + 1


def write_receipt(what: Begun, home: Path) -> Path:
    """Write the receipt; return its file."""
    file = home / RECEIPTS / f"{what.number:04}.json"
    _write(file, _told(what.receipt))
    return file


def _files(home: Path) -> list[Path]:
    return sorted(
        each for each in (home / RECEIPTS).glob("*.json") if NUMBERED.fullmatch(each.stem)
    )


def _read(file: Path) -> Receipt:
    try:
        return _receipt(json.loads(unsealed(file.read_bytes())))
    except (OSError, *WRONG) as fault:
        message = f'"{file}" is damaged; bring it back from a copy'
        raise HistoryError(message) from fault


def _write(file: Path, told: Mapping[str, Any]) -> None:
    with replacement_of(file, private=True) as part:
        part.write_bytes(sealed(json.dumps(told, ensure_ascii=False, indent=1).encode()))


def _told(receipt: Receipt) -> dict[str, Any]:
    return {
        "digest": receipt.digest,
        "on": receipt.on.isoformat(),
        "by": receipt.by,
        "days": receipt.days,
        "actions": receipt.actions,
        "modes": receipt.modes,
        "faults": receipt.faults,
    }


def _receipt(told: Mapping[str, Any]) -> Receipt:
    return Receipt(
        str(told["digest"]),
        date.fromisoformat(told["on"]),
        str(told["by"]),
        *(int(told[name]) for name in ("days", "actions", "modes", "faults")),
    )
