"""The SQL of what a cell means that is written as the business states.

The stated form is tried first and the usual ones after it, so that dates with the year first
may stand between others. What neither reads has no value, and is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from careplay.model.types import DECIMALS, TIMES, Type
from careplay.model.written import DateForm, WrittenForms
from careplay.sources.columns import SQL_TYPES, literal, sql_list
from careplay.sources.raw import SourceColumn
from careplay.sources.text_cells import fully_matches, grouped, is_plain_time

CLOCKS = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
FIRST, LAST = "TIMESTAMP '1900-01-01'", "TIMESTAMP '2100-12-31 23:59:59.999999'"
DIGITS = ("", "%d%m%Y", "%m%d%Y")
"""Forms of nothing but digits."""
DAY_0 = "TIMESTAMP '1899-12-30'"
"""From which Excel counts days."""
EXCEL = r"[1-7][0-9]{4}(\.[0-9]+)?"
STRAY = {"comma": ",.'’ \u00a0\u202f\u3000", "point": ",，'’ \u00a0\u202f\u3000"}
SIGNS = "¥￥$€£元CNYRMBUSDEGP"
KEPT = {"comma": ".", "point": ""}
"""What is no part of the number is left out; the comma before decimals becomes a point."""


def meaning_of(column: SourceColumn, text: str, usual: str) -> str:
    """The value, NULL where there is none; ``usual`` is that of the usual forms."""
    form = column.form
    if form.values and column.type not in {*TIMES, *DECIMALS, Type.BOOLEAN}:
        return word_meant(text, form.values)
    if column.type in DECIMALS:
        return _number(column.type, text, form)
    if column.type is Type.BOOLEAN:
        folded = f"lower({text})"
        return (
            f"CASE WHEN {folded} IN {sql_list(form.means_yes)} THEN true"
            f" WHEN {folded} IN {sql_list(form.means_no)} THEN false ELSE {usual} END"
        )
    return _time(column, text, usual)


def word_meant(text: str, words: Mapping[str, str]) -> str:
    """What a word means; another one means itself."""
    cases = " ".join(
        f"WHEN {literal(word)} THEN {literal(meaning)}" for word, meaning in words.items()
    )
    return f"CASE {text} {cases} ELSE {text} END"


def _time(column: SourceColumn, text: str, usual: str) -> str:
    """A date or moment: as programs write it, as is stated, or in another usual form.

    A text that is not in the form costs ten times as much as one that is; so those with the
    year first, which begin with four digits, are not tried.
    """
    form, kind = column.form, column.type
    plain = f"{is_plain_time(kind, text)} THEN CAST({text} AS {SQL_TYPES[kind]})"
    cases = " ".join(_day(each, form.year, text, kind) for each in form.dates)
    told = f"CASE {cases} ELSE {usual} END"
    if not any(each.pattern in DIGITS for each in form.dates):
        year_first = f"{_is_digit(text, 2)} AND {_is_digit(text, 3)}"
        return f"CASE WHEN {plain} WHEN {year_first} THEN {usual} ELSE {told} END"
    return f"CASE WHEN {plain} ELSE {told} END"


def _day(form: DateForm, year: str, text: str, kind: Type) -> str:
    """``WHEN … THEN …`` for one form."""
    moment = _by_number(text) if not form.pattern else _by_pattern(form, year, text, kind)
    within = f"{moment} BETWEEN {FIRST} AND {LAST}"
    if kind is Type.DATE:
        within += f" AND {moment} = date_trunc('day', {moment})"
    return f"WHEN {within} THEN CAST({moment} AS {SQL_TYPES[kind]})"


def _is_digit(text: str, place: int) -> str:
    return f"{text}[{place}] BETWEEN '0' AND '9'"


def _by_pattern(form: DateForm, year: str, text: str, kind: Type) -> str:
    """The form that most cells are of comes first: those that fit none cost most."""
    pattern, told = form.pattern, text
    if "%Y" not in pattern:
        pattern, told = f"%Y {pattern}", f"({literal(f'{year} ')} || {text})"
    clocks = CLOCKS
    if form.timed or kind is Type.MOMENT:
        clocks = (*CLOCKS[1:3], *CLOCKS[:1], *CLOCKS[3:])
    listed = ", ".join(literal(pattern + clock) for clock in clocks)
    return f"try_strptime({told}, [{listed}])"


def _by_number(text: str) -> str:
    """The moment by Excel's count, to the second."""
    seconds = f"CAST(round(TRY_CAST({text} AS DOUBLE) * 86400) AS BIGINT)"
    return f"CASE WHEN {fully_matches(text, EXCEL)} THEN {DAY_0} + to_seconds({seconds}) END"


def _number(kind: Type, text: str, form: WrittenForms) -> str:
    """Digits, perhaps with separators between thousands, decimals and a sign of currency."""
    number = grouped(form.decimal, DECIMALS[kind])
    stray, kept = literal(STRAY[form.decimal] + SIGNS), literal(KEPT[form.decimal])
    bare = f"TRY_CAST(translate({text}, {stray}, {kept}) AS {SQL_TYPES[kind]})"
    return f"CASE WHEN {fully_matches(text, number)} THEN {bare} END"
