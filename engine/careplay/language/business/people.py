"""Who does what, and how customers are reached: roles, channels and the tables of data."""

from __future__ import annotations

from collections.abc import Collection

from careplay.language.business.written import stated, written
from careplay.language.codes import BAD_FACT, UNKNOWN_COLUMN, UNKNOWN_FACT, UNKNOWN_ROLE
from careplay.language.kinds import Vocabulary
from careplay.language.names import usable
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import Channel, Role, Table
from careplay.model.types import Type

EVENT_COLUMNS = ("customer_id", "type", "at")


def role_names(home: Node) -> tuple[str, ...]:
    """What the roles are called, as they are written."""
    return tuple(name for name, _ in home.entries("roles"))


def roles(home: Node, vocabulary: Vocabulary) -> dict[str, Role]:
    """The roles; one that asks an unknown fact or falls back to no role is told."""
    known = role_names(home)
    found: dict[str, Role] = {}
    for name, below in home.entries("roles"):
        node = below.called(f'role "{name}"')
        usable(name, node, "role", frozenset())
        fact, fallback = node.get("fact"), node.get("fallback")
        if fact is not None:
            _asks_staff(fact, node.text("fact"), vocabulary)
        if fallback is not None and node.text("fallback") not in known:
            word = node.text("fallback")
            fallback.say(UNKNOWN_ROLE, f'unknown role "{word}"', way_out(word, known, "roles"))
        found[name] = Role(
            name,
            node.text("fact") or None,
            node.text("fallback") or None,
            node.text("label"),
            node.key_at,
        )
    return found


def channels(home: Node, vocabulary: Vocabulary) -> dict[str, Channel]:
    """The channels; one that asks an unknown fact, or a word for consent, is told."""
    found: dict[str, Channel] = {}
    for name, below in home.entries("channels"):
        node = below.called(f'channel "{name}"')
        usable(name, node, "channel", frozenset())
        needs, consent = node.get("needs"), node.get("consent")
        if needs is not None:
            _known(needs, node.text("needs"), vocabulary)
        if consent is not None:
            _says_yes(consent, node.text("consent"), vocabulary)
        found[name] = Channel(
            name,
            node.text("needs") or None,
            node.text("consent") or None,
            node.text("label"),
            node.key_at,
        )
    return found


def table_of(node: Node | None, columns: Collection[str], noun: str) -> Table:
    """Where a table is read from; nowhere where the business does not say."""
    if node is None:
        return Table("")
    renamed: dict[str, str] = {}
    for name, below in node.entries("columns"):
        told = below.called(noun)
        if name in columns:
            renamed[name] = str(below.value)
        else:
            way = way_out(name, columns, "columns")
            told.say(UNKNOWN_COLUMN, f'unknown column "{name}"', way, told.key_at)
    source = node.get("from")
    where = stated(node, noun)
    return Table(
        where.location, renamed, (source or node).at, where.layout, written(node.called(noun))
    )


def _asks_staff(node: Node, name: str, vocabulary: Vocabulary) -> None:
    if not _known(node, name, vocabulary):
        return
    kind = vocabulary.kinds[name]
    if kind is not None and kind.type is not Type.STAFF:
        what = f'fact "{name}" is of type {kind.type}, so it names nobody'
        node.say(BAD_FACT, what, f"declare it as {name}: staff")


def _says_yes(node: Node, name: str, vocabulary: Vocabulary) -> None:
    if not _known(node, name, vocabulary):
        return
    kind = vocabulary.kinds[name]
    if kind is not None and kind.type is not Type.BOOLEAN:
        what = f'fact "{name}" is of type {kind.type}, so it is no consent'
        node.say(BAD_FACT, what, f"declare it as {name}: boolean")


def _known(node: Node, name: str, vocabulary: Vocabulary) -> bool:
    if name in vocabulary.kinds:
        return True
    way = way_out(name, vocabulary.kinds, "facts")
    node.say(UNKNOWN_FACT, f'unknown fact "{name}"', way)
    return False
