"""docs/flows.md is true: its flows are sound, and its tables and screens are what comes out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import docs_pages
import docs_shop
from careplay.cli import main
from careplay.engines import duckdb, plain
from careplay.engines.base import Engine
from careplay.meaning.clock import clock_of
from careplay.meaning.flows import case_records
from careplay.meaning.truth import Row
from careplay.model.business import Business
from careplay.model.flows import ODD
from careplay.sources.connecting import connect
from careplay.sources.loading import load_tables
from careplay.sources.rows import rows
from docs_pages import codes

PAGE = "flows.md"
SHORT = re.compile(r"([\w.]+) (\d\d) (\d\d:\d\d)(?: (.+))?")
CUSTOMERS = "customer_id,name,phone,owner\n"
STAFF = (
    "id,name,role,store,capacity,absent_from,absent_to,successor\n"
    "E1,Ann,adviser,,,,,\nE2,Ben,receiver,,,,,\nE3,Cleo,manager,,,,,\nE4,Dai,gm,,,,,\n"
)
DAY = date(2026, 6, 30)


def sources(kind: str) -> list[str]:
    return [block.text for block in docs_pages.blocks(PAGE) if block.kind == kind]


def headings() -> list[str]:
    (events,) = sources("csv")
    return events.split("\n")[0].split(",")


def shop(folder: Path, events: list[dict[str, str]] | None = None) -> Path:
    """The shop of the page, with its own events or with others."""
    home, *books = sources("yaml")
    files = {f"page_{n}.yaml": text for n, text in enumerate(books)}
    if events is None:
        (told,) = sources("csv")
        people = "c1,Zhang Wei,138,E1\nc2,Wang Fang,139,\n"
    else:
        written = io.StringIO()
        writer = csv.DictWriter(written, headings(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(events)
        told = written.getvalue()
        keys = dict.fromkeys(event["customer_id"] for event in events)
        people = "".join(f"{key},{key},1,E1\n" for key in keys)
    return docs_shop.write(
        folder,
        {
            "careplay.yaml": home,
            **files,
            "data/customers.csv": CUSTOMERS + people,
            "data/events.csv": told,
            "data/staff.csv": STAFF,
        },
    )


def rows_under(*heading: str) -> list[tuple[str, ...]]:
    """The rows of every table with that heading."""
    found = [each.rows for each in docs_pages.tables(PAGE) if each.heading == heading]
    return [row for each in found for row in each]


FOLDED = rows_under("a case with", "step", "due", "goal", "told as")
OWNED = rows_under("a case with", "on", "whom it is for")
ACTED = rows_under("a case with", "on", "what is to be done that day")


@pytest.fixture(scope="module")
def folded(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Business, Sequence[Row]]:
    """The business, and the events of every row of the first table; a row is a customer."""
    events = []
    for number, row in enumerate(FOLDED):
        for code in codes(row[0]):
            found = SHORT.fullmatch(code)
            assert found is not None, code
            written = f"visit 2026-06-{found[2]} {found[3]} {found[4] or ''}".strip()
            event = docs_shop.given(f"`{written}`")
            told = {**event.events[0], "type": f"complaint.{found[1]}", "ref": "R"}
            events.append({**told, "customer_id": f"k{number}"})
    business = docs_shop.sound(shop(tmp_path_factory.mktemp("shop"), events))
    loaded = load_tables(business, customers=None, events=None, connection=connect())
    assert {fault.code: fault.value for fault in loaded.faults} == {"CP529": "maybe"}
    return business, rows(loaded)[1]


@pytest.mark.parametrize("number", range(len(FOLDED)))
def test_a_case_is_what_its_row_says(
    number: int, folded: tuple[Business, Sequence[Row]]
) -> None:
    business, events = folded
    own = [each for each in events if each["customer_id"] == f"k{number}"]
    (case,), odd = case_records(business.flows["complaint"], own, clock_of(business, DAY))
    step = str(case["step"])
    step += ", waiting" if case["waiting"] else ""
    step += ", returned once" if case["sent_back"] == 1 else ""
    due, goal = (
        f"{at:%d %H:%M}" if isinstance(at, datetime) else ""
        for at in (case["step_due"], case["goal_due"])
    )
    kinds = ", ".join(kind for kind in ODD if odd[kind])
    assert (step, due, goal, kinds) == FOLDED[number][1:]


def of_rows(table: Sequence[Sequence[str]], folder: Path) -> Business:
    """The shop in which a customer of its own has the case of each row."""
    events = [
        {**event, "ref": "R", "customer_id": f"k{number}"}
        for number, row in enumerate(table)
        for event in docs_shop.given(row[0]).events
    ]
    return docs_shop.sound(shop(folder, events))


def actions_of(
    table: Sequence[Sequence[str]], business: Business, engine: Engine
) -> Iterator[tuple[int, Sequence[str], list[Mapping[str, Any]]]]:
    """Each row by its number, with what is told of its case on its day."""
    days = {date.fromisoformat(row[1]) for row in table}
    ran = docs_shop.runs(business, sorted(days), engine)
    for number, row in enumerate(table):
        actions = ran[date.fromisoformat(row[1])].actions
        yield number, row, [each for each in actions if each["customer_id"] == f"k{number}"]


@pytest.fixture(scope="module")
def acting(tmp_path_factory: pytest.TempPathFactory) -> Business:
    return of_rows(ACTED, tmp_path_factory.mktemp("shop"))


@pytest.mark.parametrize("engine", [plain, duckdb], ids=["plain", "duckdb"])
def test_on_a_day_is_done_what_its_row_says(engine: Engine, acting: Business) -> None:
    for number, row, own in actions_of(ACTED, acting, engine):
        told = (f"`{each['rule']}` by {each['due_at']:%Y-%m-%d %H:%M}" for each in own)
        assert (", ".join(told) or "nothing", number) == (row[2], number)


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Business:
    return of_rows(OWNED, tmp_path_factory.mktemp("shop"))


@pytest.mark.parametrize("engine", [plain, duckdb], ids=["plain", "duckdb"])
def test_what_is_done_is_for_whom_its_row_says(engine: Engine, owned: Business) -> None:
    for number, row, own in actions_of(OWNED, owned, engine):
        told = {each["rule"]: each["owner"] for each in own}
        asked = dict(each.split(" ") for each in row[2].replace("`", "").split(", "))
        assert ({rule: told[rule] for rule in asked}, number) == (asked, number)


@pytest.mark.parametrize("place", range(len(sources("console"))))
def test_a_screen_is_what_is_printed(
    place: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: Callable[[Path, str], None],
) -> None:
    shop(tmp_path / "my_shop")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    block = [each for each in docs_pages.blocks(PAGE) if each.kind == "console"][place]
    asked = block.text.split("\n")[0]
    found = CliRunner().invoke(main, asked.removeprefix("$ careplay ").split())
    assert found.exit_code == 0
    lines = (line.rstrip() for line in found.output.split("\n"))
    golden(
        docs_pages.DOCS / PAGE,
        docs_pages.answered(PAGE, block, "\n".join((asked, *lines))),
    )


def test_the_kinds_on_the_page_are_those_that_are_reported() -> None:
    text = docs_pages.page(PAGE)
    assert tuple(re.findall(r"^- \*(\w+)\*: ", text, re.MULTILINE)) == ODD


def test_what_a_case_knows_itself_is_on_the_page() -> None:
    from careplay.model.flows import RECORD_ATTRIBUTES  # noqa: PLC0415

    told = docs_pages.page(PAGE).split("## Counting cases")[1]
    assert [name for name, _ in RECORD_ATTRIBUTES if f"`{name}`" not in told] == []
