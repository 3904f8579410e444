"""What a text says to a customer, and whether one of some words is in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

from careplay.checks import selling
from careplay.checks.selling import GAP
from careplay.checks.word_lists import any_of, words_for
from careplay.diagnostics import Position
from careplay.language.rules.texts import written
from careplay.model.business import Business, Words
from careplay.model.rules import Action, Category, Placeholder, Rule, Text, Verb
from careplay.model.words import parameter_for_people
from careplay.reading.parts import part, place_in

SAID = frozenset({Verb.CALL, Verb.MESSAGE, Verb.SURVEY, Verb.INVITE})
"""The verbs whose text the customer hears or reads; other texts tell staff what to do."""

WARNED = re.compile(
    r"(?:[不别勿忌]|严禁|禁止|避免|不是)[^，。；！？]{0,8}$|\b(?:not|never|don't|avoid)\b[^.,;!?]{0,20}$",
    re.IGNORECASE,
)
"""What stands before words that staff are warned of."""


def spoken_texts(business: Business) -> Iterator[tuple[Rule, Action, str]]:
    """Every text that a customer hears or reads, with its rule and action."""
    for rule in business.rules:
        for action in rule.actions:
            if action.verb in SAID:
                yield rule, action, known_text(action.text, business)


def instructions(business: Business) -> Iterator[tuple[Rule, Action, str]]:
    """Every text that tells staff what to do, checklists too, with its rule and action."""
    for rule in business.rules:
        for action in rule.actions:
            if action.verb not in SAID:
                yield rule, action, known_text(action.text, business)
            for item in (*action.checklist, *action.rotate):
                yield rule, action, item


def known_text(text: Text, business: Business) -> str:
    """The text as far as it is known beforehand, a gap being its default.

    Of a parameter it has all values, one after the other.
    """
    return "".join(_piece(piece, business) for piece in text)


def text_words(business: Business) -> Words:
    """The words the texts of the business are held against."""
    return words_for(business.language, business.words)


def first_word(text: str, unwelcome: tuple[str, ...], allowed: tuple[str, ...]) -> str | None:
    """The first of the words that stands in the text, outside what is allowed."""
    match = any_of(unwelcome).search(any_of(allowed).sub(GAP, text))
    return None if match is None else match[0]


def first_match(text: str, found: re.Pattern[str], business: Business) -> str | None:
    """The first words of the text that match, outside what the business allows."""
    match = found.search(any_of(text_words(business).allowed).sub(GAP, text))
    return None if match is None else match[0]


def with_phrase(
    business: Business, phrases: tuple[str, ...]
) -> Iterator[tuple[Rule, Action, str]]:
    """Every text that says one of the phrases to a customer, or tells staff to, with the first.

    What staff are warned of is not told.
    """
    allowed = text_words(business).allowed
    for rule, action, text in spoken_texts(business):
        if (word := first_word(text, phrases, allowed)) is not None:
            yield rule, action, word
    for rule, action, text in instructions(business):
        if (word := _unwarned(text, phrases, allowed)) is not None:
            yield rule, action, word


def with_word(
    business: Business,
    found_in: Callable[[str, Business], str | None],
    categories: Container[Category] = frozenset(Category),
) -> Iterator[tuple[Rule, Action, str]]:
    """Every text of the categories in which a word is found, with that word."""
    for rule, action, text in spoken_texts(business):
        if action.category in categories:
            word = found_in(text, business)
            if word is not None:
                yield rule, action, word


def price_in(text: str, business: Business) -> str | None:
    """The first word of the text that speaks of what is taken off, or of what it costs."""
    return selling.price(text, business.language, text_words(business))


def offer_in(text: str, business: Business) -> str | None:
    """The first word of the text that speaks of an offer."""
    return selling.promotion(text, business.language, text_words(business))


def novelty_in(text: str, business: Business) -> str | None:
    """The first word of the text that speaks of new goods."""
    return selling.novelty(text, business.language, text_words(business))


def sold_in(text: str, business: Business) -> str | None:
    """The first word of the text that speaks of an offer, else of new goods."""
    return offer_in(text, business) or novelty_in(text, business)


def promise_in(text: str, business: Business) -> str | None:
    """The first word of the text that promises a return."""
    told = text_words(business)
    return first_word(text, told.promise, told.allowed)


def word_at(action: Action, word: str) -> Position:
    """Where the word stands in the action's own text; of a template, where that is named."""
    text = written(action.text)
    place = None if action.template else place_in(text, word)
    return action.at if place is None else part(action.at, text, *place)


def commercial(business: Business, action: Action) -> bool:
    """Whether the action sells something, by its category or its words."""
    if action.category is Category.SALES:
        return True
    return sold_in(known_text(action.text, business), business) is not None


def facts_asked(business: Business, action: Action) -> int:
    """How many facts of the customer the action asks for."""
    return sum(name in business.declared for name in action.ask)


def form(business: Business, action: Action) -> bool:
    """Whether it says something to the customer, and sells."""
    return action.verb in SAID and commercial(business, action)


def _unwarned(text: str, unwelcome: tuple[str, ...], allowed: tuple[str, ...]) -> str | None:
    text = any_of(allowed).sub(GAP, text)
    found = any_of(unwelcome).finditer(text)
    return next((each[0] for each in found if not WARNED.search(text[: each.start()])), None)


def _piece(piece: str | Placeholder, business: Business) -> str:
    if isinstance(piece, str):
        return piece
    if piece.parameter is None:
        return piece.default or GAP
    values = (value for _, value in business.parameters[piece.name].values)
    told = (parameter_for_people(value, business.language) for value in values)
    return "、".join(dict.fromkeys(told))
