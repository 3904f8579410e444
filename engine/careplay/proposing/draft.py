"""A business as it is proposed: its facts, its events and its people, named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from careplay.frozen import dataclass
from careplay.model.types import Type
from careplay.proposing.columns import PERSONAL, GuessedColumn
from careplay.proposing.meanings import event_of, slug
from careplay.proposing.tables import GuessedTable, TableRoles

NO_EVENT = "none"
NAMES: Mapping[str, str] = {
    "name": "name", "who": "name", "phone": "phone", "email": "email", "wechat": "wechat",
    "identity": "identity_card", "address": "address", "birthday": "birthday",
    "consent": "consent", "tier": "tier", "joined": "joined_on", "honorific": "honorific",
    "gender": "gender", "store": "store", "owner": "owner", "points": "points",
    "amount": "amount", "ref": "ref", "item": "item", "status": "status", "note": "note",
    "kind": "kind", "at": "noted_at", "role": "position", "staff_id": "staff_no",
}  # fmt: skip
TAKEN = frozenset(("customer_id", "type", "at", "key", "action", "until", "event", "none"))
"""Names that mean something already."""
OF_CUSTOMERS = ("name", "who", "phone", "email", "wechat", "birthday", "tier", "gender",
                "honorific", "store", "owner", "address")  # fmt: skip
"""What events may tell of a customer who stands in no table."""
STATES_AT_MOST = 12
OWN = re.compile("[\u4e00-\u9fff][\u4e00-\u9fffa-zA-Z0-9]*")
CHIEF = re.compile("长|经理|manager|lead|head", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A fact or an attribute: what careplay calls it, and the column that it is."""

    name: str
    column: GuessedColumn
    type: Type

    @property
    def is_called_otherwise(self) -> bool:
        """Whether its heading must be said."""
        return self.name != self.column.heading


@dataclass(frozen=True, slots=True)
class DraftEvents:
    """A file of events: what its rows are, and its columns."""

    table: GuessedTable
    at: GuessedColumn
    who: GuessedColumn
    type: str
    """Of all rows; empty where a column tells it."""
    kind: GuessedColumn | None
    kinds: Mapping[str, str]
    changes: bool
    """Whether it is a log of states."""
    attributes: tuple[DraftColumn, ...]
    key: GuessedColumn | None = None
    """What tells its rows apart."""

    @property
    def types(self) -> tuple[str, ...]:
        """The event types that its rows can be."""
        found = (self.type,) if self.type else tuple(dict.fromkeys(self.kinds.values()))
        return tuple(each for each in found if each != NO_EVENT)

    def rows_of(self, kind: str) -> int:
        """How many rows are of the type."""
        if self.type or self.kind is None:
            return self.table.rows if kind == self.type else 0
        return sum(n for word, n in self.kind.values if self.kinds.get(word) == kind)


@dataclass(frozen=True, slots=True)
class DraftStaff:
    """Where people are read from; or those who are written down, by id and role."""

    table: GuessedTable | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    people: tuple[tuple[str, str], ...] = ()
    roles: tuple[str, ...] = ("adviser", "manager")
    """The one who calls first, and who stands in for it last."""


@dataclass(frozen=True, slots=True)
class Draft:
    """All of it."""

    language: str
    name: str
    customers: GuessedTable | None
    key: GuessedColumn | None
    known_by: str
    """The events by which customers are known who have no table."""
    facts: tuple[DraftColumn, ...]
    events: tuple[DraftEvents, ...]
    staff: DraftStaff
    others: tuple[GuessedTable, ...]

    def fact(self, name: str) -> DraftColumn | None:
        """The fact of that name."""
        return next((each for each in self.facts if each.name == name), None)

    def has(self, name: str, kind: Type) -> bool:
        """Whether there is a fact of that name and type."""
        fact = self.fact(name)
        return fact is not None and fact.type is kind

    def event_types(self) -> Mapping[str, tuple[DraftColumn, ...]]:
        """By type, its attributes in every file."""
        found: dict[str, dict[str, DraftColumn]] = {}
        for each in self.events:
            for kind in each.types:
                found.setdefault(kind, {}).update({a.name: a for a in each.attributes})
        return {kind: tuple(told.values()) for kind, told in found.items()}


def draft_of(roles: TableRoles, name: str, language: str) -> Draft:
    """The business that these tables can be."""
    types: dict[str, Type] = {}
    events = tuple(_events(*each, types) for each in roles.events)
    events = tuple(each for each in events if each.types)
    known_by = "" if roles.customers or not events else _commonest(events)
    staff, owner = _staff(roles, [*_columns_of_owners(roles)])
    if roles.customers:
        # A key that is personal is a fact, too, so that it is masked where it is shown.
        columns = roles.customers.columns
        others = [e for e in columns if e is not roles.key or e.meaning in PERSONAL]
        facts = _named(others, {})
    else:
        own = [a for each in events if known_by in each.types for a in each.attributes]
        told = {a.name: a for a in own if a.column.meaning in OF_CUSTOMERS}
        facts = tuple(told.values())
    facts = tuple(_as_fact(each, owner) for each in facts)
    return Draft(
        language, name, roles.customers, roles.key, known_by, facts, events, staff, roles.others
    )


