"""What an engine makes of the days of a history, each of which remembers those before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from careplay.engines import whole
from careplay.engines.base import HEARD, LATE, UNSEEN, Engine, Odd, Past, Undecided
from careplay.engines.plain.actions import action_id
from careplay.engines.plain.table import as_table, fetched
from careplay.history.asking import as_asked, as_text, asked_since
from careplay.meaning.event_keys import unmarked as without_mark
from careplay.meaning.events import day_of
from careplay.meaning.flow_spans import FlowSpans, FormerSpans, flow_spans
from careplay.meaning.moved import former_spans, with_former, with_told
from careplay.model.business import Business
from careplay.sources.loaded import Loaded
from careplay.sources.memory import in_memory
from outcomes import connection
from strategies.histories import History, Row


class Ran(NamedTuple):
    """What a run gave."""

    day: date
    actions: Sequence[Row]
    undecided: tuple[Undecided, ...]
    odd: tuple[Odd, ...]
    notes: tuple[str, ...]
    modes: Sequence[Row]
    moved: int
    followed: date | None
    """The day that it followed when it was first run."""
    asked: Mapping[str, date]
    """Since when every run has asked of stays for what they may ask for without end."""
    steps: Mapping[str, FlowSpans]
    cases: Sequence[Row]
    """Those that are open, in order."""


def runs(engine: Engine, name: str, history: History, unmarked: int = 0) -> Iterator[Ran]:
    """Each day's run, which remembers those before it.

    So many of the first are kept as when events without a key went by their moment alone.
    """
    found: list[Ran] = []
    said: list[Row] = []
    for number, day in enumerate(history.days):
        known, business = history.known(number), history.as_of(number)
        loaded = in_memory(
            business,
            history.present(number),
            [*(event for _, event in known), *said],
            history.people,
            connection=connection(name),
        )
        earlier = past(found, day, loaded)
        former = former_of(history, number, earlier.last_run, found)
        if (last := earlier.last_run) is not None:
            earlier = with_late(earlier, (history, number), loaded)
        earlier = replace(
            earlier, former_keys=bool(found and unmarked), keyed=history.keyed(number)
        )
        asked = _asked(business, day, found)
        told = as_asked(with_told(business, former, last or day), asked)
        outcome = whole.run(engine, told, day, loaded, earlier)
        actions = fetched(loaded.connection, outcome.whole)
        if number < unmarked:
            before = [ran for ran in found if ran.day < day]
            actions = as_unmarked(actions, history.business, before)
        left = (outcome.undecided, outcome.odd, outcome.notes)
        ran = Ran(
            day,
            actions,
            *left,
            fetched(loaded.connection, outcome.modes),
            outcome.moved,
            earlier.last_run,
            asked,
            with_former(flow_spans(business, day), former, outcome.untold),
            _of_known(fetched(loaded.connection, outcome.cases), history.present(number)),
        )
        yield ran
        found.append(ran)
        given = (answer.event(actions, day) for answer in history.answers[number])
        said += [event for event in given if event is not None]


def _of_known(cases: Iterable[Row], customers: Iterable[Row]) -> list[Row]:
    """The cases of these customers, in order; those of others may be there or not."""
    known = {str(each["customer_id"]) for each in customers}
    return sorted((each for each in cases if each["customer_id"] in known), key=str)


def _asked(business: Business, day: date, found: Iterable[Ran]) -> Mapping[str, date]:
    """The same of a day, by what the one that it follows keeps."""
    last = _followed({each.day: each for each in found}, day)
    return asked_since(business, day, {} if last is None else as_text(last.asked))


def as_unmarked(
    actions: Sequence[Row], business: Business, before: Iterable[Ran]
) -> list[dict[str, Any]]:
    """The actions by the ids that they had; of events of one moment one alone was told."""
    rules = {rule.id: rule for rule in business.rules}
    told = {row["action_id"] for ran in before for row in ran.actions}
    found: dict[str, dict[str, Any]] = {}
    for row in actions:
        key, rule = without_mark(str(row["occasion"])), rules[str(row["rule"])]
        index = int(str(row["index"]))
        known = action_id(business, rule, str(row["customer_id"]), key, index)
        if row["occasion"] == key or known not in told:
            found.setdefault(known, {**row, "occasion": key, "action_id": known})
    return [*found.values()]


def former_of(
    history: History, run: int, last: date | None, found: Sequence[Ran]
) -> Mapping[str, FormerSpans]:
    """By what the runs before told deadlines that may be others by now."""
    if last is None:
        return {}
    told = found[_last_run_on(last, history.days[:run])].steps
    return former_spans(history.as_of(run), told, last, history.days[run])


def _last_run_on(last: date, ran: Sequence[date]) -> int:
    return max(run for run, day in enumerate(ran) if day == last)


def with_late(past: Past, at: tuple[History, int], loaded: Loaded) -> Past:
    """The same with the events of days up to the last run's that came in since that run.

    Rows alike in all columns are one event.
    """
    (history, number), last = at, past.last_run
    assert last is not None
    known, told = history.known(number), _last_run_on(last, history.days[:number])
    before = [event for run, event in known if history.known_since(run, event) <= told]
    new = [
        (number, day)
        for number, (run, event) in enumerate(known)
        if history.known_since(run, event) > told
        and (day := day_of(event)) <= last
        and event not in before
    ]
    rows = ", ".join(str(number) for number, _ in new) or "NULL"
    query = f"SELECT * FROM {loaded.events} WHERE rowid IN ({rows})"
    for relation in (LATE, UNSEEN, HEARD):
        loaded.connection.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS {query}")
    since = min([last, *(day for _, day in new)]) if new else None
    unseen, heard = (UNSEEN, HEARD) if new else ("", "")
    return replace(past, late=LATE, late_since=since, unseen=unseen, heard=heard)


def past(found: Sequence[Ran], day: date, loaded: Loaded) -> Past:
    """What the runs before tell this one; of a day run twice the later run is kept."""
    last = {ran.day: ran for ran in found}
    before = [ran for each, ran in sorted(last.items()) if each < day]
    told = loaded.connection
    as_table(told, "earlier_actions", [row for ran in before for row in ran.actions])
    followed = _followed(last, day)
    modes = "SELECT NULL::VARCHAR AS customer_id, NULL::VARCHAR AS mode, NULL::DATE AS date"
    told.execute(f"CREATE OR REPLACE TEMP TABLE earlier_modes AS {modes} LIMIT 0")
    for row in before[-1].modes if before else ():
        told.execute("INSERT INTO earlier_modes VALUES (?, ?, ?)", [*row.values()])
    if day in last:
        as_table(told, "same_actions", last[day].actions)
    own = {row["action_id"] for row in last[day].actions} if day in last else {}
    after = [row for each, ran in last.items() if each > day for row in ran.actions]
    later = [row for row in after if row["action_id"] not in own]
    as_table(told, "later_actions", later)
    return Past(
        "earlier_actions" if before else "",
        "earlier_modes" if before else "",
        followed.day if followed else None,
        "same_actions" if day in last else "",
        later="later_actions" if any(each > day for each in last) else "",
    )


def _followed(ran: Mapping[date, Ran], day: date) -> Ran | None:
    """The run that a day follows: the last before it, or the one of its own first run."""
    if day in ran and (first := ran[day].followed) is not None:
        return ran[first]
    before = [each for each in ran if each < day]
    return ran[max(before)] if before else None
