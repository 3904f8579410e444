"""What was read of a business's tables, as people read it: table by table, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from careplay.diagnostics import shortened, width_of
from careplay.masks import MASK
from careplay.outputs.naming import naming
from careplay.outputs.surveyed import DataSurvey
from careplay.outputs.surveyed_words import SurveyWords, survey_words
from careplay.sources.faults import fault_lines
from careplay.sources.surveying import SurveyedColumn, SurveyedTable
from careplay.visible import one_line

MONTHS = 12
"""So many months of a type are told one by one; what lies before is summed up."""
LONGEST = 24
"""A longer value is cut."""
NAMED = 3
"""So many files of a table are named."""


def report(survey: DataSurvey) -> str:
    """Tables, months, what does not join, and the faults."""
    return "".join(f"{one_line(line).rstrip()}\n" for line in _lines(survey))


def _lines(survey: DataSurvey) -> Iterator[str]:
    say = survey_words(survey.business.language)
    labels = naming(survey.business, ()).labels
    yield survey.business.name
    for table in survey.tables:
        yield ""
        yield _rows(table, say)
        yield from _columns(table, labels, say)
    if survey.months:
        yield ""
        yield f"{say.months}{_colon(say)}"
        for kind, months in sorted(survey.months.items(), key=_by_number):
            yield f"  {labels.get(kind, kind)}  {_by_month(months, say)}"
    joins = [*_unjoined(survey, say)]
    if joins:
        yield ""
        yield f"{say.joined}{_colon(say)}"
        yield from (f"  {each}" for each in joins)
    said = [*fault_lines(survey.faults), *map(str, survey.notes)]
    if said:
        yield ""
        yield f"{say.faults}{_colon(say)}"
        yield from (f"  {each}" for each in said)


def _by_number(each: tuple[str, Mapping[str, int]]) -> tuple[int, str]:
    """The commonest type first."""
    return -sum(each[1].values()), each[0]


def _colon(say: SurveyWords) -> str:
    return "：" if say.comma == "、" else ":"


def _rows(table: SurveyedTable, say: SurveyWords) -> str:
    files = say.comma.join(table.files[:NAMED])
    more = f" +{len(table.files) - NAMED}" if len(table.files) > NAMED else ""
    return say.rows.format(
        table=say.tables[table.name],
        files=f"{files}{more}" or say.none,
        read=f"{table.read:,}",
        used=f"{table.used:,}",
        left=f"{table.read - table.used:,}",
        told=f"{table.told:,}",
    )


def _columns(
    table: SurveyedTable, labels: Mapping[str, str], say: SurveyWords
) -> Iterator[str]:
    """The columns below each other, each as wide as its widest cell."""
    heading = (say.column, say.taken_for, say.filled, say.range, say.common)
    rows = [heading, *(_cells(each, labels, say) for each in table.columns)]
    widths = [max(width_of(row[place]) for row in rows) for place in range(len(heading))]
    yield from (_row(row, widths) for row in rows)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - width_of(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return "  " + "  ".join(padded)


def _cells(
    column: SurveyedColumn, labels: Mapping[str, str], say: SurveyWords
) -> tuple[str, ...]:
    kind = say.types.get(column.type, column.type)
    if column.personal:
        kind = say.personal.format(type=kind)
    name = labels.get(column.name, column.name)
    headings = say.comma.join(column.headings)
    taken = f"{kind}" if name == headings else f"{name} ({kind})"
    ends = dict.fromkeys(each for each in (column.least, column.greatest) if each)
    span = " … ".join(ends)
    return shortened(headings, LONGEST), taken, _share(column), span, _common(column, say)


def _share(column: SurveyedColumn) -> str:
    """How much of it is filled; what is nearly nothing or all is not told as that."""
    if not column.rows:
        return "-"
    share = 100 * column.filled / column.rows
    if 0 < share < 1 or 99 < share < 100:
        return f"{share:.1f}%" if 0.1 < share < 99.9 else ("<0.1%" if share < 1 else ">99.9%")
    return f"{share:.0f}%"


def _common(column: SurveyedColumn, say: SurveyWords) -> str:
    if not column.filled:
        return say.none
    if not column.common:
        return say.once
    different = say.different.format(count=f"{column.different:,}")
    if all(value == MASK for value, _ in column.common):
        return different
    told = " · ".join(
        f"{shortened(value, LONGEST)} {count:,}" for value, count in column.common
    )
    return told if column.different <= len(column.common) else f"{told} ({different})"


def _by_month(months: Mapping[str, int], say: SurveyWords) -> str:
    found = [*months.items()]
    older, shown = found[:-MONTHS], found[-MONTHS:]
    told = [f"{month} {count:,}" for month, count in shown]
    if older:
        count = f"{sum(count for _, count in older):,}"
        told.insert(0, say.earlier.format(months=len(older), count=count))
    return " · ".join(told)


def _unjoined(survey: DataSurvey, say: SurveyWords) -> Iterator[str]:
    for each in survey.unjoined:
        first = say.comma.join(shortened(value, LONGEST) for value in each.first)
        more = " …" if each.different > len(each.first) else ""
        yield say.unjoined[each.names].format(
            table=say.tables[each.table],
            column=each.column,
            rows=f"{each.rows:,}",
            different=f"{each.different:,}",
            first=first + more,
        )
    if survey.without_events:
        yield say.without_events.format(count=f"{survey.without_events:,}")
