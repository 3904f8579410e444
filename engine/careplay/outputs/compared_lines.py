"""Two versions of a business as lines, which a page and a terminal write in their own ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.diagnostics import shortened
from careplay.outputs.compared import Example, PersonLoad, ToldKind, VersionDiff, WrittenChange
from careplay.outputs.compared_words import CompareWords, words
from careplay.outputs.naming import Naming, naming

SIGNS: Mapping[str, str] = {ToldKind.GAINED: "+", ToldKind.LOST: "-", ToldKind.CHANGED: "~"}
PEOPLE = 20
"""So many days of people are told."""
LONG = 60
"""So much of a value is told on a line."""


class Lines:
    """What is said of two versions, part by part."""

    def __init__(self, compared: VersionDiff) -> None:
        self.compared = compared
        self.say: CompareWords = words(compared.new.language)
        self.names: Naming = naming(compared.new, compared.staff)

    def heading(self) -> str:
        """Of which business it is."""
        return self.say.heading.format(name=self.compared.new.name)

    def written(self) -> Iterator[str]:
        """A line for each thing that is written otherwise."""
        return map(self._written, self.compared.written)

    def told(self) -> str:
        """Which days were run, and how much is due on them."""
        days = self.compared.days
        said = f"{days[0]}" if len(days) == 1 else f"{days[0]} - {days[-1]}"
        before, after = (f"{each:,}" for each in self.compared.told)
        counts = self.say.counts.format(before=before, after=after)
        return f"{self.say.told.format(days=said)}: {counts}"

    def rules(self) -> Iterator[tuple[str, ...]]:
        """A row for each rule of which anything is otherwise; heads first, the sums last."""
        if not self.compared.rules:
            return
        yield (self.say.rule, *(self.say.what[each] for each in ToldKind))
        for rule in self.compared.rules:
            yield (rule.rule, *(f"{rule.of(each):,}" for each in ToldKind))
        yield (self.say.total, *(f"{self.compared.count(each):,}" for each in ToldKind))

    def people(self) -> Iterator[str]:
        """A line for each who is given more or less; of many those that tell most."""
        found = self.compared.people
        told = {*sorted(found, key=_telling)[:PEOPLE]}
        yield from (self._load(each) for each in found if each in told)
        if len(found) > PEOPLE:
            yield self.say.more.format(count=f"{len(found) - PEOPLE:,}")

    def examples(self) -> Iterator[str]:
        """A line for each example."""
        return map(self._example, self.compared.examples)

    def _written(self, change: WrittenChange) -> str:
        what = self.say.became[change.what]
        values = " → ".join(_short(each) for each in (change.old, change.new) if each)
        place = change.after or change.before
        where = f"  ({place.file}:{place.at.line})" if place and place.at.line else ""
        return f"{what}  {change.name}{f': {values}' if values else ''}{where}"

    def _load(self, load: PersonLoad) -> str:
        said = self.say.load.format(
            date=load.date, person=self._who(load.person),
            before=f"{load.before:,}", after=f"{load.after:,}",
        )  # fmt: skip
        return said + (self.say.over.format(capacity=load.capacity) if load.is_over else "")

    def _example(self, example: Example) -> str:
        who = example.customer or self.say.business
        said = [f"{SIGNS[example.what]} {example.rule}  {who}"]
        if example.what is ToldKind.CHANGED:
            said.append("; ".join(map(self._differing, example.differs)))
        else:
            due = self.say.due.format(due=f"{example.due_at:%Y-%m-%d %H:%M}")
            said.append(f"{self._who(example.person)}, {due}")
        if example.held_by:
            said.append(self.say.held.format(held=self._limit(example.held_by)))
        said.append(_short(example.text))
        return "  ".join(each for each in said if each)

    def _differing(self, told: str) -> str:
        column, colon, values = told.partition(": ")
        if column == "owner" and colon:
            values = " → ".join(map(self._person, values.split(" → ")))
        return f"{self.say.columns[column]}{colon}{values}"

    def _person(self, person: str) -> str:
        return self.say.nobody if person == "-" else self.names.people.get(person, person)

    def _limit(self, held: str) -> str:
        return self.names.limits.get(held, held)

    def _who(self, person: str | None) -> str:
        return self._person("-" if person is None else person)


def _telling(load: PersonLoad) -> tuple[bool, int]:
    return not load.is_over, -abs(load.after - load.before)


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), LONG)
