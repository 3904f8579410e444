"""What the package decides is what the condition means, whatever customers are called."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

package = pytest.importorskip(
    "durable_rules_engine", reason="needs the extra: pip install 'careplay[durable]'"
)

from careplay.engines.durable.judging import chains, packing  # noqa: E402
from careplay.engines.durable.judging.rulesets import (  # noqa: E402
    PackageError,
    Ruleset,
    Rulesets,
    check_apart,
    hash_of,
)
from careplay.engines.durable.programme import Questions  # noqa: E402
from careplay.meaning.truth import Row  # noqa: E402
from careplay.model.conditions import (  # noqa: E402
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Missing,
    NoneOf,
    Not,
    OneOf,
    Operator,
    TextCompare,
    TextOperator,
)
from careplay.model.types import Scalar, Type  # noqa: E402

CONTAINS = TextOperator.CONTAINS

EQUAL, LESS, AT_LEAST = Operator.EQUAL, Operator.LESS, Operator.AT_LEAST
NAMES = (
    "id",
    "sid",
    "$s",
    "m",
    "f0",
    "$and",
    "all",
    "run",
    'a "b"',
    "\\",
    "客户",
    "🎂",
    "a.b",
    "",
)
WORDS = (
    "a", "A", "空调", "", " ", 'a"', "a\\", "a\\\\", "'", "{}", "a,b", "5", "5.0", "true",
    "null",
    "🎂", "nul\x00", "nul", "\ud800", "\x7f", "x" * 500, "x" * 501, "x" * 65_537, "y" * 100_000,
)  # fmt: skip
NUMBERS = (
    0,
    1,
    -1,
    5,
    2**31,
    -(2**31),
    2**52 - 1,
    2**52,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**63),
)


class Judged:
    """Conditions and the judge that decides them."""

    def __init__(self, conditions: Sequence[Condition], types: Mapping[str, Type]) -> None:
        self.questions = Questions(0, tuple(conditions))
        self.judge = Rulesets([self.questions], types)

    def said(self, row: Row) -> list[bool | None]:
        holding = self.judge.holding(self.questions, row)
        failing = self.judge.failing(self.questions, row)
        places = range(len(self.questions.conditions))
        return [n in holding if n in holding or n in failing else None for n in places]


def integers(conditions: Sequence[Condition]) -> Judged:
    return Judged(
        conditions, {f"x{n}": Type.INTEGER for n in range(1000)} | {"x": Type.INTEGER}
    )


def resident() -> int:
    """The memory of this process, in kB."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_may_have_any_name(name: str) -> None:
    made = Judged([Compare(name, EQUAL, "gold"), Missing(name)], {name: Type.TEXT})
    assert [made.said(row) for row in ({name: "gold"}, {name: "A"}, {name: None}, {})] == [
        [True, False],
        [False, False],
        [None, True],
        [None, True],
    ]


def test_every_text_equals_itself_alone() -> None:
    made = Judged([Compare("id", EQUAL, word) for word in WORDS], {"id": Type.TEXT})
    for place, word in enumerate(WORDS):
        said = made.said({"id": word})
        assert [n for n, each in enumerate(said) if each] == [place]
        assert None not in said


def test_every_number_compares_as_it_does() -> None:
    asked = [Compare("sid", operator, n) for n in NUMBERS for operator in Operator]
    made = Judged(asked, {"sid": Type.INTEGER})
    for number in NUMBERS:
        expected = [
            held
            for n in NUMBERS
            for held in (number == n, number < n, number <= n, number > n, number >= n)
        ]
        assert made.said({"sid": number}) == expected


@pytest.mark.parametrize(
    ("kind", "value", "other"),
    [
        (Type.TEXT, "5", "5.0"),
        (Type.TEXT, "true", "True"),
        (Type.CHOICE, "1", "01"),
        (Type.MONEY, Decimal("0.10"), Decimal("0.11")),
        (Type.NUMBER, Decimal("0.333333"), Decimal("0.333334")),
        (Type.NUMBER, Decimal("1E-6"), Decimal(0)),
        (Type.BOOLEAN, True, False),
    ],
)
def test_values_keep_their_types(kind: Type, value: Scalar, other: Scalar) -> None:
    made = Judged([Compare("m", EQUAL, value), Compare("m", EQUAL, other)], {"m": kind})
    assert made.said({"m": value}) == [True, False]


def test_a_missing_value_is_unknown_and_blocks_nothing() -> None:
    asked = Compare("x", AT_LEAST, 5)
    none = NoneOf((asked,))
    assert integers([asked, Not(asked), none, Not(none), OneOf("x", (1, 2))]).said({}) == [
        None,
        None,
        True,
        False,
        None,
    ]


def test_a_row_does_not_meet_those_before_it() -> None:
    made = integers([Compare("x", EQUAL, n) for n in range(3)])
    rows: list[Row] = [{"x": 0}, {"x": 1}, {}, {"x": 1}, {"x": 1}, {"x": 7}, {"x": 0}]
    said = [made.judge.holding(made.questions, row) for row in rows]
    assert said == [{0}, {1}, set(), {1}, {1}, set(), {0}]


def test_more_may_hold_at_once_than_one_ruleset_takes() -> None:
    made = integers([Compare("x", Operator.MORE, n) for n in range(700)])
    assert made.judge.holding(made.questions, {"x": 650}) == {*range(650)}


