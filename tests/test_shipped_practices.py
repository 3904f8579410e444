"""Every practice of the two retail decks is carried by a rule, or left out for a reason."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

PLAYBOOKS = Path(__file__).parents[1] / "playbooks"

PRACTICES = frozenset(
    {f"S0-{number:02d}" for number in range(1, 42)}
    | {f"S2-{number:02d}" for number in range(1, 38)}
)

LEFT_OUT = {
    "S0-01": "a motto, no touchpoint",
    "S0-17": "a report: how many customers in a period",
    "S0-21": "a principle the engine keeps: the same day gives the same actions",
    "S0-26": "limits: who comes first where a person's day is too short",
    "S0-40": "a flow: the six steps of a complaint with evidence and clocks",
    "S2-01": "a note on other systems",
    "S2-30": "an artefact: the daily sheet of every employee",
    "S2-36": "a report: how many come back",
    "S2-37": "a principle: statistics of the decks are never written into rules",
}


def carried() -> dict[str, list[str]]:
    """For each practice, the rules that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(PLAYBOOKS.glob("*/*.yaml")):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8")).get("rules", ()):
            for practice in rule["source"]:
                found[practice].append(f"{file.parent.name}/{rule['id']}")
    return found


CARRIED = carried()


@pytest.mark.parametrize("practice", sorted(PRACTICES - set(LEFT_OUT)))
def test_the_practice_is_carried_by_a_rule(practice: str) -> None:
    assert CARRIED[practice]


def test_what_is_left_out_is_named_by_no_rule() -> None:
    assert not [practice for practice in LEFT_OUT if practice in CARRIED]


def test_rules_name_no_practice_that_does_not_exist() -> None:
    named = {practice for practice in CARRIED if practice.startswith(("S0", "S2"))}
    assert named <= PRACTICES
