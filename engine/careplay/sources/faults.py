"""What is wrong with the data, told as values: where, what was found, what was expected.

A kind of fault is a code, a table and a column (and the word itself, where one wrong word
stands in many rows). The first few of each kind are kept with the total of the kind; every
single one is a row of the ``rejects`` table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careplay.frozen import dataclass
from careplay.visible import one_line

FIRST = 3
"""So many faults of a kind are told one by one; the rest are counted."""

SHAPE = "CP501"
LACKING = "CP502"
NO_DATE = "CP503"
NO_MOMENT = "CP504"
NO_NUMBER = "CP505"
TOO_FINE = "CP506"
NO_BOOLEAN = "CP507"
NO_CHOICE = "CP508"
NO_PERSON = "CP509"
FLOATED = "CP510"
OUT_OF_TIME = "CP511"
REPEATED = "CP512"
NO_TYPE = "CP513"
NO_CUSTOMER = "CP514"
TOO_LARGE = "CP516"
SKIPPED = "CP517"
TWICE = "CP518"
NO_REFERENCE = "CP519"
NO_ROLE = "CP520"
NO_SUCCESSOR = "CP521"
LOOP = "CP522"
ABSENCE = "CP523"
ENDS_FIRST = "CP524"
NO_ACTION = "CP525"
AHEAD = "CP526"
BEFORE = "CP527"
QUOTED = "CP528"
NO_OUTCOME = "CP529"
ALIKE = "CP530"
FORBIDDEN = "CP531"
NO_VALUE = "CP532"
MERGED = "CP533"
NOT_PLAIN = "CP534"
NOT_DONE = "CP535"
PAST_PLAN = "CP536"
BELOW_NONE = "CP537"


@dataclass(frozen=True, slots=True)
class DataFault:
    """One thing to put right in a table, told to the person who keeps it."""

    code: str
    file: str
    row: int | None
    """As the file counts: a heading is row 1. None where the whole file is meant, and of a
    table whose rows have no number."""
    column: str
    """Its heading in the data; empty where the whole row is meant."""
    value: str
    message: str
    """What was found and what was expected."""
    effect: str = ""
    """What careplay does about it."""
    count: int = 1
    """How many of this kind there are in all."""
    table: str = "customers"
    group: str = ""
    """The wrong word, where each is a kind of its own."""
    customer: str = ""
    """Whose row it is, by key, of a table whose rows have no number, where that is known."""

    @property
    def place(self) -> str:
        """Which row of the file, for people; empty where that is not known."""
        return self.customer if self.row is None else str(self.row)

    def __str__(self) -> str:
        """One line: ``file:row: code column "x": found; expected (effect)``."""
        place = f"{self.file}:{self.place}" if self.place else self.file
        column = f'column "{self.column}": ' if self.column else ""
        effect = f" ({self.effect})" if self.effect else ""
        return one_line(f"{place}: {self.code} {column}{self.message}{effect}")


def kind(fault: DataFault) -> tuple[str, ...]:
    """What makes two faults one kind."""
    return fault.table, fault.code, fault.column, fault.group


def counted(faults: Iterable[DataFault]) -> int:
    """How many faults there are, of which the first of each kind are given."""
    return sum({kind(each): each.count for each in faults}.values())


def fault_lines(faults: Iterable[DataFault]) -> Iterator[str]:
    """The faults, one a line; after the first few of a kind, how many more there are."""
    told: dict[tuple[str, ...], list[DataFault]] = {}
    for fault in faults:
        told.setdefault(kind(fault), []).append(fault)
    for same in told.values():
        yield from map(str, same)
        last = same[-1]
        if last.count > len(same):
            column = f' in column "{last.column}"' if last.column else ""
            yield one_line(
                f"{last.file}: {last.code} and {last.count - len(same):,} more like this"
                f"{column}, {last.count:,} in all"
            )
