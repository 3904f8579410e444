"""CP121 and CP122: what is defined, and nothing uses."""

from __future__ import annotations

from pathlib import Path

import pytest

import careplay
import docs_shop

HOME = """careplay: 1
name: Shop
customers: {from: c.csv, key: id, facts: {points: integer}}
events: {from: e.csv, types: {visit: {}, purchase: {amount: money}}}
roles: {adviser: {}}
"""
RULE = """rules:
  - {id: a, title: A, when: {after: visit, days: 1}, if: {%s}, do: [{task: %s, to: adviser}]}
"""
USED = "measures: {spend: {sum: amount, of: purchase}}\nsegments: {rich: {spend: at least 9}}\n"


def told(folder: Path, text: str, home: str = HOME, more: str = "") -> list[str]:
    """What is said of a business with this playbook, and perhaps one that it includes."""
    files = {"shop/careplay.yaml": home, "shop/a.yaml": text}
    if more:
        files |= {"common/b.yaml": more}
        files["shop/careplay.yaml"] += "include: [../common]\n"
    docs_shop.write(folder, files)
    found = careplay.check(folder / "shop")
    return [f"{each.position.line} {each.code} {each.message}" for each in found]


def rule(asked: str = "rich: true", said: str = "Look") -> str:
    return RULE % (asked, said)


def test_what_is_used_in_turn_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path, USED + rule()) == []


@pytest.mark.parametrize(
    ("more", "noun", "name"),
    [
        ("tiers: {level: {by: points, shares: {A: 20%, B: 80%}}}\n", "tiers", "level"),
        ("templates: {hello: {text: Hello}}\n", "template", "hello"),
        (
            (
                "tables: {gift: {inputs: [points], rows: [{points: over 5, gift: tea}],"
                " else: {gift: none}}}\n"
            ),
            "table",
            "gift",
        ),
    ],
)
def test_what_nothing_uses_is_told_where_it_is_defined(
    tmp_path: Path, more: str, noun: str, name: str
) -> None:
    said = [each for each in told(tmp_path, USED + rule() + more) if "CP121" in each]
    way = "ask for it where it counts, or take it out"
    assert said == [f'5 CP121 nothing uses the {noun} "{name}"; {way}']


def test_a_name_in_its_own_definition_is_no_use(tmp_path: Path) -> None:
    again = USED.replace("spend: at least 9", "spend: at least 9, label: the rich")
    (said,) = told(tmp_path, again + rule("points: present"))
    assert said.startswith('2 CP121 nothing uses the segment "rich"')


@pytest.mark.parametrize("said", ["Look at {spend}", "Look: {spend|much}"])
def test_a_gap_of_a_text_is_a_use(tmp_path: Path, said: str) -> None:
    measure = USED.splitlines()[0] + "\n"
    assert told(tmp_path, measure + rule("points: present", f'"{said}"')) == []


def test_an_event_type_that_no_playbook_asks_for_is_told(tmp_path: Path) -> None:
    (said,) = told(tmp_path, rule("points: present"))
    assert said.startswith('4 CP122 no playbook asks for the event type "purchase"')
    allowed = HOME.replace("money}}}", "money}}}  # allow CP122: the till sends it")
    assert told(tmp_path, rule("points: present"), allowed) == []


def test_what_is_shared_may_be_used_by_others(tmp_path: Path) -> None:
    shared = "templates: {hello: {text: Hello}}\nsegments: {poor: {points: under 5}}\n"
    assert told(tmp_path, USED + rule(), more=shared) == []


def test_and_what_is_shared_uses_what_is_ones_own(tmp_path: Path) -> None:
    assert told(tmp_path, USED, more=rule()) == []
