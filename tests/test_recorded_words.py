"""CP531: what staff recorded of a step or an action is looked through for forbidden phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_shop import HOME, SmallShop, small_shop

DAY = "2026-06-02"
TYPES = (
    "visit: {ref: text}, promise.ask.done: {ref: text, note: text, own_words: text},"
    " action.done: {action: text, note: text}, call: {note: text}"
)
BOOK = """
flows:
  promise:
    starts: visit
    owner: adviser
    by: ref
    steps: {ask: {do: {task: Ask}, next: kept}}
"""
TOLD = (
    'CP531 column "note": "This is company policy" says what nobody may say to a customer;'
    " expected what can be done instead (S0-39 in docs/practices.md) (the event is kept)"
)


def shop(folder: Path, *rows: str, words: str = "") -> SmallShop:
    home = HOME.replace("visit: {}", TYPES) + words
    begun = "C1,visit,2026-06-01,P1,,,"
    events = "\n".join(("customer_id,type,at,ref,note,own_words,action", begun, *rows, ""))
    return small_shop(folder, BOOK, home=home, events=events)


def told(shop: SmallShop, *options: object) -> list[str]:
    said = shop.said(DAY, "--fresh", *options)
    return [line.partition(": ")[2] for line in said if "CP531" in line]


@pytest.mark.parametrize("engine", ["duckdb", "plain"])
@pytest.mark.parametrize(
    "row",
    [
        "C1,promise.ask.done,2026-06-01,P1,This is company policy,,",
        "C1,action.done,2026-06-01,,This is company policy,,a1",
    ],
)
def test_what_staff_wrote_is_told(row: str, engine: str, tmp_path: Path) -> None:
    assert told(shop(tmp_path, row), "--engine", engine) == [TOLD]


@pytest.mark.parametrize(
    "row",
    [
        "C1,promise.ask.done,2026-06-01,P1,We look for a way,,",
        "C1,promise.ask.done,2026-06-01,P1,,They said it was company policy,",
        "C1,call,2026-06-01,,This is company policy,,",
    ],
)
def test_what_customers_said_and_other_events_are_not(row: str, tmp_path: Path) -> None:
    assert told(shop(tmp_path, row)) == []


def test_a_business_adds_phrases_and_takes_some_out(tmp_path: Path) -> None:
    rows = (
        "C1,promise.ask.done,2026-06-01,P1,Our company policy leaflet was sent,,",
        "C1,promise.ask.done,2026-06-01,P1,Told her: dear user,,",
    )
    words = "words: {forbidden: [Dear user], allowed: [Company policy leaflet]}\n"
    (only,) = told(shop(tmp_path, *rows, words=words))
    assert "dear user" in only


def test_the_event_is_kept(tmp_path: Path) -> None:
    row = "C1,promise.ask.done,2026-06-01,P1,This is company policy,,"
    assert shop(tmp_path, row).actions(DAY) == []
