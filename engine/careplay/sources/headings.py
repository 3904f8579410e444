"""Declared columns are found by their heading; what the data lack is told with the nearest."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Sequence

from careplay.faults import DataFaultError
from careplay.sources.notes import UndeclaredColumns, listed
from careplay.sources.raw import SourceColumn

SPACES = " \t\r\n\u3000\u00a0\ufeff"


class LackingColumnError(DataFaultError):
    """A column is not there; the message names the file and its columns."""

    def __init__(self, heading: str, message: str) -> None:
        super().__init__(message)
        self.heading = heading


def clean_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings without spaces around them and without a byte order mark."""
    return tuple(heading.strip(SPACES) for heading in headings)


NOWHERE = -1
"""Where an optional column stands that is not there."""


def there(columns: Sequence[SourceColumn], headings: Collection[str]) -> list[SourceColumn]:
    """The columns without optional ones that are not there once, or under another's heading."""
    counts, taken = (
        Counter(list(headings)),
        {each.heading for each in columns if not each.optional},
    )
    free = {heading for heading, count in counts.items() if count == 1} - taken
    return [each for each in columns if not each.optional or each.heading in free]


def places(
    headings: Sequence[str], columns: Sequence[SourceColumn], file: str
) -> tuple[int, ...]:
    """Where each column stands among the headings, which must hold each of them once.

    An optional one may be ``NOWHERE``.
    """
    counts = Counter(headings)
    for column in columns:
        if column.optional:
            continue
        if not counts[column.heading]:
            raise LackingColumnError(column.heading, _lacking(column.heading, headings, file))
        if counts[column.heading] > 1:
            at = [str(n) for n, name in enumerate(headings, 1) if name == column.heading]
            message = (
                f'{file} has {len(at)} columns "{column.heading}" (columns {", ".join(at)}); '
                "give each its own heading"
            )
            raise DataFaultError(message)
    named = (column.heading for column in columns)
    return tuple(headings.index(each) if counts[each] == 1 else NOWHERE for each in named)


def undeclared(
    headings: Sequence[str], columns: Sequence[SourceColumn], file: str, table: str
) -> tuple[UndeclaredColumns, ...]:
    """A note on the columns that are there but not declared; none where there are none."""
    known = {column.heading for column in columns if not column.optional}
    others = tuple(heading for heading in headings if heading and heading not in known)
    return (UndeclaredColumns(table, file, others),) if others else ()


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that is most like this one, if any is like it."""
    folded = {name.casefold().replace(" ", "_"): name for name in reversed(known)}
    like = difflib.get_close_matches(word.casefold().replace(" ", "_"), folded, 1, 0.6)
    return folded[like[0]] if like else None


def _lacking(heading: str, headings: Sequence[str], file: str) -> str:
    guess = nearest(heading, headings)
    hint = f'did you mean "{guess}"? ' if guess else ""
    known = listed(tuple(headings)) if any(headings) else "none"
    return f'{file} has no column "{heading}"; {hint}its columns are {known}'
