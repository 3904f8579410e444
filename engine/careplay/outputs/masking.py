"""A text of a playbook without what is personal in it: read back by the template it is of.

Nothing is kept beside a text that says where its values stand: a partition holds it as people
are told it. What is shown is read back from there: between the words of the template stands
what filled its gaps. So it is the same whatever engine put the text together, of days that were
kept long ago too, and only what is shown costs anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careplay.frozen import dataclass
from careplay.masks import MASK, masked, without_shapes
from careplay.model.personal import Names
from careplay.model.rules import Placeholder, Scope, Text
from careplay.model.types import Type

FREE = frozenset({Type.TEXT, Type.INTEGER, Type.NUMBER})
"""The types of what may be a phone, an identity card or a bank card."""


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """A text with gaps: ``words[0] gaps[0] words[1] … gaps[-1] words[-1]``."""

    words: tuple[str, ...]
    """One more than there are gaps; all but the first and the last say something."""
    gaps: tuple[tuple[Placeholder, ...], ...]
    """Gaps that follow one another without a word between them are one: nobody knows where
    the one ends."""


def template_of(text: Text) -> TextTemplate:
    """The template of a text."""
    words, gaps = [""], list[tuple[Placeholder, ...]]()
    for piece in text:
        if isinstance(piece, str):
            words[-1] += piece
        elif gaps and not words[-1]:
            gaps[-1] = (*gaps[-1], piece)
        else:
            gaps.append((piece,))
            words.append("")
    return TextTemplate(tuple(words), tuple(gaps))


def shown_text(
    text: str, of: TextTemplate, names: Names, *, former: bool, role: str | None = None
) -> str | None:
    """The text as it may be shown, in the list of a role; None: it is none of that template.

    Where what fills a gap may begin at several places, all is masked that may be hidden; in a
    ``former`` text, whose gaps may have been others, nothing is shown but the words of the
    template.
    """
    first = _places(text, of)
    last = _places_from_the_end(text, of) if len(of.gaps) > 1 else first
    if first is None or last is None:
        return None
    if not former and first != last:
        return _unsure(text, of, (first, last), (names, role))
    told = [MASK] * len(of.gaps) if former else _told(text, first, of, (names, role))
    return of.words[0] + "".join(f"{a}{b}" for a, b in zip(told, of.words[1:], strict=True))


def filled(text: str, of: TextTemplate) -> tuple[str, ...] | None:
    """What fills each gap, whole; None: it is none of that template, or that is not sure."""
    first = _places(text, of)
    if first is None or (len(of.gaps) > 1 and first != _places_from_the_end(text, of)):
        return None
    return tuple(_values(text, first, of))


def _places(text: str, of: TextTemplate) -> list[int] | None:
    """Where the words behind each gap begin, each as early as it can; None: not its text."""
    begin, *between = of.words
    if not text.startswith(begin):
        return None
    places, at = list[int](), len(begin)
    for words in between[:-1]:
        at = text.find(words, at)
        if at < 0:
            return None
        places.append(at)
        at += len(words)
    if not between:
        return places if text == begin else None
    end = len(text) - len(between[-1])
    return [*places, end] if end >= at and text.endswith(between[-1]) else None


def _places_from_the_end(text: str, of: TextTemplate) -> list[int] | None:
    """The same, each as late as it can."""
    back = TextTemplate(tuple(each[::-1] for each in reversed(of.words)), of.gaps)
    found = _places(text[::-1], back)
    if not found:
        return found
    # Where the words before a gap end, counted from behind, tells where they begin.
    ends = [len(text) - at for at in found[:-1]]
    starts = [end - len(words) for end, words in zip(ends, of.words[-2:0:-1], strict=True)]
    return [*reversed(starts), len(text) - len(of.words[-1])]


def _unsure(
    text: str,
    of: TextTemplate,
    places: tuple[Sequence[int], Sequence[int]],
    whose: tuple[Names, str | None],
) -> str:
    """The text without all that a hidden gap may hold: from its first start to its last end."""
    first, last = places
    starts = (0, *first[:-1])
    shown, at = "", 0
    for gap, before, words, end in zip(of.gaps, starts, of.words, last, strict=False):
        start = before + len(words)
        if any(_is_hidden(each, *whose) for each in gap):
            if start >= at:
                shown += without_shapes(text[at:start]) + MASK
            at = max(at, end)
    return shown + without_shapes(text[at:])


def _told(
    text: str, places: Sequence[int], of: TextTemplate, whose: tuple[Names, str | None]
) -> Iterator[str]:
    for gap, value in zip(of.gaps, _values(text, places, of), strict=True):
        yield shown_gap(value, gap, *whose)


def _values(text: str, places: Sequence[int], of: TextTemplate) -> Iterator[str]:
    at = len(of.words[0])
    for place, words in zip(places, of.words[1:], strict=True):
        yield text[at:place]
        at = place + len(words)


def shown_gap(
    said: str, gap: Sequence[Placeholder], names: Names, role: str | None = None
) -> str:
    """What is shown of what fills the gap; what the template says for want of it stays."""
    if len(gap) == 1 and said == gap[0].default:
        return said
    private = [names.types.get(_name(each)) for each in gap if _is_hidden(each, names, role)]
    if private:
        return masked(said, text={*private} == {Type.TEXT})
    if any(each.masked or _name(each) in names.personal for each in gap):
        return said  # whoever's list it is may see it
    free = any(names.types.get(_name(each)) in FREE for each in gap)
    keys = all(_name(each) in names.keys for each in gap)
    return without_shapes(said) if free and not keys else said


def _is_hidden(gap: Placeholder, names: Names, role: str | None) -> bool:
    name = _name(gap)
    if gap.masked:
        return name not in names.visible.get(role or "", ())
    return name in names.hidden_from(role)


def _name(gap: Placeholder) -> str:
    before = {Scope.EVENT: "event.", Scope.PARAMETER: "$"}
    return f"{before.get(gap.scope, '')}{gap.name}"
