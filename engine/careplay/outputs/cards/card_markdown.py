"""Cards as Markdown, for chats and wikis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from careplay.outputs.cards.card_words import card_words
from careplay.outputs.markdown_text import plain

if TYPE_CHECKING:
    from careplay.outputs.cards.card import CardSheet, CustomerCard
    from careplay.outputs.cards.card_words import CardWords


def write(sheet: CardSheet) -> bytes:
    """The text in UTF-8."""
    return "".join(f"{line}\n" for line in _lines(sheet)).encode()


def _lines(sheet: CardSheet) -> Iterator[str]:
    say = card_words(sheet.language)
    yield f"# {plain(say.heading.format(person=sheet.person, day=sheet.date))}"
    counts = say.counts.format(count=len(sheet.cards)) if sheet.cards else say.nothing
    yield from ("", plain(f"{sheet.business} · {counts}"))
    for card in sheet.cards:
        yield from _card(card, say)


def _card(card: CustomerCard, say: CardWords) -> Iterator[str]:
    heading = " · ".join(filter(None, (card.customer, card.name, *card.levels)))
    yield from ("", f"## {plain(heading)}", "")
    if card.marks:
        yield f"- **★ {plain(say.between.join(card.marks))}**"
    for label, value in card.facts:
        yield f"- {plain(say.answers.format(label=label) + value)}"
    parts = {say.tasks: card.tasks, say.cases: card.cases, say.contacts: card.contacts}
    for label, told in parts.items():
        if told:
            yield f"- **{plain(label)}**"
            yield from (f"  - {plain(each)}" for each in told)
