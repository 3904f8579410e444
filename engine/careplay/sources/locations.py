"""Where a table lies: a file, a glob, a folder, or a table of a database.

The kind of a file is told by its ending, that of a database by the prefix ``sqlite:`` or
``postgresql:``; nothing is guessed.
"""

from __future__ import annotations

import glob
from enum import StrEnum
from pathlib import Path

from careplay.bounds import AT_SERVER, Bounds
from careplay.faults import SourceError
from careplay.frozen import dataclass
from careplay.model.written import Layout
from careplay.sources.file_names import demand_name
from careplay.sources.trees import demand_end

NO_BOUNDS = Bounds()
AS_EVER = Layout()


class Format(StrEnum):
    """The kinds of table that can be read."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"
    XLSX = "xlsx"
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


ENDINGS = {
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".txt": Format.CSV,
    ".parquet": Format.PARQUET,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
}
KNOWN = "csv, tsv, parquet, jsonl, xlsx, sqlite:file.db#table or postgresql:schema.table"
BY_VALUES = "another row is kept, for its values come first"
"""Where rows have no number, which of two with one key is the first."""


@dataclass(frozen=True, slots=True)
class Location:
    """Files of one kind, as messages name them, and what is read inside them."""

    kind: Format
    files: tuple[str, ...]
    """Their names; of a server's table the location itself, which is no file."""
    part: str = ""
    """The table of a database, or the sheet of a workbook."""
    bounds: Bounds = NO_BOUNDS
    """How much of them may be read."""
    layout: Layout = AS_EVER
    """How they are laid out, where that is stated."""

    @property
    def name(self) -> str:
        """How a message names the whole: its first file, and how many more."""
        more = len(self.files) - 1
        return self.files[0] + (f" and {more} more" if more else "")

    @property
    def opened(self) -> tuple[str, ...]:
        """The files that are opened by their names."""
        return () if self.kind is Format.POSTGRESQL else self.files


def path_of(location: str) -> str:
    """The location without its kind, and without what is read inside the file."""
    prefix, _, rest = location.partition(":")
    if prefix == Format.SQLITE:
        return rest.partition("#")[0]
    return location.partition("#")[0] if ".xls" in location else location


def locate(location: str, folder: Path | None, bounds: Bounds = NO_BOUNDS) -> Location:
    """The files at the location, relative to the folder (None: to where we stand)."""
    demand_name(folder / location if folder else location)
    prefix, _, rest = location.partition(":")
    if prefix == Format.SQLITE:
        return _sqlite(rest, location, folder, bounds)
    if prefix == Format.POSTGRESQL:
        return _at_server(rest, location, bounds)
    path = path_of(location)
    part = location[len(path) + 1 :]
    whole = str(folder / path) if folder else path
    files = _files(whole, location, bounds.max_files)
    kinds = {_kind(file) for file in files}
    if len(kinds) > 1:
        message = (
            f'"{location}" holds files of several kinds ({", ".join(sorted(kinds))}); '
            'name one kind, as in "data/*.csv"'
        )
        raise SourceError(message)
    return Location(kinds.pop(), tuple(files), part, bounds)


def readable(location: Location) -> Location:
    """The same location; a file that cannot be opened is told."""
    for file in location.opened:
        demand_name(file)
        try:
            with Path(file).open("rb"):
                pass
        except OSError as fault:
            message = (
                f'cannot open "{file}": {fault.strerror}; '
                "may this user read it, and is no other program holding it?"
            )
            raise SourceError(message) from fault
    return location


def _sqlite(rest: str, location: str, folder: Path | None, bounds: Bounds) -> Location:
    path, _, table = rest.partition("#")
    if not table:
        message = f'"{location}" names no table; write it as sqlite:{path or "file.db"}#table'
        raise SourceError(message)
    file = folder / path if folder else Path(path)
    if not file.is_file():
        raise SourceError(_absent(location, file))
    return Location(Format.SQLITE, (str(file),), table, bounds)


def is_at_server(file: str) -> str:
    """Whether what SQL calls a file is a server's table, whose rows have no number."""
    return f"starts_with({file}, '{AT_SERVER}')"


def at_server(location: str) -> str | None:
    """The schema of the server's table, empty where none is named; None where it is a file."""
    if not location.startswith(AT_SERVER):
        return None
    schema, dot, _ = location.removeprefix(AT_SERVER).partition(".")
    return schema if dot else ""


def _at_server(rest: str, location: str, bounds: Bounds) -> Location:
    if "//" in rest or "@" in rest or not rest.strip(". "):
        # It may hold a password, so that it is not said again.
        message = (
            f"a table of PostgreSQL is written {AT_SERVER}table or {AT_SERVER}schema.table, and"
            " nothing else; the server and who asks it come from the environment (PGHOST,"
            " PGDATABASE, PGUSER, PGPASSWORD, PGSERVICE)"
        )
        raise SourceError(message)
    return Location(Format.POSTGRESQL, (location,), rest, bounds)


def _files(whole: str, location: str, most: int) -> list[str]:
    path = Path(whole)
    if path.is_file():
        return [whole]
    if path.is_dir() or "**" in whole:
        demand_end(Path(whole.partition("**")[0]), most)
    if path.is_dir():
        inside = (file for file in path.rglob("*") if file.suffix.lower() in ENDINGS)
        found = sorted(str(file) for file in inside if _told(file.relative_to(path)))
    else:
        found = sorted(
            file
            for file in glob.glob(whole, recursive=True)  # noqa: PTH207 - Path's has no absolute ones
            if Path(file).is_file()
        )
    if not found:
        raise SourceError(_absent(location, path))
    if len(found) > most:
        raise SourceError(
            f'"{location}" means {len(found):,} files; at most {most:,} are read, and'
            " --max-files raises that"
        )
    return found


def _told(file: Path) -> bool:
    """Whether a file of a folder is data: Excel's lock files and hidden ones are not."""
    return not any(part.startswith((".", "_", "~$")) for part in file.parts)


def _absent(location: str, path: Path) -> str:
    if path.is_dir():
        return (
            f'the folder "{path}" holds no table; it may hold csv, parquet, jsonl or xlsx files'
        )
    if any(letter in location for letter in "*?["):
        return f'no file matches "{path}"; is it written relative to the business folder?'
    if not path.parent.is_dir():
        return f'there is no file "{path}"; there is no folder "{path.parent}"'
    nearby = sorted(file.name for file in path.parent.glob("*") if file.suffix in ENDINGS)
    hint = ", ".join(nearby[:8]) or "no table"
    return f'there is no file "{path}"; "{path.parent}" holds {hint}'


def _kind(file: str) -> Format:
    ending = Path(file).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    if ending == ".xls":
        message = f'"{file}" is a workbook of the old kind; save it as .xlsx or .csv'
        raise SourceError(message)
    message = f'"{file}" is of no kind that can be read; known are {KNOWN}'
    raise SourceError(message)
