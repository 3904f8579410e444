"""What `plain` says of the shipped businesses, kept with a digest of all that it follows from.

`plain` is slow, and most changes are not about it. An answer is kept as a digest, too: it tells
that another engine agrees, and where one does not, `plain` is asked again.
"""

from __future__ import annotations

import json
import platform
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import TypeAlias

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "tests" / "cases" / "shipped"
GROUND = (
    "engine/careplay",
    "playbooks",
    "schemas",
    "tests/kept_answers.py",
    "tests/outcomes.py",
)
MADE_BY_RUNS = {".careplay", "__pycache__"}

Answers: TypeAlias = Mapping[str, str]
"""The digest of an answer, by date."""


def digest(parts: Iterable[object]) -> str:
    """Of bytes as they are, and of anything else as Python writes it."""
    found = blake2b(digest_size=16)
    for part in parts:
        told = part if isinstance(part, bytes) else repr(part).encode()
        found.update(b"%d:%b" % (len(told), told))
    return found.hexdigest()


def follows_from(root: Path = ROOT) -> Iterator[Path]:
    """Every file that an answer may follow from, in order, by its name from the root."""
    apart = _apart(root)
    for each in GROUND:
        top = root / each
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            name = file.relative_to(root)
            within = {name.with_suffix(""), *name.parents}
            if file.is_file() and not MADE_BY_RUNS & {*name.parts} and not apart & within:
                yield name


def _apart(root: Path) -> set[Path]:
    """The files and folders of what `lint-imports` keeps `plain` from."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (names,) = (each["forbidden_modules"] for each in contracts if each["id"] == "plain-apart")
    return {Path("engine", *name.split(".")) for name in names}


def ground(root: Path = ROOT) -> str:
    """The digest of those files, of the packages that careplay needs, and of the machine."""
    files = ((name.as_posix(), (root / name).read_bytes()) for name in follows_from(root))
    machine = (sys.version_info[:2], sys.platform, platform.machine())
    return digest([*(part for file in files for part in file), _packages(), machine])


def _packages() -> list[tuple[str, str]]:
    needed = map(Requirement, metadata.requires("careplay") or ())
    return sorted(
        (each.name, metadata.version(each.name)) for each in needed if not each.marker
    )


@cache
def _ground() -> str:
    return ground()


def kept(shop: str, folder: Path = KEPT) -> Answers:
    """The answers kept of a business; none where anything that they follow from has changed."""
    file = folder / f"{shop}.json"
    if not file.is_file():
        return {}
    told = json.loads(file.read_text("utf-8"))
    answers: Answers = told["answers"]
    return answers if told["ground"] == _ground() else {}


def keep(shop: str, answers: Answers, folder: Path = KEPT) -> None:
    """Keep these answers beside those that still stand."""
    told = {"ground": _ground(), "answers": {**kept(shop, folder), **answers}}
    folder.mkdir(exist_ok=True)
    text = json.dumps(told, indent=1, sort_keys=True)
    (folder / f"{shop}.json").write_text(f"{text}\n", encoding="utf-8")
