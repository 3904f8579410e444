"""durable_rules as its own manual shows it, tried: what it answers, and how it ends."""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from measuring import Command, Cost, attempt, cost

HERE = Path(__file__).parent
WAYS = {
    "kept": "one fact after the other",
    "sid": "each customer a `sid`",
    "retracted": "each taken back before the next",
}
"""What becomes of the customers' facts, by the name ``manual_rival.py`` knows it."""
HEADS = (
    "rules",
    "facts",
    "customers a second of CPU",
    "peak MB",
    "rows right",
    "lacking",
    "wrong",
    "given again",
    "how it ended",
)
PATIENCE = 600.0
"""So many seconds are waited for an answer about all customers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """So many rules, a few customers, many customers, and what careplay wrote for those."""

    rules: int
    few: Path
    many: Path
    more: int
    """How many customers the many are more than the few."""
    right: Path

    def tried(self, way: str, said: Path) -> tuple[str, ...]:
        """A line of the table: the speed is of what more customers cost more."""
        lines = said.with_name(f"manual_{way}.csv")
        few, code = self._run(self.few, way, lines, said)
        many, code = self._run(self.many, way, lines, said)
        ended = _ended(code, said)
        cost([sys.executable, HERE / "manual_rows.py", self.right, lines], said)
        rows = json.loads(said.read_text("utf-8"))
        speed = f"{self.more / (many.cpu - few.cpu):,.0f}" if code == 0 else "none"
        counts = (f"{number:,}" for number in rows.values())
        return (str(self.rules), WAYS[way], speed, f"{many.peak:,.0f}", *counts, ended)

    def _run(self, customers: Path, way: str, lines: Path, said: Path) -> tuple[Cost, int]:
        script = HERE / "manual_rival.py"
        rival: Command = [sys.executable, script, customers, str(self.rules), way, lines]
        return attempt(rival, said, PATIENCE)


def _ended(code: int, said: Path) -> str:
    """A signal, or what was raised on the way, and how often."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    if code > 0:
        return f"exit code {code}"
    raised: dict[str, int] = json.loads(said.read_text("utf-8"))
    told = (f"{words} ({often:,} times)" for words, often in raised.items())
    return "; ".join(told) or "well"
