"""Stays to lists: pure, masked for whoever reads them, so that all writers agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from careplay.frozen import dataclass
from careplay.masks import masked
from careplay.meaning.events import date_of
from careplay.meaning.nights import StayDay, day_of_stay, floor_of
from careplay.model.personal import Names, names_of
from careplay.model.triggers import Stands
from careplay.model.types import Span, Type
from careplay.model.words import for_people, plain
from careplay.outputs.marks import marks_of
from careplay.outputs.naming import Naming, naming, owner_name, why
from careplay.outputs.sheets.ordering import in_human_order
from careplay.outputs.sheets.sheet_words import due_in_words, sheet_words
from careplay.outputs.stays.stay_list import (
    LATER,
    StayGroup,
    StayLine,
    StayList,
    StaysOf,
    StayTask,
)
from careplay.outputs.stays.stay_words import StayWords, stay_words

if TYPE_CHECKING:
    from careplay.model.business import Business, Person
    from careplay.outputs.stays.guest_stay import GuestStay, StayItem

NAME, EVENT, OPEN = "name", "event.", "open"
NOTHING_SAID = frozenset({None, "false", "0", "0.00", ""})
"""Values by which nobody has a level."""


@dataclass(frozen=True, slots=True)
class StayReader:
    """What is wanted, and for whom it is."""

    of: StaysOf
    whose: str = ""
    """As it was asked; empty: for everybody."""
    role: str | None = None
    """The role by which he sees what is visible to it; None: nothing personal."""
    has: Callable[[StayItem], bool] = lambda _: True
    """Whether an item is his to do."""


def stay_list(
    business: Business,
    day: date,
    stays: Iterable[GuestStay],
    people: Iterable[Person],
    reader: StayReader,
) -> StayList:
    """The stays, which are those of the week or of the day, as the reader may see them."""
    of = reader.of
    lister = _Lister(
        business, day, reader, naming(business, people), names_of(business),
        stay_words(business.language),
    )  # fmt: skip
    groups = tuple(lister.groups(stays))
    return StayList(
        business.id, business.name, lister.say.language, day, of, reader.whose, groups
    )


@dataclass(frozen=True, slots=True)
class _Lister:
    """What the lines are made with."""

    business: Business
    day: date
    reader: StayReader
    names: Naming
    personal: Names
    say: StayWords

    def groups(self, stays: Iterable[GuestStay]) -> Iterator[StayGroup]:
        found = defaultdict[str, list["GuestStay"]](list)
        for each in sorted(stays, key=self._place):
            found[self._heading(each)].append(each)
        for title, own in found.items():
            yield StayGroup(title, tuple(map(self._line, own)))

    def _place(self, each: GuestStay) -> tuple[Any, ...]:
        levels = each.reception.levels
        level = levels.index(each.level) if each.level else len(levels)
        customer = in_human_order(each.customer)
        if self.reader.of is StaysOf.WEEK:
            return (_arrival(each), level, customer)
        today = day_of_stay(each.reception, each.stay, self.day)
        # Who leaves a room stands before who comes into it.
        leaves = today is not StayDay.DEPARTS
        if self._hides_room(each):
            return (True, *([""] * 2), [*StayDay].index(today or StayDay.STAYS), customer)
        floor = floor_of(each.reception, each.stay)
        room = in_human_order(self._room(each))
        return (not floor, in_human_order(floor), room, leaves, customer)

    def _heading(self, each: GuestStay) -> str:
        if self.reader.of is StaysOf.WEEK:
            told = self._dated(_arrival(each))
            return self.say.today.format(day=told) if _arrival(each) == self.day else told
        if self._hides_room(each):
            return ""
        floor = floor_of(each.reception, each.stay)
        return self.say.floor.format(floor=floor) if floor else self.say.other_rooms

    def _dated(self, day: date) -> str:
        return f"{day:%m-%d} {self.say.weekdays[day.weekday()]}"

    def _line(self, each: GuestStay) -> StayLine:
        say, reception = self.say, each.reception
        last = date_of(each.stay[reception.departure])
        today = day_of_stay(reception, each.stay, self.day)
        is_week = self.reader.of is StaysOf.WEEK
        here = today in {StayDay.ARRIVES, StayDay.STAYS} and last != self.day
        return StayLine(
            customer=each.customer,
            name=self._fact(each, NAME),
            level=say.level.format(level=each.level) if each.level else "",
            why=say.between.join(self._why(each)),
            room=self._shown_room(each),
            day="" if is_week or today is None else say.days[today],
            leaves=say.unknown if last is None else say.leaves.format(day=f"{last:%m-%d}"),
            sleeps=here and not is_week,
            receives=self._receives(each) if is_week else "",
            marks=tuple(self._marks(each)),
            tasks=tuple(self._tasks(each)),
        )

    # --- what is told of the guest

    def _why(self, each: GuestStay) -> Iterator[str]:
        """Why he has the level: what his table went by, and who raised it until when."""
        hidden = self._hidden(each)
        because = [
            {"fact": name, "value": masked(value or "") if name in hidden else value}
            for name, value in each.because.items()
            if value not in NOTHING_SAID
        ]
        if each.level == each.own and each.level:
            yield from why(because, self.names)  # type: ignore[arg-type]
        if each.level != each.own:
            yield from self._raised(each)

    def _raised(self, each: GuestStay) -> Iterator[str]:
        reception, stay, say = each.reception, each.stay, self.say
        yield say.raised.format(own=each.own) if each.own else say.given
        who = stay.get(reception.approver)
        if who:
            yield say.approved.format(who=self.names.people.get(str(who), str(who)))
        until = date_of(stay.get(reception.until)) if reception.until else None
        if until is not None:
            yield say.until.format(day=f"{until:%m-%d}")

    def _marks(self, each: GuestStay) -> Iterator[str]:
        answers = sheet_words(self.business.language).answers
        declared = self.business.declared
        return marks_of(declared, each.facts, lambda name: self._fact(each, name), answers)

    def _fact(self, each: GuestStay, name: str) -> str:
        """A fact of the guest as the reader may see it; "" where it is not known."""
        value, declared = each.facts.get(name), self.business.declared.get(name)
        if value is None or declared is None:
            return ""
        told = for_people(value, declared.type, self.names.language, self.names.people)
        if name not in self._hidden(each):
            return told
        return masked(told, text=declared.type is Type.TEXT)

    def _hidden(self, each: GuestStay) -> frozenset[str]:
        """What is masked: all that is personal or private, but what the reader may see."""
        seen = self.personal.visible.get(self.reader.role or "", frozenset())
        return (self.personal.personal | each.reception.private) - seen

    # --- where he is

    def _hides_room(self, each: GuestStay) -> bool:
        return f"{EVENT}{each.reception.room}" in self._hidden(each)

    def _room(self, each: GuestStay) -> str:
        value = each.stay.get(each.reception.room)
        if value is None:
            return ""
        kind = self.personal.types.get(f"{EVENT}{each.reception.room}", Type.TEXT)
        return plain(value, kind)

    def _shown_room(self, each: GuestStay) -> str:
        room = self._room(each)
        if not each.reception.room:
            return ""
        if not room:
            return self.say.no_room
        told = masked(room) if self._hides_room(each) else room
        return self.say.room.format(room=told)

    # --- what is done

    def _receives(self, each: GuestStay) -> str:
        """Who does what is done as he comes."""
        items = self._on_arrival(each)
        found = dict.fromkeys(self._who(item) for item in each.items if item.item in items)
        who = ("、" if self.say.language == "zh" else ", ").join(found)
        return self.say.receives.format(who=who) if who else ""

    def _on_arrival(self, each: GuestStay) -> frozenset[str]:
        return frozenset(
            rule.item
            for rule in self.business.rules
            for action in rule.actions
            if rule.item and action.due.of == each.reception.arrival
            if action.due.span == Span(0)
        )

    def _who(self, item: StayItem) -> str:
        if item.owner is None and item.role:
            return self.names.roles.get(item.role, item.role)
        return owner_name(item.owner, item.role, self.names)

    def _tasks(self, each: GuestStay) -> Iterator[StayTask]:
        for item in each.items:
            if self.reader.of is StaysOf.WEEK or (
                self._is_of_today(item) and self.reader.has(item)
            ):
                yield self._task(item)

    def _is_of_today(self, item: StayItem) -> bool:
        """Whether it is to be done by the end of the day, or was due on it and is done.

        A night that is over is made up for by nobody.
        """
        if item.state == OPEN and item.item not in self._nightly():
            return item.due_on is not None and item.due_on <= self.day
        return bool(item.state) and item.due_at is not None and item.due_at.date() == self.day

    def _nightly(self) -> frozenset[str]:
        return frozenset(
            rule.item
            for rule in self.business.rules
            if isinstance(rule.trigger, Stands) and rule.trigger.daily
        )

    def _task(self, item: StayItem) -> StayTask:
        is_open = item.state == OPEN
        when = due_in_words(item.due_at, self.day) if is_open and item.due_at else ""
        if is_open and item.due_at and item.due_on and item.due_on > item.due_at.date():
            when = f"{item.due_on:%m-%d}"
        return StayTask(
            title=item.title,
            who=self._who(item),
            when=when,
            code=item.code if is_open else "",
            state=item.state or LATER,
            is_late=is_open and item.days_late > 0,
            steps=item.checklist if is_open and self.reader.of is StaysOf.ROOMS else (),
        )


def _arrival(each: GuestStay) -> date:
    return date_of(each.stay[each.reception.arrival]) or date.max
