"""Mutated playbooks and damaged files of data: what careplay says of them, counted.

``python tests/mutants.py --playbooks 10000 --files 2000`` is the whole proof, in one process
and through the real entry; slices of it stand in ``test_mutated.py`` and
``test_damaged_files.py``.
It prints the seed and what it counted, and ends with 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path
from random import Random

from click.testing import Result

from damaging import KINDS, bent, bent_within, shop as shop_of_kind
from shop_folder import DAY, careplay, shop

TOLD = frozenset({0, 1, 3, 4, 5})
"""Free of faults, or told: of a playbook, of the data, of the world, or nothing to run."""
ODD = (
    "", "~", "null", "[]", "{}", "[[]]", "{a: {b: c}}", "0", "-1", "1e400", ".nan", ".inf",
    "9" * 40, "true", "2026-02-30", "2026-11-21", "'", '"\\0"', '"\\x1b[2J"', "&a *a", "*b",
    "!!python/object:os.system x", "<<: *a", "x" * 5000, "# c", "- -", "? a", "=", "\u202e",
    "a: b: c", "%", "@", "`", "$miss_days", "$none", "{name}", "{", "{{", "}", "customers",
    "every", "day", "1 day", "0 days", "-3 days", "99999 years", "at least", "not not", "../..",
    '"\\ud800"', "| ", ">-", "---", "...", "\t", "\u3000", "data/\\0.csv", "sqlite:x", "**",
)  # fmt: skip
ENDS = frozenset({0, 3, 4})
"""Run with what was left out, or told that the data, or the world, are at fault."""
MOST_SECONDS, MOST_BYTES = 5, 300 * 2**20
"""What an answer may take: of processor time, for others may be at work, and of memory."""
TEXTS = tuple((lang, name) for lang in ("en", "zh") for name in ("careplay", "first_steps"))
STATM, PAGE = Path("/proc/self/statm"), 4096
RUN = ("--date", DAY, "--dry-run", "--format", "jsonl")


def mutated(text: str, random: Random) -> str:
    """The text with one or two slips: of a line, of a word, of a value, or of a few signs."""
    lines = text.split("\n")
    for _ in range(random.randint(1, 2)):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        line, odd = lines[at], random.choice(ODD)
        cut = random.randint(0, len(line))
        key, colon, _ = line.partition(": ")
        word = random.choice(line.split(" "))
        lines[at : at + 1] = random.choice(
            (
                [],
                [line, lines[other]],
                [lines[other]],
                [" " * random.randint(1, 4) + line],
                [f"{key}{colon or ': '}{odd}"],
                [line.replace(word, odd, 1) if word else line + odd],
                [line[:cut] + odd + line[cut + 1 :]],
                [line[:cut]],
            )
        )
    return "\n".join(lines)


class Proof:
    """What was tried, and what came of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = Random(seed)  # noqa: S311 - no secret
        self.found: Counter[str] = Counter()
        self.broken: list[str] = []
        self.slowest, self.largest = 0.0, 0

    def playbooks(self, count: int, ran: float) -> None:
        """Mutate so many; a share of what ``check`` accepts is run on both engines."""
        shops = {lang: shop(self.folder / lang, lang) for lang, _ in TEXTS}
        for number in range(count):
            language, name = TEXTS[number % len(TEXTS)]
            file = shops[language] / f"{name}.yaml"
            text = file.read_text("utf-8")
            other = mutated(text, self.random)
            file.write_text(other, "utf-8", errors="surrogatepass")
            checked = self._told("playbook checked", other, TOLD, "check", shops[language])
            if checked.exit_code == 0 and self.random.random() < ran:
                self._alike(shops[language], other)
            file.write_text(text, "utf-8")

    def files(self, count: int) -> None:
        """Damage so many, of every kind of file."""
        made = {kind: shop_of_kind(self.folder / kind, kind) for kind in KINDS}
        for kind in made:
            self._told(f"{kind} files as they are", kind, {0}, "run", self.folder / kind, *RUN)
        for number in range(count):
            kind = [*KINDS][number % len(KINDS)]
            file = self.random.choice([*made[kind]])
            whole, within = made[kind][file], kind == "xlsx" and self.random.random() < 0.7
            damaged = (bent_within if within else bent)(whole, self.random)
            file.write_bytes(damaged)
            self._told(f"{kind} file run", repr(damaged), ENDS, "run", self.folder / kind, *RUN)
            file.write_bytes(whole)

    def _alike(self, folder: Path, text: str) -> None:
        """Hold what one engine tells against what the other does."""
        first, second = (
            self._told(f"run on {name}", text, TOLD, "run", folder, *RUN, "--engine", name)
            for name in ("duckdb", "plain")
        )
        if (first.exit_code, actions(first)) != (second.exit_code, actions(second)):
            self.broken.append(f"two engines tell different things of {text!r}")

    def _told(self, what: str, of: str, ends: Collection[int], *asked: object) -> Result:
        """The answer of the command, which is held to what is promised."""
        result, seconds, size = measured(lambda: careplay(*asked))
        self.found[f"{what}, ends with {result.exit_code}"] += 1
        self.slowest, self.largest = max(self.slowest, seconds), max(self.largest, size)
        crashed = not isinstance(result.exception, SystemExit | None)
        if crashed or result.exit_code not in ends or "Traceback" in result.output:
            self.broken.append(f"{what}: {result.output[-500:]!r} of {of!r}")
        if seconds > MOST_SECONDS or size > MOST_BYTES:
            self.broken.append(f"{what}: took {seconds:.1f} s, {size >> 20} MB, of {of!r}")
        return result


def actions(told: Result) -> list[str]:
    """The actions that a run tells, in order."""
    return sorted(line for line in told.stdout.splitlines() if json.loads(line)["action_id"])


def measured(what: Callable[[], Result]) -> tuple[Result, float, int]:
    """The answer, its seconds, and how many bytes it asked for, where it was the most yet."""
    began, before = time.process_time(), peak()
    held = int(STATM.read_text("ascii").split()[1]) * PAGE if STATM.is_file() else before
    found = what()
    return found, time.process_time() - began, peak() - held if peak() > before else 0


def peak() -> int:
    """The most memory that this process has held, in bytes; 0 where that is not known."""
    if os.name == "nt":
        return 0
    from resource import RUSAGE_SELF, getrusage  # noqa: PLC0415 - not on every system

    return getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> int:
    """Prove what was asked for, and print what was counted."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name in ("playbooks", "files"):
        asked.add_argument(f"--{name}", type=int, default=0)
    asked.add_argument("--ran", type=float, default=0.2, help="which share of them is run")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        proof = Proof(Path(folder), told.seed)
        proof.playbooks(told.playbooks, told.ran)
        proof.files(told.files)
    counted = (f"{count:6} {kind}" for kind, count in sorted(proof.found.items()))
    took = f"at most {proof.slowest:.1f} s and {proof.largest >> 20} MB"
    broken = (f"BROKEN {each[:3000]}" for each in proof.broken[:20])
    sys.stdout.write("\n".join((f"seed {told.seed}", *counted, took, *broken, "")))
    return 1 if proof.broken else 0


if __name__ == "__main__":
    sys.exit(main())
