"""Actions as they may be shown to whoever need not know what is personal in them.

Texts are read back by the playbooks as they are now (``outputs/masking.py``). One that is none
of its rule's any more, and what was told on an earlier day and is taken back, shows no gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from careplay.masks import MASK
from careplay.model.actions import (
    CHANNELS,
    CONDITION,
    GONE,
    RULE,
    UNDECIDED,
    UNDONE,
    ActionRow,
)
from careplay.model.personal import Names, names_of, tells_personal
from careplay.model.rules import Placeholder, Text
from careplay.model.types import Type
from careplay.outputs.masking import FREE, TextTemplate, filled, shown_text, template_of
from careplay.outputs.relation import Relation
from careplay.outputs.rendering import batches
from careplay.outputs.worked_out import worked_out
from careplay.sources.columns import sql_list
from careplay.sources.masking import shown_sql

if TYPE_CHECKING:
    import pyarrow as pa

    from careplay.model.business import Business

FORMER = (CONDITION, UNDECIDED, RULE, GONE, CHANNELS, UNDONE, "changed")
"""What ``held_by`` says of actions whose texts are those of an earlier day."""
WORDS = ("holiday", "solar_term", "every")
"""What ``because`` says of occasions that are neither facts nor events."""
IS_FORMER = "careplay_former"
KEY = ("rule", "verb", "role", "title", IS_FORMER)
"""The columns that tell what a text is read back by: a ``TextKey``."""
TextKey: TypeAlias = tuple[str, str, str | None, str, bool]
TEXTS = ("text", "reason")


def shown(business: Business, actions: Relation, *, own: bool = False) -> Relation:
    """The same actions with what is personal in their texts and reasons masked.

    ``own``: they are whose list it is, and texts show what is visible to the role of each.
    They are worked out once; where only the first are read, ``shown_rows`` is sooner.
    """
    texts = Texts(business, own=own)

    def masked(batch: pa.RecordBatch) -> pa.RecordBatch:
        return _masked(batch, texts).drop_columns([IS_FORMER])

    return worked_out(_prepared(business, actions), masked)


def shown_rows(
    business: Business,
    actions: Relation,
    columns: Sequence[str],
    rows: int,
    *,
    own: bool = False,
) -> Iterator[ActionRow]:
    """These columns of the same, in order; so many rows at a time are made ready."""
    texts = Texts(business, own=own)
    for key, row in keyed_rows(business, actions, columns, rows):
        for name in TEXTS:
            if name in row:
                row[name] = texts.shown(key, row[name], name)
        yield row


def keyed_rows(
    business: Business,
    actions: Relation,
    columns: Sequence[str],
    rows: int,
    *,
    whole: bool = False,
) -> Iterator[tuple[TextKey, ActionRow]]:
    """The same, with texts that are whole yet, and what each is read back by.

    ``whole``: nothing else is masked either.
    """
    ready = _prepared(business, actions, whole=whole)
    for batch in batches(ready.connection, ready.sql, ", ".join((*KEY, *columns)), rows):
        for told in batch:
            yield told[: len(KEY)], dict(zip(columns, told[len(KEY) :], strict=True))


def whole_rows(
    _: Business, actions: Relation, columns: Sequence[str], rows: int
) -> Iterator[ActionRow]:
    """The same, of actions that are shown whole."""
    for batch in batches(actions.connection, actions.sql, ", ".join(columns), rows):
        for told in batch:
            yield dict(zip(columns, told, strict=True))


def hidden(business: Business, actions: Relation, limit: int) -> tuple[int, int]:
    """How many customers, and values of theirs, ``shown`` masks.

    A value is a text, a reason, an occasion or what decided of one action. ``limit``: of so
    many customers, the first ones; 0: of all.
    """
    texts = Texts(business)
    first = f"SELECT DISTINCT customer_id FROM {actions.sql} ORDER BY customer_id LIMIT {limit}"  # noqa: S608
    by_database = (f"{sql} IS DISTINCT FROM {name}" for name, sql in _told(business).items())
    both = (*TEXTS, *(f"{name} AS whole_{name}" for name in TEXTS))
    told = ("customer_id", *KEY[:-1], _former(), *both, f"{_sum(by_database)} AS n")
    query = f"SELECT {', '.join(told)} FROM {actions.sql}"  # noqa: S608
    if limit:
        query += f" WHERE customer_id IN ({first})"
    ready = replace(actions, sql=f"({query})")
    found = worked_out(ready, lambda batch: _masked(batch, texts))
    by_python = _sum(f"{name} IS DISTINCT FROM whole_{name}" for name in TEXTS)
    counted = f"SELECT customer_id, n + {by_python} AS n FROM {found.sql}"  # noqa: S608
    customers = "count(DISTINCT customer_id) FILTER (n > 0)"
    query = f"SELECT {customers}, coalesce(sum(n), 0) FROM ({counted})"  # noqa: S608
    (told_of,) = found.connection.execute(query).fetchall()
    return int(told_of[0]), int(told_of[1])


def _prepared(business: Business, actions: Relation, *, whole: bool = False) -> Relation:
    """The actions, of which Python has but the texts left to mask."""
    masks = {} if whole else _told(business)
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in masks.items())
    told = f"* {f'REPLACE ({replaced})' if replaced else ''}, {_former()}"
    return replace(actions, sql=f"(SELECT {told} FROM {actions.sql})")  # noqa: S608


def _told(business: Business) -> dict[str, str]:
    """The SQL of what the database masks, by column."""
    names = names_of(business)
    return {"occasion": _occasion(names, business), "because": _because(names, business)}


def _former() -> str:
    former = f"status = 'withdrawn' OR coalesce(held_by, '') IN {sql_list(FORMER)}"
    return f"({former}) AS {IS_FORMER}"


def _sum(questions: Iterable[str]) -> str:
    return " + ".join(f"({each})::INT" for each in questions)


def _masked(batch: pa.RecordBatch, texts: Texts) -> pa.RecordBatch:
    import pyarrow as pa  # noqa: PLC0415 - 50 ms

    keys = [*zip(*(batch.column(name).to_pylist() for name in KEY), strict=True)]
    for name in TEXTS:
        at = batch.schema.get_field_index(name)
        told = zip(keys, batch.column(at).to_pylist(), strict=True)
        shown = pa.array([texts.shown(*each, name) for each in told], pa.string())
        batch = batch.set_column(at, name, shown)
    return batch


class Texts:
    """The texts of a business, by the rule, the verb and the role of their actions.

    ``own``: they are shown in the lists of those roles, which see what is visible to them.
    """

    def __init__(self, business: Business, *, own: bool = False) -> None:
        self._names = names_of(business)
        self._own = own
        self._said: dict[tuple[str, str, str, str], set[TextTemplate]] = defaultdict(set)
        for rule in business.rules:
            quiet = tells_personal(rule.trigger, self._names)
            for each in rule.actions:
                by = (rule.id, each.verb.value, each.to)
                self._said[*by, "text"].add(template_of(_quiet(each.text, quiet=quiet)))
                self._said[*by, "reason"].add(template_of(_quiet(each.reason, quiet=quiet)))

    def shown(self, key: TextKey, told: str | None, column: str) -> str | None:
        """What is shown of the text, or of the reason, of an action.

        Where no template is its own, or several may be, the title stands for the text.
        """
        if not told:
            return told
        rule, verb, role, title, former = key
        templates = self._said.get((rule, verb, role or "", column), ())
        whose = role if self._own else None
        found = {
            shown_text(told, each, self._names, former=former, role=whose) for each in templates
        }
        known = found - {None}
        if len(known) == 1:
            return known.pop()
        return MASK if column == "reason" else f"{title} {MASK}"

    def filled(
        self, key: TextKey, told: str | None
    ) -> tuple[TextTemplate, tuple[str, ...]] | None:
        """The template of an action's text and what fills its gaps, whole.

        None where no template is its own, where several may be, and where it is not sure.
        """
        rule, verb, role, _, former = key
        if not told or former:
            return None
        templates = self._said.get((rule, verb, role or "", "text"), ())
        found = [(each, filled(told, each)) for each in templates]
        known = [(each, values) for each, values in found if values is not None]
        return known[0] if len(known) == 1 else None


def _quiet(text: Text, *, quiet: bool) -> Text:
    """The text, in which the day that it is about is masked where a personal fact tells it."""
    return tuple(
        replace(piece, masked=True)
        if quiet and isinstance(piece, Placeholder) and piece.name == "occasion"
        else piece
        for piece in text
    )


def _occasion(names: Names, business: Business) -> str:
    """The occasion, masked where its key may hold the date that a personal fact tells.

    That of a stay holds its arrival or its departure, before its reference.
    """
    personal = f"because[1].fact IN {_listed(names.personal)}"
    key = f"split_part(occasion, ':', 1) || ':{MASK}'"
    stays = (
        each.name
        for each in business.receptions.values()
        if {f"event.{each.arrival}", f"event.{each.departure}"} & names.personal
    )
    stay = f"because[1].fact IN {_listed(stays)}"
    day = f"regexp_replace(occasion, ':[^/]*/', ':{MASK}/')"
    return f"CASE WHEN {personal} THEN {key} WHEN {stay} THEN {day} ELSE occasion END"


def _because(names: Names, business: Business) -> str:
    """The reasons, of which values are masked that are personal, or of nobody knows what."""
    known = {*names.types, *business.event_types, *WORDS}
    private = (each for each in names.personal if names.types[each] is Type.TEXT)
    free = (
        each for each, kind in names.types.items() if kind in FREE and each not in names.keys
    )
    value = shown_sql(
        "each.value",
        text=f"each.fact IN {_listed(private)}",
        hidden=f"each.fact IN {_listed(names.personal)} OR each.fact NOT IN {_listed(known)}",
        free=f"each.fact IN {_listed(free)}",
    )
    return f"list_transform(because, lambda each: {{'fact': each.fact, 'value': {value}}})"


def _listed(names: Iterable[str]) -> str:
    return sql_list(sorted(names))
