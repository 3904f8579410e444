"""docs/language.md is true: every example checks, every row of every table is run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

import docs_pages
import docs_shop
from careplay.calendars import festivals
from careplay.diagnostics import with_source
from careplay.model.rules import Category, Priority, Verb
from docs_pages import Table, codes
from docs_shop import Given, Ran, own, rule, sound

DAY = date(2026, 11, 21)
TABLES = docs_pages.tables("language.md")
FAULTY = [each for each in docs_pages.blocks("language.md") if each.told.startswith("faulty")]
TESTED = (
    ("type", "holds"),
    ("measure", "a customer with", "on 2026-11-21"),
    ("`points`", "`pyramid`", "`key_customer`"),
    ("`if:`", "answer"),
    ("gap", "value", "in English", "中文"),
    ("`due:`", "中文", "due at"),
    ("id", "name", "role", "store", "absent_from", "absent_to", "successor"),
    ("a customer with", "on", "`to: adviser` is done by"),
    ("careplay.yaml says", "after", "the next working days are"),
    ("a customer with", "`second_purchase` acts in 2026"),  # tests/test_series.py
)
STORES = "id,name,role,store,absent_from,absent_to,successor\n"


def table(*heading: str) -> Table:
    (found,) = (each for each in TABLES if each.heading == heading)
    return found


def cells() -> tuple[Table, ...]:
    return tuple(
        each for each in TABLES if each.heading[1:] == ("中文", "holds for", "not for")
    )


def test_the_examples_of_the_page_are_one_business_without_a_fault(tmp_path: Path) -> None:
    assert sound(docs_shop.shop(tmp_path / "shop")).name == "Red Star Appliances"


def test_every_fenced_block_is_a_tested_one() -> None:
    kinds = {each.kind for each in docs_pages.blocks("language.md")}
    assert kinds == {"text", "yaml"}


def test_every_table_is_a_tested_one() -> None:
    known = {*TESTED, *(each.heading for each in cells())}
    others = [each.heading for each in TABLES if each.heading not in known]
    assert [each for each in others if each[:2] != ("`when:`", "a customer with")] == []


@pytest.mark.parametrize("example", FAULTY, ids=lambda each: each.told)
def test_a_faulty_example_is_answered_as_shown(
    example: docs_pages.Block,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: Callable[[Path, str], None],
) -> None:
    page = docs_pages.blocks("language.md")
    answer = page[page.index(example) + 1]
    file = example.told.removeprefix("faulty: ")
    docs_shop.write(docs_shop.shop(tmp_path), {file: example.text})
    monkeypatch.chdir(tmp_path)
    found = docs_shop.examined(Path())
    told = [with_source(fault, found.texts[fault.file]) for fault in found.diagnostics]
    golden(
        docs_pages.DOCS / "language.md",
        docs_pages.answered("language.md", answer, "\n".join(told)),
    )


SOUND = (
    "title: 12:30", "title: on", "title: yes", "title: no", "title: 您好，请进：这边",
    'title: "Call: today"', 'title: "[a] here"', "title: Number#5", "title: Number 5  # a note",
    "title: >-\n      A long\n      title",
)  # fmt: skip
UNSOUND = (
    "title: true", "title:Call", "title: Call: today", "title: {name} here", "title: [a] here",
    "title: *call", "title: !call", "title: %call", "title: @call", 'title: "call" now',
    "title: 'call' now", "title: one\n    title: two", "title：call", "\ttitle: call",
)  # fmt: skip
"""What the ten lines on YAML forbid."""


@pytest.mark.parametrize("title", [*SOUND, *UNSOUND])
def test_the_ten_lines_on_yaml_are_true(title: str, tmp_path: Path) -> None:
    do = "do: [{task: Look, to: adviser}]"
    book = f"rules:\n  - id: row\n    {title}\n    when: {{every: day}}\n    {do}\n"
    found = docs_shop.examined(docs_shop.shop(tmp_path, book))
    assert (found.diagnostics == ()) == (title in SOUND)


def test_types_are_those_of_the_language() -> None:
    written = {code for row in table("type", "holds").rows for code in codes(row[0])}
    known = {"text", "integer", "number", "money", "boolean", "date", "moment", "staff"}
    assert written == known
    assert "`choice`" in docs_pages.page("language.md")


def test_measures_are_worked_out_as_shown(tmp_path: Path) -> None:
    rows = table("measure", "a customer with", "on 2026-11-21").rows
    customers = {f"r{n}": docs_shop.given(row[1]) for n, row in enumerate(rows)}
    measures = "".join(f"  r{n}: {codes(row[0])[0]}\n" for n, row in enumerate(rows))
    asked = "".join(
        rule(f"r{n}", "{every: day}", own(f"r{n}"), f'task: "{{r{n}|missing}}"')
        for n in range(len(rows))
    )
    ran = run(tmp_path, customers, f"measures:\n{measures}rules:\n{asked}")
    said = [text(ran, f"r{n}") for n in range(len(rows))]
    assert said == [row[2] for row in rows]


def test_tiers_are_cut_as_shown(tmp_path: Path) -> None:
    rows = table("`points`", "`pyramid`", "`key_customer`").rows
    customers = {
        f"r{n}": Given({} if row[0] == "missing" else {"points": row[0]}, ())
        for n, row in enumerate(rows)
    }
    said = 'task: "{pyramid|missing}, {key_customer|missing}"'
    ran = run(tmp_path, customers, "rules:\n" + rule("all", "{every: day}", do=said))
    found = [ran.of(f"r{n}", "all")[0]["text"] for n in range(len(rows))]
    assert found == [f"{row[1]}, {row[2]}" for row in rows]


@pytest.mark.parametrize("asked", cells(), ids=lambda each: each.heading[0])
def test_cells_hold_as_shown(asked: Table, tmp_path: Path) -> None:
    """Each cell, in each wording, gives just the customers named and wants the missing one."""
    fact = asked.heading[0].strip("`:")
    customers: dict[str, Given] = {}
    rules: dict[str, tuple[str, int]] = {}
    for n, row in enumerate(asked.rows):
        values = {"yes": row[2].split(", "), "no": row[3].split(", "), "missing": [""]}
        for answer, each in values.items():
            for number, value in enumerate(each):
                facts = {fact: value, "store": f"row{n}"}
                customers[f"r{n}-{answer}-{number}"] = Given(facts, ())
        for wording, cell in enumerate((*codes(row[0]), *codes(row[1]))):
            rules[f"r{n}_{wording}"] = (cell, n)
    written = "".join(
        rule(name, "{every: day}", f"if: {{store: row{n}, {fact}: {cell}}},")
        for name, (cell, n) in rules.items()
    )
    ran = run(tmp_path, customers, f"rules:\n{written}")
    for name, (cell, n) in rules.items():
        found = {each["customer_id"] for each in ran.actions if each["rule"] == name}
        assert found == {c for c in customers if c.startswith(f"r{n}-yes")}, cell
        assert ran.wanting(name) == (fact,), cell


def test_conditions_answer_as_shown(tmp_path: Path) -> None:
    rows = table("`if:`", "answer").rows
    customers = {"c": Given({"tier": "A", "consent": "false"}, ())}
    written = "".join(
        rule(f"r{n}", "{every: day}", f"if: {codes(row[0])[0]},") for n, row in enumerate(rows)
    )
    ran = run(tmp_path, customers, f"rules:\n{written}")
    assert [answer(ran, f"r{n}") for n in range(len(rows))] == [row[1] for row in rows]


@pytest.mark.parametrize(("language", "column"), [("en", 2), ("zh", 3)])
def test_gaps_are_filled_as_shown(language: str, column: int, tmp_path: Path) -> None:
    rows = table("gap", "value", "in English", "中文").rows
    customers = {
        f"r{n}": docs_shop.given(row[1] if codes(row[1]) else "nothing")
        for n, row in enumerate(rows)
    }
    written = "".join(
        rule(f"r{n}", "{every: day}", own(f"r{n}"), f'task: "{codes(row[0])[0]}"')
        for n, row in enumerate(rows)
    )
    home = docs_shop.home().replace("language: en", f"language: {language}")
    ran = run(tmp_path, customers, f"rules:\n{written}", home=home)
    assert [text(ran, f"r{n}") for n in range(len(rows))] == [row[column] for row in rows]


def test_actions_are_due_as_shown(tmp_path: Path) -> None:
    rows = table("`due:`", "中文", "due at").rows
    wordings = {
        f"r{n}_{n_wording}": (code, row[2])
        for n, row in enumerate(rows)
        for n_wording, code in enumerate((*codes(row[0]), *codes(row[1])))
    }
    written = "".join(
        rule(name, "{event: delivery}", do=f"task: done, due: {code}")
        for name, (code, _) in wordings.items()
    )
    customers = {"c": docs_shop.given("`delivery 2026-11-20 16:30`")}
    ran = run(tmp_path, customers, f"rules:\n{written}", day=date(2026, 11, 20))
    due = {name: f"{ran.of('c', name)[0]['due_at']:%Y-%m-%d %H:%M}" for name in wordings}
    assert due == {name: at for name, (_, at) in wordings.items()}


def test_owners_are_found_as_shown(tmp_path: Path) -> None:
    people = table("id", "name", "role", "store", "absent_from", "absent_to", "successor").rows
    staff = STORES + "".join(",".join(row) + "\n" for row in people)
    rows = table("a customer with", "on", "`to: adviser` is done by").rows
    customers = {f"r{n}": docs_shop.given(row[0]) for n, row in enumerate(rows)}
    days = sorted({date.fromisoformat(row[1]) for row in rows})
    book = "rules:\n" + rule("all", "{every: day}")
    business = sound(docs_shop.shop(tmp_path / "shop", book))
    docs_shop.write(business.folder, docs_shop.data(customers, staff))
    ran = docs_shop.runs(business, days)
    found = [
        ran[date.fromisoformat(row[1])].of(f"r{n}", "all")[0]["owner"]
        for n, row in enumerate(rows)
    ]
    assert found == [row[2] for row in rows]


def test_an_action_without_an_owner_is_said(tmp_path: Path) -> None:
    book = "rules:\n" + rule("all", "{every: day}")
    business = sound(docs_shop.shop(tmp_path / "shop", book))
    files = docs_shop.data({"c": Given({}, ())}, "id,name,role\n")
    docs_shop.write(business.folder, files)
    ran = docs_shop.runs(business, [DAY])[DAY]
    assert ran.of("c", "all")[0]["owner"] is None
    assert any("no owner" in note for note in ran.notes)


def test_a_year_without_published_working_days_is_said(tmp_path: Path) -> None:
    book = "rules:\n" + rule("later", "{after: delivery, working_days: 3}")
    ran = run(tmp_path, {"c": Given({}, ())}, book, day=date(2031, 3, 3))
    assert any("2031" in note and "later" in note for note in ran.notes)


def test_a_rule_for_stores_makes_an_action_for_each(tmp_path: Path) -> None:
    business = sound(docs_shop.shop(tmp_path / "shop"))
    staff = "id,name,role,store\nE1,Ann,manager,North\nE2,Ben,manager,South\nE3,Cy,manager,\n"
    docs_shop.write(business.folder, docs_shop.data({"c": Given({}, ())}, staff))
    day = date(2026, 1, 24)
    made = docs_shop.runs(business, [day])[day].of("", "open_day")
    assert [(each["owner"], each["text"]) for each in made] == [
        ("E1", "Prepare the open day on 7 February 2026"),
        ("E2", "Prepare the open day on 7 February 2026"),
    ]


def test_lists_of_words_are_those_of_the_language() -> None:
    page = docs_pages.page("language.md")
    verbs = re.search(r"exactly one verb: ([^.]+)\.", page)
    categories = re.search(r"Categories: ([^.]+)\.", page)
    priorities = re.search(r"priority: high +# (.+)", page)
    assert verbs
    assert categories
    assert priorities
    assert codes(verbs[1]) == tuple(Verb)
    assert codes(categories[1]) == tuple(Category)
    assert [word.split()[0] for word in priorities[1].split(", ")] == [*Priority]


def test_the_holidays_of_china_are_all_on_the_page() -> None:
    listed = re.search(r"those people keep: ([^.]+)\.", docs_pages.page("language.md"))
    assert listed
    found = [festivals.resolve(name, "CN") for name in listed[1].split()]
    assert found == [*festivals.FESTIVALS]


def test_another_country_has_its_own_holidays(tmp_path: Path) -> None:
    book = "rules:\n" + rule("row", "{holiday: independence_day}")
    home = docs_shop.home().replace("country: CN", "country: US")
    folder = docs_shop.write(tmp_path, {"careplay.yaml": home, "row.yaml": book})
    docs_shop.write(folder, docs_shop.data({"c": Given({}, ())}))
    day = date(2026, 7, 4)
    assert docs_shop.runs(sound(folder), [day])[day].of("c", "row")


@pytest.mark.parametrize("name", sorted(each.name for each in docs_pages.DOCS.glob("*.md")))
def test_every_link_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", docs_pages.page(name))
    assert [link for link in links if not (docs_pages.DOCS / link).is_file()] == []


def test_the_index_names_every_page() -> None:
    pages = {each.name for each in docs_pages.DOCS.glob("*.md")} - {"README.md"}
    assert pages <= set(re.findall(r"\]\(([^)#]+)", docs_pages.page("README.md")))


def run(
    folder: Path,
    customers: Mapping[str, Given],
    book: str,
    *,
    day: date = DAY,
    home: str = "",
) -> Ran:
    business = sound(docs_shop.shop(folder / "shop", book, home=home))
    docs_shop.write(business.folder, docs_shop.data(customers))
    return docs_shop.runs(business, [day])[day]


def text(ran: Ran, name: str) -> str:
    (action,) = ran.of(name, name)
    return str(action["text"])


def answer(ran: Ran, name: str) -> str:
    if ran.of("c", name):
        return "holds"
    wanted = ran.wanting(name)
    return f"unknown, for want of {', '.join(wanted)}" if wanted else "does not hold"
