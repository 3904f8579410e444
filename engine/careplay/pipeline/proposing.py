"""A business made of files as they are: looked at, proposed, written down, and read once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from careplay.bounds import Bounds
from careplay.diagnostics import Diagnostic
from careplay.faults import CareplayError, NothingToRunError, OutputError, SourceError
from careplay.frozen import dataclass
from careplay.pipeline.examining import examine_all
from careplay.proposing.business_text import STAFF_FILE, business_text
from careplay.proposing.columns import guessed
from careplay.proposing.draft import Draft, draft_of
from careplay.proposing.playbook_text import SeenEvents, answered_event, playbook_text
from careplay.proposing.stories_text import stories_text
from careplay.proposing.tables import GuessedTable, roles_of
from careplay.proposing.yaml_text import scalar
from careplay.sources.connecting import connect
from careplay.sources.gaps import gaps_of, last_days
from careplay.sources.known_by import customers_by
from careplay.sources.loaded import Counts
from careplay.sources.loading import load_tables
from careplay.sources.locations import ENDINGS
from careplay.sources.peeking import NotPeeked, PeekedTable, peeked

HOME, PLAYBOOK, STORIES = "careplay.yaml", "first_steps.yaml", "first_steps.test.yaml"
DATABASES = frozenset((".db", ".sqlite", ".sqlite3"))
NOTHING_SEEN = SeenEvents({}, {})
NO_ROWS = Counts()
NO_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was written, and what came of reading it once."""

    folder: Path
    files: tuple[Path, ...]
    """Those that were written, copies of data among them."""
    counts: Counts
    """The rows that were read with what is proposed, and those that could not be used."""
    first_day: str
    """The day of the last event, on which there is something to see; empty without events."""
    unread: tuple[str, ...]
    """Why files, or parts of them, were not read."""
    found: tuple[Diagnostic, ...] = ()
    """What is wrong with what was written; nothing, but of headings that nobody foresaw."""


def propose(
    folder: Path, files: Sequence[Path], language: str | None = None, bounds: Bounds = NO_BOUNDS
) -> Proposed:
    """Write a business of the files into the folder; those that lie there are named in place.

    NothingToRunError where no table is of customers or of what they did; OutputError where
    there is a business already, or a copy would take another's place.
    """
    _demand_free(folder)
    sources = [*_sources(files)]
    places = {file: _place(file, folder) for file in sources}
    connection = connect(bounds)
    found = [each for file in sources for each in peeked(connection, file, bounds)]
    tables = [each for each in found if isinstance(each, PeekedTable)]
    unread = tuple(each.why for each in found if isinstance(each, NotPeeked))
    chosen = language or _language(tables)
    draft = _draft(folder, tables, places, chosen)
    if draft.customers is None and not draft.known_by:
        names = ", ".join(f'"{each}"' for each in sources)
        empty = [f"{each.name} has a heading and no rows" for each in tables if not each.rows]
        why = "".join(f"; {each}" for each in (*unread, *empty))
        message = f"no table of customers, or of what they did, was found in {names}{why}"
        raise NothingToRunError(message)
    written = [*_copied(places, folder)]
    written += _written(folder, _texts(draft, unread))
    seen, counts, told = _seen(folder, bounds)
    _write(folder / HOME, business_text(draft, unread, answered_event(draft, seen)))
    _write(folder / PLAYBOOK, playbook_text(draft, seen))
    written.append(_write(folder / STORIES, stories_text(draft, seen)))
    first_day = max(seen.last.values(), default="")
    return Proposed(folder, tuple(written), counts, first_day, unread, told)


def _demand_free(folder: Path) -> None:
    for name in (HOME, PLAYBOOK, STORIES):
        if (folder / name).exists():
            message = f'"{folder / name}" is already there; name another folder, or move it'
            raise OutputError(message)
    if folder.exists() and not folder.is_dir():
        raise OutputError(f'"{folder}" is a file; name a folder')


def _sources(files: Iterable[Path]) -> Iterator[Path]:
    """Files, and those of folders, in order of name."""
    for file in files:
        if file.is_dir():
            inside = sorted(each for each in file.rglob("*") if _is_table(each, file))
            if not inside:
                raise SourceError(f'the folder "{file}" holds no table that can be read')
            yield from inside
        elif file.is_file():
            yield file
        else:
            raise SourceError(f'there is no file "{file}"')


