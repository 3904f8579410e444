"""The customers and events of one run, typed, on a DuckDB connection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.model.business import Person
from careplay.sources.faults import DataFault
from careplay.sources.handing_over import HandedOver
from careplay.sources.notes import DataNote
from careplay.sources.raw import SourceColumn
from careplay.sources.unchanged import Stamp

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were read, and how many of them could not be used."""

    customers: int = 0
    customers_left_out: int = 0
    events: int = 0
    events_left_out: int = 0
    staff: int = 0
    faults: int = 0
    """Every fault of the data; ``Loaded.faults`` holds the first few of each kind."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the engines read: two tables by name, and the people.

    ``customers``: ``customer_id`` (BIGINT where every key is an integer, else VARCHAR) and
    a column for each declared fact. ``events``: ``customer_id``, ``type``, ``at``, ``key``
    and a column for each attribute name. Column names are quoted: ``at`` is a keyword.
    """

    connection: duckdb.DuckDBPyConnection
    customers: str
    events: str
    people: tuple[Person, ...] = ()
    faults: tuple[DataFault, ...] = ()
    counts: Counts = Counts()
    rejects: str = "rejects"
    """A view ``file, row, column, value, expected, code`` with every fault, in order."""
    notes: tuple[DataNote, ...] = ()
    """What is no fault but worth telling: columns nobody declared, a table without rows."""
    outcomes: str = ""
    """A relation ``file, row, column, value, customer_id, type, at, put_off``: the events that
    tell what became of an action, whose id is the value; empty where no event type does."""
    absent_outcomes: str = ""
    """The same of customers who are not in the table, whose events are left out."""
    idle_types: frozenset[str] = frozenset()
    """The event types that nobody declared, no row is of, and no rule asks for."""
    integer_keys: bool = False
    """Whether ``customer_id`` is surely BIGINT."""
    columns: Mapping[tuple[str, str], SourceColumn] = field(default_factory=dict)
    """What was read, by table and heading."""
    recorded: bool = False
    """Whether the events tell when they were entered (``sources/recording.py``)."""
    handed_over: tuple[HandedOver, ...] = ()
    """Whose work is whose from which day on; ``people`` are as of a day once it is known
    which (``sources/recording.py``)."""
    corrected: bool = False
    """Whether some were entered again."""
    event_days: Mapping[str, frozenset[date]] | None = None
    """By event type the days on which there is any, by whatever day it was entered.

    None where there are so many events that looking costs more than it saves."""
    dated: bool = False
    """Whether there are faults that some days have and others have not."""
    only: str | None = None
    """The key of the one customer whose undecided occasions are told; None: everybody's."""
    known_by: tuple[str, str] | None = None
    """The events by which customers are known, and what is selected of them; None where there
    is a table of customers."""
    apart: bool = False
    """Whether the undecided occasions of each customer are told apart."""
    files: tuple[str, ...] = ()
    """The data files that were read, as messages name them."""
    table_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The same by table, with those of staff."""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """How those were when reading them began that each day is read from anew (Parquet)."""