def test_a_condition_may_stand_in_many_places() -> None:
    made = integers([Compare("x", LESS, 5)] * 600)
    assert made.judge.holding(made.questions, {"x": 4}) == {*range(600)}


def test_more_facts_may_be_asked_than_one_message_tells() -> None:
    made = integers([Compare(f"x{n}", EQUAL, n) for n in range(700)])
    assert made.said({f"x{n}": n for n in range(1000)}) == [True] * 700


def test_a_few_conditions_may_ask_more_facts_than_one_message_tells() -> None:
    fives = [range(n, n + 5) for n in range(0, 300, 5)]
    asked = [AllOf(tuple(Compare(f"x{n}", EQUAL, n) for n in five)) for five in fives]
    assert integers(asked).said({f"x{n}": n for n in range(300)}) == [True] * 60


def test_a_condition_has_alternatives_to_hold_or_to_fail() -> None:
    pairs = [(Compare(f"x{n}", EQUAL, 1), Compare(f"x{n + 10}", EQUAL, 1)) for n in range(8)]
    made = integers([AllOf(tuple(map(AnyOf, pairs))), AnyOf(tuple(map(AllOf, pairs)))])
    ones: Row = {f"x{n}": 1 for n in range(10)}
    noughts: Row = {f"x{n + 10}": 0 for n in range(10)}
    assert made.said({}) == [None, None]
    assert made.said(ones) == [True, None]
    assert made.said({**ones, **noughts}) == [True, False]
    assert made.said({**ones, "x15": 1}) == [True, True]


def test_a_text_that_holds_another_is_found_beside_what_the_package_compares() -> None:
    made = Judged(
        [AllOf((TextCompare("t", CONTAINS, "空调"), Compare("x", LESS, 3)))],
        {"t": Type.TEXT, "x": Type.INTEGER},
    )
    rows: list[Row] = [
        {"t": "美的空调", "x": 2},
        {"t": "冰箱", "x": 2},
        {"t": "空调", "x": 3},
        {"x": 3},
        {"x": 2},
    ]
    assert [made.said(row) for row in rows] == [[True], [False], [False], [False], [None]]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for its memory")
def test_memory_is_flat() -> None:
    asked: list[Condition] = [
        Compare("t", EQUAL, "a"),
        TextCompare("t", CONTAINS, "b"),
        Compare("x", LESS, 9),
    ]
    made = Judged(asked, {"t": Type.TEXT, "x": Type.INTEGER})
    rows: list[Row] = [{"t": "a" * (n % 300), "x": n % 20} for n in range(20_000)]
    for row in rows[:2000]:
        made.said(row)
    before = resident()
    for row in rows:
        made.said(row)
    assert resident() - before < 2000


def test_only_what_is_asked_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(package, "create_ruleset", lambda *told: made.append(told[1]))
    monkeypatch.setattr(package, "assert_fact", lambda *_: (1, 0))
    judged = integers([Compare("x", LESS, 3)])
    assert not made
    judged.judge.holding(judged.questions, {"x": 2})
    judged.judge.holding(judged.questions, {"x": 1})
    assert made == ['{"0": {"all": [{"m": {"$lt": {"f0": 3}}}]}}']


@pytest.fixture
def pushed(monkeypatch: pytest.MonkeyPatch) -> None:
    """More in a ruleset than the package has room for."""
    monkeypatch.setattr(packing, "RULES", 200)
    monkeypatch.setattr(packing, "FIELDS", 400)


@pytest.mark.usefixtures("pushed")
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ([Compare("x", Operator.MORE, n) for n in range(70)], "303"),
        ([AllOf(tuple(Compare(f"x{n}", EQUAL, 1) for n in range(260)))], "302"),
    ],
)
def test_what_the_package_refuses_is_an_error_that_names_its_code(
    asked: list[Condition], code: str
) -> None:
    made = integers(asked)
    with pytest.raises(package.error, match=code):
        made.said({"x": 1000, **{f"x{n}": 1 for n in range(260)}})


def test_an_answer_that_is_none_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "assert_fact", lambda *_: (2, 0))
    with pytest.raises(PackageError, match="2"):
        integers([Compare("x", LESS, 3)]).said({"x": 2})


def test_rules_that_go_on_firing_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "complete_and_start_action", lambda *_: '{"0":{"m":{}}}')
    with pytest.raises(PackageError, match="firing"):
        integers([Compare("x", LESS, 3)]).said({"x": 2})


def test_a_fact_is_taken_back_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    made = integers([Compare("x", LESS, 3), Compare("x", LESS, 2)])
    with monkeypatch.context() as broken:
        broken.setattr(Ruleset, "_drained", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            made.judge.holding(made.questions, {"x": 2})
    assert made.judge.holding(made.questions, {"x": 1}) >= {1}


def test_names_are_hashed_as_the_package_hashes_them() -> None:
    assert (hash_of("id"), hash_of("sid")) == (926444256, 3593476751)


def test_names_that_are_one_to_the_package_are_told() -> None:
    with pytest.raises(AssertionError, match="liquid"):
        check_apart(["costarring", "liquid"])


def test_the_alternatives_of_a_long_list_are_one_question() -> None:
    made = integers([OneOf("x", tuple(range(0, 2000, 2)))])
    assert chains.OPENED < 1000
    assert [made.said({"x": n}) for n in (0, 1, 1998, 2000)] == [
        [True],
        [False],
        [True],
        [False],
    ]
