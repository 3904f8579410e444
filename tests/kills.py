"""Days that are killed, damaged and run at once: what is promised of them, counted.

``python tests/kills.py --points 400 --kills 2000 --bits 500 --files 200 --together 50`` is the
whole proof, and a slice of it stands in ``test_day_commit.py``. It prints the seed and what it
counted, and ends with 1 where a promise was broken. Every run is a process of its own, forked
before any database was opened.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import careplay
from careplay.errors import CareplayError, HistoryError
from killing import watched, writes_of

FIRST = date(2026, 5, 28)
DAYS = tuple(FIRST + timedelta(days=number) for number in range(7))
"""A month ends among them, and is bound."""
BOOK = """
measures: {visits: {count: visit}}
limits:
  per_customer: {contacts: {3 days: 1}}
  modes: {calm: {if: {visits: at least 3}, hold: [sales], for: 2 days}}
rules:
  - id: hello
    title: Good to see you
    when: {event: visit}
    once: ever
    do: [{message: Good to see you, to: adviser, due: within 9 days}]
  - id: offer
    title: Our offers
    when: {after: visit, days: 1}
    catch_up: all
    do: [{message: Look at this, to: adviser, category: sales, due: within 9 days}]
"""
HOME = """
careplay: 1
name: Shop
language: en
customers: {from: data/customers.csv, key: id, facts: {name: text, age: integer, owner: staff}}
events: {from: data/events.csv, types: {visit: {}}}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}}
"""
DAYS_OF = {
    "first day": DAYS[:1],
    "next day": DAYS[-1:],
    "five days": DAYS[:5],
    "day again": DAYS[-2:-1],
}
"""What is run where nothing is kept yet, or all days but the last."""
SCENARIOS = tuple(DAYS_OF)
Tree = Mapping[str, bytes]
BROKEN, KILLED, TOLD = 3, 9, 4


@dataclass(frozen=True)
class Shop:
    """A business in a folder."""

    folder: Path

    def write(self, *, more: bool = False) -> None:
        """Write its files; with more events than it had."""
        visits = [
            f"C{(day * 7 + number) % 12},visit,{DAYS[day]} 1{number}:00"
            for day in range(len(DAYS))
            for number in range(4 + more)
        ]
        people = (f"C{n},Ann {n},{n if n % 5 else 'x'},E1" for n in range(12))
        files = {
            "careplay.yaml": HOME,
            "book.yaml": BOOK,
            "data/customers.csv": "\n".join(("id,name,age,owner", *people, "")),
            "data/events.csv": "\n".join(("customer_id,type,at", *visits, "")),
            "data/staff.csv": "id,name,role\nE1,Eve,adviser\n",
        }
        for name, text in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def run(self, out: Path, *days: date, **more: Any) -> None:
        """Run days in this process."""
        for _ in careplay.run_days(self.folder, days, out=out, **more):
            pass


class Proof:
    """Everything that was tried, and what came of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.shop, self.folder, self.seed = Shop(folder / "shop"), folder, seed
        self.random = random.Random(seed)  # noqa: S311 - cases, no secrets
        self.found: Counter[str] = Counter()
        self.broken: list[str] = []
        self.shop.write()
        self.empty = self.folder / "empty"
        self.empty.mkdir()
        self.kept = self.folder / "kept"
        """All days but the last."""
        self.does(lambda: self.shop.run(self.kept, *DAYS[:-1]))
        self.whole = self.after(self.kept, DAYS[-1])
        """All days."""

    # --- runs, each in a process of its own

    def does(self, what: Callable[[], object]) -> None:
        """Do it in a process of its own, where it must succeed."""
        code, said = self.tries(what)
        if code:
            raise AssertionError(said)

    def tries(self, what: Callable[[], object]) -> tuple[int, str]:
        """Do it in a process of its own: its exit code, and what it was told."""
        child, said = start(what)
        return ended(child, said)

    def after(self, before: Path, *days: date) -> Tree:
        """All that is kept once the days were run undisturbed."""
        with self.copy(before) as out:
            self.does(lambda: self.shop.run(out, *days))
            return tree(out)

    def copy(self, before: Path) -> Any:
        """A copy of what is kept, for one trial."""
        return _Copy(self.folder, before)

    def promise(self, kind: str, *, kept: bool, of: str) -> None:
        """Count a promise that was kept, or name one that was broken."""
        self.found[kind if kept else f"BROKEN: {kind}"] += 1
        if not kept:
            self.broken.append(f"{kind}: {of}")

    # --- kills

    def kills(self, most: int, *, by_time: bool) -> None:
        """Kill runs at some of their writes, or at random moments; none is half kept."""
        names = SCENARIOS if most >= len(SCENARIOS) * 4 else self.random.sample(SCENARIOS, 2)
        for name in names:
            self.shop.write(more=name == "day again")
            before = self.kept if name in {"next day", "day again"} else self.empty
            days = DAYS_OF[name]
            started = time.perf_counter()
            new, count = self.after(before, *days), max(1, most // len(names))
            took = time.perf_counter() - started
            moments = [self.random.uniform(0, took) for _ in range(count)]
            if not by_time:
                steps = range(1, self.steps(before, days) + 1)
                moments = sorted(self.random.sample(steps, min(len(steps), count)))
            for moment in moments:
                self.kill(name, before, days, new, moment, by_time=by_time)
        self.shop.write()

    def steps(self, before: Path, days: tuple[date, ...]) -> int:
        """How often an undisturbed run writes."""
        with self.copy(before) as out:
            told = self.folder / "steps"

            def counted() -> None:
                told.write_text(str(writes_of(out, lambda: self.shop.run(out, *days))))

            self.does(counted)
            return int(told.read_text())

    def kill(
        self,
        name: str,
        before: Path,
        days: tuple[date, ...],
        new: Tree,
        moment: float,
        *,
        by_time: bool,
    ) -> None:
        with self.copy(before) as out:
            old = tree(out)
            if by_time:
                child, said = start(lambda: self.shop.run(out, *days))
                time.sleep(moment)
                os.kill(child, signal.SIGKILL)
                ended(child, said)
            else:
                self.tries(lambda: self.killed(out, days, moment))
            of = f"{name} at {moment} (seed {self.seed})"
            # Whoever looks meanwhile sees each day as it was, or as it will be.
            seen = Counter(half(out, old, new))
            self.promise("kills: each day whole", kept=not seen["half"], of=of)
            self.does(lambda: self.shop.run(out, *days))
            self.promise("kills: run again as undisturbed", kept=tree(out) == new, of=of)

    def killed(self, out: Path, days: tuple[date, ...], moment: float) -> None:
        with watched(out, stop_at(moment)):
            self.shop.run(out, *days)

    # --- damage

    def damage(self, count: int, kinds: Mapping[str, Callable[[Path], str]]) -> None:
        """Damage a kept file; the next day tells it, or is as it would have been."""
        for number in range(count):
            kind = [*kinds][number % len(kinds)]
            with self.copy(self.kept) as out:
                name = kinds[kind](out)
                code, said = self.tries(lambda: self.shop.run(out, DAYS[-1]))
                told = code == TOLD and name in said
                last = f"shop/date={DAYS[-1]}/"
                now, then = tree(out), self.whole
                same = not code and all(
                    now.get(each) == then[each]
                    for each in then
                    if each.startswith(last) and not each.endswith("manifest.json")
                )
                how = "told" if told else "without effect"
                self.promise(f"{kind}: {how}", kept=told or same, of=f"{name}: {code} {said}")

    def bit(self, out: Path) -> str:
        """Flip one bit of a kept file."""
        file = self.some_file(out)
        text = bytearray(file.read_bytes())
        place = self.random.randrange(len(text) * 8)
        text[place // 8] ^= 1 << place % 8
        file.write_bytes(text)
        return named(file)

    def cut(self, out: Path) -> str:
        """Cut a kept file short."""
        file = self.some_file(out)
        file.write_bytes(file.read_bytes()[: self.random.randrange(file.stat().st_size)])
        return named(file)

    def missing(self, out: Path) -> str:
        """Remove a kept file."""
        file = self.some_file(out)
        file.unlink()
        return named(file)

    def replaced(self, out: Path) -> str:
        """Put another day's file of that name in a file's place."""
        file = self.some_file(out, "date=*/*")
        others = [each for each in out.rglob(file.name) if each != file]
        shutil.copyfile(self.random.choice(others), file)
        return named(file)

    def gone(self, out: Path) -> str:
        """Remove a day that a later one stands on."""
        day = self.random.choice(DAYS[:-2])
        shutil.rmtree(out / "shop" / f"date={day}")
        return str(day)

    def some_file(self, out: Path, names: str = "*/*") -> Path:
        files = sorted(each for each in (out / "shop").glob(names) if each.is_file())
        return self.random.choice(files)

    # --- at once

    def together(self, count: int) -> None:
        """Start some runs at once; what is kept is that of one after the other."""
        for number in range(count):
            runs = 2 + number % 4
            days = [DAYS[-1]] * runs if number % 3 == 0 else self.random.sample(DAYS, runs)
            with self.copy(self.empty) as out:
                log = out.with_suffix(".log")
                going = [start(partial(self.logged, out, day, log)) for day in days]
                codes = [ended(*each)[0] for each in going]
                order = [date.fromisoformat(each) for each in log.read_text().split()]
                now = tree(out)
            with self.copy(self.empty) as out:
                for day in order:
                    self.does(partial(self.shop.run, out, day))
                then = tree(out)
            of = f"{', '.join(map(str, order))} (seed {self.seed}, {codes})"
            kept = now == then and not any(codes) and sorted(order) == sorted(days)
            self.promise("at once: as one after the other", kept=kept, of=of)

    def logged(self, out: Path, day: date, log: Path) -> None:
        """Run a day, and write down when it has its turn."""

        def said(what: str, _: object) -> None:
            if what.startswith("planning"):
                with log.open("a") as opened:
                    opened.write(f"{day}\n")

        self.shop.run(out, day, progress=said)


class _Copy:
    def __init__(self, folder: Path, before: Path) -> None:
        self.path, self.before = Path(tempfile.mkdtemp(dir=folder)), before

    def __enter__(self) -> Path:
        return Path(shutil.copytree(self.before, self.path / "out"))

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path)


def start(what: Callable[[], object]) -> tuple[int, int]:
    """Do it in a new process; its id, and where it says what it was told."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code, said = 0, ""
    try:
        what()
    except HistoryError as fault:
        code, said = TOLD, str(fault)
    except CareplayError as fault:
        code, said = BROKEN, str(fault)
    except BaseException as fault:  # noqa: BLE001 - told by the parent
        code, said = BROKEN, repr(fault)
    os.write(writing, said.encode()[:60_000])
    os._exit(code)


def ended(child: int, reading: int) -> tuple[int, str]:
    """The exit code of a process, and what it said."""
    with os.fdopen(reading, "rb") as opened:
        said = opened.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def stop_at(moment: float) -> Callable[[], None]:
    """End the process at once before that write."""
    count = 0

    def heard() -> None:
        nonlocal count
        count += 1
        if count == moment:
            os._exit(KILLED)

    return heard


def tree(out: Path) -> Tree:
    """Every file there, by its path."""
    files = (each for each in out.rglob("*") if each.is_file())
    return {each.relative_to(out).as_posix(): each.read_bytes() for each in files}


def half(out: Path, old: Tree, new: Tree) -> Iterator[str]:
    """How each day there is kept: as it was, as it will be, or half."""
    from careplay.history.kept import kept_days  # noqa: PLC0415 - light

    for day, file in kept_days(out, "shop").items():
        now = {each.name: each.read_bytes() for each in file.parent.iterdir() if each.is_file()}
        now = {name: text for name, text in now.items() if not name.endswith(".new")}
        begins = f"shop/date={day}/"
        ways = {
            way: {
                name.removeprefix(begins): text
                for name, text in kept.items()
                if name.startswith(begins)
            }
            for way, kept in (("old", old), ("new", new))
        }
        yield next((way for way, kept in ways.items() if now == kept), "half")


def named(file: Path) -> str:
    """What must stand in what is told of the file."""
    return file.name if file.suffix == ".parquet" else file.parent.name.removeprefix("date=")


def proved(folder: Path, told: argparse.Namespace) -> Proof:
    """Whatever was asked for, tried."""
    proof = Proof(folder, told.seed)
    if told.points:
        proof.kills(told.points, by_time=False)
    if told.kills:
        proof.kills(told.kills, by_time=True)
    proof.damage(told.bits, {"flipped bits": proof.bit})
    kinds = {
        "cut files": proof.cut,
        "missing files": proof.missing,
        "replaced files": proof.replaced,
        "days gone": proof.gone,
    }
    proof.damage(told.files, kinds)
    proof.together(told.together)
    return proof


def main() -> int:
    """Prove what was asked for, and print what was counted."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name in ("points", "kills", "bits", "files", "together"):
        asked.add_argument(f"--{name}", type=int, default=0)
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        proof = proved(Path(folder), told)
    counted = (f"{count:6} {kind}" for kind, count in sorted(proof.found.items()))
    broken = (f"BROKEN {each}" for each in proof.broken[:20])
    sys.stdout.write("\n".join((f"seed {told.seed}", *counted, *broken, "")))
    return 1 if proof.broken else 0


if __name__ == "__main__":
    sys.exit(main())
