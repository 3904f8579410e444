"""What a text says to a customer, and whether one of some words is in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from functools import lru_cache

from careplay.checks.word_lists import words_for
from careplay.diagnostics import Position
from careplay.language.rules.texts import written
from careplay.model.business import Business, Words
from careplay.model.rules import Action, Category, Placeholder, Rule, Text, Verb
from careplay.reading.parts import part, place_in

SAID = frozenset({Verb.CALL, Verb.MESSAGE, Verb.SURVEY, Verb.INVITE})
"""The verbs whose text the customer hears or reads; other texts tell staff what to do."""
GAP = "○"
"""Stands for what a gap will be filled with; part of no word."""


def spoken_texts(business: Business) -> Iterator[tuple[Rule, Action, str]]:
    """Every text that a customer hears or reads, with its rule and action."""
    for rule in business.rules:
        for action in rule.actions:
            if action.verb in SAID:
                yield rule, action, known_text(action.text)


def known_text(text: Text) -> str:
    """The text as far as it is known beforehand, a gap being its default."""
    return "".join(_piece(piece) for piece in text)


def text_words(business: Business) -> Words:
    """The words the texts of the business are held against."""
    return words_for(business.language, business.words)


def first_word(text: str, unwelcome: tuple[str, ...], allowed: tuple[str, ...]) -> str | None:
    """The first of the words that stands in the text, outside what is allowed."""
    if allowed:
        text = _any(allowed).sub(GAP, text)
    match = _any(unwelcome).search(text) if unwelcome else None
    return match[0] if match else None


def with_word(
    business: Business,
    unwelcome: Callable[[Words], tuple[str, ...]],
    categories: Container[Category] = frozenset(Category),
) -> Iterator[tuple[Rule, Action, str]]:
    """Every text of the categories that holds one of the words, with the first it holds."""
    listed = text_words(business)
    for rule, action, text in spoken_texts(business):
        if action.category in categories:
            word = first_word(text, unwelcome(listed), listed.allowed)
            if word is not None:
                yield rule, action, word


def word_at(action: Action, word: str) -> Position:
    """Where the word stands in the action's own text; of a template, where that is named."""
    text = written(action.text)
    place = None if action.template else place_in(text, word)
    return action.at if place is None else part(action.at, text, *place)


def commercial(business: Business, action: Action) -> bool:
    """Whether the action sells something, by its category or its words."""
    told = text_words(business)
    return (
        action.category is Category.SALES
        or first_word(known_text(action.text), told.promotion, told.allowed) is not None
    )


def _piece(piece: str | Placeholder) -> str:
    return piece if isinstance(piece, str) else piece.default or GAP


@lru_cache(maxsize=64)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    """A word of letters stands by itself; Chinese words stand wherever their signs do."""
    plain = (rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words)
    return re.compile("|".join(plain), re.IGNORECASE)
