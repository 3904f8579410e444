"""Segments, measures, templates, tables and event types that nothing asks for.

Only what a business's own files define is told: what is shared may be used by another. It is
looked for by its name, wherever that stands but in its own definition, so nothing is told that
is used. It counts for a business that is sound otherwise: elsewhere a use may be what is
misspelt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from careplay.diagnostics import Diagnostic
from careplay.language.codes import UNUSED_EVENT_TYPE, UNUSED_NAME
from careplay.language.nodes import Node
from careplay.language.unused import texts_in
from careplay.model.actions import OUTCOMES
from careplay.model.business import Business
from careplay.reading.document import Document, Value

SECTIONS = {
    "measures": "measure",
    "tiers": "tiers",
    "segments": "segment",
    "templates": "template",
    "tables": "table",
}
"""The sections that define names, and what one of them is called."""
WORD = re.compile(r"[\w.]+")
HYPHENED = re.compile(r"\w+(?:-\w+)+")
EVENTS, TYPES = "events", "types"


def unused_names(
    business: Business, own: Sequence[Document], others: Sequence[Document]
) -> Iterator[Diagnostic]:
    """A diagnostic for each that neither the business's own documents nor others name."""
    said = Counter[str]()
    for document in (*own, *others):
        said.update(_words(document.value))
    asked = {each for table in business.tables.values() for each in table.inputs}
    for document in own:
        node = Node(document, (), document.value, [])
        for section, noun in SECTIONS.items():
            for name, below in node.entries(section):
                here = Counter((name, *_words(below.value)))
                if name not in asked and said[name] == here[name]:
                    way = "ask for it where it counts, or take it out"
                    what = f'nothing uses the {noun} "{name}"; {way}'
                    yield Diagnostic(document.file, below.key_at, UNUSED_NAME, what)
    yield from _event_types(business, own, said)


def _event_types(
    business: Business, own: Sequence[Document], said: Mapping[str, int]
) -> Iterator[Diagnostic]:
    """Those of careplay.yaml that no playbook names, and no flow goes by."""
    followed = tuple(f"{name}." for name in business.flows)
    for document in own:
        events = Node(document, (), document.value, []).get(EVENTS)
        if events is None:
            continue
        here = Counter(_words(events.value))
        for name, below in events.entries(TYPES):
            if name in OUTCOMES or name.startswith(followed) or said[name] > here[name]:
                continue
            what = f'no playbook asks for the event type "{name}"'
            way = "write what is to be done about it, or leave it to be ignored"
            yield Diagnostic(document.file, below.key_at, UNUSED_EVENT_TYPE, f"{what}; {way}")


def _words(value: Value) -> Iterator[str]:
    """Every word below the value, keys among them, and all before a dot of each."""
    text = "\n".join(texts_in(value))
    for found in WORD.findall(text):
        word = found.strip(".")
        yield word
        if "." in word:
            parts = word.split(".")
            yield from (".".join(parts[:count]) for count in range(1, len(parts)))
    if "-" in text:
        yield from HYPHENED.findall(text)
