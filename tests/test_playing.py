"""Stories are read with every fault told, and played with the memory of their own days."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import docs_pages
import docs_shop
from careplay.authoring.playing import Played, play
from careplay.authoring.stories import read_stories, stories_of
from careplay.language.codes import CODES
from careplay.model.business import Business
from careplay.pipeline.examining import examine_all

CASES = Path(__file__).parent / "cases" / "stories"
PAGE = "stories.md"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Business:
    """The shop of the page."""
    home, playbook = [each.text for each in docs_pages.blocks(PAGE) if not each.told][:2]
    folder = tmp_path_factory.mktemp("shop")
    return docs_shop.sound(
        docs_shop.write(folder, {"careplay.yaml": home, "book.yaml": playbook})
    )


ANN = "{C1: {name: Ann, phone: 1, owner: E1}}"
TEAM = "{E1: {name: Lee, role: adviser}, E2: {name: Kim, role: manager}}"


def written(days: str, customers: str = ANN, staff: str = TEAM) -> str:
    """A file with one story of these days."""
    return (
        "careplay: 1\nstories:\n  story:\n    title: A story\n"
        f"    customers: {customers}\n    staff: {staff}\n    days:\n{days}"
    )


def played(shop: Business, days: str, engine: str = "plain", **told: str) -> Played:
    found = read_stories(written(days, **told), "a.test.yaml", shop)
    assert [str(each) for each in found.diagnostics] == []
    (story,) = found.stories
    return play(story, shop, engine)


def said(found: Played) -> list[str]:
    """What came otherwise, without place and code."""
    return [each.said for each in found.verdicts if not each.met]


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda each: each.name)
def test_every_fault_of_a_file_is_told_at_once(
    case: Path, shop: Business, golden: Callable[[Path, str], None]
) -> None:
    found = read_stories(case.read_bytes(), case.name, shop)
    assert found.stories == ()
    golden(
        case.with_suffix("").with_suffix(".out"), "".join(map(found.shown, found.diagnostics))
    )


def test_the_cases_show_every_code_that_a_file_of_stories_may_be_told() -> None:
    told = "".join(each.read_text("utf-8") for each in CASES.glob("*.out"))
    apart = {"CP707", "CP710", "CP711"}  # of a business of its own, and of what was played
    codes = [code for code in CODES if code.startswith("CP7") and code not in apart]
    assert [code for code in codes if code not in told] == []


def test_an_outcome_that_is_not_known_is_told(tmp_path: Path) -> None:
    home, playbook = [each.text for each in docs_pages.blocks(PAGE) if not each.told][:2]
    lines = [line for line in home.split("\n") if "action." not in line]
    home = "\n".join(lines).replace(
        "visit: {wish: text}", "visit: {wish: text, action: integer}"
    )
    files = {"careplay.yaml": home, "book.yaml": playbook}
    business = docs_shop.sound(docs_shop.write(tmp_path / "shop", files))
    days = "      2026-03-02:\n        did: [{refused: thanks, at: 11:00}]\n"
    said = read_stories(written(days), "a.test.yaml", business).diagnostics
    assert "CP707" in {each.code for each in said}


def test_stories_are_no_playbooks_and_are_found_beside_them(tmp_path: Path) -> None:
    home, playbook, story = [
        each.text for each in docs_pages.blocks(PAGE) if each.told in {"", "story"}
    ][:3]
    files = {"careplay.yaml": home, "book.yaml": playbook, "stories/a.test.yaml": story}
    (found,) = examine_all([docs_shop.write(tmp_path / "shop", files)])
    assert found.business is not None
    assert [each.id for each in stories_of(found.business).stories] == ["answered_in_a_day"]


def test_nothing_is_left_beside_the_playbooks(shop: Business) -> None:
    before = sorted(shop.folder.rglob("*"))
    assert played(shop, "      2026-03-02: {told: nothing}\n").met
    assert sorted(shop.folder.rglob("*")) == before


VISIT = "      2026-03-02: {happened: [{visit: {at: 10:00}}], "
"""A customer comes in, and is thanked."""


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ("told: [thanks]", []),
        ("told: [{rule: thanks, to: E1, due: 18:00, says: [Thank you, Ann]}]", []),
        ("told: [{rule: thanks, to: E2}]", ['"thanks" came otherwise: to is E1, not E2']),
        (
            "told: [{rule: thanks, says: Bob}]",
            ['"thanks" came otherwise: says lacks "Bob" in "Thank you, Ann"'],
        ),
        (
            "told: [{rule: thanks, never_says: Thank}]",
            ['"thanks" came otherwise: never_says is broken by "Thank" in "Thank you, Ann"'],
        ),
        (
            "told: [thanks, thanks]",
            ['"thanks" came otherwise: as many were told, but no more'],
        ),
        ("told: [complaint]", ['"complaint" was not told; told were "thanks"']),
        ("held: [thanks]", ['"thanks" was not held: it is due']),
        ("not_told: [thanks]", ['"thanks" was told: to E1, due 2026-03-02 18:00']),
        ("not_told: [{rule: thanks, to: E2}, complaint]", []),
        ("told: nothing", ['"thanks" was told besides: to E1, due 2026-03-02 18:00']),
        ("told: [thanks], only: true", []),
    ],
)
def test_what_came_is_held_against_what_is_written_alone(
    expected: str, came: list[str], engine: str, shop: Business
) -> None:
    assert said(played(shop, f"{VISIT}{expected}}}\n", engine)) == came


def test_an_action_without_owner_is_told_to_nobody(shop: Business) -> None:
    days = f"{VISIT}told: [{{rule: thanks, to: nobody}}]}}\n"
    found = played(shop, days, customers="{C1: {name: Ann}}", staff="{}")
    assert said(found) == []


def test_each_expectation_has_an_action_of_its_own_whatever_their_order(
    shop: Business,
) -> None:
    days = (
        "      2026-03-02:\n"
        "        happened: [{visit: {customer: C1}}, {visit: {customer: C2}}]\n"
        "        told: [thanks, {rule: thanks, customer: C1}]\n"
    )
    people = "{C1: {name: Ann, owner: E1}, C2: {name: Bob, owner: E1}}"
    assert said(played(shop, days, customers=people)) == []


DONE = """      2026-03-02:
        happened: [{complaint.opened: {at: 10:00, ref: R1}}]
        told: [complaint.hear]
        did: [{done: complaint.hear, at: 11:00, own_words: It roars}]
      2026-03-03:
        told: [{rule: complaint.answer, due: 11:00}]
        not_told: [complaint.hear]
        did: [{done: complaint.answer, at: 10:00}]
      2026-03-04: {told: nothing}
