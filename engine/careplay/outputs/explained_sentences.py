"""What became of a rule, and what stood in the way, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.outputs.explained import (
    AskedCell,
    Explained,
    ExplainedRule,
    Fate,
    RuleAction,
    Shift,
    Shortfall,
    Waited,
    WantedOccasion,
)
from careplay.outputs.explained_words import ExplainingWords, explaining_words
from careplay.outputs.naming import naming, owner_name


def sentence(explained: Explained, rule: ExplainedRule) -> str:
    """The answer to why the rule was told of the customer, or was not."""
    say = explaining_words(explained.business.language)
    return say.fates[rule.fate].format(
        actions=say.both.join(actions_in_words(explained, rule)),
        facts=say.comma.join(rule.facts),
        once=say.periods[rule.once],
        why=_why(explained, rule, say),
        valid=rule.valid,
    )


def actions_in_words(explained: Explained, rule: ExplainedRule) -> Iterator[str]:
    """Each action that decided what became of the rule."""
    names = naming(explained.business, explained.people)
    say = explaining_words(explained.business.language)
    for each in rule.actions:
        if each.status != rule.fate:
            continue
        verb = names.say.verbs.get(each.verb, each.verb)
        owner = owner_name(each.owner, each.role, names)
        told = say.action.format(verb=verb, owner=owner, due=f"{each.due_at:%Y-%m-%d %H:%M}")
        yield say.comma.join((told, *_held(each, say, names.say.deferred)))


def _held(each: RuleAction, say: ExplainingWords, deferred: str) -> Iterator[str]:
    """What blocked, deferred or outranked it."""
    if each.deferred_to is not None:
        yield deferred.format(day=each.deferred_to)
    if each.limit:
        yield each.limit
    if each.winner:
        yield say.winner.format(winner=each.winner)


def _why(explained: Explained, rule: ExplainedRule, say: ExplainingWords) -> str:
    if rule.wanted is not None:
        return say.comma.join(waited_in_words(rule.wanted, explained, say))
    if rule.fate is not Fate.BARRED:
        return ""
    told = say.both.join(cell_in_words(each, say) for each in rule.changes)
    return told if rule.sure or len(rule.changes) == 1 else f"{told}{say.unsure}"


def waited_in_words(
    wanted: WantedOccasion, explained: Explained, say: ExplainingWords
) -> Iterator[str]:
    """What there would have had to be, when it was last, and when it will be."""
    lacks = wanted.value is None and wanted.kind in say.lacks
    words = say.lacks if lacks else say.waits
    value = value_in_words(wanted.value, say)
    yield words[wanted.kind].format(label=wanted.label, value=value)
    if wanted.shortfall is not None:
        yield shortfall_in_words(wanted.shortfall, say)
    if wanted.hidden:
        yield say.hidden
        return
    if wanted.last is not None and wanted.kind is not Waited.EVENT:
        yield say.last.format(day=wanted.last)
    if wanted.next is not None:
        days = (wanted.next - explained.date).days
        yield say.next.format(day=wanted.next, days=days)


def cell_in_words(cell: AskedCell, say: ExplainingWords) -> str:
    """A cell that stands in the way, as part of a sentence."""
    if cell.value is None and (not cell.cell or _is(cell.need, Shift.TOLD)):
        return say.short_needed.format(label=cell.label)
    value = value_in_words(cell.value, say)
    need, words = need_in_words(cell, say), say.barred if cell.truth else say.short
    told = words.format(
        label=cell.label, value=value, cell=value_in_words(cell.cell, say), need=need
    )
    return told if need else told.removesuffix(say.within.format(need=""))


def need_in_words(cell: AskedCell, say: ExplainingWords) -> str:
    """What it would have taken; empty where nothing, or just anything else."""
    if cell.need is None or (cell.truth and cell.need.way is Shift.OTHER):
        return ""
    return shortfall_in_words(cell.need, say)


def asked_in_words(cell: AskedCell, say: ExplainingWords) -> str:
    """A cell in a list: what it saw, what is asked, and what it would have taken."""
    saw = say.saw.format(label=cell.label, value=value_in_words(cell.value, say))
    asks = say.asks.format(cell=value_in_words(cell.cell, say)) if cell.cell else say.needed
    need = need_in_words(cell, say)
    return f"{saw}{say.comma}{asks}{say.within.format(need=need) if need else ''}"


def value_in_words(value: str | None, say: ExplainingWords) -> str:
    """A value as people read it."""
    return say.missing if value is None else say.spoken.get(value, value)


def _is(need: Shortfall | None, way: Shift) -> bool:
    return need is not None and need.way is way


def shortfall_in_words(need: Shortfall, say: ExplainingWords) -> str:
    """What it would have taken; of a value that is not told, that it is another."""
    value = say.spoken.get(need.value, need.value) or "…"
    return say.shifts[need.way].format(amount=need.amount, value=value)
