"""Know-your-customer cards of ``careplay sheets --of cards``."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import careplay
from alike import called
from printing import NEEDS_BROWSER, printed
from small_shop import SmallShop, small_shop

DAY = "2026-06-10"
HOME = """
careplay: 1
name: Shop
language: en
customers:
  from: data/customers.csv
  key: id
  facts:
    name: {type: text, personal: true, visible_to: [adviser]}
    phone: {type: text, personal: true, visible_to: [seller], label: mobile}
    owner: {type: staff, label: adviser}
    sells: {type: staff, label: seller}
    garden: {type: boolean, label: has a garden}
    member: {type: boolean, label: is a member}
    taboo: {type: text, label: avoid, mark: true}
    inner: text
events:
  from: data/events.csv
  labels: {visit: was here}
  types: {visit: {}, quiet: {}, complaint.opened: {ref: text}}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}, seller: {fact: sells}, manager: {}}
"""
BOOK = """
measures: {visits: {count: visit, label: visits}, quiets: {count: quiet, label: quiet days}}
segments: {regular: {label: regular, visits: at least 2}}
flows:
  complaint:
    label: Complaint
    starts: complaint.opened
    owner: adviser
    steps:
      listen: {title: Listen, do: {task: Listen}, within: 2 hours, next: closed}
rules:
  - {id: thank, title: Say thanks, when: {event: visit}, do: [{task: "Thank {name}", to: manager, due: within 3 days}]}
