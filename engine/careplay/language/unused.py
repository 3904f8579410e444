"""Parameters that nothing asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from careplay.diagnostics import Diagnostic
from careplay.language.codes import UNUSED_PARAMETER
from careplay.language.tables.sheets import Sheets
from careplay.model.business import DatedParameter
from careplay.reading.document import Document, Value

NAMED = re.compile(r"\$(\w+)")
"""How a cell, a span or an amount names a parameter."""


def unused_parameters(
    parameters: Mapping[str, DatedParameter], documents: Iterable[Document], sheets: Sheets
) -> Iterator[Diagnostic]:
    """A diagnostic for each parameter that neither a document nor a sheet names.

    It counts for a business that is sound otherwise: elsewhere a use may be what is misspelt.
    """
    cells = (cell for sheet in sheets.values() for _, row in sheet.rows for cell in row)
    told = (text for document in documents for text in texts_in(document.value))
    named = {name for text in (*told, *cells) for name in NAMED.findall(text)}
    for name, each in parameters.items():
        if name not in named:
            what = f'nothing uses the parameter "{name}"'
            way = f"write ${name} where it counts, or take it out"
            yield Diagnostic(each.file, each.at, UNUSED_PARAMETER, f"{what}; {way}")


def texts_in(value: Value) -> Iterator[str]:
    """Every text below the value, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield key
            yield from texts_in(below)
    elif isinstance(value, Sequence):
        for below in value:
            yield from texts_in(below)
