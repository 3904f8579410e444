"""From files to businesses that are free of faults, or to everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from careplay import businesses, checks, language
from careplay.businesses import Folder
from careplay.diagnostics import Diagnostic
from careplay.faults import CareplayError, NothingToRunError, SourceError
from careplay.model.business import Business
from careplay.reading import Reading, read_checked


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of examining a business: its meaning, or all that is wrong with it."""

    folder: Path
    business: Business | None
    diagnostics: tuple[Diagnostic, ...]
    """In order of file, then of place; each once."""
    texts: Mapping[str, str]
    """The text of every file by the name diagnostics give it."""
    fault: CareplayError | None = None
    """Why it could not be examined at all, where that is so."""


def examine_all(paths: Iterable[Path]) -> tuple[Examined, ...]:
    """Examine every business found under the paths, each once.

    Of several, one that cannot be read does not keep the others from being examined.
    """
    found = {
        folder.path.resolve(): folder for path in paths for folder in businesses.find(path)
    }
    if len(found) == 1:
        return tuple(map(examine, found.values()))
    return tuple(map(_tried, found.values()))


def _tried(folder: Folder) -> Examined:
    try:
        return examine(folder)
    except CareplayError as fault:
        return Examined(folder.path, None, (), {}, fault)


def examine(folder: Folder) -> Examined:
    """Read and check one business; every fault of every file is told at once."""
    if not folder.playbooks:
        message = (
            f'"{folder.path}" holds no playbook; write a YAML file beside careplay.yaml,'
            " or let `careplay new` write a business to start from"
        )
        raise NothingToRunError(message)
    home = _read(folder.home, "business")
    playbooks = tuple(_read(file, "playbook") for file in folder.playbooks)
    readings = (home, *playbooks)
    texts = {reading.file: reading.text for reading in readings}
    found = [fault for reading in readings for fault in reading.diagnostics]
    business = None
    if home.document is not None and not home.diagnostics:
        documents = [book.document for book in playbooks if book.document is not None]
        built = language.build(folder.path, home.document, documents)
        business = built.business
        found += built.diagnostics
        if business is not None:
            found += checks.check(business)
    return Examined(folder.path, None if found else business, _in_order(found, texts), texts)


def _read(file: Path, schema: str) -> Reading:
    try:
        data = file.read_bytes()
    except OSError as fault:
        message = f'cannot read "{file}": {fault.strerror}; may this user read it?'
        raise SourceError(message) from fault
    return read_checked(data, str(file), schema)


def _in_order(found: Iterable[Diagnostic], files: Iterable[str]) -> tuple[Diagnostic, ...]:
    order = {file: number for number, file in enumerate(files)}
    key = lambda fault: (order.get(fault.file, len(order)), fault)  # noqa: E731
    return tuple(sorted(set(found), key=key))
