"""From files to businesses that are free of faults, or to everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

from careplay import businesses, checks, language
from careplay.bounds import MEGABYTE, Bounds
from careplay.businesses import Folder
from careplay.checks.proving import PROVED
from careplay.diagnostics import NOWHERE, Diagnostic, with_source
from careplay.faults import CareplayError, NothingToRunError, SourceError
from careplay.frozen import dataclass
from careplay.language.allowances import allowances, idle, without_allowed
from careplay.language.codes import IDLE_ALLOWANCE
from careplay.language.tables.sheets import Sheets
from careplay.language.unused import unused_parameters
from careplay.language.unused_names import unused_names
from careplay.model.business import Business
from careplay.pipeline.including import Included, included
from careplay.pipeline.outside import tables_outside
from careplay.pipeline.table_files import table_files
from careplay.pipeline.whole_files import way_out, whole_file
from careplay.reading import Reading, read_checked
from careplay.reading.document import Document
from careplay.reading.encoding import LARGEST, TOO_LARGE, size_fault
from careplay.severity import CheckProfile

NO_BOUNDS = Bounds()
MAY_BE_ALLOWED = checks.NO_FAULTS - {IDLE_ALLOWANCE}
"""The codes that may be allowed where they are told."""
FileReader: TypeAlias = Callable[[Path, str], Reading]
"""A file and the name of its schema to what came of reading it."""
Through: TypeAlias = Callable[[FileReader], FileReader]


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
    unproved: Business | None = None
    """The business, where there is nothing against it but what proofs of its tables found."""
    advice: tuple[Diagnostic, ...] = ()
    """The warnings and the advice, for which no run stops."""
    profile: CheckProfile = CheckProfile.STANDARD
    """How strict the business wants itself checked."""

    @property
    def told(self) -> tuple[Diagnostic, ...]:
        """All that is to be told of it, in order of file, then of place."""
        return _in_order((*self.diagnostics, *self.advice), self.texts)

    def shown(self, fault: Diagnostic) -> str:
        """The diagnostic above the line of the file that it speaks of, a caret at the place."""
        return with_source(fault, self.texts.get(fault.file, ""))


def examine_all(
    paths: Iterable[Path], bounds: Bounds = NO_BOUNDS, through: Through | None = None
) -> tuple[Examined, ...]:
    """Examine every business found under the paths, each once.

    Of several, one that cannot be read does not keep the others from being examined.
    ``through``: what makes another reader of the one by which files are read.
    """
    found = {
        folder.path.resolve(): folder for path in paths for folder in businesses.find(path)
    }
    bounded: FileReader = partial(read_file, largest=bounds.max_yaml * MEGABYTE)
    bounded = bounded if through is None else through(bounded)
    if len(found) == 1:
        return tuple(examine(folder, bounded, bounds) for folder in found.values())
    read = cache(bounded)  # a playbook that several include is read once
    return tuple(_tried(folder, read, bounds) for folder in found.values())


def _tried(folder: Folder, read: FileReader, bounds: Bounds) -> Examined:
    try:
        return examine(folder, read, bounds)
    except CareplayError as fault:
        return Examined(folder.path, None, (), {}, fault)


def read_file(file: Path, schema: str, largest: int = LARGEST) -> Reading:
    """The document of a file, or what is wrong with it; SourceError where it is not read."""
    try:
        data, size = whole_file(file, largest)
    except OSError as fault:
        message = f'cannot read "{file}": {fault.strerror}; {way_out(fault)}'
        raise SourceError(message) from fault
    if size > largest:
        told = Diagnostic(str(file), NOWHERE, TOO_LARGE, size_fault(size, largest))
        return Reading(str(file), None, (told,))
    return read_checked(data, str(file), schema, largest)


def examine(
    folder: Folder, read: FileReader = read_file, bounds: Bounds = NO_BOUNDS
) -> Examined:
    """Read and check one business; every fault of every file is told at once."""
    home = read(folder.home, "business")
    more = Included((), ()) if home.document is None else included(folder, home.document)
    _demand_playbooks(folder, more)
    playbooks = tuple(read(file, "playbook") for file in (*folder.playbooks, *more.files))
    readings = (home, *playbooks)
    texts = {reading.file: reading.text for reading in readings}
    found = [fault for reading in readings for fault in reading.diagnostics]
    found += more.diagnostics
    business = None
    advice: list[Diagnostic] = []
    if home.document is not None and not home.diagnostics:
        documents = [book.document for book in playbooks if book.document is not None]
        names = frozenset(map(str, more.files))
        sheets = table_files(documents, (folder.path, *bounds.allow))
        built = language.build(folder.path, home.document, documents, names, sheets)
        business = built.business and replace(built.business, bounds=bounds)
        found += built.diagnostics
        if business is not None:
            found += tables_outside(business)
            advice += _checked(business, found)
            advice += (
                () if found else _unused(folder, business, (home.document, *documents), sheets)
            )
    sound = None if found else business
    unproved = business if all(fault.code in PROVED for fault in found) else None
    return Examined(
        folder.path,
        sound,
        _in_order(found, texts),
        texts,
        unproved=unproved,
        profile=business.profile if business else CheckProfile.STANDARD,
        advice=_in_order(_allowed(advice, texts, () if found else folder.files), texts),
    )


def _unused(
    folder: Folder, business: Business, written: Sequence[Document], sheets: Sheets
) -> Iterator[Diagnostic]:
    """What is defined and nothing uses; of playbooks that others include, parameters alone."""
    yield from unused_parameters(business.parameters, written, sheets)
    own = {*map(str, folder.files)}
    others = [each for each in written if each.file not in own]
    yield from unused_names(business, [each for each in written if each.file in own], others)


def _allowed(
    advice: list[Diagnostic], texts: Mapping[str, str], own: Iterable[Path]
) -> list[Diagnostic]:
    """The advice that is not allowed where it is told, and what is wrong with allowances.

    A file that several businesses share may allow what is told in one of them, so only ``own``
    ones are looked through for those that allow nothing.
    """
    written, names = allowances(texts), {*map(str, own)}
    ours = [each for each in written if each.file in names]
    return [*without_allowed(advice, written), *idle(advice, ours, MAY_BE_ALLOWED)]


def _checked(business: Business, faults: list[Diagnostic]) -> Iterator[Diagnostic]:
    """What checks find and no run stops for; the rest is put among the faults."""
    for each in checks.check(business):
        if each.code in checks.NO_FAULTS:
            yield each
        else:
            faults.append(each)


def _demand_playbooks(folder: Folder, more: Included) -> None:
    """NothingToRunError where the business has none, and includes none."""
    if not folder.playbooks and not more.files and not more.diagnostics:
        message = (
            f'"{folder.path}" holds no playbook; write a YAML file beside careplay.yaml,'
            " or let `careplay new` write a business to start from"
        )
        raise NothingToRunError(message)


def _in_order(found: Iterable[Diagnostic], files: Iterable[str]) -> tuple[Diagnostic, ...]:
    order = {file: number for number, file in enumerate(files)}
    key = lambda fault: (order.get(fault.file, len(order)), fault)  # noqa: E731
    return tuple(sorted(set(found), key=key))
