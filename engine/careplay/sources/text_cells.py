"""The SQL that reads a text as a value of a declared type; patterns say what is accepted."""

from __future__ import annotations

from careplay.model.types import DECIMALS, Type
from careplay.sources import faults
from careplay.sources.columns import SQL_TYPES, literal, sql_list
from careplay.sources.raw import SourceColumn

YEAR = "(19[0-9]{2}|20[0-9]{2}|2100)"
DAY = r"([-/])[0-9]{1,2}[-/][0-9]{1,2}"
OTHER_DAY = YEAR + r"(\.[0-9]{1,2}\.[0-9]{1,2}|[0-9]{4})"
MIDNIGHT = r"[ T]0{1,2}:00(:00(\.0+)?)?"
CLOCK = r"[ T]([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?"
OFFSET = r" ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
CHINESE = "[0-9]{1,2}月[0-9]{1,2}日"
SIGN = r"(?:¥|￥|\$|€|£|元|CNY|RMB|USD|EUR|GBP)"
SEPARATORS = {"comma": r"[.\s'’]", "point": r"[,，\s'’]"}
POINTS = {"comma": ",", "point": r"\."}
MOST_DIGITS = 18
TRUE = ("true", "yes", "1", "是")
FALSE = ("false", "no", "0", "否")
QUOTED = '"[^"]{0,40}[^".!?。！？…]"'
FAILED = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")
WRAPPERS = ("'", "=", "#")
FLOATED = r"[0-9]{5,}\.0+|[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}"
FLOATED_KEY = r"[0-9]+\.0+|[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}"


def sql_forms(column: SourceColumn, text: str, zone: str) -> tuple[str, str]:
    """The value in SQL, NULL where there is none; and which given texts have none."""
    if column.takes_any_text:
        # `required` texts are keys, of which even 7.0 is a number that was given a point.
        odd = floated(text, FLOATED_KEY if column.required else FLOATED)
        bad = f"({odd} OR {failed(text)})"
        return f"CASE WHEN NOT {bad} THEN {unwrapped(text)} END", bad
    if column.type in {Type.CHOICE, Type.STAFF}:
        bad = not_among(text, column)
        return f"CASE WHEN NOT {bad} THEN {text} END", bad
    value = _value(column.type, text, zone)
    return value, f"({text} IS NOT NULL AND {value} IS NULL)"


def maybe_floated(text: str) -> str:
    """A cheap test that finds the numbers programs float, and a little more."""
    return f"(suffix({text}, '.0') OR contains({text}, 'e+') OR contains({text}, 'E+'))"


def maybe_wrapped(text: str) -> str:
    """A cheap test that finds ``'1001``, ``="1001"`` and ``#N/A``, and a little more."""
    return f"({text} < '>' AND {text}[1] IN {sql_list(WRAPPERS)})"


def failed(text: str) -> str:
    """Whether the text is what Excel shows of a formula that failed."""
    return f"coalesce(starts_with({text}, '#') AND {text} IN {sql_list(FAILED)}, false)"


def unwrapped(text: str) -> str:
    """Digits without the signs by which Excel was told to take them for a text."""
    formula, sign = literal('^="(.*)"$'), literal("^'([0-9]+)$")
    bare = f"regexp_replace(regexp_replace({text}, {formula}, '\\1'), {sign}, '\\1')"
    return f"CASE WHEN {maybe_wrapped(text)} THEN {bare} ELSE {text} END"


def maybe_quoted(text: str) -> str:
    """A cheap test that finds the texts in quotation marks, and a little more."""
    return f"starts_with({text}, '\"')"


def in_quotes(text: str) -> str:
    """Whether the text is a word or a few in quotation marks, and not what somebody said."""
    return f"({maybe_quoted(text)} AND {fully_matches(text, QUOTED)})"


def floated(text: str, pattern: str) -> str:
    """Whether the text is a long number that some program turned into a decimal one."""
    return f"coalesce(regexp_full_match({text}, {literal(pattern)}), false)"


def not_among(text: str, column: SourceColumn) -> str:
    """Whether there is a text, none of the column's words (DuckDB asks of each word once).

    Whether an empty list holds NULL is answered otherwise by DuckDB 2.0.1 than by 2.0.0.
    """
    words = ", ".join(map(literal, (*(column.choices or ()), *column.seldom)))
    return f"({text} IS NOT NULL AND NOT list_contains([{words}]::VARCHAR[], {text}))"


def fully_matches(text: str, pattern: str) -> str:
    """Whether the whole text is as the pattern says."""
    return f"regexp_full_match({text}, {literal(pattern)})"


def is_plain_time(kind: Type, text: str) -> str:
    """Whether the text is a day or moment as programs write them, so that a cast will do.

    ``2026-11-21``, ``2026-11-21 10:30`` and ``2026-11-21T10:30:00`` are: it is the beginning
    of what DuckDB makes of the value. That is asked in a third of the time of a pattern.
    """
    lengths, same = (
        ("10", text) if kind is Type.DATE else ("16, 19", f"replace({text}, 'T', ' ')")
    )
    written = f"CAST(TRY_CAST({text} AS {SQL_TYPES[kind]}) AS VARCHAR)"
    return (
        f"(length({text}) IN ({lengths}) AND {text} BETWEEN '1900' AND '2101' "
        f"AND coalesce(starts_with({written}, {same}), false))"
    )


