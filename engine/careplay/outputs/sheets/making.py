"""Open work to task sheets: each action once, masked for whoever does it, in his words.

Nothing is worked out here: which work is open ``OpenWork`` says, what is shown of it
``outputs/shown.py``; a customer's name and what reaches him are read from the table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from careplay.model.personal import names_of
from careplay.model.rules import Placeholder, Priority, Scope
from careplay.model.words import for_people
from careplay.outputs.holding import remarks
from careplay.outputs.marks import marks_of
from careplay.outputs.masking import shown_gap
from careplay.outputs.naming import naming, owner_name, why
from careplay.outputs.sheets.asking import questions_of, results_of
from careplay.outputs.sheets.grouping import FilledGap, SheetLine, joined, parts_of
from careplay.outputs.sheets.ordering import in_human_order
from careplay.outputs.sheets.sheet import (
    GoneEntry,
    SheetEntry,
    SheetQuestion,
    TaskSheet,
)
from careplay.outputs.sheets.sheet_words import sheet_words
from careplay.outputs.shown import Texts, keyed_rows

if TYPE_CHECKING:
    from careplay.model.actions import ActionRow
    from careplay.outputs.open_work import OpenWork
    from careplay.outputs.shown import TextKey

_Order: TypeAlias = tuple[date, datetime, str, tuple[tuple[bool, int, str], ...]]
READ = 500
"""Rows made ready at a time."""
GONE_COLUMNS = (
    *("owner", "role", "action_id", "code", "customer_id", "verb", "title", "due_at"),
)
PRESSING = frozenset({Priority.URGENT, Priority.HIGH})
NAME = "name"
"""The declared fact that says how a customer is called."""
COLUMNS = (
    *(
        "action_id",
        "code",
        "owner",
        "role",
        "due_at",
        "due_on",
        "days_late",
        "rule",
        "customer_id",
        "channel",
    ),
    *("verb", "priority", "title", "text", "checklist", "ask", "reason", "approve", "because"),
    *("status", "deferred_to", "held_by", "winner", "attempt", "supersedes"),
)


def sheets_of(work: OpenWork, *, unmasked: bool = False) -> tuple[TaskSheet, ...]:
    """A sheet of each person asked for, by id, then of roles for which nobody was found.

    Who has nothing to do has a sheet that says so, but a role. What is personal is masked but
    for what is visible to the role of the action, or where all is to be shown ``unmasked``.
    """
    maker = _Maker(work, unmasked=unmasked)
    lines = maker.lines()
    idle = {(each, ""): list[SheetLine]() for each in maker.asked_for()}
    found = {**idle, **{each: list[SheetLine]() for each in maker.had()}, **lines}
    order = sorted(found, key=lambda each: (not each[0], in_human_order("".join(each))))
    return tuple(maker.sheet(owner, role, found[owner, role]) for owner, role in order)


class _Maker:
    """What is looked up once for all sheets of the work."""

    def __init__(self, work: OpenWork, *, unmasked: bool) -> None:
        business = work.business
        self._work = work
        self._unmasked = unmasked
        self._names = naming(business, work.staff)
        self._personal = names_of(business)
        self._texts = Texts(business, own=True)
        self._asked: dict[tuple[str, tuple[str, ...]], tuple[SheetQuestion, ...]] = {}
        self._only = [
            each.name
            for each in business.roles.values()
            if work.whose in (each.name, each.label)
        ]
        needed = {each.needs for each in business.channels.values()} | {NAME}
        told = business.declared.items()
        self._facts = [name for name, each in told if each.mark or name in needed]
        self._answers = sheet_words(business.language).answers
        self._customers = work.customers(self._facts)
        self._changed = work.changed()
        self._gone = self._gone_of(work)

    def asked_for(self) -> Iterator[str]:
        """The people of whose work it is the list, whether they have any or not."""
        whose = self._work.whose
        for each in self._work.staff:
            if whose in (None, each.id, each.name, each.store) or each.role in self._only:
                yield each.id

    def had(self) -> Iterator[tuple[str, str]]:
        """Whoever had something to do lately that he has no more."""
        yield from self._gone

    def _gone_of(self, work: OpenWork) -> Mapping[tuple[str, str], list[GoneEntry]]:
        found = defaultdict[tuple[str, str], list[GoneEntry]](list)
        if work.gone is None:
            return found
        verbs = self._names.say.verbs
        query = f"""SELECT {", ".join(GONE_COLUMNS)} FROM {work.gone.sql}
            ORDER BY due_at, action_id"""  # noqa: S608
        for told in work.gone.connection.execute(query).fetchall():
            owner, role, action_id, code, customer, verb, title, due_at = told
            whose = (owner or "", "" if owner else role or "")
            what = (verbs.get(verb, verb), title or "")
            found[whose].append(GoneEntry(action_id, code or "", customer or "", *what, due_at))
        return found

    def sheet(self, owner: str, role: str, lines: list[SheetLine]) -> TaskSheet:
        """The sheet of a person; of a role where there is nobody."""
        work, names = self._work, self._names
        only = self._only[0] if self._only and owner else ""
        return TaskSheet(
            business_id=work.business.id,
            business=work.business.name,
            language=names.language,
            date=work.date,
            key=owner or role,
            person=owner_name(owner or None, role, names),
            only=names.roles.get(only, ""),
            parts=parts_of(lines, work.date),
            timezone=work.business.timezone,
            gone=tuple(self._gone.get((owner, role), ())),
            expected=frozenset(
                line.entry.action_id for line in lines if line.entry.action_id in work.expected
            ),
        )

    def lines(self) -> Mapping[tuple[str, str], list[SheetLine]]:
        """What each person has to do, in order; of nobody's by the role."""
        work = self._work
        found = defaultdict[tuple[str, str], list[tuple[_Order, SheetLine]]](list)
        told = keyed_rows(work.business, work.actions, COLUMNS, READ, whole=self._unmasked)
        for key, row in told:
            whose = (row["owner"] or "", "" if row["owner"] else row["role"] or "")
            found[whose].append((_order(row), self._line(key, row)))
        return {
            whose: [line for _, line in sorted(each, key=itemgetter(0))]
            for whose, each in found.items()
        }

    def _line(self, key: TextKey, row: ActionRow) -> SheetLine:
        work, names = self._work, self._names
        return SheetLine(
            title=row["title"] or "",
            verb=names.say.verbs.get(row["verb"], row["verb"]),
            priority=names.say.priorities.get(row["priority"], row["priority"] or ""),
            is_pressing=row["priority"] in PRESSING,
            text=self._text(key, row),
            steps=tuple(row["checklist"] or ()),
            questions=self._questions(row["rule"], tuple(row["ask"] or ())),
            results=results_of(row["rule"], work.business),
            approve=names.roles.get(row["approve"], row["approve"] or ""),
            entry=self._entry(key, row),
        )

    def _questions(self, rule: str, ask: tuple[str, ...]) -> tuple[SheetQuestion, ...]:
        """What is to be written down; looked up once for all actions of a rule."""
        if (rule, ask) not in self._asked:
            found = questions_of(rule, ask, self._work.business, self._names)
            self._asked[rule, ask] = tuple(each for _, each in found)
        return self._asked[rule, ask]

    def _entry(self, key: TextKey, row: ActionRow) -> SheetEntry:
        business, names = self._work.business, self._names
        channel = business.channels.get(row["channel"] or "")
        reason = row["reason"]
        if not self._unmasked:
            reason = self._texts.shown(key, reason, "reason")
        return SheetEntry(
            customer=row["customer_id"] or "",
            name=self._fact(row, NAME),
            by=(channel.label or channel.name) if channel else row["channel"] or "",
            address=self._fact(row, channel.needs) if channel and channel.needs else "",
            due_at=row["due_at"],
            due_on=row["due_on"],
            days_late=row["days_late"],
            why=why(row["because"], names),
            reason=reason or "",
            remarks=remarks(row, {}, self._work.date, names),
            marks=tuple(self._marks(row)),
            code=row["code"] or "",
            action_id=row["action_id"],
            changed_on=self._changed[row["action_id"]],
        )

    def _text(self, key: TextKey, row: ActionRow) -> tuple[str | FilledGap, ...]:
        """The text, in pieces where it is known what the customer has filled in it."""
        found = self._texts.filled(key, row["text"])
        if found is None:
            whole = (
                row["text"] if self._unmasked else self._texts.shown(key, row["text"], "text")
            )
            return (whole or "",)
        template, values = found
        pieces: list[str | FilledGap] = [template.words[0]]
        for gap, value, words in zip(template.gaps, values, template.words[1:], strict=True):
            pieces += (self._gap(gap, value, row["role"]), words)
        return joined(pieces)

    def _gap(self, gap: Sequence[Placeholder], value: str, role: str) -> str | FilledGap:
        """What fills a gap; of a fact of the customer with what it is called."""
        if not self._unmasked:
            value = shown_gap(value, gap, self._personal, role)
        if any(each.scope is not Scope.FACT for each in gap):
            return value
        labels = (self._names.labels.get(each.name, each.name) for each in gap)
        return FilledGap(("" if self._names.language == "zh" else " ").join(labels), value)

    def _marks(self, row: ActionRow) -> Iterator[str]:
        """What makes the customer special."""
        values = self._customers.get(row["customer_id"] or "", ())
        known = dict(zip(self._facts, values, strict=False))
        declared = self._work.business.declared
        yield from marks_of(declared, known, lambda name: self._fact(row, name), self._answers)

    def _fact(self, row: ActionRow, name: str) -> str:
        """A fact of the customer as whoever does the action may read it; "" if not known."""
        values = self._customers.get(row["customer_id"] or "")
        declared = self._work.business.declared.get(name)
        value = None if values is None or declared is None else values[self._facts.index(name)]
        if value is None or declared is None:
            return ""
        told = for_people(value, declared.type, self._names.language, self._names.people)
        gap = (Placeholder(Scope.FACT, name),)
        return told if self._unmasked else shown_gap(told, gap, self._personal, row["role"])


def _order(row: ActionRow) -> _Order:
    """By the day on which it is to be done, then as people look customers up."""
    customer = in_human_order(row["customer_id"] or "")
    return row["due_on"], row["due_at"], row["rule"], customer
