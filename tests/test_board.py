"""The board of cases of ``careplay sheets --of board``, and what does not stand on it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import careplay
from alike import called
from printing import NEEDS_BROWSER, printed
from small_shop import HOME, SmallShop, small_shop

DAY = "2026-06-03"
SHOP = HOME.replace("name: text", "name: {type: text, personal: true}").replace(
    "{visit: {}}",
    "{complaint.opened: {ref: text}, order.placed: {ref: text}}",
)
BOOK = """
flows:
  order:
    label: Order
    starts: order.placed
    owner: adviser
    goal: {within: 5 days}
    steps:
      ship: {title: Send it, do: {task: Send it}, within: 9 days, next: closed}
  complaint:
    label: Complaint
    starts: complaint.opened
    owner: adviser
    clock: {pauses_in: [waiting_customer]}
    steps:
      vent: {title: Listen, do: {task: Listen}, within: 2 hours, next: ask}
      ask: {title: Ask, do: {call: "Well?", to: manager, reason: It was loud}, within: 2 days, next: closed}
"""  # noqa: E501
EVENTS = """customer_id,type,at,ref
C2,complaint.opened,2026-06-03 09:00,R2
C10,complaint.opened,2026-06-03 09:00,R10
C1,complaint.opened,2026-06-03 22:30,R1
C1,complaint.opened,2026-06-01 09:00,<b>R3
C1,complaint.vent.done,2026-06-02 10:00,<b>R3
C2,complaint.opened,2026-06-02 09:00,R4
C2,complaint.waiting_customer,2026-06-02 09:30,R4
C1,order.placed,2026-05-29 10:00,O1
C2,order.placed,2026-06-02 10:00,O2
"""
PEOPLE = "id,name,phone,owner\nC1,Annika,1,E1\nC2,Bo,,E1\nC10,Cy,,E2\n"
STAFF = "id,name,role,store\nE1,Eve,adviser,North\nE2,Max,adviser,South\nE3,Ida,manager,South\n"


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    return small_shop(
        tmp_path / "shop", BOOK, home=SHOP, events=EVENTS, customers=PEOPLE, staff=STAFF
    )


def board(shop: SmallShop, *options: str, day: str = DAY) -> str:
    asked = ("sheets", shop.folder, "--of", "board", "--date", day, *options)
    found = called(asked)
    assert found.exit_code == 0, found.output
    return found.stdout


def placed(text: str) -> list[str]:
    """Headings and cases, in order."""
    found = re.findall(r"^(?:#+ .+|- \*\*.+?\*\* · [^·\n]+)", text, re.MULTILINE)
    return [each.rstrip() for each in found]


def test_cases_stand_by_step_and_what_is_late_comes_first(shop: SmallShop) -> None:
    assert placed(board(shop, "--as", "md")) == [
        "# Shop · 2026-06-03",
        "## Order: 2 open, 1 late",
        "### Send it (2)",
        "- **C1** · O1",
        "- **C2** · O2",
        "## Complaint: 5 open, 2 late",
        "### Listen (4)",
        "- **C2** · R2",
        "- **C10** · R10",
        "- **C1** · R1",
        "- **C2** · R4",
        "### Ask (1)",
        r"- **C1** · \<b\>R3",
    ]


def test_it_is_said_how_each_deadline_was_counted(shop: SmallShop) -> None:
    text = board(shop, "--as", "md")
    assert (
        "- **C2** · R2 · Eve · **13 h over** · due 06-03 11:00 · since 06-03 09:00\n"
        "  - Listen is due 2 hours after 2026-06-03 09:00: 2026-06-03 11:00\n"
        "    - 2026-06-03 09:00 - 2026-06-03 11:00  around the clock, 2 h counted\n"
    ) in text
    assert (
        "- **C2** · R4 · Eve · paused: waiting\\_customer · since 06-02 09:00\n"
        "  - the clock stands still since 2026-06-02 09:30: there is no deadline\n"
    ) in text
    late_as_a_whole = text.partition("**C1** · O1")[2]
    assert late_as_a_whole.startswith(" · Eve · **goal: 14 h over** · due 06-07 10:00")
    assert "the goal is due 5 days after 2026-05-29 10:00: 2026-06-03 10:00" in late_as_a_whole


def test_it_says_what_the_list_of_cases_says(shop: SmallShop) -> None:
    day = date.fromisoformat(DAY)
    found = careplay.cases(shop.folder, day)
    told = careplay.board(shop.folder, day)
    listed = {(each.customer, each.ref) for each in found}
    of_board = {
        (case.customer, case.ref)
        for flow in told.flows
        for step in flow.steps
        for case in step.cases
    }
    assert of_board == listed
    assert (told.cases, told.late) == (len(found), 3)


@pytest.mark.parametrize(
    ("whose", "refs"),
    [
        ("Eve", {"R2", "R1", "R4", "O1", "O2"}),
        ("E2", {"R10"}),
        ("South", {"R10"}),
        ("manager", {"<b>R3"}),
    ],
)
def test_it_is_of_a_person_a_role_or_a_store(
    whose: str, refs: set[str], shop: SmallShop, tmp_path: Path
) -> None:
    folder = tmp_path / "boards"
    lines = board(shop, "--for", whose, "--as", "md", "--to", str(folder)).splitlines()
    assert lines == [str(folder / f"{DAY}_shop_board_{whose}.md")]
    text = Path(lines[0]).read_text("utf-8")
    found = re.findall(r"^- \*\*.+?\*\* · (\S+)", text, re.MULTILINE)
    assert {each.replace("\\", "") for each in found} == refs
    assert f"\n\n{whose}\n" in text


def test_nobody_of_that_name_is_told(shop: SmallShop) -> None:
    found = called(("sheets", shop.folder, "--of", "board", "--date", DAY, "--for", "Evo"))
    assert found.exit_code != 0
    assert 'nobody is called "Evo" in Shop; did you mean "Eve"?' in found.output


def test_nothing_personal_stands_on_it_and_nothing_acts(shop: SmallShop) -> None:
    page, text = board(shop), board(shop, "--as", "md")
    assert not any(each in page + text for each in ("Annika", "Bo", "Cy"))
    assert "&lt;b&gt;R3" in page
    assert "<b>R3" not in page
    assert "default-src 'none'" in page
    assert not {"<script", "<link", "<img", "href=", "src="} & {*re.findall(r"<\w+|\w+=", page)}


def test_no_date_is_broken_over_two_lines(shop: SmallShop) -> None:
    page = board(shop)
    assert ".when { white-space: nowrap; }" in page
    body = re.sub(r'<span class="when">[^<]*</span>', "", page.partition("</header>")[2])
    assert not re.search(r"\d-\d\d", body)


def test_no_case_is_cut_by_the_end_of_a_page(shop: SmallShop) -> None:
    page = board(shop)
    assert page.count('<article class="whole') == 7
    assert page.count('<article class="whole is-late">') == 3
    rules = re.findall(r"([^{}]+)\{ break-inside: avoid; \}", page.partition("@media print")[2])
    assert ".whole" in {each.strip() for rule in rules for each in rule.split(",")}


def test_a_day_without_cases_says_so(shop: SmallShop) -> None:
    told = board(shop, "--as", "md", day="2026-05-01")
    assert told == "# Shop · 2026-05-01\n\nNo case is open on this day.\n"
    assert "No case is open on this day." in board(shop, day="2026-05-01")


def test_it_is_in_the_language_of_the_business(shop: SmallShop) -> None:
    home = (shop.folder / "careplay.yaml").read_text("utf-8")
    shop.write({"careplay.yaml": home.replace("language: en", "language: zh")})
    page = board(shop)
    assert "Complaint：未结 5 件，逾期 2 件" in page
    assert "时限怎么算" in page


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--as", "csv"), "a board is written as html or md, and not as csv"),
        (("--as", "ics"), "a board is written as html or md, and not as ics"),
        (
            ("--unmasked", "--by", "Ann", "--reason", "x"),
            "nothing on a board is masked: --unmasked is for sheets",
        ),
        (("--of", "weak"), "'weak' is not one of 'tasks', 'board', 'week', 'rooms', 'cards'"),
    ],
)
def test_what_a_board_is_not_is_told(
    options: tuple[str, ...], told: str, shop: SmallShop
) -> None:
    found = called(("sheets", shop.folder, "--of", "board", "--date", DAY, *options))
    assert found.exit_code == 2
    assert told in found.output


@NEEDS_BROWSER
def test_a_browser_prints_each_case_on_one_page(shop: SmallShop, tmp_path: Path) -> None:
    rows = "".join(f"C1,complaint.opened,2026-06-03 09:00,K{n}K\n" for n in range(60))
    shop.write({"data/events.csv": EVENTS + rows})
    pages = [each for each in printed(board(shop), tmp_path) if each.strip()]
    assert len(pages) > 3
    # Each case is four lines, of which the last tells how its deadline was counted.
    for each in pages:
        assert len(re.findall(r"\bK\d+K\b|\bR\d+\b|\bO\d\b", each)) == each.count(
            "how that was counted"
        )
        counted = each.count(" is due ") + each.count("the clock stands still")
        assert counted >= each.count("how that was counted")
