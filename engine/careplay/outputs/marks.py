"""What makes a customer special, in words: the facts with ``mark: true`` that he has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from careplay.masks import MASK
from careplay.model.facts import Declared
from careplay.model.types import Scalar, Type


def marks_of(
    declared: Mapping[str, Declared],
    values: Mapping[str, Scalar | None],
    told: Callable[[str], str],
    answers: str,
) -> Iterator[str]:
    """Each mark, ``told`` as it may be shown; a yes by its label alone, a no not at all.

    ``answers`` is what stands between the label and a value, with a gap for the label.
    """
    for name, value in values.items():
        fact = declared[name]
        if not fact.mark or value is None or value is False:
            continue
        label, shown = fact.label or name, told(name)
        if fact.type is not Type.BOOLEAN:
            yield f"{answers.format(label=label)}{shown}"
        elif shown != MASK:
            yield label
