"""What is known of customers to cards: pure, masked for whoever looks after them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.frozen import dataclass
from careplay.masks import MASK, masked, without_shapes
from careplay.model.facts import Decision, Declared, Fact, Segment, Tier, Top, type_of
from careplay.model.personal import Names, names_of
from careplay.model.types import Scalar, Type
from careplay.model.words import YES_NO, for_people, scalar_of
from careplay.outputs.cards.card import CardSheet, CustomerCard
from careplay.outputs.cards.card_words import CardWords, card_words
from careplay.outputs.case_words import case_words
from careplay.outputs.cases import left_in_words, shown_moment
from careplay.outputs.marks import marks_of
from careplay.outputs.masking import FREE
from careplay.outputs.naming import Naming, naming, owner_name
from careplay.outputs.sheets.ordering import in_human_order
from careplay.outputs.sheets.sheet_words import due_in_words

if TYPE_CHECKING:
    from careplay.model.business import Business, Person
    from careplay.outputs.cards.known_customer import KnownCustomer, LastContact, OpenTask
    from careplay.outputs.case import Case

NAME = "name"
RANKS = Tier | Segment | Top | Decision
NOBODY = "none"
"""The level of a table that says that there is none."""
DOT = " · "


def card_sheets(
    business: Business, day: date, known: Iterable[KnownCustomer], people: Iterable[Person]
) -> tuple[CardSheet, ...]:
    """The cards of each of these people, by id, their customers as people look them up."""
    people = tuple(people)
    dealer = _Dealer(
        business, day, naming(business, people), names_of(business),
        card_words(business.language),
    )  # fmt: skip
    by_owner: dict[str, list[KnownCustomer]] = {each.id: [] for each in people}
    for each in known:
        by_owner.setdefault(each.owner, []).append(each)
    return tuple(
        CardSheet(
            business.id,
            business.name,
            dealer.say.language,
            day,
            owner,
            dealer.names.people.get(owner, owner),
            tuple(map(dealer.card, sorted(own, key=lambda each: in_human_order(each.key)))),
        )
        for owner, own in sorted(by_owner.items(), key=lambda each: in_human_order(each[0]))
        if own
    )


@dataclass(frozen=True, slots=True)
class _Dealer:
    """What cards are made with."""

    business: Business
    day: date
    names: Naming
    personal: Names
    say: CardWords

    def card(self, of: KnownCustomer) -> CustomerCard:
        """The card of a customer."""
        known = {name: self._value(name, text) for name, text in of.facts.items()}
        declared = {name: known.get(name) for name in self.business.declared}
        marks = marks_of(
            self.business.declared,
            declared,
            lambda name: self._shown(name, known[name], of.role),
            self.say.answers,
        )
        late = [each for each in of.cases if (each.left or timedelta()) < timedelta()]
        return CustomerCard(
            customer=of.key,
            name=self._shown(NAME, known.get(NAME), of.role),
            levels=tuple(self._levels(known)),
            marks=tuple(marks),
            facts=tuple(self._facts(known, of.role)),
            contacts=tuple(map(self._contact, of.contacts)),
            tasks=tuple(map(self._task, of.tasks)),
            cases=tuple(map(self._case, of.cases)),
            is_late=bool(late) or any(each.days_late > 0 for each in of.tasks),
        )

    # --- who he is

    def _value(self, name: str, text: str | None) -> Scalar | None:
        return scalar_of(text, type_of(self.business.facts[name]))

    def _levels(self, known: Mapping[str, Scalar | None]) -> Iterator[str]:
        """The tiers, levels and segments that are called something, and that he has."""
        for name, fact in self.business.facts.items():
            value = known.get(name)
            if not isinstance(fact, RANKS) or not fact.label or value in {None, False, NOBODY}:
                continue
            told = "" if value is True else self._words(name, value)
            yield f"{fact.label} {told}".strip()

    def _facts(
        self, known: Mapping[str, Scalar | None], role: str
    ) -> Iterator[tuple[str, str]]:
        """What is called something and is known; of what is counted, what is not nought.

        What is answered by yes stands together at the end, and so does what is by no.
        """
        answered = defaultdict[str, list[str]](list)
        for name, fact in self.business.facts.items():
            value = known.get(name)
            if not self._is_fact(name, fact) or value is None or not (value or _is_told(fact)):
                continue
            label, told = self.names.labels[name], self._shown(name, value, role)
            if type_of(fact) is Type.BOOLEAN and told != MASK:
                answered[told].append(label)
            else:
                yield label, told
        for answer in YES_NO["zh" if self.names.language == "zh" else "en"]:
            if answer in answered:
                yield answer, self.say.between.join(answered[answer])

    def _is_fact(self, name: str, fact: Fact) -> bool:
        if name == NAME or not fact.label or isinstance(fact, RANKS):
            return False
        return not (isinstance(fact, Declared) and (fact.mark or name in self._besides()))

    def _besides(self) -> frozenset[str]:
        """Facts that say who looks after him, or by which calendar another one counts."""
        owners = (each.fact for each in self.business.roles.values() if each.fact)
        calendars = (str(each.calendar) for each in self.business.declared.values())
        return frozenset((*owners, *calendars))

    def _words(self, name: str, value: Scalar | None) -> str:
        if value is None:
            return ""
        kind = type_of(self.business.facts[name])
        return for_people(value, kind, self.names.language, self.names.people)

    def _shown(self, name: str, value: Scalar | None, role: str) -> str:
        """A fact as the role may see it; "" where it is not known."""
        if value is None:
            return ""
        told, kind = self._words(name, value), type_of(self.business.facts[name])
        if name in self.personal.hidden_from(role):
            return masked(told, text=kind is Type.TEXT)
        if name in self.personal.personal:
            return told  # it is visible to him
        return without_shapes(told) if kind in FREE else told

    # --- what there is with him

    def _contact(self, contact: LastContact) -> str:
        what = contact.what
        if contact.is_action:
            verb = self.names.say.verbs.get(contact.verb, contact.verb)
            what = f"{verb}{DOT}{what}"
        else:
            what = self.names.labels.get(what, what)
        return f"{contact.at:%Y-%m-%d} {what}"

    def _task(self, task: OpenTask) -> str:
        verb = self.names.say.verbs.get(task.verb, task.verb)
        when = due_in_words(task.due_at, self.day)
        if task.due_on > task.due_at.date():
            when = f"{task.due_on:%m-%d}"
        late = self.say.late if task.days_late > 0 else ""
        who = owner_name(task.owner, task.role, self.names)
        return DOT.join(filter(None, (verb, task.title, when, late, who, task.code)))

    def _case(self, case: Case) -> str:
        say = case_words(self.business.language)
        flow = self.names.flows.get(case.flow, case.flow)
        due = shown_moment(case.step_due, self.day)
        told = (f"{flow} {case.ref}", case.step_title or "", due, left_in_words(case, say))
        return DOT.join(filter(None, told))


def _is_told(fact: Fact) -> bool:
    """Whether nought and no say something of it: where somebody wrote them down."""
    return isinstance(fact, Declared)
