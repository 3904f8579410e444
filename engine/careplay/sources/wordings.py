"""How each kind of data fault is said: what was found, and what was expected."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from careplay.model.actions import ACTION, OUTCOMES, UNTIL
from careplay.model.types import DECIMALS, TIMES, Type
from careplay.sources import faults
from careplay.sources.columns import literal
from careplay.sources.date_hints import date_hint
from careplay.sources.headings import nearest
from careplay.sources.raw import SourceColumn

DATE = "a date such as 1985-02-28"
LUNAR_DATE = "a lunar date such as 1990-05-12, or 1990-闰05-12 in a leap month"
MOMENT = "a date and time such as 2026-11-21 10:30"
NUMBERS = {
    "": ("12", "1200.50"),
    "comma": ("1.200", "1.200,50"),
    "point": ("1,200", "1,200.50"),
}
"""By what stands before decimals: a whole number, and another."""
EXCEL_DAY_0 = date(1899, 12, 30)
SHOWN = 8
YES_OR_NO = "true or false, yes or no, 1 or 0, 是 or 否"

EFFECTS = {
    "customers": "the customer is kept without it",
    "events": "the event is left out",
    "staff": "the person is kept without it",
}


def expected(code: str, column: SourceColumn) -> str:
    """What should have stood there, the same for every cell of the column."""
    digits = DECIMALS.get(column.type, 0)
    decimal = column.form.decimal
    number = (
        "a whole number"
        if digits == 0
        else f"a number of at most {digits} digits after the {decimal or 'point'}"
    )
    such = NUMBERS[decimal][digits > 0]
    day = _usual_day(column)
    known = one_of(column.choices or ())
    return {
        faults.LACKING: "a value in every row",
        faults.NO_DATE: day,
        faults.NO_MOMENT: day,
        faults.NO_NUMBER: f"{number}, such as {such}",
        faults.TOO_FINE: number,
        faults.TOO_LARGE: f"a number of at most {18 - digits} digits before the point",
        faults.NO_BOOLEAN: ", ".join((*_own_words(column), YES_OR_NO)),
        faults.NO_CHOICE: known or "one of the declared words",
        faults.NO_PERSON: "an id of the staff table",
        faults.NO_VALUE: "a formula that gives a value, or the value itself",
        faults.FLOATED: "the digits themselves; format the column as text",
        faults.OUT_OF_TIME: day,
        faults.NO_TYPE: known or "a declared event type",
        faults.NO_CUSTOMER: "a key of the customer table",
        faults.REPEATED: "each key once",
        faults.SKIPPED: "a time that the clocks showed that day",
        faults.TWICE: "an offset behind it, such as +01:00",
        faults.QUOTED: "the text without them",
        faults.NO_REFERENCE: "the case, stay or action that the event is of",
    }[code]


def _usual_day(column: SourceColumn) -> str:
    if column.form.dates and not column.lunar:
        what = "a date and time" if column.type is Type.MOMENT else "a date"
        return f"{what} such as {column.form.dates[0].example}"
    return MOMENT if column.type is Type.MOMENT else LUNAR_DATE if column.lunar else DATE


def _own_words(column: SourceColumn) -> tuple[str, ...]:
    form = column.form
    own = "/".join(form.means_yes), "/".join(form.means_no)
    return (" or ".join(filter(None, own)),) if any(own) else ()


def expected_sql(code_sql: str, column: SourceColumn, text: str = "") -> str:
    """The same as SQL, by the code that SQL has found; of dates with the line to write."""
    codes = sorted(set(re.findall(r"CP5\d\d", code_sql)))
    if text and column.type in TIMES and not column.lunar:
        return f"{_by_code(codes, code_sql, column)} || {date_hint(text)}"
    return _by_code(codes, code_sql, column)


def _by_code(codes: list[str], code_sql: str, column: SourceColumn) -> str:
    if len(codes) == 1:
        return literal(expected(codes[0], column))
    cases = " ".join(f"WHEN '{code}' THEN {literal(expected(code, column))}" for code in codes)
    return f"CASE {code_sql} {cases} END"


FOUND = {
    faults.TOO_FINE: "has more digits than are kept",
    faults.TOO_LARGE: "is too large",
    faults.NO_BOOLEAN: "is neither true nor false",
    faults.FLOATED: "was turned into a decimal number",
    faults.OUT_OF_TIME: "is not between 1900 and 2100",
    faults.NO_SUCCESSOR: "is nobody's id",
    faults.LOOP: "would stand in for themselves",
    faults.ABSENCE: "lies before the absence begins",
    faults.BELOW_NONE: "is below 0",
    faults.NO_CUSTOMER: "is no customer",
    faults.NO_CHOICE: "is not declared",
    faults.NO_PERSON: "is nobody's id in the staff table",
    faults.NO_TYPE: "is not a declared event type",
    faults.NO_ROLE: "is not a declared role",
    faults.SKIPPED: "was skipped, for the clocks were put forward",
    faults.TWICE: "came twice, for the clocks were put back",
    faults.NO_ACTION: "names no action of that customer",
    faults.QUOTED: "stands in quotation marks that are part of it",
    faults.AHEAD: "lies years ahead",
    faults.BEFORE: "lies long before all others",
    faults.ENDS_FIRST: "makes the stay end before it begins",
    faults.NO_OUTCOME: "is no outcome of that step",
    faults.PAST_PLAN: "was past when the plan was agreed on",
    faults.NOT_DONE: "is the action of a step, whose case stands there still",
    faults.FORBIDDEN: "says what nobody may say to a customer",
    faults.NO_VALUE: "is a formula without its value",
    faults.NOT_PLAIN: "is no text, number or date",
    faults.MERGED: "is shown by a cell that others are merged into",
}
YES = frozenset({"y", "t", "√", "✓", "✔", "☑", "on", "有", "对", "同意"})
NO = frozenset({"n", "f", "\u00d7", "✗", "✘", "x", "off", "无", "不同意"})
PLAIN = "one value in the cell, and no bytes, list or object"
CONTRARY = (
    f'is not known, for other events have an "{ACTION}" that is no text, or an "{UNTIL}" that'
    " is no date; expected another name for that attribute"
)
"""What is said of an outcome that nobody declared, in a business that means something else."""
WORDS = frozenset({faults.NO_CHOICE, faults.NO_PERSON, faults.NO_TYPE, faults.NO_ROLE})


def message(code: str, column: SourceColumn, value: str, wanted: str) -> str:
    """The middle of the report's line: ``"1985-02-30" is not a date; expected …``."""
    shown = f'"{_short(value)}"'
    if code in {faults.LACKING, faults.NO_REFERENCE} or not value:
        return f"is empty; expected {wanted}"
    if code == faults.REPEATED:
        return f"{shown} stands there again; {wanted}"
    if code == faults.NO_TYPE and column.form.values:
        guess = nearest(value, [*column.form.values])
        hint = f'did you mean "{guess}"?' if guess else "say what it means, or none"
        return f"{shown} is not among the values: of the file; {hint}"
    if code == faults.NO_TYPE and value in OUTCOMES and column.choices:
        return f"{shown} {CONTRARY}"
    known = (*(column.choices or ()), *column.seldom)
    if code in WORDS and not column.personal and (guess := nearest(value, known)):
        return f'{shown} {FOUND[code]}; did you mean "{guess}"?'
    found, wanted = _found(code, column, value, wanted)
    return f"{shown} {found}; expected {wanted}"


