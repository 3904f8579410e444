"""A forecast for people at a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from careplay.outputs.columns_text import aligned
from careplay.outputs.forecast import DayLoad, Forecast
from careplay.outputs.forecast_words import ForecastWords, words
from careplay.outputs.naming import Naming, naming, owner_name
from careplay.visible import one_line

HELD, PEOPLE = 3, 40
"""So many limits are named of a rule, and so many people told."""
_ByPerson: TypeAlias = dict[str, list[DayLoad]]


def report(forecast: Forecast) -> str:
    """Who has how much to do, day by day, and what becomes of each rule."""
    say = words(forecast.business.language)
    names = naming(forecast.business, forecast.staff)
    return "\n".join(map(one_line, _lines(forecast, say, names))) + "\n"


def _lines(forecast: Forecast, say: ForecastWords, names: Naming) -> Iterator[str]:
    first, last = forecast.days[0], forecast.days[-1]
    yield say.heading.format(name=forecast.business.name, first=first, last=last)
    yield say.done if forecast.all_done else say.undone
    if not forecast.loads:
        yield from ("", say.nothing)
    else:
        by_person = _by_person(forecast.loads, names)
        shown = _busiest(by_person)
        rest = say.more.format(count=f"{len(by_person) - len(shown):,}")
        more = [rest] if len(shown) < len(by_person) else []
        people = aligned([say.person, *_people(shown, forecast)])
        yield from _part(say.people, [*people, *more])
        yield from _part(say.each_day, aligned(_days(shown, forecast, say)))
    if forecast.rules:
        yield from _part(say.rules, aligned([say.rule, *_rules(forecast, names)], (0, 5)))
    if forecast.gifts:
        yield from _part(say.gifts, (f"{title}: {count:,}" for title, count in forecast.gifts))
    if forecast.quiet:
        yield from _part(say.quiet, [", ".join(forecast.quiet)])


def _part(head: str, lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    yield ""
    yield head
    yield from (f"  {line}" for line in lines)


def _by_person(loads: Sequence[DayLoad], names: Naming) -> _ByPerson:
    """The days of each, by name; where nobody was found by role."""
    found = defaultdict[str, list[DayLoad]](list)
    for each in sorted(loads, key=lambda load: (load.person is None, load.person or load.role)):
        found[owner_name(each.person, each.role, names)].append(each)
    return found


def _busiest(by_person: _ByPerson) -> _ByPerson:
    """Those who have most to do, in their order."""
    order = sorted(by_person, key=lambda name: -sum(each.told for each in by_person[name]))
    most = {*order[:PEOPLE]}
    return {name: loads for name, loads in by_person.items() if name in most}


def _people(by_person: _ByPerson, forecast: Forecast) -> Iterator[Sequence[str]]:
    for name, loads in by_person.items():
        told = sum(each.told for each in loads)
        most = max(loads, key=lambda each: each.told)
        bounds = [each.capacity for each in loads if each.capacity is not None]
        yield (
            name,
            f"{told:,}",
            f"{told / len(forecast.days):.1f}",
            f"{most.told:,}",
            f"{most.date:%m-%d}",
            f"{bounds[-1]:,}" if bounds else "-",
            f"{sum(each.is_full for each in loads)}" if bounds else "-",
        )


def _days(by_person: _ByPerson, forecast: Forecast, say: ForecastWords) -> list[Sequence[str]]:
    """A row for each person, a column for each day."""
    rows: list[Sequence[str]] = [("", *(f"{day:%d}" for day in forecast.days))]
    for name, loads in by_person.items():
        told = {each.date: each.told for each in loads}
        rows.append(
            (name, *(f"{told[day]:,}" if day in told else "·" for day in forecast.days))
        )
    sums = defaultdict[object, int](int)
    for each in forecast.loads:
        sums[each.date] += each.told
    rows.append((say.sum, *(f"{sums[day]:,}" for day in forecast.days)))
    return rows


def _rules(forecast: Forecast, names: Naming) -> Iterator[Sequence[str]]:
    for each in forecast.rules:
        named = [
            f"{names.limits.get(held, held)} {count:,}" for held, count in each.held[:HELD]
        ]
        numbers = (each.told, each.deferred, each.longest, each.dropped)
        yield (each.rule, *(f"{number:,}" for number in numbers), "; ".join(named))
