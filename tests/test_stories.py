"""Every story beside the shipped playbooks comes as it is told.

On the default engine, or on those that ``CAREPLAY_ENGINES`` names:
``CAREPLAY_ENGINES="plain duckdb durable" pytest tests/test_stories.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import careplay
from careplay.authoring.playing import play
from careplay.authoring.stories import ToldStories, stories_of
from careplay.model.business import Business

PLAYBOOKS = Path(__file__).parents[1] / "playbooks"
BUSINESSES = tuple(sorted(file.parent.name for file in PLAYBOOKS.glob("*/careplay.yaml")))
ENGINES = tuple(os.environ.get("CAREPLAY_ENGINES", careplay.DEFAULT_ENGINE).split())


@cache
def business(name: str) -> Business:
    return careplay.load(PLAYBOOKS / name)


@cache
def told(name: str) -> ToldStories:
    return stories_of(business(name))


def every() -> Iterator[tuple[str, str]]:
    """Each business and the id of each of its stories."""
    for name in BUSINESSES:
        yield from ((name, each.id) for each in told(name).stories)


@pytest.mark.parametrize("name", BUSINESSES)
def test_nothing_is_wrong_with_its_stories(name: str) -> None:
    assert [told(name).shown(each) for each in told(name).diagnostics] == []


@pytest.mark.parametrize("name", BUSINESSES)
def test_each_story_of_a_business_has_an_id_of_its_own(name: str) -> None:
    ids = [each.id for each in told(name).stories]
    assert sorted(ids) == sorted(set(ids))


def test_no_story_lies_where_no_business_finds_it() -> None:
    found = {Path(file) for name in BUSINESSES for file in told(name).texts}
    assert set(PLAYBOOKS.rglob("*.test.y*ml")) == found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "story"), list(every()))
def test_a_story_comes_as_it_is_told(name: str, story: str, engine: str) -> None:
    (found,) = (each for each in told(name).stories if each.id == story)
    played = play(found, business(name), engine)
    assert "".join(map(told(name).shown, played.diagnostics())) == ""
