"""How a table is written, as its business states it: ``from:`` with a layout, ``written:``."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.frozen import dataclass
from careplay.language.codes import BAD_WRITTEN
from careplay.language.nodes import Node, plain_value, spelt
from careplay.language.suggestions import way_out
from careplay.language.values.date_forms import NO_YEAR, date_form
from careplay.language.wrong import Wrong
from careplay.model.types import TIMES, Type
from careplay.model.written import AS_USUAL, CODECS, DateForm, Layout, WrittenForms

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")
LINES = (".jsonl", ".ndjson")
MAPPED = frozenset({Type.CHOICE, Type.TEXT, Type.STAFF})
"""The types whose words may be called otherwise in the data."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Where a table is, as one text, and how it is laid out there."""

    location: str
    layout: Layout


def stated(node: Node, noun: str) -> Stated:
    """``from:`` as a path, or with what its file needs said; ``node`` has the keys."""
    source = node.get("from")
    if source is not None and isinstance(source.value, list):
        return Stated("", Layout())
    if source is None or not isinstance(source.value, Mapping):
        return Stated(node.text("from"), Layout())
    return of_file(source.called(noun))


def of_file(node: Node) -> Stated:
    """The same of a mapping with ``file:``."""
    file, sheet = node.text("file"), node.text("sheet")
    path = file.partition("#")[0].lower()
    if sheet:
        if path.endswith(WORKBOOKS) and "#" not in file:
            file = f"{file}#{sheet}"
        else:
            _misplaced(node, "sheet", "a sheet is of a workbook", "leave it out")
    if not path.endswith((*TEXTS, *WORKBOOKS)):
        for key in ("heading", "until"):
            _misplaced(node, key, "only text and workbooks have rows around a table")
    if not path.endswith((*TEXTS, *LINES)):
        _misplaced(node, "encoding", "only text is in an encoding")
    encoding = CODECS.get(node.text("encoding"), "")
    return Stated(file, Layout(_heading(node), node.text("until"), encoding))


def _misplaced(node: Node, key: str, why: str, way: str = "leave it out") -> None:
    told = node.get(key)
    if told is not None:
        told.say(BAD_WRITTEN, f"{key}: says nothing of this file, for {why}", way, told.key_at)


def _heading(node: Node) -> tuple[int, ...]:
    """The rows of the heading, one below the other."""
    told = node.get("heading")
    if told is None:
        return ()
    rows = tuple(int(word) for word in node.words("heading") if word.isdecimal())
    if rows != tuple(range(rows[0], rows[0] + len(rows))) if rows else True:
        way = "write the number of one row, or of two such as [3, 4]"
        told.say(BAD_WRITTEN, "the rows of a heading follow each other", way)
        return ()
    return () if rows == (1,) else rows


def written(node: Node | None) -> WrittenForms:
    """What stands under ``written:``; as usual where nothing does."""
    told = None if node is None else node.get("written")
    if told is None or not isinstance(told.value, Mapping):
        return AS_USUAL
    forms = tuple(_date_forms(told))
    year = told.text("year")
    if any(each.pattern in NO_YEAR for each in forms) and not year:
        what = "the dates tell no year"
        (told.get("dates") or told).say(BAD_WRITTEN, what, "add year: 2026, or whichever it is")
    yes, no = told.words("means_yes"), told.words("means_no")
    if both := sorted({*map(str.lower, yes)} & {*map(str.lower, no)}):
        what = f'"{both[0]}" means both yes and no'
        (told.get("means_no") or told).say(BAD_WRITTEN, what, "leave it in one of the two")
    return WrittenForms(
        forms,
        year,
        told.text("decimal"),
        told.words("missing"),
        tuple(each.lower() for each in yes),
        tuple(each.lower() for each in no),
    )


def _date_forms(told: Node) -> list[DateForm]:
    found = []
    for row in told.rows("dates"):
        form = date_form(_spelt(row))
        if isinstance(form, Wrong):
            row.tell(form)
        elif form is not None:
            found.append(form)
    return found


def _spelt(row: Node) -> str:
    found = plain_value(row.value)
    return "" if found is None else spelt(found)


def words_of_data(node: Node, type_: Type, choices: tuple[str, ...]) -> dict[str, str]:
    """``values:``: what words of the data mean; a meaning that is no choice is told."""
    told = node.get("values")
    if told is None:
        return {}
    if type_ not in MAPPED:
        way = "use written: {means_yes: […]}" if type_ is Type.BOOLEAN else "leave it out"
        told.say(
            BAD_WRITTEN, f"values: is for words, but the type is {type_}", way, told.key_at
        )
        return {}
    found = {}
    for word, below in node.entries("values"):
        meaning = _spelt(below)
        if type_ is Type.CHOICE and choices and meaning not in choices:
            what = f'unknown choice "{meaning}"'
            below.called(node.where).say(
                BAD_WRITTEN, what, way_out(meaning, choices, "choices")
            )
        found[word] = meaning
    return found


def demand_dates(node: Node, type_: Type, form: WrittenForms) -> None:
    """Tell a fact whose ``written:`` speaks of dates, and that is none."""
    if form.dates and type_ not in TIMES:
        told = node.get("written") or node
        what = f"dates: is for dates, but the type is {type_}"
        told.say(BAD_WRITTEN, what, "leave it out", told.key_at)
