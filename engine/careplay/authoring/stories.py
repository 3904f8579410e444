"""The stories that stand beside the playbooks of a business, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from careplay import businesses
from careplay.diagnostics import Diagnostic, with_source
from careplay.faults import CareplayError, SourceError
from careplay.frozen import dataclass
from careplay.language.stories import stories
from careplay.model.business import Business
from careplay.model.invariants import Invariant
from careplay.model.stories import Story
from careplay.pipeline.examining import Examined
from careplay.pipeline.whole_files import way_out, whole_file
from careplay.reading import read_checked
from careplay.reading.encoding import LARGEST, size_fault

SCHEMA = "stories"


@dataclass(frozen=True, slots=True)
class ToldStories:
    """What files of stories hold."""

    stories: tuple[Story, ...]
    """In order of file and place; of a file that has faults, none."""
    diagnostics: tuple[Diagnostic, ...]
    """In order of file and place."""
    texts: Mapping[str, str]
    """The text of every file by the name diagnostics give it."""
    invariants: tuple[Invariant, ...] = ()
    """In order of file and place; of a file that has faults, none."""

    def shown(self, fault: Diagnostic) -> str:
        """The diagnostic above the line of the file that it speaks of, a caret at the place."""
        return with_source(fault, self.texts.get(fault.file, ""))


def stories_of(business: Business, files: Iterable[Path] | None = None) -> ToldStories:
    """The stories of the files, or all in and below the folder of the business."""
    found: list[Story] = []
    held: list[Invariant] = []
    faults: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for file in businesses.tests_in(business.folder) if files is None else files:
        each = read_stories(_bytes(file), str(file), business)
        found += each.stories
        held += each.invariants
        faults += each.diagnostics
        texts |= each.texts
    return ToldStories(tuple(found), tuple(faults), texts, tuple(held))


def with_stories(examined: Examined) -> Examined:
    """The same; what is wrong with the stories of a sound business is among what is told."""
    if examined.business is None:
        return examined
    try:
        told = stories_of(examined.business)
    except CareplayError as fault:
        return replace(examined, business=None, fault=fault)
    texts = {**examined.texts, **told.texts}
    return replace(examined, advice=(*examined.advice, *told.diagnostics), texts=texts)


def read_stories(data: bytes | str, file: str, business: Business) -> ToldStories:
    """The stories of one file; SourceError where it cannot be read."""
    reading = read_checked(data, file, SCHEMA)
    found: tuple[Story, ...] = ()
    held: tuple[Invariant, ...] = ()
    faults = reading.diagnostics
    if reading.document is not None and not faults:
        found, held, said = stories(reading.document, business)
        faults = tuple(sorted(set(said)))
    texts = {file: reading.text}
    return ToldStories((), faults, texts) if faults else ToldStories(found, (), texts, held)


def _bytes(file: Path) -> bytes:
    try:
        data, size = whole_file(file, LARGEST)
    except OSError as fault:
        message = f'cannot read "{file}": {fault.strerror}; {way_out(fault)}'
        raise SourceError(message) from fault
    if size > LARGEST:
        raise SourceError(f'cannot read "{file}": {size_fault(size)}')
    return data