"""


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_what_was_done_with_an_action_of_the_day_is_known_to_the_next(
    engine: str, shop: Business
) -> None:
    assert said(played(shop, DONE, engine)) == []


def test_what_was_done_with_an_action_of_an_earlier_day_is_known_to_the_day_itself(
    shop: Business,
) -> None:
    days = (
        DONE.partition("        did")[0]
        + "      2026-03-03:\n        told: [{rule: complaint.answer, due: 2026-03-04 09:00}]\n"
        "        did: [{done: complaint.hear, at: 09:00, own_words: It roars}]\n"
    )
    assert said(played(shop, days)) == []


def test_what_cannot_have_been_done_is_told(shop: Business) -> None:
    days = "      2026-03-02: {told: nothing, did: [{done: thanks, at: 10:00}]}\n"
    assert said(played(shop, days)) == ['nothing of "thanks" was told so far that can be done']


def test_what_is_put_off_is_told_again(shop: Business) -> None:
    days = (
        f"{VISIT}told: [thanks], did: [{{snoozed: thanks, at: 11:00, until: 2026-03-04}}]}}\n"
        "      2026-03-03: {told: nothing}\n"
        "      2026-03-04: {told: [{rule: thanks, to: E1}]}\n"
    )
    assert said(played(shop, days)) == []


def test_facts_change_on_a_day_and_may_be_taken_away(shop: Business) -> None:
    days = (
        "      2026-03-02: {customers: {C1: {owner: E3}},"
        " staff: {E3: {name: Jo, role: manager}},"
        " happened: [{visit: {}}], told: [{rule: thanks, to: E3}]}\n"
        "      2026-03-03: {customers: {C1: {owner: missing}}, happened: [{visit: {}}],"
        " told: [{rule: thanks, to: E1}]}\n"
    )
    assert said(played(shop, days, staff="{E1: {name: Lee, role: adviser}}")) == []


def test_an_event_of_an_earlier_day_is_known_from_its_day_in_the_story_on(
    shop: Business,
) -> None:
    days = (
        "      2026-03-02: {told: nothing}\n"
        "      2026-03-03: {happened: [{visit: {at: 2026-03-02 20:00}}],"
        " told: [{rule: thanks, due: 18:00}]}\n"
    )
    assert said(played(shop, days)) == []


OPEN_BOOK = """
rules:
  - id: rich
    title: Rich
    when: {event: visit}
    if: {points: over 3}
    do: [{task: Bow, to: manager}]
  - id: late
    title: Late
    when: {event: visit}
    if: {points: under $most}
    do: [{task: Bow, to: manager}]
