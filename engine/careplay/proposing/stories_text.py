"""Stories of the first playbook: who is told of, on which day, and who is left in peace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from careplay.model.types import Type
from careplay.proposing.draft import Draft
from careplay.proposing.playbook_text import (
    CALLBACK_DAYS,
    SeenEvents,
    answered_event,
    missing_days,
)
from careplay.proposing.proposal_words import ProposalWords, proposal_words
from careplay.proposing.yaml_text import flow, scalar

FIRST = date(2026, 3, 2)
"""When the stories begin; a day like others."""
BORN = date(1980, 3, 12)
CUSTOMER, PERSON, PHONE = "C1", "S1", '"13800000001"'


def stories_text(draft: Draft, seen: SeenEvents) -> str:
    """The text of the file, whose stories come as they are told."""
    say = proposal_words(draft.language)
    return "".join(f"{line}\n" for line in _lines(draft, seen, say))


def _lines(draft: Draft, seen: SeenEvents, say: ProposalWords) -> Iterator[str]:
    event, has_birthday = answered_event(draft, seen), draft.has("birthday", Type.DATE)
    yield f"# {say.stories}"
    yield "careplay: 1"
    yield "stories:"
    told = [*_told(event, missing_days(seen, event)[0], has_birthday=has_birthday)]
    days = [(day, [f"told: [{rule}]", "only: true"]) for day, rule in told]
    yield from _story("day_by_day", say.told_story, draft, (event, days), willing=True)
    if draft.has("consent", Type.BOOLEAN):
        refused = [(day, [f"not_told: [{rule}]"]) for day, rule in told]
        yield ""
        peace = say.peace_story
        yield from _story("left_in_peace", peace, draft, (event, refused), willing=False)


def _told(event: str, missed: int, *, has_birthday: bool) -> Iterator[tuple[date, str]]:
    """The days of the one customer, and what is told of him on each, in order."""
    found = []
    if event:
        found.append((FIRST + timedelta(days=CALLBACK_DAYS), "callback"))
        found.append((FIRST + timedelta(days=missed), "miss_you"))
    if has_birthday:
        found.append((BORN.replace(year=FIRST.year), "birthday"))
    if not found:
        found.append((FIRST, "get_to_know"))
    yield from sorted(found)


def _story(
    name: str,
    title: str,
    draft: Draft,
    lived: tuple[str, Sequence[tuple[date, Sequence[str]]]],
    *,
    willing: bool,
) -> Iterator[str]:
    event, days = lived
    yield f"  {name}:"
    yield f"    title: {title}"
    facts = dict(_facts(draft, willing=willing))
    yield f"    customers: {{{_key(draft, facts)}: {flow(facts)}}}"
    role = scalar(draft.staff.roles[0])
    yield f"    staff: {{{PERSON}: {{name: {PERSON}, role: {role}}}}}"
    yield "    days:"
    if event:
        yield f"      {FIRST}:"
        yield "        happened:"
        yield f"          - {scalar(event)}: {{at: 10:00}}"
        if days[0][0] != FIRST:
            yield "        told: nothing"
    for day, lines in days:
        yield f"      {day}:"
        yield from (f"        {each}" for each in lines)


def _facts(draft: Draft, *, willing: bool) -> Iterator[tuple[str, str]]:
    """What the rules and their texts ask of the customer."""
    if draft.has("birthday", Type.DATE):
        yield "birthday", BORN.isoformat()
    if draft.fact("phone"):
        yield "phone", PHONE
    if draft.has("consent", Type.BOOLEAN):
        yield "consent", "true" if willing else "false"
    owner = next((each.name for each in draft.facts if each.type is Type.STAFF), "")
    if owner:
        yield scalar(owner), PERSON


def _key(draft: Draft, facts: Mapping[str, str]) -> str:
    """The customer's key: what a fact tells where that is the same column."""
    same = next((each.name for each in draft.facts if each.column is draft.key), "")
    return facts.get(same, CUSTOMER)