def _as_fact(fact: DraftColumn, owner: GuessedColumn | None) -> DraftColumn:
    if owner is not None and fact.column is owner:
        return DraftColumn(fact.name, fact.column, Type.STAFF)
    return fact


def _named(columns: Iterable[GuessedColumn], types: dict[str, Type]) -> tuple[DraftColumn, ...]:
    """The columns by names that are free; a name has one type wherever it stands."""
    found: dict[str, DraftColumn] = {}
    for number, column in enumerate(columns, 1):
        if not column.filled:
            continue
        wanted = NAMES.get(column.meaning, "") or _own_name(column) or f"column_{number}"
        own = (wanted, slug(column.heading), *(f"{wanted}_{n}" for n in range(2, 99)))
        name = next(
            each
            for each in own
            if each
            and each not in found
            and each not in TAKEN
            and types.get(each, column.type) is column.type
        )
        types[name] = column.type
        found[name] = DraftColumn(name, column, column.type)
    return tuple(found.values())


def _own_name(column: GuessedColumn) -> str:
    """Its heading as a name, where that has but letters and digits."""
    heading = column.heading
    return slug(heading) or (heading if OWN.fullmatch(heading) else "")


def _events(
    table: GuessedTable, at: GuessedColumn, who: GuessedColumn, types: dict[str, Type]
) -> DraftEvents:
    kind, kinds, changes = _kinds(table)
    key = table.of("event_key")
    key = key if key and key.is_unique and not changes else None
    rest = [each for each in table.columns if each not in (at, who, kind, key)]
    attributes = _named(rest, types)
    if who.meaning in OF_CUSTOMERS:
        # Who is known by a phone or a name is told so, too.
        attributes = (*_named([who], types), *attributes)
    named = "" if kind else event_of(table.name) or _by_columns(table)
    return DraftEvents(table, at, who, named, kind, kinds, changes, attributes, key)


def _by_columns(table: GuessedTable) -> str:
    return "purchase" if table.of("amount") else "visit"


def _kinds(
    table: GuessedTable,
) -> tuple[GuessedColumn | None, Mapping[str, str], bool]:
    """The column that tells what a row is, what its words mean, and whether they are states."""
    state, ref = table.of("status"), table.of("ref")
    if state and ref and _few(state) and ref.different < 0.8 * ref.rows:
        before = event_of(table.name) or "case"
        return state, _types(state, f"{before}."), True
    for kind in (each for each in table.columns if each.meaning == "kind" and _few(each)):
        known = sum(n for word, n in kind.values if event_of(word) or slug(word))
        if known > kind.filled / 2:
            return kind, _types(kind, ""), False
    return None, {}, False


def _few(column: GuessedColumn) -> bool:
    return 1 <= column.different <= STATES_AT_MOST and column.rows >= 2 * column.different


def _types(column: GuessedColumn, before: str) -> Mapping[str, str]:
    """A type for each word: what it speaks of, its own letters, else a number."""
    other = "step" if before else "kind"
    return {
        word: before + ((not before and event_of(word)) or slug(word) or f"{other}_{number}")
        for number, (word, _) in enumerate(column.values, 1)
    }


def _commonest(events: Sequence[DraftEvents]) -> str:
    rows = {kind: each.rows_of(kind) for each in events for kind in each.types}
    if "purchase" in rows:
        return "purchase"
    return max(rows, key=lambda kind: rows[kind])


def _columns_of_owners(roles: TableRoles) -> Iterator[GuessedColumn]:
    tables = [roles.customers] if roles.customers else [each for each, _, _ in roles.events]
    for table in tables:
        yield from (each for each in table.columns if each.meaning == "owner" and each.filled)


def _staff(
    roles: TableRoles, owners: Sequence[GuessedColumn]
) -> tuple[DraftStaff, GuessedColumn | None]:
    """The people, and the column of customers that names their own person."""
    owner = next((each for each in owners if each.different <= 200), None)
    table = roles.staff
    ids = table.of("staff_id", "id", "key") if table else None
    names = table.of("name", "who") if table else None
    if table is None or (ids is None and names is None):
        told = tuple(sorted(owner.words)) if owner else ()
        people = tuple((each, "adviser") for each in told) or (("S1", "manager"),)
        return DraftStaff(people=people), owner
    first = ids or names
    if (
        owner
        and names
        and ids
        and len(owner.words & names.words) > len(owner.words & ids.words)
    ):
        first = names
    assert first is not None  # noqa: S101 - one of the two is there
    if owner and not owner.words & first.words:
        owner = None
    role = table.of("role")
    if role is None or role.different > 20 or role.filled < role.rows:
        people = tuple((each, "adviser") for each in sorted(first.words))
        return DraftStaff(people=people), owner
    headings = {"id": first.heading, "name": (names or first).heading, "role": role.heading}
    if store := table.of("store"):
        headings["store"] = store.heading
    words = tuple(word for word, _ in role.values)
    chief = next(filter(CHIEF.search, words), "")
    lead = next((each for each in words if each != chief), words[0])
    others = tuple(each for each in words if each not in {lead, chief})
    return DraftStaff(table, headings, roles=tuple(filter(None, (lead, chief, *others)))), owner
