"""A table as it was read, before its cells are typed: which columns, and in what row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from careplay.frozen import dataclass
from careplay.model.types import Type
from careplay.model.written import AS_USUAL, WrittenForms
from careplay.sources.columns import literal
from careplay.sources.notes import DataNote


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column that is read: our name, its heading in the data, and what its cells are."""

    name: str
    heading: str
    type: Type
    choices: tuple[str, ...] | None = None
    """The words a choice or a staff column may hold; None where any will do."""
    seldom: tuple[str, ...] = ()
    """More such words, looked for only where some cell holds none of those."""
    events: tuple[str, ...] = ()
    """The event types that have the attribute; empty where every row has the column."""
    needed: tuple[str, ...] = ()
    """The event types that say nothing of a case, a stay or an action without it."""
    lunar: str = ""
    """For a date written lunar: ``lunar``, or the name of the fact that tells."""
    required: bool = False
    """Whether a row without it is left out."""
    personal: bool = False
    """Whether faults show its values masked."""
    key: bool = False
    """Whether it tells a row, or what an event is of: it is shown as it is, so that people find
    it, unless it is personal."""
    optional: tuple[str, ...] = ()
    """The event types that have the attribute, where none is declared with it: the table may
    lack the column. Empty for all other columns."""
    spare: bool = False
    """Whether the table may lack it as long as no row of it is of an event that has it: people
    record such events themselves (``store``)."""

    line: str = ""
    """What is written in careplay.yaml where its heading is another, ``%s``."""
    form: WrittenForms = AS_USUAL
    """How its cells are written, where that is stated."""

    @property
    def takes_any_text(self) -> bool:
        """Whether any text is a value of the column."""
        return self.type is Type.TEXT or (self.type is Type.STAFF and self.choices is None)


@dataclass(frozen=True, slots=True)
class Raw:
    """What SQL selects from, and how each column and each row's place is written in it."""

    table: str
    """``customers``, ``events`` or ``staff``."""
    relation: str
    """What stands after FROM."""
    cells: Mapping[str, tuple[str, str]]
    """By our name: the SQL of the cell as read, and its DuckDB type."""
    file: str
    row: str
    files: tuple[str, ...]
    staged: str = ""
    """The table the text was read into; empty where the files are read in place."""
    numbered: bool = True
    """False where blank lines were not counted, so that row numbers may be too small."""
    notes: tuple[DataNote, ...] = field(default=())
    meant: Mapping[str, str] = field(default_factory=dict)
    """By our name: the SQL of what a cell means, where it is read by a stated form."""

    headings: Mapping[str, str] = field(default_factory=dict)
    """By our name: the SQL of a column's heading, where it is not the same in all files."""

    def heading(self, column: SourceColumn) -> str:
        """The SQL of the heading that a fault of the column tells."""
        return self.headings.get(column.name) or literal(column.heading)

    def cell(self, name: str) -> str:
        """The SQL of one cell."""
        return self.cells[name][0]
