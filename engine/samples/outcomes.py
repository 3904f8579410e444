"""What became of the calls a business was asked to make, told with the ids of the actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256

from samples.draws import LAST_DAY, Draws
from samples.events import Headings
from samples.tables import CsvRow

OUTCOME_COLUMNS = ("action", "until")
UNREACHED, ASKED_LATER = 0.12, 0.3
"""How often a call does not get through, and how often one made late was put off by wish."""


@dataclass(frozen=True, slots=True)
class CallRule:
    """A rule that asks for a call some days after an event, and the event that answers it."""

    business: str
    rule: str
    after: str
    days: int
    answered: str


def action_id(asked: CallRule, customer: str, event: str) -> str:
    """The id that careplay gives to the rule's first action for that event."""
    parts = (asked.business, asked.rule, customer, f"{asked.after}:{event}", "0")
    return sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def with_outcomes(
    rows: Sequence[CsvRow], headings: Headings, asked: CallRule, draws: Draws
) -> list[CsvRow]:
    """The events with those that tell what became of each call, in order of time."""
    told = [row for row in rows if row[headings.type] == asked.answered]
    answers: dict[str, list[CsvRow]] = {}
    for row in told:
        answers.setdefault(row[headings.customer], []).append(row)
    found: list[CsvRow] = []
    for row in rows:
        if row[headings.type] == asked.after:
            found += _became(
                row, answers.get(row[headings.customer], ()), headings, asked, draws
            )
    numbered = [{"event_id": f"A{number:05d}", **row} for number, row in enumerate(found, 1)]
    return sorted([*rows, *numbered], key=lambda row: (row[headings.at], row["event_id"]))


def _became(
    row: CsvRow, answers: Iterable[CsvRow], headings: Headings, asked: CallRule, draws: Draws
) -> Iterator[CsvRow]:
    """Outcomes of the call about one event, up to the day on which the customer answered."""
    customer, began = row[headings.customer], datetime.fromisoformat(row[headings.at])
    due = began.date() + timedelta(asked.days)
    called = (datetime.fromisoformat(each[headings.at]) for each in answers)
    answer = min((at for at in called if 0 <= (at.date() - due).days <= 3), default=None)
    common = {
        headings.customer: customer,
        "action": action_id(asked, customer, row["event_id"]),
    }
    if answer is None or answer.date() > due:
        first = datetime.combine(due, time(draws.randint(15, 19), 30))
        if draws.chance(ASKED_LATER) and answer is not None:
            yield _told(common, headings, first, "snoozed") | {
                "until": answer.date().isoformat()
            }
        elif due <= LAST_DAY and (answer is not None or draws.chance(UNREACHED)):
            yield _told(common, headings, first, "unreached")
    if answer is not None:
        yield _told(common, headings, answer + timedelta(minutes=4), "done")


def _told(common: CsvRow, headings: Headings, at: datetime, outcome: str) -> dict[str, str]:
    return {
        **common,
        headings.type: f"action.{outcome}",
        headings.at: f"{at:%Y-%m-%d %H:%M}",
    }