def code(column: SourceColumn, text: str) -> str:
    """The SQL of a bad text's code."""
    kind = column.type
    if kind in DECIMALS and column.form.decimal:
        plain = fully_matches(text, grouped(column.form.decimal, DECIMALS[kind]))
        finer = fully_matches(text, grouped(column.form.decimal, MOST_DIGITS))
        return (
            f"CASE WHEN {plain} THEN '{faults.TOO_LARGE}' WHEN {finer} THEN "
            f"'{faults.TOO_FINE}' ELSE '{faults.NO_NUMBER}' END"
        )
    if kind in DECIMALS:
        plain = fully_matches(text, _number(DECIMALS[kind]))
        finer = fully_matches(text, r"[+-]?[0-9]*\.[0-9]+")
        return (
            f"CASE WHEN {plain} THEN '{faults.TOO_LARGE}' WHEN {finer} THEN "
            f"'{faults.TOO_FINE}' ELSE '{faults.NO_NUMBER}' END"
        )
    if kind in {Type.DATE, Type.MOMENT}:
        known = faults.NO_DATE if kind is Type.DATE else faults.NO_MOMENT
        day = f"TRY_CAST(replace(regexp_extract({text}, '^[0-9]{{4}}{DAY}'), '/', '-') AS DATE)"
        year = f"year({day}) NOT BETWEEN 1900 AND 2100"
        return f"CASE WHEN {year} THEN '{faults.OUT_OF_TIME}' ELSE '{known}' END"
    fixed = {
        Type.BOOLEAN: faults.NO_BOOLEAN,
        Type.CHOICE: faults.NO_CHOICE,
        Type.STAFF: faults.NO_PERSON if column.choices is not None else faults.FLOATED,
    }
    found = fixed.get(kind, faults.FLOATED)
    if found == faults.FLOATED:
        return f"CASE WHEN {failed(text)} THEN '{faults.NO_VALUE}' ELSE '{found}' END"
    return f"'{found}'"


def _value(kind: Type, text: str, zone: str) -> str:
    if kind in DECIMALS:
        plain = fully_matches(text, _number(DECIMALS[kind]))
        return f"CASE WHEN {plain} THEN TRY_CAST({text} AS {SQL_TYPES[kind]}) END"
    if kind is Type.BOOLEAN:
        true, false = (", ".join(map(literal, words)) for words in (TRUE, FALSE))
        folded = f"lower({text})"
        return (
            f"CASE WHEN {folded} IN ({true}) THEN true "
            f"WHEN {folded} IN ({false}) THEN false END"
        )
    if kind is Type.DATE:
        return _date(text)
    return _moment(text, zone)


def _number(digits: int) -> str:
    if digits == 0:
        return r"[+-]?[0-9]+(\.0*)?"
    return rf"[+-]?([0-9]+(\.[0-9]{{0,{digits}}}0*)?|\.[0-9]{{1,{digits}}}0*)"


def grouped(decimal: str, digits: int) -> str:
    """A number with separators between thousands and a sign of currency, where it may be so.

    ``decimal``: ``comma`` or ``point``, whichever stands before the decimals.
    """
    point, between = POINTS[decimal], SEPARATORS[decimal]
    decimals = f"(?:{point}[0-9]{{0,{digits}}}0*)?"
    whole = f"(?:[0-9]{{1,3}}(?:{between}[0-9]{{3}})+|[0-9]+)"
    return rf"(?:[+-]?\s?{SIGN}?|{SIGN}\s?[+-]?)\s?{whole}{decimals}\s?{SIGN}?"


def _date(text: str) -> str:
    western = f"TRY_CAST(replace({text}, '/', '-') AS DATE)"
    chinese = f"TRY_CAST(regexp_replace({text}, '年|月', '-', 'g')[:-2] AS DATE)"
    return (
        f"CASE WHEN {fully_matches(text, YEAR + DAY)} THEN {western} "
        f"WHEN {fully_matches(text, YEAR + '年' + CHINESE)} THEN {chinese} "
        f"WHEN {fully_matches(text, YEAR + DAY + MIDNIGHT)} THEN "
        f"TRY_CAST(replace(regexp_extract({text}, '^[^ T]+'), '/', '-') AS DATE) "
        f"WHEN {fully_matches(text, OTHER_DAY + '(' + MIDNIGHT + ')?')} THEN "
        f"TRY_CAST(regexp_extract({_dashed(text)}, '^[^ T]+') AS DATE) END"
    )


def _dashed(text: str) -> str:
    """``2026.3.5`` and ``20260305`` with dashes; what stands behind it stays."""
    found = r"'^(\d{4})\.?(\d{1,2})\.?(\d{1,2})'"
    return rf"regexp_replace({text}, {found}, '\1-\2-\3')"


def has_offset(text: str) -> str:
    """Whether the text is a moment with an offset."""
    return fully_matches(text, YEAR + DAY + CLOCK + OFFSET)


def with_offset(text: str) -> str:
    """The moment of such a text, in the timezone that is asked for then."""
    return f"TRY_CAST(replace({text}, '/', '-') AS TIMESTAMPTZ)"


def _moment(text: str, zone: str) -> str:
    local = f"TRY_CAST(replace({text}, '/', '-') AS TIMESTAMP)"
    zoned = f"({with_offset(text)} AT TIME ZONE {literal(zone)})"
    return (
        f"CASE WHEN {fully_matches(text, YEAR + DAY + '(' + CLOCK + ')?')} THEN {local} "
        f"WHEN {has_offset(text)} THEN {zoned} "
        f"WHEN {fully_matches(text, OTHER_DAY + CLOCK)} "
        f"THEN TRY_CAST({_dashed(text)} AS TIMESTAMP) "
        f"ELSE CAST({_date(text)} AS TIMESTAMP) END"
    )
