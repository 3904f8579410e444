"""What each form of a cell stands for, in English and in Chinese."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from careplay.language.conditions import words
from careplay.language.conditions.cells import cell, one_of
from careplay.language.conditions.comparisons import NOBODY
from careplay.language.kinds import Kind
from careplay.language.wrong import Wrong
from careplay.model.conditions import (
    AllOf,
    Compare,
    Condition,
    Missing,
    Not,
    OneOf,
    Operand,
    Operator,
    TextCompare,
    TextOperator,
    Today,
)
from careplay.model.types import Parameter, Span, Type, Unit

TIER = Kind(Type.CHOICE, ("gold", "platinum", "普通", "非会员"))
TRAP = Kind(Type.CHOICE, ("present", "missing", "在"))
INTEGER, NUMBER, MONEY = Kind(Type.INTEGER), Kind(Type.NUMBER), Kind(Type.MONEY)
DATE, MOMENT = Kind(Type.DATE), Kind(Type.MOMENT)
TEXT, BOOLEAN, STAFF = Kind(Type.TEXT), Kind(Type.BOOLEAN), Kind(Type.STAFF)

PRESENT, MISSING = Not(Missing(NOBODY)), Missing(NOBODY)
YEAR_END = date(2026, 12, 31)
NOW = Today(Span(0))


def is_(value: Operand) -> Compare:
    return Compare(NOBODY, Operator.EQUAL, value)


def at_least(value: Operand) -> Compare:
    return Compare(NOBODY, Operator.AT_LEAST, value)


def at_most(value: Operand) -> Compare:
    return Compare(NOBODY, Operator.AT_MOST, value)


def over(value: Operand) -> Compare:
    return Compare(NOBODY, Operator.MORE, value)


def under(value: Operand) -> Compare:
    return Compare(NOBODY, Operator.LESS, value)


def both(*parts: Condition) -> AllOf:
    return AllOf(parts)


def today(amount: int | Parameter, unit: Unit = Unit.DAYS) -> Today:
    negative = isinstance(amount, int) and amount < 0
    return Today(Span(abs(amount) if isinstance(amount, int) else amount, unit, negative))


def ago(amount: int | Parameter, unit: Unit = Unit.DAYS) -> Today:
    return Today(Span(amount, unit, negative=True))


CHOICES: list[tuple[str, Kind, Condition]] = [
    ("gold", TIER, is_("gold")),
    ("普通", TIER, is_("普通")),
    ("非会员", TIER, is_("非会员")),
    ("not gold", TIER, Not(is_("gold"))),
    ("非 gold", TIER, Not(is_("gold"))),
    ("非gold", TIER, Not(is_("gold"))),
    ("非 普通", TIER, Not(is_("普通"))),
    ("非普通", TIER, Not(is_("普通"))),
    ("非非会员", TIER, Not(is_("非会员"))),
    ("present", TIER, PRESENT),
    ("有", TIER, PRESENT),
    ("missing", TIER, MISSING),
    ("无", TIER, MISSING),
    ("not missing", TRAP, PRESENT),
    ("not present", TRAP, MISSING),
    ("$level", TIER, is_(Parameter("level"))),
    ("not $level", TIER, Not(is_(Parameter("level")))),
]
NUMBERS: list[tuple[str, Kind, Condition]] = [
    ("5", INTEGER, is_(5)),
    ("-3", INTEGER, is_(-3)),
    ("12.50", MONEY, is_(Decimal("12.50"))),
    ("not 5", INTEGER, Not(is_(5))),
    ("非5", INTEGER, Not(is_(5))),
    ("at least 5", INTEGER, at_least(5)),
    ("at least  5", INTEGER, at_least(5)),
    ("至少5", INTEGER, at_least(5)),
    ("至少 5", INTEGER, at_least(5)),
    ("不少于5", INTEGER, at_least(5)),
    ("over 5", INTEGER, over(5)),
    ("超过5", INTEGER, over(5)),
    ("超过 5", INTEGER, over(5)),
    ("at most 5", INTEGER, at_most(5)),
    ("至多5", INTEGER, at_most(5)),
    ("不超过 5", INTEGER, at_most(5)),
    ("under 5", INTEGER, under(5)),
    ("低于5", INTEGER, under(5)),
    ("不足5", INTEGER, under(5)),
    ("at least 0.5", NUMBER, at_least(Decimal("0.5"))),
    ("5 to 9", INTEGER, both(at_least(5), at_most(9))),
    ("5至9", INTEGER, both(at_least(5), at_most(9))),
    ("5 至 9", INTEGER, both(at_least(5), at_most(9))),
    ("5 to under 10", INTEGER, both(at_least(5), under(10))),
    ("5至不足10", INTEGER, both(at_least(5), under(10))),
    ("5至低于10", INTEGER, both(at_least(5), under(10))),
    ("-5 to -1", INTEGER, both(at_least(-5), at_most(-1))),
    ("$gold_spend", MONEY, is_(Parameter("gold_spend"))),
    ("at least $gold_spend", MONEY, at_least(Parameter("gold_spend"))),
    ("至少$gold_spend", MONEY, at_least(Parameter("gold_spend"))),
    ("$low to under $high", MONEY, both(at_least(Parameter("low")), under(Parameter("high")))),
    ("present", INTEGER, PRESENT),
    ("missing", MONEY, MISSING),
]
DATES: list[tuple[str, Kind, Condition]] = [
    ("2026-12-31", DATE, is_(YEAR_END)),
    ("before 2026-12-31", DATE, under(YEAR_END)),
    ("早于2026-12-31", DATE, under(YEAR_END)),
    ("after 2026-12-31", MOMENT, over(YEAR_END)),
    ("晚于 2026-12-31", DATE, over(YEAR_END)),
    ("on or after 2026-12-31", DATE, at_least(YEAR_END)),
    ("不早于2026-12-31", DATE, at_least(YEAR_END)),
    ("on or before 2026-12-31", DATE, at_most(YEAR_END)),
    ("不晚于2026-12-31", DATE, at_most(YEAR_END)),
    ("2026-12-01 to 2026-12-31", DATE, both(at_least(date(2026, 12, 1)), at_most(YEAR_END))),
    ("2026-12-01至2026-12-31", DATE, both(at_least(date(2026, 12, 1)), at_most(YEAR_END))),
    ("today", DATE, is_(NOW)),
    ("今天", DATE, is_(NOW)),
    ("before today", DATE, under(NOW)),
    ("on or after today", DATE, at_least(NOW)),
    ("不早于今天", DATE, at_least(NOW)),
    ("in the last 30 days", DATE, both(at_least(ago(30)), at_most(NOW))),
    ("in the last 1 day", DATE, both(at_least(ago(1)), at_most(NOW))),
    ("最近30天", MOMENT, both(at_least(ago(30)), at_most(NOW))),
    ("最近 12个月", DATE, both(at_least(ago(12, Unit.MONTHS)), at_most(NOW))),
    ("in the next 7 days", DATE, both(at_least(NOW), at_most(today(7)))),
    ("未来7天", DATE, both(at_least(NOW), at_most(today(7)))),
    ("未来 2 周", DATE, both(at_least(NOW), at_most(today(2, Unit.WEEKS)))),
    ("over 90 days ago", DATE, under(ago(90))),
    ("over 2 years ago", MOMENT, under(ago(2, Unit.YEARS))),
    ("超过90天前", DATE, under(ago(90))),
    ("超过 90 天前", DATE, under(ago(90))),
    ("in the last $n days", DATE, both(at_least(ago(Parameter("n"))), at_most(NOW))),
    ("最近$n天", DATE, both(at_least(ago(Parameter("n"))), at_most(NOW))),
    ("after $opening", DATE, over(Parameter("opening"))),
    ("present", DATE, PRESENT),
]
OTHERS: list[tuple[str, Kind, Condition]] = [
    ("true", BOOLEAN, is_(True)),
    ("false", BOOLEAN, is_(False)),
    ("是", BOOLEAN, is_(True)),
    ("否", BOOLEAN, is_(False)),
    ("not true", BOOLEAN, Not(is_(True))),
    ("missing", BOOLEAN, MISSING),
    ("无锡", TEXT, is_("无锡")),
    ("有", TEXT, PRESENT),
    ("非 无锡", TEXT, Not(is_("无锡"))),
    ("Wuxi to Suzhou", TEXT, is_("Wuxi to Suzhou")),
    ("contains 空调", TEXT, TextCompare(NOBODY, TextOperator.CONTAINS, "空调")),
    ("包含空调", TEXT, TextCompare(NOBODY, TextOperator.CONTAINS, "空调")),
    ("包含 空调", TEXT, TextCompare(NOBODY, TextOperator.CONTAINS, "空调")),
    ("contains $brand", TEXT, TextCompare(NOBODY, TextOperator.CONTAINS, Parameter("brand"))),
    ("not contains 空调", TEXT, Not(TextCompare(NOBODY, TextOperator.CONTAINS, "空调"))),
    ("E001", STAFF, is_("E001")),
    ("not E001", STAFF, Not(is_("E001"))),
    ("present", STAFF, PRESENT),
]


@pytest.mark.parametrize(("text", "kind", "meaning"), CHOICES + NUMBERS + DATES + OTHERS)
def test_a_cell_means(text: str, kind: Kind, meaning: Condition) -> None:
    assert cell(text, kind) == meaning


@pytest.mark.parametrize(
    ("texts", "kind", "values"),
    [
        (("gold", "platinum"), TIER, ("gold", "platinum")),
        (("gold",), TIER, ("gold",)),
        (("$level", "gold"), TIER, (Parameter("level"), "gold")),
        (("5", "6"), INTEGER, (5, 6)),
        (("2026-12-31", "today"), DATE, (YEAR_END, NOW)),
        (("at least 5", "a, b", "present", "非常好"), TEXT, None),
        (("present", "在"), TRAP, ("present", "在")),
    ],
)
def test_a_list_holds_values_and_never_words_of_the_language(
    texts: tuple[str, ...], kind: Kind, values: tuple[Operand, ...] | None
) -> None:
    assert one_of(texts, kind) == OneOf(NOBODY, values or texts)


WRONG = [
    ("", TIER, "CP211", 'write "missing"'),
    ("gld", TIER, "CP202", 'did you mean "gold"? choices are gold, platinum'),
    ("非 gld", TIER, "CP202", 'did you mean "gold"?'),
    ("gold, platinum", TIER, "CP203", "write the list [gold, platinum]"),
    ("gold，普通", TIER, "CP203", "write the list [gold, 普通]"),
    ("gold、普通", TIER, "CP203", "write the list [gold, 普通]"),
    ("gold or platinum", TIER, "CP203", "write the list [gold, platinum]"),
    ("at least 5", TIER, "CP205", "write one of gold, platinum"),
    ("contains gold", TIER, "CP205", "write one of gold"),
    ("present", TRAP, "CP201", 'write [present] for the choice, or "not missing"'),
    ("missing", TRAP, "CP201", 'write [missing] for the choice, or "not present"'),
    ("gold", INTEGER, "CP201", "write a number such as 5, or at least 5"),
    ("5, 6", INTEGER, "CP203", "write the list [5, 6]"),
    ("5 or 6", INTEGER, "CP203", "write the list [5, 6]"),
    ("12,000", MONEY, "CP207", "write 12000"),
    ("at least 12，000", MONEY, "CP207", "write 12000"),
    ("20%", NUMBER, "CP207", "a number is written without %: 0.2"),
    ("at least 5000元", MONEY, "CP207", "write 5000, without a unit"),
    ("至少５", INTEGER, "CP207", "write 5, in plain digits"),
    ("2.5", INTEGER, "CP207", "write a whole number"),
    ("1.234", MONEY, "CP207", "at most 2 may stand after the point"),
    ("12345678901234567", MONEY, "CP207", "at most 16 digits"),
    ("1e3", NUMBER, "CP207", "write 1000"),
    (">= 5", INTEGER, "CP201", 'write "at least 5"'),
    ("＞5", INTEGER, "CP201", 'write "over 5"'),
    ("<5", INTEGER, "CP201", 'write "under 5"'),
    ("= 5", INTEGER, "CP201", 'write "5" alone'),
    ("!= gold", TIER, "CP201", 'write "not gold"'),
    ("before 5", INTEGER, "CP205", 'write "under 5"'),
    ("not at least 5", INTEGER, "CP201", 'write "under 5"'),
    ("not over $x", INTEGER, "CP201", 'write "at most $x"'),
    ("not 5 to 9", INTEGER, "CP201", 'put "5 to 9" under "none:"'),
    ("contains 5", INTEGER, "CP205", "write a number"),
    ("2026-02-30", DATE, "CP204", "that month ends on 2026-02-28"),
    ("before 2026-13-01", DATE, "CP204", "months run from 01 to 12"),
    ("2026/5/1", DATE, "CP204", "write 2026-05-01"),
    ("after 2026年5月1日", DATE, "CP204", "write 2026-05-01"),
    ("before 2026-05-01 10:30", MOMENT, "CP204", "a moment counts by its date"),
    ("over 2026-05-01", DATE, "CP205", 'write "after 2026-05-01"'),
    ("in the last 30 working days", DATE, "CP208", "here it is counted in days, weeks"),
    ("最近30小时", DATE, "CP208", "here it is counted in days, weeks"),
    ("yes", BOOLEAN, "CP201", "write true"),
    ("True", BOOLEAN, "CP201", "write true"),
    ("maybe", BOOLEAN, "CP201", "write true or false"),
    ("at least 5", TEXT, "CP205", "or [at least 5] for these very words"),
    ("before 2026-12-31", TEXT, "CP205", "for these very words"),
    ("非常好", TEXT, "CP201", 'write "非 常好" for not, or [非常好]'),
    ("北京,上海", TEXT, "CP203", "write the list [北京, 上海], or"),
    ("contains 空调,冰箱", TEXT, "CP203", 'one "contains" for each'),
    ("not [gold, platinum]", TIER, "CP201", 'put the list [gold, platinum] under "none:"'),
    ("[gold, platinum]", TIER, "CP201", "write [gold, platinum] without quotes"),
    ("5-9", INTEGER, "CP201", 'write "5 to 9"'),
    ("5到9", INTEGER, "CP201", 'write "5至9"'),
    ("5+", INTEGER, "CP201", 'write "at least 5"'),
    ("5以上", INTEGER, "CP201", 'write "至少5"'),
    ("5 or less", INTEGER, "CP201", 'write "at most 5"'),
    ("5以下", INTEGER, "CP201", 'write "至多5", or "低于5" without 5 itself'),
    ("more than 5", INTEGER, "CP201", 'write "over 5"'),
    ("less than 5", INTEGER, "CP201", 'write "under 5"'),
    ("大于5", INTEGER, "CP201", 'write "超过5"'),
    ("少于5", INTEGER, "CP201", 'write "低于5"'),
    ("30天内", DATE, "CP201", 'write "最近30天" or "未来30天"'),
    ("90天前", DATE, "CP201", 'write "超过90天前"'),
    ("近30天", DATE, "CP201", 'write "最近30天"'),
    ("within 30 days", DATE, "CP201", 'write "in the last 30 days" or'),
    ("last 30 days", DATE, "CP201", 'write "in the last 30 days"'),
    ("next 7 days", DATE, "CP201", 'write "in the next 7 days"'),
    ("over 90 days", DATE, "CP201", 'write "over 90 days ago"'),
    ("at least 90 days ago", DATE, "CP201", 'write "over 90 days ago"'),
    ("E001, E002", STAFF, "CP203", "write the list [E001, E002]"),
]


@pytest.mark.parametrize(("text", "kind", "code", "way"), WRONG)
def test_a_cell_that_cannot_be_read_says_the_way_out(
    text: str, kind: Kind, code: str, way: str
) -> None:
    found = cell(text, kind)
    assert isinstance(found, Wrong)
    assert (found.code, way in found.way) == (code, True), found


@pytest.mark.parametrize(
    ("texts", "kind", "code", "way"),
    [
        ((), TIER, "CP211", "name at least one value"),
        (("gold", "plat"), TIER, "CP202", "choices are"),
        (("gold", "missing"), TIER, "CP201", 'under "any:"'),
        (("5", "at least 9"), INTEGER, "CP201", 'under "any:"'),
        (("5", "x"), INTEGER, "CP207", "write digits"),
    ],
)
def test_a_list_that_cannot_be_read_says_the_way_out(
    texts: tuple[str, ...], kind: Kind, code: str, way: str
) -> None:
    found = one_of(texts, kind)
    assert isinstance(found, Wrong)
    assert (found.code, way in found.way) == (code, True), found


def test_texts_are_compared_in_every_way_that_there_is() -> None:
    assert {operator for _, operator in words.TEXTS} == {*TextOperator}
