"""Careplay's frozen dataclasses are those of ``dataclasses``, made in less time."""

from __future__ import annotations

import ast
import copy
import dataclasses
import inspect
import pickle
import pkgutil
from collections.abc import Iterator
from dataclasses import MISSING, FrozenInstanceError, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import careplay
from careplay import frozen


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(careplay.__path__, "careplay."):
        if not found.name.endswith("__main__"):
            yield found.name


def classes() -> Iterator[type[Any]]:
    """Every class of careplay that is made by ``frozen``."""
    for name in modules():
        for each in vars(import_module(name)).values():
            ours = isinstance(each, type) and each.__module__ == name
            if ours and each.__setattr__ is frozen.refuse_to_assign:
                yield each


OWN = ("__repr__", "__eq__", "__hash__")
"""What a class may say of itself otherwise than its fields do."""

CLASSES = sorted(classes(), key=lambda each: (each.__module__, each.__qualname__))


def twin(made: type[Any]) -> type[Any]:
    """The class as ``dataclasses`` itself makes it."""
    asked = [
        (
            each.name,
            each.type,
            field(
                default=each.default,
                default_factory=each.default_factory,
                compare=each.compare,
                repr=each.repr,
            ),
        )
        for each in dataclasses.fields(made)
    ]
    order = "__lt__" in vars(made)
    own = {
        name: vars(made)[name] for name in OWN if vars(made)[name].__module__ == made.__module__
    }
    return dataclasses.make_dataclass(
        made.__qualname__, asked, namespace=own, frozen=True, slots=True, order=order
    )


def instance(of: type[Any], first: str = "a") -> Any:
    fields = dataclasses.fields(of)
    return of(*(f"{first if n == 0 else 'b'}{n}" for n, _ in enumerate(fields)))


PAIRS = [(made, twin(made)) for made in CLASSES]


def signature(of: type[Any]) -> list[tuple[str, object, object]]:
    return [
        (each.name, each.kind, each.annotation)
        for each in inspect.signature(of).parameters.values()
    ]


def slots(of: type[Any]) -> set[str]:
    """The slots of the class and of those it is derived from."""
    return {slot for each in of.__mro__ for slot in getattr(each, "__slots__", ())}


def test_there_are_many() -> None:
    assert len(CLASSES) > 100


def test_a_class_takes_what_its_twin_takes() -> None:
    for made, theirs in PAIRS:
        assert signature(made) == signature(theirs)
        assert made.__match_args__ == theirs.__match_args__
        assert slots(made) == slots(theirs)


def test_an_instance_is_told_and_hashed_as_its_twin() -> None:
    for made, theirs in PAIRS:
        one, other = instance(made), instance(theirs)
        assert repr(one) == repr(other)
        assert hash(one) == hash(other)
        assert one != other
        assert one == instance(made)
        assert (one == instance(made, "z")) == (other == instance(theirs, "z"))


def test_what_is_absent_stands_by_its_default() -> None:
    for made, theirs in PAIRS:
        given = [
            each.name
            for each in dataclasses.fields(made)
            if each.default is MISSING and each.default_factory is MISSING
        ]
        one, other = (of(**dict.fromkeys(given, 1)) for of in (made, theirs))
        for each in dataclasses.fields(made):
            assert getattr(one, each.name) == getattr(other, each.name)


def test_an_instance_is_frozen_and_can_be_copied() -> None:
    for made in CLASSES:
        one = instance(made)
        assert one == copy.copy(one) == dataclasses.replace(one)
        assert one == pickle.loads(pickle.dumps(one))  # noqa: S301 - its own
        for each in dataclasses.fields(made):
            with pytest.raises(FrozenInstanceError, match=each.name):
                setattr(one, each.name, "c")
            with pytest.raises(FrozenInstanceError, match=each.name):
                delattr(one, each.name)
        with pytest.raises(FrozenInstanceError):
            one.of_no_field = 1


@frozen.dataclass(frozen=True, slots=True, order=True)
class Ordered:
    first: int
    second: int = field(default=0, compare=False)
    third: list[int] = field(default_factory=list)


def test_order_is_that_of_the_compared_fields() -> None:
    assert Ordered(1, 9, [2]) == Ordered(1, 0, [2])
    assert Ordered(1, 9, [2]) < Ordered(1, 0, [3]) <= Ordered(2)
    assert Ordered(2) > Ordered(1) >= Ordered(1, 9)
    with pytest.raises(TypeError):
        assert Ordered(1) < 2  # type: ignore[operator]
    assert sorted([Ordered(2), Ordered(1)]) == [Ordered(1), Ordered(2)]


def test_each_instance_has_a_list_of_its_own() -> None:
    assert Ordered(1).third is not Ordered(1).third


def test_wrong_arguments_are_told_as_by_any_function() -> None:
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'first'"):
        Ordered()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'fourth'"):
        Ordered(1, fourth=2)  # type: ignore[call-arg]


def test_what_is_not_made_here_is_refused() -> None:
    with pytest.raises(TypeError, match="frozen"):
        frozen.dataclass(slots=True)(Ordered)

    class Doing:
        first: int

        def __post_init__(self) -> None: ...

    with pytest.raises(TypeError, match="Doing asks for more"):
        frozen.dataclass(frozen=True, slots=True)(Doing)


def test_whatever_is_frozen_is_made_here_but_for_what_the_decision_names() -> None:
    home = Path(careplay.__file__).parent
    found = {
        f"{file.relative_to(home).as_posix()}:{name}"
        for file in home.rglob("*.py")
        for name in frozen_by_dataclasses(file.read_text(encoding="utf-8"))
    }
    assert {each for each in found if not each.startswith(("calendars/", "commands/"))} == set()


def frozen_by_dataclasses(text: str) -> Iterator[str]:
    """The classes that ``dataclasses`` makes frozen, and equal to others."""
    tree = ast.parse(text)
    imports = (each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom))
    named = any(
        each.module == "dataclasses" and "dataclass" in {one.name for one in each.names}
        for each in imports
    )
    for made in (each for each in ast.walk(tree) if isinstance(each, ast.ClassDef)):
        for by in made.decorator_list:
            said = ast.unparse(by)
            of_python = said.startswith("dataclasses.dataclass(") or (
                named and said.startswith("dataclass(")
            )
            if of_python and "frozen=True" in said and "eq=False" not in said:
                yield made.name


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A: ...", ["A"]),
        ("import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass A: ...", ["A"]),
        ("from careplay.frozen import dataclass\n@dataclass(frozen=True)\nclass A: ...", []),
        ("from dataclasses import dataclass\n@dataclass(slots=True)\nclass A: ...", []),
    ],
)
def test_what_dataclasses_makes_is_seen(said: str, names: list[str]) -> None:
    assert [*frozen_by_dataclasses(said)] == names
