"""A customer's day explained, as people read it: a sentence a rule, then all that it saw."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.outputs.explained import (
    AskedCell,
    AskedGroup,
    AskedPart,
    Explained,
    ExplainedRule,
)
from careplay.outputs.explained_sentences import asked_in_words, sentence
from careplay.outputs.explained_words import ExplainingWords, explaining_words
from careplay.visible import one_line

STEP = "  "


def report(explained: Explained) -> str:
    """Every rule in its order; what is not explained stands at the end."""
    return "".join(f"{one_line(line)}\n" for line in _lines(explained))


def _lines(explained: Explained) -> Iterator[str]:
    say = explaining_words(explained.business.language)
    yield say.heading.format(
        name=explained.business.name, customer=explained.customer, day=explained.date
    )
    for each in explained.rules:
        yield ""
        yield from _of_rule(explained, each, say)
    for words, names in (
        (say.of_business, explained.of_business),
        (say.not_explained, explained.not_explained),
    ):
        if names:
            yield ""
            yield words.format(names=say.comma.join(names))


def _of_rule(explained: Explained, rule: ExplainedRule, say: ExplainingWords) -> Iterator[str]:
    place = f"{STEP}{rule.file}:{rule.line}" if rule.file else ""
    yield f"{rule.title} [{rule.rule}]{place}"
    yield f"{STEP}{sentence(explained, rule)}"
    if rule.told_on is not None:
        yield f"{STEP}{say.told_on.format(day=rule.told_on)}"
    for each in rule.occasions:
        yield f"{STEP}{say.occasion.format(about=each.about)}"
        yield from parts_lines(each.asked, say, STEP * 2)
    if rule.wanted is not None and rule.wanted.cell:
        yield f"{STEP}{say.when.format(cell=rule.wanted.cell)}"
        yield from parts_lines(rule.wanted.asked, say, STEP * 2)
    if rule.asked:
        yield f"{STEP}{say.as_of_day}"
        yield from parts_lines(rule.asked, say, STEP * 2)


def parts_lines(
    parts: tuple[AskedPart, ...], say: ExplainingWords, indent: str
) -> Iterator[str]:
    """The parts of a condition, one a line, each with what it saw."""
    for each in parts:
        if isinstance(each, AskedCell):
            yield f"{indent}{_cell(each, say)}"
            yield from parts_lines(each.below, say, indent + STEP)
        else:
            yield f"{indent}{_group(each, say)}"
            yield from parts_lines(each.parts, say, indent + STEP)


def _group(group: AskedGroup, say: ExplainingWords) -> str:
    return f"{say.truths[group.truth]}{STEP}{say.joinings[group.joining]}"


def _cell(cell: AskedCell, say: ExplainingWords) -> str:
    place = f"{STEP}{cell.file}:{cell.line}" if cell.line else ""
    return f"{say.truths[cell.truth]}{STEP}{asked_in_words(cell, say)}{place}"
