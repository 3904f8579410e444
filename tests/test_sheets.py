"""What stands on a sheet, for whom, and what does not; how it is written and printed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from alike import called
from printing import NEEDS_BROWSER, printed
from shop_folder import DAY, careplay, sentence, shop
from small_shop import HOME, SmallShop, small_shop

HERE = Path(__file__).parent / "cases" / "sheets"
PERSONAL = "name: {type: text, personal: true}, phone: {type: text, personal: true}"
SHOP = HOME.replace("name: text, phone: text", PERSONAL)
SHOP = SHOP.replace("{visit: {}}", "{visit: {about: text}}")
SHOP += "channels: {phone: {needs: phone, label: telephone}}\n"
CALL = """
rules:
  - id: call
    title: A call
    when: {event: visit}
    do:
      - call: "Hello {name}, how was your visit?"
        to: adviser
        channels: [phone]
        reason: "{event.about|it} was asked for"
        checklist: [Say hello, Say thanks]
        ask: [mood]
"""


def shop_of(
    folder: Path, book: str = CALL, *, visits: int = 2, home: str = SHOP, staff: str = ""
) -> SmallShop:
    """A shop that was visited by so many customers, and has run the day."""
    named = small_shop(folder, book, home=home, staff=f"id,name,role\nE1,Eve,adviser\n{staff}")
    people = "".join(f"C{n},N{n},555-{n},E1\n" for n in range(1, visits + 1))
    events = "".join(f"C{n},visit,2026-06-01 10:00,w{n}\n" for n in range(1, visits + 1))
    named.write(
        {
            "data/customers.csv": f"id,name,phone,owner\n{people}",
            "data/events.csv": f"customer_id,type,at,about\n{events}",
        }
    )
    named.run("2026-06-01")
    return named


def sheet(shop: SmallShop, *options: object, day: str = "2026-06-01") -> str:
    """The only sheet, as it is printed."""
    found = called(("sheets", shop.folder, "--date", day, *options))
    assert found.exit_code == 0, found.output
    return found.stdout


@pytest.mark.parametrize("form", ["html", "md", "csv", "ics"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheets_of_the_starter_are_these(
    language: str, form: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    business = shop(tmp_path / "my_shop", language)
    for day in ("2026-11-21", "2026-11-23"):
        careplay("run", business, "--date", day)
    asked = ("sheets", business, "--date", "2026-11-23", "--as", form)
    # Spreadsheets end lines otherwise, which golden files do not.
    told = careplay(*asked, "--for", "S2").stdout_bytes.decode("utf-8")
    golden(HERE / f"{language}.{form}", told.replace("\r\n", "\n"))
    again = careplay(*asked, "--to", tmp_path / "sheets")
    (file,) = (tmp_path / "sheets").glob(f"*_S2_*.{form}")
    assert str(file) in again.stdout.splitlines()
    assert file.read_bytes().decode("utf-8") == told
    assert file.read_text("utf-8") == (HERE / f"{language}.{form}").read_text("utf-8")


def test_a_sheet_holds_just_what_open_lists(tmp_path: Path) -> None:
    business = shop(tmp_path / "my_shop")
    for day in ("2026-11-21", "2026-11-24"):
        careplay("run", business, "--date", day)
        for person in ("S1", "S2", "adviser"):
            asked = ("--date", day, "--for", person)
            listed = careplay("open", business, *asked, "--format", "jsonl").stdout
            rows = [json.loads(line) for line in listed.splitlines()]
            folder = tmp_path / f"{day}{person}"
            careplay("sheets", business, *asked, "--to", folder, "--as", "md")
            texts = "".join(each.read_text("utf-8") for each in sorted(folder.iterdir()))
            found = re.findall(r"^- \[ \] \*\*(.+?)\*\*", texts, re.MULTILINE)
            assert sorted(found) == sorted(row["customer_id"] for row in rows)
            late = sum(row["days_late"] > 0 for row in rows)
            assert late == sum(map(int, re.findall(r"open: \d+, late: (\d+)", texts)))


def test_late_comes_first_then_today_then_what_is_coming(tmp_path: Path) -> None:
    book = CALL.partition("      - call")[0] + "".join(
        f"      - {{task: In {days} days, to: adviser, due: within {days} days}}\n"
        for days in (2, 1, 0)
    )
    shop = shop_of(tmp_path, book, visits=1)
    found = re.findall(
        r"^(?:#|>) .+|^## .+", sheet(shop, "--as", "md", day="2026-06-02"), re.MULTILINE
    )
    assert found[1:] == [
        *("## Late (1)", "> In 0 days"),
        *("## Today (1)", "> In 1 days", "## Coming (1)", "> In 2 days"),
    ]
    assert "1 day late" in sheet(shop, day="2026-06-02")


def test_texts_that_differ_in_facts_alone_are_one_block(tmp_path: Path) -> None:
    told = sheet(shop_of(tmp_path, visits=20), "--as", "md")
    assert told.count("### ") == 1
    assert (
        "### call · A call · customers: 20\n\n> Hello \\[name\\], how was your visit?" in told
    )
    numbers = re.findall(
        r"^- \[ \] \*\*C(\d+)\*\* · N\\\*\\\* · telephone 5", told, re.MULTILINE
    )
    assert [*map(int, numbers)] == [*range(1, 21)]
    assert "steps ☐ 1 ☐ 2" in told
    assert told.count("mood: ___") == 20
    assert told.count("why the customer cares: w") == 20


def test_texts_that_differ_in_what_happened_are_blocks_of_their_own(tmp_path: Path) -> None:
    told = sheet(shop_of(tmp_path, CALL.replace("your visit", "{event.about}")), "--as", "md")
    assert told.count("### ") == 2
    assert "> Hello N\\*\\*, how was w1?" in told


def test_all_of_five_hundred_are_there(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, visits=500)
    keys = sorted(f"C{n}" for n in range(1, 501))
    page = sheet(shop)
    assert sorted(re.findall(r"<b>(.+?)</b>", page)) == keys
    assert page.count("<article") == 1
    assert page.count('class="blank"') == 500
    assert sorted(re.findall(r"\*\*(C\d+)\*\*", sheet(shop, "--as", "md"))) == keys


TITLED = "name: {type: text, label: name}, phone: text, title: text"


@pytest.mark.parametrize(
    ("gaps", "text", "told"),
    [
        ("{name} {title}", "\\[name\\] \\[title\\]", ("Ann", "Dr")),
        ("{name}{title}", "\\[name title\\]", ("AnnDr", "steps")),
        ("{title} {name}", "\\[title\\] \\[name\\]", ("Ann", "Dr")),
    ],
)
def test_a_customer_is_called_as_his_text_calls_him(
    gaps: str, text: str, told: tuple[str, str], tmp_path: Path
) -> None:
    people = "id,name,phone,owner,title\nC1,Ann,5,E1,Dr\nC2,Bo,6,E1,Mx\n"
    visits = "".join(f"C{n},visit,2026-06-01 10:00,w\n" for n in (1, 2))
    shop = small_shop(
        tmp_path,
        CALL.replace("{name}", gaps),
        home=SHOP.replace(PERSONAL, TITLED),
        customers=people,
        events=f"customer_id,type,at,about\n{visits}",
    )
    shop.run("2026-06-01")
    name, next_line = told
    found = sheet(shop, "--as", "md")
    assert f"> Hello {text}, how was" in found
    line = rf"\*\*C1\*\* · {name} · telephone 5 · 23:59 · \w+\n  - {next_line}"
    assert re.search(line, found)


SEEN = PERSONAL.replace("true}", "true, visible_to: [adviser]}")


def test_whoever_needs_it_reads_what_is_personal_and_nobody_else(tmp_path: Path) -> None:
    book = CALL + '      - {task: "Write to {name}", to: manager, channels: [phone]}\n'
    staff = "E2,Ida,manager\n"
    shop = shop_of(tmp_path, book, home=SHOP.replace(PERSONAL, SEEN), staff=staff)
    for form in ("html", "md"):
        hers, his = (sheet(shop, "--for", each, "--as", form) for each in ("E2", "E1"))
        assert all(each in his for each in ("N1", "555-1", "N2", "555-2"))
        assert not any(each in hers for each in ("N1", "555", "N2"))
        assert hers.count("N**" if form == "html" else "N\\*\\*") == 2
    folder = tmp_path / "sheets"
    assert (
        called(("sheets", shop.folder, "--date", "2026-06-01", "--to", folder)).exit_code == 0
    )
    texts = {each.name: each.read_text("utf-8") for each in folder.iterdir()}
    assert texts == {
        "2026-06-01_shop_E1_Eve.html": sheet(shop, "--for", "E1"),
        "2026-06-01_shop_E2_Ida.html": sheet(shop, "--for", "E2"),
    }


def test_who_sees_it_unmasked_is_written_down(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    who = ("--unmasked", "--by", "Ann Lee", "--reason", "calls of the day")
    assert "N1" in sheet(shop, *who)
    (line,) = shop.folder.glob(".careplay/actions/*/audit.jsonl")
    told = json.loads(line.read_text("utf-8"))
    assert (told["command"], told["by"], told["customers"]) == ("sheets", "Ann Lee", 2)


HOSTILE = "<script>alert(1)</script> & \u202e\x1b[31m[a](http://b.c) *d* `e`"


def test_what_stands_in_data_is_shown_and_not_done(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, home=SHOP.replace(PERSONAL, "name: text, phone: text"), visits=1)
    shop.write(
        {
            "data/customers.csv": f"id,name,phone,owner\nC1,{HOSTILE},{HOSTILE},E1\n",
            "data/staff.csv": f"id,name,role\nE1,{HOSTILE},adviser\n",
        }
    )
    shop.run("2026-06-01")
    page, text = sheet(shop), sheet(shop, "--as", "md")
    spelt = "\\u202e\\x1b[31m"
    assert "<script" not in page
    assert f"&lt;script&gt;alert(1)&lt;/script&gt; &amp; {spelt}[a](http://b.c) *d* `e`" in page
    assert not {"\u202e", "\x1b"} & {*page, *text}
    assert f"\\<script\\>alert(1)\\</script\\> \\& \\{spelt}" not in text
    assert "\\[a\\](http:\\//b.c) \\*d\\* \\`e\\`" in text


def test_a_table_has_each_text_as_it_is_said_and_a_column_a_question(tmp_path: Path) -> None:
    home = SHOP.replace(PERSONAL, "name: text, phone: text")
    home = home.replace("about: text", "about: text, mood: {type: choice, of: [good, bad]}")
    asked = CALL.replace("[mood]", "[mood, anything else]")
    book = f"{asked}      - {{task: '=1+1', to: adviser, reason: x}}\n"
    visits = "".join(f"C{n},visit,2026-06-01 10:00,w,\n" for n in (1, 2))
    events = f"customer_id,type,at,about,mood\n{visits}"
    people = "id,name,phone,owner\nC1,Ann,=2,E1\nC2,Bo,6,E1\n"
    shop = small_shop(tmp_path, book, home=home, customers=people, events=events)
    shop.run("2026-06-01")
    told = sheet(shop, "--as", "csv")
    assert told[0] == "\ufeff"
    rows = [*csv.DictReader(io.StringIO(told[1:], newline=""))]
    calls = [row for row in rows if row["what"] == "call"]
    assert [row["text"] for row in calls] == [
        f"Hello {n}, how was your visit?" for n in ("Ann", "Bo")
    ]
    assert [(row["customer"], row["reached by"]) for row in calls] == [
        ("C1", "'=2"),
        ("C2", "6"),
    ]
    assert {(row["mood: good / bad"], row["anything else"]) for row in calls} == {("", "")}
    assert {row["steps"] for row in calls} == {"Say hello; Say thanks"}
    tasks = [row for row in rows if row["what"] == "task"]
    assert {(row["text"], row["anything else"]) for row in tasks} == {("'=1+1", "/")}
    assert all(None not in row and None not in row.values() for row in rows)


class Tags(HTMLParser):
    """The tags of a page, each with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_asks_nothing_of_the_outside(tmp_path: Path) -> None:
    page = sheet(shop_of(tmp_path))
    tags = Tags(page)
    assert tags.open == []
    assert not {"script", "link", "img", "a", "iframe", "form"} & {tag for tag, _ in tags.found}
    assert not {"src", "href", "style"} & {name for _, attrs in tags.found for name in attrs}
    assert "url(" not in page
    assert "@import" not in page
    policy = {"http-equiv": "Content-Security-Policy"}
    (told,) = (attrs for tag, attrs in tags.found if policy.items() <= attrs.items())
    assert told["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_no_entry_may_be_cut_by_the_end_of_a_page(tmp_path: Path) -> None:
    page = sheet(shop_of(tmp_path))
    assert "@page { size: A4;" in page
    rules = re.findall(r"([^{}]+)\{ break-inside: avoid; \}", page.partition("@media print")[2])
    kept_whole = {each.strip() for rule in rules for each in rule.split(",")}
    assert {".whole", ".entries > li", ".head"} <= kept_whole


@NEEDS_BROWSER
def test_a_browser_prints_each_entry_on_one_page(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, visits=300)
    pages = printed(sheet(shop), tmp_path)
    assert len(pages) > 5
    for number in range(1, 301):
        # A short code may look like a customer's key, and the text like no other.
        first, last = rf"\bC{number}\b", rf"\bw{number} was asked for"
        on = [n for n, each in enumerate(pages) if re.search(last, each)]
        assert len(on) == 1
        assert re.search(first, pages[on[0]])


def test_of_several_people_a_folder_or_one_name_is_asked_for(tmp_path: Path) -> None:
    shop = shop_of(tmp_path, staff="E2,Ida,manager\n")
    found = called(("sheets", shop.folder, "--date", "2026-06-01"))
    assert found.exit_code == 2
    told = "these are the sheets of 2 people; name one by --for, or a folder by --to"
    assert told in found.output


def test_who_has_nothing_to_do_is_told_so(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    told = sheet(shop, "--as", "md", day="2026-07-01")
    assert told == "# Eve · 2026-07-01\n\nShop · open: 0, late: 0\n\nNothing is open.\n"


def test_nobody_of_that_name_is_told(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    found = called(("sheets", shop.folder, "--date", "2026-06-01", "--for", "Eva"))
    told = 'careplay: nobody is called "Eva" in Shop; did you mean "Eve"?'
    assert sentence(found, 5).startswith(told)


def test_a_sheet_of_a_role_says_so_and_takes_no_place_of_the_whole(tmp_path: Path) -> None:
    book = CALL + "      - {task: Look, to: manager}\n"
    shop = shop_of(tmp_path, book, visits=1)
    shop.write({"data/staff.csv": "id,name,role\nE1,Eve,manager\n"})
    shop.run("2026-06-01")
    folder = tmp_path / "sheets"
    for whose in ("Eve", "manager"):
        asked = ("sheets", shop.folder, "--date", "2026-06-01", "--for", whose, "--as", "md")
        assert called((*asked, "--to", folder)).exit_code == 0
    of_role, whole = (
        (folder / f"2026-06-01_shop_E1_Eve{each}.md").read_text("utf-8")
        for each in ("_manager", "")
    )
    assert (whole.count("- [ ] "), of_role.count("- [ ] ")) == (2, 1)
    assert "only as manager" in of_role


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    shop = shop_of(tmp_path)
    (tmp_path / "sheets" / "2026-06-01_shop_E1_Eve.html").mkdir(parents=True)
    asked = ("sheets", shop.folder, "--date", "2026-06-01", "--to", tmp_path / "sheets")
    assert "it is a folder" in sentence(called(asked), 4)
    assert [each.name for each in (tmp_path / "sheets").iterdir()] == [
        "2026-06-01_shop_E1_Eve.html"
    ]


def test_where_no_day_is_kept_it_is_said(tmp_path: Path) -> None:
    business = shop(tmp_path / "my_shop")
    found = careplay("sheets", business, "--date", DAY, "--for", "S1")
    assert (found.exit_code, "Nothing is open." in found.stdout) == (0, True)
    assert "no day up to 2026-11-21 is kept" in found.stderr


MARKS = "taboo: {type: text, label: avoid, mark: true}, merit: {type: boolean, mark: true}"


def test_whoever_is_special_is_marked_and_named_on_top(tmp_path: Path) -> None:
    secret = "secret: {type: boolean, personal: true, mark: true}"  # noqa: S105 - a fact
    home = SHOP.replace(PERSONAL, f"{PERSONAL}, {MARKS}, {secret}")
    people = ("C1,N1,5,E1,nuts,true,true", "C2,N2,5,E1,,false,true", "C3,N3,5,E1,,true,")
    customers = "\n".join(("id,name,phone,owner,taboo,merit,secret", *people))
    visits = "".join(f"C{n},visit,2026-06-01 10:00,w\n" for n in (1, 2, 3))
    events = f"customer_id,type,at,about\n{visits}"
    shop = small_shop(tmp_path, CALL, home=home, customers=customers, events=events)
    shop.run("2026-06-01")
    page, text = sheet(shop), sheet(shop, "--as", "md")
    on_top = r"- **C1** N\*\* · avoid: nuts · merit", r"- **C3** N\*\* · merit"
    told = "\n".join(("## ★ Take special care of", "", *on_top, "", "## Today (3)"))
    assert told in text
    assert text.count("  - ★ ") == 2
    assert "  - ★ avoid: nuts; merit\n" in text
    assert page.count('<p class="marks">') == 2
    assert "<li><b>C1</b> N** avoid: nuts; merit</li>" in page