parameters: {most: {2026-03-04: 5}}
"""
"""Whom nobody counted cannot be decided; before the fourth of March there is no most."""


def undecided(folder: Path) -> Business:
    home, _ = [each.text for each in docs_pages.blocks(PAGE) if not each.told][:2]
    return docs_shop.sound(
        docs_shop.write(folder, {"careplay.yaml": home, "book.yaml": OPEN_BOOK})
    )


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_what_could_not_be_decided_is_told_with_what_is_missing(
    engine: str, tmp_path: Path
) -> None:
    days = "      2026-03-04: {happened: [{visit: {at: 10:00}}], told: [rich]}\n"
    assert said(played(undecided(tmp_path / "shop"), days, engine)) == [
        '"rich" was not told: it could not be decided for want of "points"; told was nothing'
    ]


def test_a_day_on_which_a_parameter_has_no_value_is_told_and_ends_the_story(
    tmp_path: Path,
) -> None:
    days = "      2026-03-03: {told: nothing}\n      2026-03-05: {told: [rich]}\n"
    (only,) = said(played(undecided(tmp_path / "shop"), days))
    assert only.startswith('the day cannot be run: parameter "most" has no value on 2026-03-03')


def test_what_came_otherwise_is_not_told_besides_as_well(shop: Business) -> None:
    days = f"{VISIT}told: [{{rule: thanks, to: E2}}], only: true}}\n"
    assert said(played(shop, days)) == ['"thanks" came otherwise: to is E1, not E2']


def tried(shop: Business, test: str, engine: str = "plain") -> dict[str, list[str]]:
    """What came otherwise of each test of a file."""
    found = read_stories(f"careplay: 1\ntests:\n{test}", "a.test.yaml", shop)
    assert [str(each) for each in found.diagnostics] == []
    return {each.id: said(play(each, shop, engine)) for each in found.stories}


VISITOR = """  thanked:
    title: A visitor is thanked
    today: 2026-03-02
    customer: {name: Ann, owner: E1}
    staff: {E1: {name: Lee, role: adviser}}
    happened: [{visit: {at: 10:00}}]
"""


def test_each_value_of_a_list_is_a_test_of_its_own(shop: Business) -> None:
    cases = (
        "    cases:\n      those:\n"
        "        with: {customer: {name: [Bob, missing], points: [1, 2]}}\n"
        "        told: [{rule: thanks, says: Bob}]\n"
    )

    found = tried(shop, VISITOR + cases)
    assert [*found] == [
        "thanked.those.name=Bob.points=1",
        "thanked.those.name=Bob.points=2",
        "thanked.those.name=missing.points=1",
        "thanked.those.name=missing.points=2",
    ]
    assert [not each for each in found.values()] == [True, True, False, False]


def test_a_case_says_by_itself_what_it_expects(shop: Business) -> None:
    cases = (
        "    told: [thanks]\n    cases:\n"
        "      elsewhere: {with: {visit: {at: 2026-03-01 10:00}}, told: nothing}\n"
        "      nobody: {with: {customer: {owner: missing}}, told: [{rule: thanks, to: E1}]}\n"
        "      earlier: {today: 2026-03-01, with: {visit: {at: 09:00}}, told: [thanks]}\n"
    )
    found = tried(shop, VISITOR + cases)
    assert [*found] == ["thanked", "thanked.elsewhere", "thanked.nobody", "thanked.earlier"]
    assert [*filter(None, found.values())] == []


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ("undecided: [offer]", []),
        ("undecided: [{rule: offer, for: phone}]", []),
        (
            "undecided: [{rule: offer, for: points}]",
            ['"offer" was not undecided for want of "points": it wants "phone"'],
        ),
        ("undecided: [thanks]", ['"thanks" was not undecided: it is due']),
        ("undecided: [complaint]", ['"complaint" was not undecided: it is not told']),
    ],
)
def test_what_is_expected_to_be_undecided_is_held_against_what_was(
    expected: str, came: list[str], engine: str, shop: Business
) -> None:
    assert tried(shop, f"{VISITOR}    {expected}\n", engine) == {"thanked": came}


def test_a_practice_is_shown_by_the_first_case_that_tells_it(shop: Business) -> None:
    cases = (
        "    shows: [P-thanks]\n    cases:\n"
        "      before: {with: {visit: {at: 2026-03-01 10:00}}, not_told: [thanks]}\n"
        "      those: {with: {customer: {points: [1, 2]}}, told: [thanks]}\n"
    )
    found = read_stories(f"careplay: 1\ntests:\n{VISITOR}{cases}", "a.test.yaml", shop)
    assert [(each.id, each.shows) for each in found.stories] == [
        ("thanked.before", ()),
        ("thanked.those.points=1", ("P-thanks",)),
        ("thanked.those.points=2", ()),
    ]


def test_that_it_cannot_be_decided_shows_no_practice(shop: Business) -> None:
    told = f"careplay: 1\ntests:\n{VISITOR}    shows: [P-thanks]\n    undecided: [offer]\n"
    found = read_stories(told, "a.test.yaml", shop)
    assert [each.code for each in found.diagnostics] == ["CP706"]


def test_a_file_that_tests_nothing_is_told(shop: Business) -> None:
    found = read_stories("careplay: 1\nabout: Nothing\n", "a.test.yaml", shop)
    assert [each.code for each in found.diagnostics] == ["CP705"]
