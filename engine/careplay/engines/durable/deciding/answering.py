"""A programme carried out for one customer at a time, whoever decides the conditions.

What a stratum concludes joins the customer's facts, for the next stratum and for the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from careplay.engines.durable.deciding.gathering import decided
from careplay.engines.durable.judging.judge import Judge
from careplay.engines.durable.judging.three_values import Asking
from careplay.engines.durable.programme import (
    Answer,
    CustomerValues,
    Looked,
    MatchQuestions,
    OccasionAnswer,
    OccasionEvent,
    Programme,
    Stratum,
)
from careplay.frozen import dataclass
from careplay.meaning.truth import MutableRow, Row


def deciding(programme: Programme, judge: Judge) -> Callable[[CustomerValues], Answer]:
    """What answers for each customer."""
    return _Deciding(programme, Asking(programme.questions, judge)).answer


@dataclass(frozen=True, slots=True)
class _Deciding:
    programme: Programme
    asking: Asking

    def answer(self, subject: CustomerValues) -> Answer:
        programme = self.programme
        row: MutableRow = dict(zip(programme.names, subject.values, strict=True))
        for stratum in programme.strata:
            row |= self._concluded(stratum, row)
        return Answer(
            subject.row,
            tuple(row[name] for name in programme.concluded),
            (*self._own(row), *self._by_events(subject.events, row)),
            tuple(sorted(self.asking.holding(programme.holds, row))),
        )

    def _concluded(self, stratum: Stratum, row: Row) -> MutableRow:
        """What the row's facts lead to: true, false or missing; a table's answers."""
        holding = self.asking.holding(stratum.questions, row)
        found: MutableRow = {}
        if stratum.segments:
            unknown = self.asking.unknown(stratum.questions, row, holding)
            found = {
                name: None if place in unknown else place in holding
                for place, name in enumerate(stratum.segments)
            }
        first = len(stratum.segments)
        for name, table in stratum.tables:
            places = range(len(table.rows))
            found[name] = decided(table, [n for n in places if first + n in holding])
            first += len(table.rows)
        return found

    def _own(self, row: Row) -> Iterator[OccasionAnswer]:
        looked = self.programme.own.looked
        found = self.asking.holding(self.programme.own.questions, row)
        yield from self._given(0, [looked[place] for place in sorted(found)], row)

    def _by_events(
        self, events: tuple[OccasionEvent, ...], row: MutableRow
    ) -> Iterator[OccasionAnswer]:
        """Of events with one key, the first that gives an occasion gives it alone."""
        known: set[tuple[int, str]] = set()
        for event in events:
            search = self.programme.events[event.search]
            told = row | dict(zip(self.programme.attributes, event.values, strict=True))
            found = self.asking.holding(search.questions, told)
            looked = [search.looked[place] for place in sorted(found)]
            anew = [each for each in looked if (each.number, event.key) not in known]
            known |= {(each.number, event.key) for each in anew}
            yield from self._given(event.hit, anew, told)

    def _given(self, hit: int, looked: list[Looked], row: Row) -> Iterator[OccasionAnswer]:
        """The rules that act on the occasions, and those of which nobody knows; or nothing."""
        matches: list[int] = []
        guards: list[tuple[int, int]] = []
        wants: list[tuple[int, str]] = []
        opened: dict[int, frozenset[int]] = {}
        for occasion in looked:
            holding = self.asking.holding(occasion.questions, row)
            unknown = self.asking.unknown(occasion.questions, row, holding)
            for place in sorted(holding | unknown):
                asked = occasion.asked[place]
                if place in unknown:
                    matches.append(-asked.number)
                    facts = self._wants(asked, row, opened)
                    wants += ((asked.number, fact) for fact in facts)
                else:
                    matches.append(asked.number)
                    true = sorted(self.asking.holding(asked.guards, row))
                    guards += ((asked.number, place) for place in true)
        if matches:
            yield OccasionAnswer(hit, tuple(matches), tuple(guards), tuple(wants))

    def _wants(
        self, asked: MatchQuestions, row: Row, opened: dict[int, frozenset[int]]
    ) -> Iterator[str]:
        """The facts for want of which the rule's condition is unknown.

        ``opened`` are the places that are unknown of the row, by questions that were asked.
        """
        wanted = asked.wanted
        if wanted.number not in opened:
            holding = self.asking.holding(wanted, row)
            opened[wanted.number] = self.asking.unknown(wanted, row, holding)
        unknown = opened[wanted.number]
        for fact, ways in asked.wants:
            if any(unknown.issuperset(way) for way in ways):
                yield fact
