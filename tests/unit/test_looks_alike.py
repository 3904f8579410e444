"""CP123: two names that nobody can tell apart."""

from __future__ import annotations

from pathlib import Path

import pytest

import careplay
import docs_shop

HOME = """careplay: 1
name: Shop
customers: {from: c.csv, key: id, facts: {points: integer%s}}
events: {from: e.csv, types: {visit: {}%s}}
roles: {adviser: {}%s}
"""
RULE = "rules:\n  - {id: %s, title: A, when: {event: visit}, do: [{task: Look, to: adviser}]}\n"


@pytest.mark.parametrize(
    ("more", "noun", "name", "first"),
    [
        (
            (", \N{FULLWIDTH LATIN SMALL LETTER P}oints: integer", "", ""),
            "fact",
            "\N{FULLWIDTH LATIN SMALL LETTER P}oints",
            "points",
        ),
        (("", ", Visit: {}", ""), "event type", "Visit", "visit"),
        (
            ("", "", ", \N{FULLWIDTH LATIN CAPITAL LETTER A}dviser: {}"),
            "role",
            "\N{FULLWIDTH LATIN CAPITAL LETTER A}dviser",
            "adviser",
        ),
    ],
)
def test_it_is_told_of_the_later_one(
    tmp_path: Path, more: tuple[str, str, str], noun: str, name: str, first: str
) -> None:
    files = {"careplay.yaml": HOME % more, "a.yaml": RULE % "a"}
    found = [str(each) for each in careplay.check(docs_shop.write(tmp_path, files))]
    (told,) = (each for each in found if "CP123" in each)
    assert f'{noun} "{name}" looks like "{first}", and is another name' in told


@pytest.mark.parametrize(
    "other", ["A", "\N{FULLWIDTH LATIN SMALL LETTER A}", "\N{FULLWIDTH LATIN CAPITAL LETTER A}"]
)
def test_so_are_ids_of_rules_in_several_files(tmp_path: Path, other: str) -> None:
    home = HOME % ("", "", "")
    files = {"careplay.yaml": home, "a.yaml": RULE % "a", "b.yaml": RULE % other}
    found = careplay.check(docs_shop.write(tmp_path, files))
    assert [(Path(each.file).name, each.code) for each in found] == [("b.yaml", "CP123")]


def test_capitals_of_facts_are_a_fault_already(tmp_path: Path) -> None:
    files = {"careplay.yaml": HOME % (", Points: text", "", ""), "a.yaml": RULE % "a"}
    found = careplay.check(docs_shop.write(tmp_path, files))
    assert {each.code for each in found} == {"CP119"}
