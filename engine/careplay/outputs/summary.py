"""What a day adds up to, line by line: counts, undecided customers, data left out, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from careplay.engines.base import CameLate, Odd, Undecided
from careplay.outputs.change_words import changed_line
from careplay.outputs.counting import ActionGroup, Totals, groups
from careplay.outputs.day import Day
from careplay.outputs.holding import limit_in_words
from careplay.outputs.naming import Naming, naming, owner_name

LISTED = 12
"""So many names of a count are listed; the others are summed up."""


def summary_lines(day: Day, names: Naming, due: Totals) -> Iterator[str]:
    """The lines below the table; of the actions those are summed up that are due."""
    found = groups(day)
    if found:
        yield ""
        yield names.say.totals.format(
            actions=f"{due.actions:,}", customers=f"{due.customers:,}"
        )
        pressing = [each for each in found if each.status == "due"]
        limited = [each for each in found if each.held_by is not None]
        for heading, column, counted in (
            (names.say.playbooks, "playbook", pressing),
            (names.say.owners, "owner", pressing),
            (names.say.states, "status", found),
            (names.say.limits, "held_by", limited),
        ):
            entries = _counted(counted, column, names)
            if entries:
                yield names.say.counted.format(heading=heading, entries=entries)
    if day.open.actions:
        count = {"actions": f"{day.open.actions:,}", "late": f"{day.open.late:,}"}
        yield names.say.open.format(**count)
    yield from said_lines(day, names, rows=True)
    if day.file is not None:
        yield names.say.file.format(file=day.file)


def said_lines(day: Day, names: Naming, *, rows: bool = False) -> Iterator[str]:
    """What the run has to say beside the actions, whatever they are shown in.

    ``rows``: how many were read and used is said where all were used, too.
    """
    changed = changed_line(day.changed, names.language)
    if changed:
        yield changed
    yield from _undecided(day.undecided, names)
    yield from _odd(day.odd, names)
    if day.absent:
        yield names.say.absent.format(count=f"{day.absent:,}")
    if day.moved:
        yield names.say.moved.format(count=f"{day.moved:,}")
    yield from _late(day.late, names)
    yield from day.notes
    yield from _data(day, names, rows=rows)


def said_below(day: Day) -> tuple[str, ...]:
    """The same below the name of the business and the date; nothing where nothing is said."""
    names = naming(day.business, day.staff)
    heading = names.say.heading.format(name=day.business.name, day=day.date.isoformat())
    said = tuple(said_lines(day, names))
    return (heading, *said) if said else ()


def _counted(groups: Iterable[ActionGroup], column: str, names: Naming) -> str:
    """How many actions there are for each value of a column, the most first."""
    counts: Counter[str | None] = Counter()
    for each in groups:
        counts[getattr(each, column)] += each.actions
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
    told = [
        names.say.entry.format(name=_name(value, column, names), count=f"{count:,}")
        for value, count in found[:LISTED]
    ]
    rest = found[LISTED:]
    if rest:
        count = sum(count for _, count in rest)
        told.append(names.say.others.format(names=f"{len(rest):,}", count=f"{count:,}"))
    return " · ".join(told)


def _name(value: str | None, column: str, names: Naming) -> str:
    if column == "owner":
        return owner_name(value, "", names)
    if column == "held_by":
        return limit_in_words(value or "", names)
    return names.say.statuses.get(value or "", value or "")


def _undecided(undecided: Iterable[Undecided], names: Naming) -> Iterator[str]:
    for rule, found in groupby(undecided, key=attrgetter("rule")):
        entries: list[Undecided] = list(found)
        total = next((each.customers for each in entries if not each.fact), 0)
        if not total:
            continue
        wanted = (_want(each, total, names) for each in entries if each.fact)
        facts = names.say.comma.join(wanted)
        yield names.say.wanting.format(rule=rule, count=f"{total:,}", facts=facts)


def _odd(odd: Iterable[Odd], names: Naming) -> Iterator[str]:
    """The events that flows could not take as they came."""
    for flow, found in groupby(odd, key=attrgetter("flow")):
        kinds = names.say.comma.join(
            names.say.entry.format(
                name=names.say.odds.get(each.kind, each.kind), count=each.count
            )
            for each in found
        )
        yield names.say.odd.format(flow=names.flows.get(flow, flow), kinds=kinds)


def _late(late: CameLate, names: Naming) -> Iterator[str]:
    """The events that no run knew on their day."""
    if late.asked:
        yield names.say.late.format(count=f"{late.asked:,}")
    if late.too_old:
        yield names.say.too_old.format(count=f"{late.too_old:,}")


def _want(wanted: Undecided, total: int, names: Naming) -> str:
    """The fact; with its own count where that is not the rule's."""
    fact = names.labels.get(wanted.fact, wanted.fact)
    if wanted.customers == total:
        return fact
    return names.say.want.format(fact=fact, count=f"{wanted.customers:,}")


def _data(day: Day, names: Naming, *, rows: bool) -> Iterator[str]:
    told = day.counts
    left_out = told.customers_left_out or told.events_left_out
    if left_out or (rows and (told.customers or told.events)):
        yield names.say.rows.format(
            customers=f"{told.customers:,}",
            customers_used=f"{told.customers - told.customers_left_out:,}",
            events=f"{told.events:,}",
            events_used=f"{told.events - told.events_left_out:,}",
        )
    if told.faults:
        where = names.say.rejects.format(file=day.rejects_file) if day.rejects_file else ""
        say = names.say.data_fault if told.faults == 1 else names.say.data_faults
        yield say.format(faults=f"{told.faults:,}") + where
