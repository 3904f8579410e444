"""The first playbook: what the data can carry, and why it looks so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.frozen import dataclass
from careplay.model.types import Type
from careplay.proposing.draft import Draft
from careplay.proposing.proposal_words import ProposalWords, proposal_words
from careplay.proposing.yaml_text import scalar

USUAL_DAYS, CALLBACK_DAYS = 60, 7
FEW_GAPS = 20
"""Of fewer gaps nothing is concluded."""


@dataclass(frozen=True, slots=True)
class SeenEvents:
    """What the events of each type look like once they are read."""

    last: Mapping[str, str]
    """By type, the day of its last event."""
    gaps: Mapping[str, tuple[int, int]]
    """By type, how many times somebody came again, and after how many days nine of ten had."""


def playbook_text(draft: Draft, seen: SeenEvents) -> str:
    """The text of the playbook."""
    say = proposal_words(draft.language)
    return "".join(f"{line}\n" for line in _lines(draft, seen, say))


def answered_event(draft: Draft, seen: SeenEvents) -> str:
    """The kind of event that is called back: what was bought, else what came last."""
    types = [each for each in draft.event_types() if each in seen.last]
    if "purchase" in types:
        return "purchase"
    return max(types, key=lambda each: (seen.last[each], each), default="")


def missing_days(seen: SeenEvents, event: str) -> tuple[int, bool]:
    """After how many days somebody is missed, and whether the gaps tell so."""
    count, days = seen.gaps.get(event, (0, 0))
    if count < FEW_GAPS:
        return USUAL_DAYS, False
    return min(365, max(14, -(-days // 10) * 10)), True


def _lines(draft: Draft, seen: SeenEvents, say: ProposalWords) -> Iterator[str]:
    event = answered_event(draft, seen)
    has_birthday = draft.has("birthday", Type.DATE)
    days, sure = missing_days(seen, event)
    yield f"# {say.playbook}"
    yield f"about: {say.about}"
    if event:
        count, nine = seen.gaps.get(event, (0, 0))
        yield ""
        yield "parameters:"
        yield f"  callback_days: {CALLBACK_DAYS}    # {say.seven}"
        why = say.gaps.format(count=count, days=nine) if sure else say.few_gaps
        yield f"  miss_days: {days}    # {why}"
    yield ""
    yield "rules:"
    if has_birthday:
        yield from _birthday(draft, say)
    if event:
        yield from _callback(draft, event, say)
        yield from _winback(draft, event, say)
    if not event and not has_birthday:
        yield from _acquaintance(draft, say)


def _hello(draft: Draft, say: ProposalWords) -> str:
    for name in ("name", "honorific"):
        if draft.has(name, Type.TEXT):
            return f"{{{name}|{say.hello}}}"
    return say.hello


def _consent(draft: Draft) -> Iterator[str]:
    if draft.has("consent", Type.BOOLEAN):
        yield "    unless: {consent: false}"


def _to(draft: Draft) -> str:
    return f"        to: {scalar(draft.staff.roles[0])}"


def _call(draft: Draft) -> Iterator[str]:
    if draft.fact("phone"):
        yield "        channels: [phone]"


def _birthday(draft: Draft, say: ProposalWords) -> Iterator[str]:
    yield "  - id: birthday"
    yield f"    title: {say.birthday}"
    yield "    when: {anniversary: birthday}"
    yield from _consent(draft)
    yield "    do:"
    yield f"      - message: {scalar(say.wish.format(hello=_hello(draft, say)))}"
    yield _to(draft)
    yield "        category: birthday"
    if draft.fact("phone"):
        yield "        channels: [sms]"
    yield ""


def _callback(draft: Draft, event: str, say: ProposalWords) -> Iterator[str]:
    what = say.events.get(event, event)
    yield "  - id: callback"
    yield f"    title: {scalar(say.callback.format(event=what))}"
    yield f"    when: {{after: {scalar(event)}, days: $callback_days}}"
    yield from _consent(draft)
    yield "    do:"
    yield f"      - call: {scalar(say.ask.format(hello=_hello(draft, say)))}"
    yield _to(draft)
    yield f"        due: {say.due}"
    yield from _call(draft)
    yield f"        reason: {scalar(say.reason.format(event=what))}"
    yield f"        ask: {say.questions}"
    yield ""


def _winback(draft: Draft, event: str, say: ProposalWords) -> Iterator[str]:
    yield "  - id: miss_you"
    yield f"    title: {say.winback}"
    yield f"    when: {{absent: {scalar(event)}, days: $miss_days, again: 30 days, times: 3}}"
    yield from _consent(draft)
    yield "    do:"
    yield f"      - call: {scalar(say.missed.format(hello=_hello(draft, say)))}"
    yield _to(draft)
    yield f"        due: {say.soon}"
    yield from _call(draft)
    yield f"        reason: {say.missed_reason}"
    yield f"        goal: {say.goal}"


def _acquaintance(draft: Draft, say: ProposalWords) -> Iterator[str]:
    yield f"  # {say.nothing_to_wait_for}"
    yield "  - id: get_to_know"
    yield f"    title: {say.acquaintance}"
    yield "    when: {every: day}"
    yield "    once: ever"
    yield from _consent(draft)
    yield "    do:"
    yield f"      - call: {scalar(say.how_are_you.format(hello=_hello(draft, say)))}"
    yield _to(draft)
    yield f"        due: {say.due}"
    yield from _call(draft)
    yield f"        reason: {say.acquaintance}"
    yield f"        ask: {say.questions}"
