"""Histories: a business, what happened to it, and the days on which it was run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from careplay.calendars.own_days import OwnDays
from careplay.meaning.events import day_of
from careplay.model.business import Business, Person
from careplay.model.flows import Flow
from careplay.model.limits import Limits
from careplay.model.types import Scalar
from strategies.care import CHANGES, businesses, rules
from strategies.care_world import COMPLAINT, EVENT_TYPES, FIRST, OUTCOMES, SEVERITIES, STAY
from strategies.choice import either
from strategies.dates import own_days
from strategies.records import looked_after, respanned
from strategies.world import PEOPLE

Row = Mapping[str, Scalar | None]
GAPS = st.sampled_from([1, 1, 1, 2, 0, 3, 0, 1, 15])
"""Days between a run and the next; none where a day is run again."""

AMOUNTS = st.sampled_from([None, Decimal("5.00"), Decimal("5.01"), Decimal("500.00")])
ANEW = ".anew"
"""What is behind the name of a rule that is renamed."""
FROM = st.sampled_from([0, 0, 0, 0, 1, 2])


@dataclass(frozen=True)
class Answer:
    """What somebody says of one of the actions of a run."""

    number: int
    """Which of them, round and round."""
    kind: str
    later: int
    """So many days after the date."""
    until: int | None
    """So many days after that."""

    def event(self, actions: Sequence[Mapping[str, object]], day: date) -> Row | None:
        """The event, where there are actions at all."""
        due = [str(row["action_id"]) for row in actions if row["status"] == "due"]
        if not due:
            return None
        on = day + timedelta(days=self.later)
        until = None if self.until is None else on + timedelta(days=self.until)
        told = {"action": due[self.number % len(due)], "until": until}
        at = datetime.combine(on, time(15))
        return {"customer_id": "1", "type": self.kind, "at": at, "key": None, **told}


@dataclass(frozen=True)
class History:
    """Everything that several runs need, as values."""

    business: Business
    customers: tuple[tuple[Row, ...], ...]
    """What is known of the customers at each run."""
    events: tuple[tuple[int, Row], ...]
    """Each with the number of the run before which nobody told of it."""
    people: tuple[Person, ...]
    days: tuple[date, ...]
    answers: tuple[tuple[Answer, ...], ...]
    """What is said after each run."""
    edits: tuple[tuple[int, int, Row | None], ...] = ()
    """From which run on which of the events is another one, or is no more."""
    removed: tuple[tuple[int, str], ...] = ()
    """Which rule lacks in which run."""
    edited: tuple[Flow, ...] = ()
    """The flow at each run; that of the business where none is told."""
    absent: tuple[tuple[int, str], ...] = ()
    """Which customer is not in the table at which run."""
    renamed: int | None = None
    """The run from which on each rule is called otherwise."""
    own_days: tuple[OwnDays | None, ...] = ()
    """The days of its own that the business has at each run; likewise."""
    rekeyed: int | None = None
    """The run from which on events have other keys."""
    given_up: tuple[tuple[int, str], ...] = ()
    """Which rule has its first action alone in which run."""

    def known(self, run: int) -> list[tuple[int, Row]]:
        """The events that are told at a run, each with the run before which nobody knew it."""
        found: dict[int, Row | None] = dict(enumerate(row for _, row in self.events))
        found |= {number: row for since, number, row in self.edits if since <= run}
        if self.rekeyed is not None and self.rekeyed <= run:
            found = {number: row and _with_another_key(row) for number, row in found.items()}
        return [
            (since, row)
            for number, (since, _) in enumerate(self.events)
            if since <= run and (row := found[number]) is not None and self._is_known(run, row)
        ]

    def keyed(self, run: int) -> date | None:
        """Since when, as of a run, events have had the keys of today; None where ever."""
        since = self.rekeyed
        return None if since is None or not 0 < since <= run else self.days[since]

    def _is_known(self, run: int, row: Row) -> bool:
        return (run, row["customer_id"]) not in self.absent

    def present(self, run: int) -> list[Row]:
        """The customers who are in the table at a run."""
        away = {key for each, key in self.absent if each == run}
        return [row for row in self.customers[run] if row["customer_id"] not in away]

    def known_since(self, since: int, row: Row) -> int:
        """The first run that knows an event told from a run on: its customer is there."""
        unknown = {run for run, key in self.absent if key == row["customer_id"]}
        unknown |= {run for run, day in enumerate(self.days) if day < day_of(row)}
        while since in unknown:
            since += 1
        return since

    def as_of(self, run: int) -> Business:
        """The business as it is at a run."""
        without = {name for each, name in self.removed if each == run}
        rules = tuple(each for each in self.business.rules if each.id not in without)
        rules = tuple(
            replace(each, actions=each.actions[:1]) if (run, each.id) in self.given_up else each
            for each in rules
        )
        if self.renamed is not None and self.renamed <= run:
            rules = tuple(
                replace(each, id=f"{each.id}{ANEW}", was=(each.id,)) for each in rules
            )
        flows = {"complaint": self.edited[run]} if self.edited else self.business.flows
        own = self.own_days[run] if self.own_days else self.business.own_days
        return replace(self.business, rules=rules, flows=flows, own_days=own)

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: object) -> None:
        printer.text(repr(self))

    def __repr__(self) -> str:
        """Only what differs between histories, a line each."""
        return "History(" + "".join(f"\n {line}" for line in self._lines()) + ")"

    def _lines(self) -> Iterator[str]:
        own = self.business
        yield f"days={[str(day) for day in self.days]}"
        yield from (f"{rule}" for rule in own.rules)
        yield from (f"flow={flow}" for flow in self.edited or (own.flows["complaint"],))
        yield f"reception={own.receptions['vip']}"
        yield f"limits={own.limits}"
        yield f"roles={own.roles}"
        yield from (f"customers={rows}" for rows in self.customers)
        yield from (f"event={row} from run {run}" for run, row in self.events)
        yield f"people={self.people}"
        yield f"answers={self.answers}"
        yield from (f"event {n} is from run {run} on {row}" for run, n, row in self.edits)
        yield f"removed={self.removed}, absent={self.absent}, renamed from {self.renamed}"
        yield f"own_days={self.own_days}, other keys from {self.rekeyed}"
        yield f"given up={self.given_up}"


def _with_another_key(row: Row) -> Row:
    return row if row["key"] is None else {**row, "key": f"{row['key']} anew"}


@st.composite
def histories(draw: st.DrawFn, runs: int = 3) -> History:
    """A business of the care world, run on several days."""
    gaps = draw(st.lists(GAPS, min_size=1, max_size=runs))
    days = [FIRST]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    happened = draw(with_twins((*draw(planted()), *draw(st.lists(events(), max_size=6)))))
    business, last = draw(businesses()), len(days) - 1
    return History(
        business,
        draw(told_of(draw(st.sampled_from([("1",), ("1", "2")])), len(days))),
        tuple((draw(FROM), row) for row in happened),
        draw(people()),
        tuple(days),
        tuple(tuple(draw(st.lists(answers(), min_size=1, max_size=3))) for _ in days),
        draw(edits(happened, last)) if happened else (),
        draw(removed([rule.id for rule in business.rules], last)),
        draw(edited(business.flows["complaint"], len(days))),
        draw(either(st.just(()), st.just(()), away(last))),
    )


def away(last: int) -> st.SearchStrategy[tuple[tuple[int, str], ...]]:
    """Customers who are not in the table at some of the runs up to one."""
    each = st.tuples(st.integers(0, last), st.sampled_from(["1", "2"]))
    return st.lists(each, min_size=1, max_size=5, unique=True).map(tuple)


@st.composite
def edited(
    draw: st.DrawFn, flow: Flow, runs: int, often: tuple[bool, ...] = (False, False, True)
) -> tuple[Flow, ...]:
    """The flow at each run; now and then somebody gives its steps another time in between."""
    found = [flow]
    for _ in range(runs - 1):
        anew = draw(st.sampled_from(often))
        found.append(draw(respanned(found[-1])) if anew else found[-1])
    return tuple(found)


@st.composite
def edited_histories(draw: st.DrawFn) -> History:
    """A history whose cases are looked after as lowered, and whose flow is edited often."""
    found = draw(histories(runs=4))
    flow = found.business.flows["complaint"]
    opened = draw(event("complaint.opened", st.sampled_from([0, -1, -3])))
    rules = (*found.business.rules, *looked_after(flow))
    return replace(
        found,
        business=replace(found.business, rules=rules),
        events=(*found.events, (0, opened | {"ref": "c1", "customer_id": "1"})),
        edited=draw(edited(flow, len(found.days), (False, True, True))),
        own_days=draw(edited_days(len(found.days))),
    )


@st.composite
def given_up_histories(draw: st.DrawFn) -> History:
    """A history whose rules of their own have two actions, but the first alone now and then."""
    found = draw(histories(runs=4))
    rules = tuple(
        each if each.item or each.stage else replace(each, actions=(each.actions[0],) * 2)
        for each in found.business.rules
    )
    each = st.tuples(st.integers(1, 4), st.sampled_from([rule.id for rule in rules]))
    some = draw(st.lists(each, min_size=1, max_size=4, unique=True))
    business = replace(found.business, rules=rules)
    return replace(found, business=business, given_up=tuple(some))


@st.composite
def edited_days(draw: st.DrawFn, runs: int) -> tuple[OwnDays | None, ...]:
    """The days on which a business is open or closed of its own, as they are at each run."""
    found = [draw(own_days(FIRST))]
    for _ in range(runs - 1):
        anew = draw(st.sampled_from((False, False, True)))
        found.append(draw(own_days(FIRST)) if anew else found[-1])
    return tuple(found)


def edits(
    happened: Sequence[Row], last: int
) -> st.SearchStrategy[tuple[tuple[int, int, Row | None], ...]]:
    """Of some events that they are deleted, or told otherwise, or again as they were."""
    numbers = st.integers(0, len(happened) - 1)
    each = st.tuples(st.integers(1, last), numbers).flatmap(
        lambda at: st.tuples(st.just(at[0]), st.just(at[1]), _edited(happened[at[1]]))
    )
    some = st.lists(each, max_size=3).map(lambda told: tuple(sorted(told, key=lambda e: e[:2])))
    return either(st.just(()), some)


def _edited(row: Row) -> st.SearchStrategy[Row | None]:
    moved = {name: _value(name) for name in ("until", "arrival", "departure") if name in row}
    if isinstance(at := row["at"], datetime):
        moved["at"] = st.integers(-1, 4).map(lambda days: at + timedelta(days=days))
    anew = st.fixed_dictionaries({}, optional=moved).map(lambda told: {**row, **told})
    return either(st.none(), st.none(), anew)


def removed(names: Sequence[str], last: int) -> st.SearchStrategy[tuple[tuple[int, str], ...]]:
    """Rules that lack in some of the runs."""
    each = st.tuples(st.integers(1, last), st.sampled_from(names))
    return either(st.just(()), st.just(()), st.lists(each, max_size=2).map(tuple))


@st.composite
def late_changes(draw: st.DrawFn) -> History:
    """The same with rules that wait for changes, and much that is typed in late."""
    history = draw(histories())
    waiting = [draw(rules(f"r{n}", st.sampled_from(CHANGES))) for n in range(3)]
    business = replace(history.business, rules=tuple(waiting), limits=Limits())
    runs = st.sampled_from([0, 1, 1, 2])
    events = tuple((draw(runs), row) for _, row in history.events)
    return replace(history, business=business, events=events)


@st.composite
def told_of(draw: st.DrawFn, keys: Sequence[str], runs: int) -> tuple[tuple[Row, ...], ...]:
    """The customers at each run; now and then something else is known of them."""
    found: list[tuple[Row, ...]] = []
    for _ in range(runs):
        anew = not found or draw(st.integers(0, 2)) == 0
        found.append(tuple(draw(customers(key)) for key in keys) if anew else found[-1])
    return tuple(found)


def customers(key: str) -> st.SearchStrategy[Row]:
    """A customer of whom most is known."""
    known: dict[str, st.SearchStrategy[Scalar]] = {
        "name": st.just("王芳"),
        "phone": st.just("138"),
        "wechat": st.just("w"),
        "consent": st.booleans(),
        "regular": st.booleans(),
        "tier": st.sampled_from(["A", "B"]),
        "owner": st.sampled_from(PEOPLE[:2]),
        "blamed": st.sampled_from(PEOPLE[:2]),
    }
    often = {name: either(value, value, value, st.none()) for name, value in known.items()}
    return st.fixed_dictionaries({"customer_id": st.just(key), **often})


@st.composite
def planted(draw: st.DrawFn) -> tuple[Row, ...]:
    """A case that opens, a stay that is booked and changed, a visit: most rules meet one."""
    days = st.sampled_from([0, 0, -1, 1])
    opened = draw(event("complaint.opened", st.just(0))) | {"ref": "c1", "customer_id": "1"}
    done = draw(event("complaint.vent.done", st.sampled_from([0, 1, 2]))) | {"ref": "c1"}
    arrival = FIRST + timedelta(days=draw(st.integers(0, 4)))
    booked = draw(event("reservation", days)) | {"ref": "c1", "arrival": arrival}
    changed = draw(event("reservation.changed", st.sampled_from([1, 2]))) | {"ref": "c1"}
    visit = draw(event("visit", st.sampled_from([0, 1, 2])))
    own = {"customer_id": "1"}
    told = (opened, done | own, booked | own, changed | own, visit | own)
    return tuple(each for each in told if draw(st.sampled_from([True, True, True, False])))


@st.composite
def with_twins(draw: st.DrawFn, happened: Sequence[Row]) -> tuple[Row, ...]:
    """The same with others at the very moment of some visits, most of which tell otherwise."""
    visits = [row for row in happened if row["type"] == "visit"]
    some = draw(st.lists(st.sampled_from(visits), max_size=2)) if visits else []
    return (*happened, *({**row, "key": None, "amount": draw(AMOUNTS)} for row in some))


def events() -> st.SearchStrategy[Row]:
    """An event of a case, of a stay, or a visit; many share a moment."""
    days = st.sampled_from([0, 0, -1, 1, 2, -3, 4, -8])
    groups = (COMPLAINT, COMPLAINT[:4], STAY, STAY[:2], ("visit",))
    kinds = st.sampled_from(groups).flatmap(st.sampled_from)
    return kinds.flatmap(lambda kind: event(kind, days))


@st.composite
def event(draw: st.DrawFn, kind: str, days: st.SearchStrategy[int]) -> dict[str, Scalar | None]:
    """An event of the type, so many days from the first."""
    known = EVENT_TYPES[kind].attributes
    told = {name: draw(_value(name)) for name in known}
    on = FIRST + timedelta(days=draw(days))
    hour = draw(st.sampled_from([time(10, 30), time(16), time(0), time(23, 50)]))
    return {
        "customer_id": draw(st.sampled_from(["1", "1", "2"])),
        "type": kind,
        "at": datetime.combine(on, hour),
        "key": draw(st.sampled_from([None, "k"])),
        **told,
    }


def _value(name: str) -> st.SearchStrategy[Scalar | None]:
    day = st.integers(-1, 6).map(lambda days: FIRST + timedelta(days=days))
    values: dict[str, st.SearchStrategy[Scalar | None]] = {
        "ref": st.sampled_from(["c1", "c1", "c1", "c/2", None]),
        "severity": st.sampled_from([*SEVERITIES, None]),
        "outcome": st.sampled_from(["satisfied", "unsatisfied", None]),
        "words": st.sampled_from(["mine", None]),
        "room": st.sampled_from(["801", None]),
        "raised_to": st.sampled_from(["A", "B", None]),
        "amount": AMOUNTS,
    }
    if name in {"seller", "plan_owner", "approved_by"}:
        return st.sampled_from([*PEOPLE[:2], None])
    return values.get(name, st.none() | day)


def answers() -> st.SearchStrategy[Answer]:
    """Any outcome, on the day or soon after."""
    later, until = st.sampled_from([0, 0, 1]), st.sampled_from([None, 0, 1, 2])
    return st.builds(
        Answer, st.integers(0, 5), st.sampled_from([*OUTCOMES, *OUTCOMES[2:]]), later, until
    )


@st.composite
def people(draw: st.DrawFn) -> tuple[Person, ...]:
    """A few people, some away, who can do so many things a day."""
    away = st.sampled_from([None, None, FIRST, FIRST + timedelta(days=2)])
    return tuple(
        Person(
            id=key,
            name=f"名{key}",
            role=draw(st.sampled_from(["adviser", "manager"])),
            capacity=draw(st.sampled_from([None, 1, 2, 0])),
            absent_from=draw(away),
            successor=draw(st.sampled_from([None, *PEOPLE[:2]])),
        )
        for key in PEOPLE[: draw(st.integers(0, 3))]
    )
