"""Declared columns are found by their heading; what the data lack is told with the nearest."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from careplay.faults import DataFaultError
from careplay.sources.notes import UndeclaredColumns, listed
from careplay.sources.raw import SourceColumn

MOST = 6
"""So many files that lack columns are told one by one."""
SPACES = " \t\r\n\u3000\u00a0\ufeff"


class LackingColumnsError(DataFaultError):
    """Columns are not there; the message names the file, all of them, and those it has."""

    def __init__(self, headings: Collection[str], message: str) -> None:
        super().__init__(message)
        self.headings = frozenset(headings)

    @staticmethod
    def of_all(found: Sequence[LackingColumnsError]) -> LackingColumnsError:
        """What is lacking here and there, told at once; of many the first ones."""
        headings = frozenset[str]().union(*(each.headings for each in found))
        more = f"; and {len(found) - MOST} more like these" if len(found) > MOST else ""
        return LackingColumnsError(headings, "; ".join(map(str, found[:MOST])) + more)


def clean_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings without spaces around them and without a byte order mark."""
    return tuple(heading.strip(SPACES) for heading in headings)


def joined_headings(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """One heading of rows that stand below each other: ``spend`` over ``amount``.

    A cell above stands for those to its right that are empty, as one that was merged does,
    where it has something below it.
    """
    *above, last = [[*map(str.strip, row)] for row in rows]
    joined = last
    for row in reversed(above):
        joined = [*_below(row, joined)]
    return tuple(joined)


def _below(row: Sequence[str], last: Sequence[str]) -> Iterator[str]:
    group = ""
    for place in range(max(len(row), len(last))):
        over = row[place] if place < len(row) else ""
        under = last[place] if place < len(last) else ""
        if over:
            group = over if under else ""
        told = over or group
        yield f"{told} {under}" if told and under else over or under


def told_apart(headings: Sequence[str], columns: Sequence[SourceColumn]) -> tuple[str, ...]:
    """Headings that stand there twice by number, where a column asks for ``amount (2)``."""
    asked = {each.heading for each in columns} - {*headings}
    found = list(headings)
    for heading in asked:
        numbered = re.fullmatch(r"(.+?) ?\((\d+)\)", heading)
        if numbered is None:
            continue
        at = [place for place, name in enumerate(headings) if name == numbered[1]]
        if len(at) > 1 and 0 < int(numbered[2]) <= len(at):
            found[at[int(numbered[2]) - 1]] = heading
    return tuple(found)


NOWHERE = -1
"""Where an optional column stands that is not there."""


def there(columns: Sequence[SourceColumn], headings: Collection[str]) -> list[SourceColumn]:
    """The columns without optional ones that are not there once, or under another's heading.

    And without spare ones that are not there.
    """
    counts, taken = (
        Counter(list(headings)),
        {each.heading for each in columns if not each.optional},
    )
    free = {heading for heading, count in counts.items() if count == 1} - taken
    return [each for each in columns if not _may_lack(each, counts) or each.heading in free]


def _may_lack(column: SourceColumn, counts: Mapping[str, int]) -> bool:
    """Whether a table with these headings is none the worse without the column."""
    return bool(column.optional) or (column.spare and not counts.get(column.heading))


def places(
    headings: Sequence[str], columns: Sequence[SourceColumn], file: str
) -> tuple[int, ...]:
    """Where each column stands among the headings, which must hold each of them once.

    An optional one, and a spare one that is not there, may be ``NOWHERE``.
    """
    counts = Counter(headings)
    must = [each for each in columns if not _may_lack(each, counts)]
    lacking = {each.heading: each for each in must if not counts[each.heading]}
    if lacking:
        raise LackingColumnsError(lacking, _lacking([*lacking.values()], headings, file))
    for column in must:
        if counts[column.heading] > 1:
            at = [str(n) for n, name in enumerate(headings, 1) if name == column.heading]
            message = (
                f'{file} has {len(at)} columns "{column.heading}" (columns {", ".join(at)}); '
                f"give each its own heading, or name one of them: {column.heading} (2)"
            )
            raise DataFaultError(message)
    named = (column.heading for column in columns)
    return tuple(headings.index(each) if counts[each] == 1 else NOWHERE for each in named)


def places_in_all(
    files: Iterable[tuple[str, Sequence[str]]], columns: Sequence[SourceColumn]
) -> list[tuple[int, ...]]:
    """The same of each file, by its name and headings; what any lacks is told at once."""
    found: list[tuple[int, ...]] = []
    lacking: list[LackingColumnsError] = []
    for file, headings in files:
        try:
            found.append(places(headings, columns, file))
        except LackingColumnsError as fault:
            # Where it came from would hold the database until the collector comes.
            lacking.append(fault.with_traceback(None))
    if lacking:
        raise LackingColumnsError.of_all(lacking)
    return found


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


def _meant(column: SourceColumn, headings: Sequence[str]) -> str:
    """The nearest heading, and what is to be written if it is meant; empty where none is near.

    Of headings that are not alike, the shortest that has the other in it: ``生日(公历)``.
    """
    having = (each for each in headings if column.heading and column.heading in each)
    guess = nearest(column.heading, headings) or min(having, key=len, default=None)
    if not guess:
        return ""
    line = f" then write {column.line.replace('%s', guess)}" if column.line else ""
    return f'did you mean "{guess}"?{line}'


def _lacking(columns: Sequence[SourceColumn], headings: Sequence[str], file: str) -> str:
    """What is lacking, each with the event type that has it and the nearest heading."""
    known = f"its columns are {listed(tuple(headings)) if any(headings) else 'none'}"
    if len(columns) == 1:
        (column,) = columns
        meant = _meant(column, headings)
        hint = f"{meant}; " if meant else ""
        return f'{file} has no column "{column.heading}"{_of(column)}; {hint}{known}'
    each_by_itself = ", ".join(_told(each, headings) for each in columns)
    return f"{file} has none of the columns {each_by_itself}; {known}"


def _told(column: SourceColumn, headings: Sequence[str]) -> str:
    meant = _meant(column, headings)
    return f'"{column.heading}"{_of(column)}' + (f" ({meant})" if meant else "")


def _of(column: SourceColumn) -> str:
    """The event types that have it, where not all have."""
    if not column.events:
        return ""
    first, *others = column.events
    return f" of {first}" + (f" and {len(others)} more" if others else "")
