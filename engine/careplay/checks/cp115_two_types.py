"""An attribute has different types in two event types.

An attribute is one column of the event table, whatever the event::

    events:
      types:
        purchase: {ref: text}
        repair: {ref: integer}

A column has one type, so the values of one of the two would be lost. Give both the same type,
or two names::

    events:
      types:
        purchase: {ref: text}
        repair: {ref: text}
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.diagnostics import Diagnostic
from careplay.model.business import Attribute, Business

CODE = "CP115"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each attribute whose type is not that of its first mention."""
    first: dict[str, tuple[str, Attribute]] = {}
    for event in business.event_types.values():
        # What a case or stay tells itself is compared where its flow or reception is read.
        for attribute in () if event.record else event.attributes.values():
            if attribute.undeclared:  # known only where nothing speaks against it
                continue
            owner, known = first.setdefault(attribute.name, (event.name, attribute))
            if known.type is not attribute.type:
                what = (
                    f'attribute "{attribute.name}" is of type {attribute.type} in event type '
                    f'"{event.name}", of type {known.type} in "{owner}" (line {known.at.line})'
                )
                way = "give both the same type, or two names"
                yield Diagnostic(business.file, attribute.at, CODE, f"{what}; {way}")
