"""A file read and held against its schema: all that can be said before its meaning."""

from __future__ import annotations

from careplay.diagnostics import Diagnostic
from careplay.reading import schema as schemas
from careplay.reading.building import ALIAS, NOT_TAKEN
from careplay.reading.codes import WRONG_KIND
from careplay.reading.encoding import LARGEST
from careplay.reading.yaml_text import Reading, read

NO_VALUE = frozenset({ALIAS, NOT_TAKEN})


def read_checked(data: bytes | str, file: str, schema: str, largest: int = LARGEST) -> Reading:
    """The document and every fault of reading and schema (``business`` or ``playbook``)."""
    reading = read(data, file, largest)
    if reading.document is None:
        return reading
    said = reading.diagnostics
    further = (d for d in schemas.check(reading.document, schema) if not _follows(d, said))
    found = tuple(sorted({*said, *further}))
    return Reading(file, reading.document, found, reading.text)


def _follows(fault: Diagnostic, said: tuple[Diagnostic, ...]) -> bool:
    """Whether a fault of the schema only comes from one of reading: the value is not there."""
    if fault.code != WRONG_KIND:
        return False
    return any(
        each.position == fault.position
        or (each.code in NO_VALUE and each.position.line == fault.position.line)
        for each in said
    )