def _is_table(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "_", "~$")) for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden and file.suffix.lower() in {*ENDINGS, *DATABASES}


def _place(file: Path, folder: Path) -> str:
    """Where it lies for careplay.yaml: in place within the folder, else as a copy in data/."""
    whole, home = file.resolve(), folder.resolve()
    if whole.is_relative_to(home):
        return whole.relative_to(home).as_posix()
    return f"data/{file.name}"


def _copied(places: Mapping[Path, str], folder: Path) -> Iterator[Path]:
    """The files that lie elsewhere, copied; nothing is written over."""
    for file, place in places.items():
        into = folder / place
        if into.exists() and into.resolve() == file.resolve():
            continue
        if into.exists():
            message = (
                f'"{into}" is already there, and "{file}" would take its place; rename one'
            )
            raise OutputError(message)
        try:
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, into)
        except OSError as fault:
            raise OutputError(f'cannot write "{into}": {fault.strerror}') from fault
        yield into


def _language(tables: Iterable[PeekedTable]) -> str:
    """Chinese where any heading is."""
    headings = (column.heading for each in tables for column in each.columns)
    return "zh" if any(re.search("[\u4e00-\u9fff]", each) for each in headings) else "en"


def _draft(
    folder: Path, tables: Iterable[PeekedTable], places: Mapping[Path, str], language: str
) -> Draft:
    looked = [
        GuessedTable(
            _source(each, places[each.file]),
            each.name,
            " ".join(filter(None, (each.file.name, each.part))),
            each.rows,
            tuple(map(guessed, each.columns)),
        )
        for each in tables
    ]
    return draft_of(roles_of(looked), folder.resolve().name, language)


def _source(table: PeekedTable, place: str) -> tuple[tuple[str, str], ...]:
    """The keys of ``from:``, with values that are YAML."""
    if table.file.suffix.lower() not in ENDINGS:
        return (("file", scalar(f"sqlite:{place}#{table.part}")),)
    told = [("file", scalar(place))]
    if table.part:
        told.append(("sheet", scalar(table.part)))
    if table.layout.is_stated:
        rows = table.layout.rows
        told.append(("heading", str(rows[0]) if len(rows) == 1 else str([*rows])))
    if table.layout.until:
        told.append(("until", scalar(table.layout.until)))
    if table.encoding:
        told.append(("encoding", table.encoding))
    return tuple(told)


def _texts(draft: Draft, unread: Sequence[str]) -> Mapping[str, str]:
    found = {HOME: business_text(draft, unread), PLAYBOOK: playbook_text(draft, NOTHING_SEEN)}
    if draft.staff.table is None:
        rows = [f"{_cell(each)},{_cell(each)},{role}\n" for each, role in draft.staff.people]
        found[STAFF_FILE] = "".join(("id,name,role\n", *rows))
    return found


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


def _written(folder: Path, texts: Mapping[str, str]) -> Iterator[Path]:
    for name, text in texts.items():
        if name == STAFF_FILE and (folder / name).exists():
            message = f'"{folder / name}" is already there, and holds no staff that can be read'
            raise OutputError(f"{message}; move it, or name it with --from")
        yield _write(folder / name, text)


def _write(file: Path, text: str) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise OutputError(f'cannot write "{file}": {fault.strerror}') from fault
    return file


def _seen(folder: Path, bounds: Bounds) -> tuple[SeenEvents, Counts, tuple[Diagnostic, ...]]:
    """What the data show once they are read by what was written."""
    (examined,) = examine_all((folder,), bounds)
    if examined.business is None:
        return NOTHING_SEEN, NO_ROWS, examined.diagnostics
    from careplay.calendars import LAST_DAY  # noqa: PLC0415 - seldom

    try:
        loaded = load_tables(
            examined.business, customers=None, events=None, connection=connect(bounds)
        )
    except CareplayError:
        return NOTHING_SEEN, NO_ROWS, ()
    loaded = customers_by(loaded, LAST_DAY)
    return SeenEvents(last_days(loaded), gaps_of(loaded)), loaded.counts, ()
