"""What pyproject.toml lets in, what constraints.txt lists and what is installed agree."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

import careplay

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = [
    line
    for line in ROOT.joinpath("constraints.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
LISTED = {canonicalize_name(each.name): each for each in map(Requirement, LINES)}
WITHOUT_END = {"packaging", "types-jsonschema", "types-pyyaml", "tzdata"}
"""Releases named for their date, and what no answer of careplay hangs on."""
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = ("durable", "postgresql", "test", "dev")


def required() -> Iterator[Requirement]:
    """What the run, the tests, development and the durable engine name."""
    optional = PROJECT["optional-dependencies"]
    for text in (
        *PROJECT["dependencies"],
        *(text for each in EXTRAS for text in optional[each]),
    ):
        each = Requirement(text)
        if each.name != "careplay":
            yield each


REQUIRED = {canonicalize_name(each.name): each for each in required()}


def version(name: NormalizedName) -> Version:
    (exactly,) = LISTED[name].specifier
    return Version(exactly.version)


def test_all_extras_are_looked_at() -> None:
    assert {*PROJECT["optional-dependencies"]} == {*EXTRAS}


def test_each_line_is_a_name_and_one_version_without_an_address() -> None:
    line = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; python_version < '3\.\d+')?")
    assert [each for each in LINES if not line.fullmatch(each)] == []


def test_the_list_is_in_order_and_names_each_package_once() -> None:
    names = [Requirement(line).name for line in LINES]
    assert names == sorted({*names})


@pytest.mark.parametrize("name", REQUIRED)
def test_what_is_required_is_listed_with_a_version_that_is_let_in(name: NormalizedName) -> None:
    assert version(name) in REQUIRED[name].specifier
    for python in PYTHONS:
        wanted, listed = (
            each.marker is None or each.marker.evaluate({"python_version": python})
            for each in (REQUIRED[name], LISTED[name])
        )
        assert listed or not wanted


def test_what_careplay_works_with_has_an_end() -> None:
    ends = {"<", "=="}
    endless = {n for n, r in REQUIRED.items() if not ends & {s.operator for s in r.specifier}}
    assert endless == WITHOUT_END


def installed(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def needed(known: dict[str, None], each: Requirement) -> None:
    """This package and all that it needs on this machine, as far as they are installed."""
    name = canonicalize_name(each.name)
    extras = ["", *each.extras]
    if name in known or (found := installed(name)) is None:
        return
    known[name] = None
    for part in map(Requirement, found.requires or ()):
        if part.marker is None or any(part.marker.evaluate({"extra": e}) for e in extras):
            needed(known, part)


def test_all_that_is_needed_in_turn_is_listed() -> None:
    known: dict[str, None] = {}
    for each in REQUIRED.values():
        needed(known, each)
    assert {"six", "rpds-py", "pluggy"} <= {*known}
    assert {*known} <= {*LISTED, "setuptools"}


RECORD = ROOT / "docs" / "decisions" / "dependencies.md"
ROW = re.compile(
    r"^\| (?P<name>[a-z0-9-]+) \| (?P<version>\d[^ ]*) \| \d{4}-\d\d-\d\d[^|]*"
    r"(?:\| [^|]+ ){3}\| (?P<why>.+) \|$",
    re.MULTILINE,
)
ROWS = {each["name"]: each for each in ROW.finditer(RECORD.read_text(encoding="utf-8"))}


def test_every_package_is_accounted_for_with_the_version_that_is_listed() -> None:
    assert {name: row["version"] for name, row in ROWS.items()} == {
        name: str(version(name)) for name in LISTED
    }


def test_what_is_there_for_another_package_is_needed_by_it() -> None:
    in_turn = {name: row for name, row in ROWS.items() if name not in REQUIRED}
    assert in_turn
    for name, row in in_turn.items():
        for user in row["why"].removeprefix("for ").split(", "):
            assert user in LISTED
            if (found := installed(user)) is not None:
                needs = {canonicalize_name(Requirement(e).name) for e in found.requires or ()}
                assert name in needs, f"{user} does not need {name}"


def test_the_version_stands_once() -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert metadata.version("careplay") == careplay.__version__