"""  # noqa: E501
CUSTOMERS = """id,name,phone,owner,sells,garden,member,taboo,inner
C1,Ann,13800000001,E1,E2,yes,no,garlic,secret
C2,Bo,13800000002,E1,,,yes,,
C10,Cy,,E9,,,,,
"""
EVENTS = """customer_id,type,at,ref
C1,visit,2026-06-01 10:00,
C1,visit,2026-06-09 10:00,
C1,quiet,2026-06-09 11:00,
C1,complaint.opened,2026-06-09 09:00,R1
C2,visit,2026-06-11 10:00,
"""
STAFF = "id,name,role,store\nE1,Eve,adviser,North\nE2,Max,seller,South\nE3,Ida,manager,\n"


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    return small_shop(
        tmp_path / "shop", BOOK, home=HOME, events=EVENTS, customers=CUSTOMERS, staff=STAFF
    )


def cards(shop: SmallShop, *options: str, day: str = DAY) -> str:
    asked = ("sheets", shop.folder, "--of", "cards", "--date", day, "--as", "md", *options)
    found = called(asked)
    assert found.exit_code == 0, found.output
    return found.stdout


def test_a_card_tells_what_is_known_and_what_there_is_with_him(shop: SmallShop) -> None:
    shop.run("2026-06-09")
    told = cards(shop, "--for", "Eve")
    codes = re.sub(r" · [0-9A-Z]{3,}$", " · CODE", told, flags=re.MULTILINE)
    assert codes == (
        "# Eve · customers on 2026-06-10\n\nShop · customers: 2\n\n"
        "## C1 · Ann · regular\n\n"
        "- **★ avoid: garlic**\n"
        "- mobile: 1\\*\\*\n"
        "- visits: 2\n"
        "- quiet days: 1\n"
        "- yes: has a garden\n"
        "- no: is a member\n"
        "- **To do**\n"
        "  - task · Listen · 06-09 11:00 · late · Eve · CODE\n"
        "  - task · Say thanks · 06-12 23:59 · Ida · CODE\n"
        "- **Complaints, orders, promises**\n"
        "  - Complaint R1 · Listen · 06-09 11:00 · 1 d 13 h over\n"
        "- **Last contacts**\n"
        "  - 2026-06-09 was here\n"
        "  - 2026-06-01 was here\n\n"
        "## C2 · Bo\n\n"
        "- mobile: 1\\*\\*\n"
        "- yes: is a member\n"
    )


def test_what_was_done_is_a_contact(shop: SmallShop) -> None:
    shop.run("2026-06-09")
    work = careplay.open_work(shop.folder, date(2026, 6, 9))
    query = f"SELECT code FROM {work.actions.sql} WHERE rule = 'thank'"
    ((code,),) = work.actions.connection.execute(query).fetchall()
    done = called(("done", code, shop.folder, "--by", "Ida", "--at", "2026-06-10 09:00"))
    assert done.exit_code == 0, done.output
    told = cards(shop, "--for", "Eve").partition("## C2")[0]
    assert "  - 2026-06-10 task · Say thanks\n  - 2026-06-09 was here\n" in told
    assert "Say thanks · 06-12" not in told


def test_each_role_sees_what_is_visible_to_it(shop: SmallShop) -> None:
    by_adviser, by_seller = cards(shop, "--for", "E1"), cards(shop, "--for", "E2")
    assert "Ann" in by_adviser
    assert "13800000001" not in by_adviser
    assert "## C1 · A\\*\\*" in by_seller
    assert "13800000001" in by_seller


def test_it_is_as_of_the_day(shop: SmallShop) -> None:
    told = cards(shop, "--for", "Eve", day="2026-06-05")
    assert "- visits: 1" in told
    assert "regular" not in told
    assert "Complaint" not in told


def test_there_is_a_file_for_each_who_has_customers(shop: SmallShop, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    lines = cards(shop, "--to", str(folder)).splitlines()
    assert lines == [
        str(folder / f"{DAY}_shop_cards_E1_Eve.md"),
        str(folder / f"{DAY}_shop_cards_E2_Max.md"),
    ]
    south = cards(shop, "--for", "South")
    assert south.startswith("# Max")


def test_who_has_handed_over_has_no_cards_and_his_successor_has_them(shop: SmallShop) -> None:
    over = ("hand-over", "Eve", shop.folder, "--to", "Ida", "--from", "2026-06-10")
    told = called((*over, "--at", "2026-06-09 18:00"))
    assert told.exit_code == 0, told.output
    assert cards(shop, "--for", "Ida").startswith("# Ida")
    assert cards(shop, "--for", "Eve") == ""
    assert cards(shop, "--for", "Eve", day="2026-06-09").startswith("# Eve")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "these are the cards of 2 people; name one by --for, or a folder by --to"),
        (("--as", "ics"), "a card is written as html or md, and not as ics"),
        (("--for", "Evo"), 'nobody is called "Evo" in Shop; did you mean "Eve"?'),
    ],
)
def test_what_cards_are_not_is_told(
    options: tuple[str, ...], told: str, shop: SmallShop
) -> None:
    found = called(("sheets", shop.folder, "--of", "cards", "--date", DAY, *options))
    assert found.exit_code != 0
    assert told in found.output


def test_where_no_fact_tells_a_role_nobody_looks_after_customers(shop: SmallShop) -> None:
    bare = HOME.replace("{fact: owner}", "{}").replace("{fact: sells}", "{}")
    shop.write({"careplay.yaml": bare})
    found = called(("sheets", shop.folder, "--of", "cards", "--date", DAY))
    assert found.exit_code != 0
    assert "nobody is known to look after customers" in found.output


def test_what_acts_on_a_page_is_escaped(shop: SmallShop) -> None:
    shop.write({"data/customers.csv": CUSTOMERS.replace("garlic", "<b>garlic")})
    page = called(("sheets", shop.folder, "--of", "cards", "--for", "E1", "--date", DAY)).stdout
    assert "&lt;b&gt;garlic" in page
    assert "<b>garlic" not in page


@NEEDS_BROWSER
def test_a_browser_prints_four_whole_cards_on_a_page(shop: SmallShop, tmp_path: Path) -> None:
    rows = "".join(f"K{n},Kim,13800000003,E1,,yes,no,Q{n}Q,\n" for n in range(20))
    shop.write({"data/customers.csv": CUSTOMERS + rows})
    page = called(("sheets", shop.folder, "--of", "cards", "--for", "E1", "--date", DAY)).stdout
    pages = [each for each in printed(page, tmp_path) if each.strip()]
    assert len(pages) == 6
    for each in pages:
        assert len(re.findall(r"\b(?:K\d+ Kim|C1 Ann|C2 Bo)\b", each)) <= 4
        # What stands on top of a card and what ends it stand on one page.
        assert len(re.findall(r"\bQ\d+Q\b", each)) == len(re.findall(r"\bK\d+ Kim\b", each))
