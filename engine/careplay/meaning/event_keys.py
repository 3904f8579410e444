"""What tells an event from the customer's others, and so one occasion from another.

An event goes by its type and its own key; without one by its type, its moment to the second and
a mark: a digest of what it tells, for rows that differ are different events. The mark begins
with a digest of what events of the type can tell, so that one that was made of other attributes
is known for what it is. ``engines/sql/event_keys.py`` makes the same in SQL.
"""

from __future__ import annotations

import re
from hashlib import sha256

from careplay.meaning.events import moment_of
from careplay.meaning.truth import Row
from careplay.model import words
from careplay.model.business import EventType
from careplay.model.types import Scalar, Type

SEPARATOR, MISSING = "\x1f", "\x1e"
MADE_OF, OF_VALUES = 4, 8
"""How many digits of either digest a mark has."""
MOMENT = "%Y-%m-%d %H:%M:%S"
MARK = rf"#[0-9a-f]{{{MADE_OF + OF_VALUES}}}"
KEYLESS = rf"(:\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d)({MARK})?(:\d{{4}}-\d\d-\d\d)?$"
"""How the key of an occasion ends that an event without a key of its own gave: with its moment,
its mark if it has one, and a day if it has one. For Python as for SQL."""
LAST_DAY = r":(\d{4}-\d\d-\d\d)(\+\d+)?$"
"""The day at the end of an occasion's key; of an absence the days that it lasted follow."""
STEP_OF_CASE = r"^[^:]*:([^/]*)/(\d+)/"
"""The step in the key of a case's occasion, and how often the case had gone back."""
WAIT_OF_CASE = r"^[^:]*:(\d{4}-\d\d-\d\d \d\d:\d\d)/"
"""Since when the case stood still that the key of an occasion is about, where it tells that."""
START_OF_CASE = r"^[^:]*:(\d+)/"
"""Which further start of a case the key of an occasion is about, where it is about one."""


def event_key(event: Row, told: EventType) -> str:
    """The key of an event of that type."""
    if event["key"] is not None:
        return f"{told.name}:{event['key']}"
    return f"{told.name}:{moment_of(event):{MOMENT}}{_mark(event, told)}"


def goes_by(key: str, event: Row, told: EventType) -> bool:
    """Whether the key of a kept occasion, its day left out, is that of an event of the type.

    One that is former is that of any event of its moment.
    """
    own = event_key(event, told)
    return key == own or (is_former(key, told) and unmarked(key) == unmarked(own))


def is_former(key: str, told: EventType) -> bool:
    """Whether the key has another kind of mark than events of the type have, or none."""
    found = re.search(KEYLESS, key)
    return found is not None and (found[2] or "")[: MADE_OF + 1] != mark_begins(told)


def unmarked(key: str) -> str:
    """The key of an occasion without the mark of its event."""
    return re.sub(KEYLESS, r"\1\3", key)


def mark_begins(told: EventType) -> str:
    """What marks of events of the type begin with; empty where they tell nothing."""
    made_of = (f"{name} {kind}" for name, kind in attributes(told))
    return f"#{digest(SEPARATOR.join(made_of))[:MADE_OF]}" if told.attributes else ""


def attributes(told: EventType) -> tuple[tuple[str, Type], ...]:
    """The attributes that a mark is made of, and their types, in order of name."""
    return tuple((name, told.attributes[name].type) for name in sorted(told.attributes))


def digest(text: str) -> str:
    """The digest of which marks have the first digits."""
    return sha256(text.encode()).hexdigest()


def _mark(event: Row, told: EventType) -> str:
    begins = mark_begins(told)
    values = (_text(event.get(name), kind) for name, kind in attributes(told))
    return f"{begins}{digest(SEPARATOR.join(values))[:OF_VALUES]}" if begins else ""


def _text(value: Scalar | None, kind: Type) -> str:
    if value is None:
        return MISSING
    return f"{value:{MOMENT}}" if kind is Type.MOMENT else words.plain(value, kind)