def _found(code: str, column: SourceColumn, value: str, wanted: str) -> tuple[str, str]:
    """What is said of the value, and what was expected."""
    match code:
        case faults.NO_DATE | faults.NO_MOMENT:
            return _no_day(code, value), _day(value, wanted)
        case faults.NO_NUMBER:
            return _no_number(value, wanted)
        case faults.TOO_FINE if column.type is Type.INTEGER:
            return "is not whole", wanted
        case faults.NO_BOOLEAN:
            return FOUND[code], wanted + _meaning(value)
        case _:
            return FOUND[code], wanted


def whole_row(code: str, value: str, wanted: str) -> str:
    """What is said of a row as a whole: it is like another, or cannot be split into cells."""
    if code == faults.ALIKE:
        return f"the row says the same as another; expected {wanted}"
    shown = f" '{_short(value)}'" if value else ""
    return f"the row{shown} cannot be read; expected {wanted}"


def _meaning(value: str) -> str:
    """The line for a sign that means yes or no in many a table."""
    for key, words in (("means_yes", YES), ("means_no", NO)):
        if value.lower() in words:
            return _line(f"{key}: [{value}]")
    return ""


def _no_day(code: str, value: str) -> str:
    what = "is not a date" if code == faults.NO_DATE else "is not a date and time"
    return _number_of_day(value) or what


def _day(value: str, wanted: str) -> str:
    """A day of the month that does not exist is answered with the month's last one."""
    found = re.match(r"(\d{4})([-/年])(\d{1,2})[-/月](\d{1,2})", value)
    if found and wanted == DATE:
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        if 1900 <= year <= 2100 and 1 <= month <= 12:
            last = calendar.monthrange(year, month)[1]
            return f"a date such as {year}-{month:02}-{min(max(day, 1), last):02}"
    return wanted


def _number_of_day(value: str) -> str:
    """Excel's number of a day, told as such with its date."""
    if re.fullmatch(r"[1-7]\d{4}(\.\d+)?", value):
        day = EXCEL_DAY_0 + timedelta(days=int(float(value)))
        return f"is a day's number in Excel ({day:%Y-%m-%d}) and not a date"
    return ""


def _no_number(value: str, wanted: str) -> tuple[str, str]:
    """Separators and currency signs are told with the number without them."""
    bare = re.sub(r"[\s,\uff0c'\u00a5\uffe5$€£元]", "", value)
    if re.fullmatch(r"[+-]?\d+,\d{1,2}", value):
        pointed = value.replace(",", ".")
        return "is written with a comma", f"a point, as in {pointed}{_line('decimal: comma')}"
    if bare != value and re.fullmatch(r"[+-]?\d+(\.\d+)?", bare):
        found = "is written with a separator or a currency sign"
        return found, f"{bare}{_line('decimal: point')}"
    return "is not a number", wanted


def _line(stated: str) -> str:
    """The line by which the data may stay as they are."""
    return f"; or add written: {{{stated}}}"


def one_of(words: tuple[str, ...]) -> str:
    """The first words of which one was expected; empty where there are none."""
    more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    listed = ", ".join(f'"{word}"' for word in words[:SHOWN])
    return f"one of {listed}{more}" if words else ""


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 60 else line[:57] + "…"
