"""Deadlines of cases in SQL: begin, due and late, one after the other.

Each is a span of a clock after a moment: the moment's place on the clock's scale, plus the
span, plus what of each stop lies before the place so reached; then back to a moment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from careplay.engines.sql.records.text import case, comma_list
from careplay.engines.sql.records.worked import DAY, YEAR_1, DayTables
from careplay.frozen import dataclass
from careplay.model.types import Unit
from careplay.sources.columns import quoted
from careplay.sources.zones import instant_of, shown_at


class Scale(IntEnum):
    """What is counted: all time, working time, or working days."""

    ALL = 0
    WORKED = 1
    DAYS = 2


MICROSECONDS = {
    Unit.MINUTES: 60_000_000,
    Unit.HOURS: 3_600_000_000,
    Unit.DAYS: 86_400_000_000,
    Unit.WEEKS: 604_800_000_000,
}


@dataclass(frozen=True, slots=True)
class Length:
    """A span on a scale: microseconds, or working days."""

    scale: Scale
    amount: int


def clock_length(amount: int, unit: Unit, *, working: bool) -> Length:
    """A span of a flow's clock."""
    if unit is Unit.WORKING_DAYS:
        return Length(Scale.DAYS, amount)
    by_hours = working and unit in {Unit.MINUTES, Unit.HOURS}
    scale = Scale.WORKED if by_hours else Scale.ALL
    return Length(scale, amount * MICROSECONDS[unit])


@dataclass(frozen=True, slots=True)
class By:
    """The columns that tell how long a named length is."""

    name: str

    @property
    def scale(self) -> str:
        """The column of its scale."""
        return quoted(f"{self.name} by")

    @property
    def amount(self) -> str:
        """The column of its amount; missing where there is no such length."""
        return quoted(f"{self.name} in")


def scales(lengths: Iterable[Length | None]) -> set[Scale]:
    """The scales on which something is counted."""
    return {each.scale for each in lengths if each is not None and each.amount > 0}


@dataclasses.dataclass(slots=True)
class QueryChain:
    """A chain of queries, each of which adds columns to the one before."""

    stops: bool
    """Whether a clock may have stood still."""
    zone: str
    """The timezone, where its clocks change; moments are instants."""
    last: str
    """The newest query."""
    name: str = "chain"
    told: list[str] = dataclasses.field(default_factory=list)

    def add(self, columns: Sequence[str], joins: Sequence[str] = ()) -> None:
        """The newest query with more columns."""
        after = f"{self.name} {len(self.told)}"
        source = " ".join((f"{quoted(self.last)} AS x", *joins))
        self.told.append(
            f"{quoted(after)} AS (SELECT {comma_list(('x.*', *columns))} FROM {source})"
        )
        self.last = after

    def place(self, moment: str, scales: set[Scale], on: DayTables) -> None:
        """Where a moment stands on the scales: columns ``moment w`` and ``moment d``."""
        asked = [scale for scale in (Scale.WORKED, Scale.DAYS) if scale in scales]
        if asked:
            column = shown(f"x.{quoted(moment)}", self.zone)
            day = f"LEFT JOIN {on.days} AS day ON day.day = {column} - {column} % {DAY}"
            told = (
                f"{_place(scale, column, on.spans)} AS {at(moment, scale, on)}"
                for scale in asked
            )
            self.add(tuple(told), (day,))

    def after(self, moment: str, name: str, scales: set[Scale], on: DayTables) -> None:
        """Add the moment that the length ``name`` leads to from another."""
        by, targets = By(name), []
        for scale in sorted(scales):
            asked = f"x.{by.scale} = {scale.value} AND x.{by.amount} > 0"
            target = self._target(moment, scale, f"x.{by.amount}", on)
            targets.append(f"{case([(asked, target)])} AS {_to(name, scale)}")
        if targets:
            self.add(targets)
        told = f"{self._moment(moment, name, scales, on)} AS {quoted(name)}"
        self.add((told,), tuple(_back(name, scales, on)))

    def before(self, moment: str, name: str, scales: set[Scale], on: DayTables) -> None:
        """Add a moment of the day, as clocks show it, from which the length leads to another.

        Missing where the days of the clock do not reach back so far.
        """
        by = By(name)
        passed = shown(f"x.{quoted(moment)} - x.{by.amount}", self.zone)
        whens, joins = [(f"x.{by.scale} = {Scale.ALL.value}", passed)], []
        if Scale.WORKED in scales:
            left = f"x.{at(moment, Scale.WORKED, on)} - x.{by.amount}"
            joins = [f"ASOF LEFT JOIN {on.worked} AS w ON {left} >= w.before"]
            whens.append((f"x.{by.scale} = {Scale.WORKED.value}", "w.day"))
        self.add((f"{case(whens)} AS {quoted(name)}",), joins)

    def _target(self, moment: str, scale: Scale, amount: str, on: DayTables) -> str:
        """The place that the length leads to, with what stops put in between."""
        start = f"x.{quoted(moment)}" if scale is Scale.ALL else f"x.{at(moment, scale, on)}"
        if not self.stops:
            return f"{start} + {amount}"
        begin, end = (
            f"greatest(stop.{edge_at(edge, scale, on)}, {start})" for edge in ("begin", "end")
        )
        put_in = case([(f"{begin} < reached", f"{end} - {begin}")], "0")
        fold = f"lambda reached, stop: reached + {put_in}, {start} + {amount}"
        return f"""list_reduce(coalesce(x."stops", []), {fold})"""

    def _moment(self, moment: str, name: str, scales: set[Scale], on: DayTables) -> str:
        """The moment of the place that was reached."""
        by = By(name)
        back = {
            Scale.ALL: f"x.{_to(name, Scale.ALL)}",
            Scale.WORKED: instant(
                _within(f"(x.{_to(name, Scale.WORKED)} - w.before)", on.spans), self.zone
            ),
            Scale.DAYS: instant("d.day + d.closes", self.zone),
        }
        whens = [(f"x.{by.amount} <= 0", f"x.{quoted(moment)}")]
        whens += [(f"x.{by.scale} = {each.value}", back[each]) for each in sorted(scales)]
        return case(whens)


def _back(name: str, scales: set[Scale], on: DayTables) -> Iterator[str]:
    """The joins that find the day of a place."""
    if Scale.WORKED in scales:
        to = f"x.{_to(name, Scale.WORKED)}"
        yield f"ASOF LEFT JOIN {on.worked} AS w ON {to} > w.before"
    if Scale.DAYS in scales:
        yield f"LEFT JOIN {on.worked} AS d ON d.nth = x.{_to(name, Scale.DAYS)}"


def shown(instant: str, zone: str) -> str:
    """What the clocks show at an instant; both are microseconds from the year 1 on."""
    return _micros(shown_at(_moment(instant), zone)) if zone else instant


def instant(shown: str, zone: str) -> str:
    """The instant of what the clocks show, likewise."""
    return _micros(instant_of(_moment(shown), zone)) if zone else shown


def _moment(microseconds: str) -> str:
    return f"make_timestamp(CAST({microseconds} AS BIGINT) - {YEAR_1})"


def _micros(moment: str) -> str:
    return f"(epoch_us({moment}) + {YEAR_1})"


def at(moment: str, scale: Scale, on: DayTables) -> str:
    """The column that says where a moment stands on a scale."""
    return quoted(f"{on.prefix}{moment} at {scale.value}")


def edge_at(edge: str, scale: Scale, on: DayTables) -> str:
    """The field that says where the begin or end of a stop stands on a scale."""
    name = f"{edge}_{scale.value}"
    return quoted(f"{on.prefix}{name}") if on.prefix and scale is not Scale.ALL else name


def _to(name: str, scale: Scale) -> str:
    return quoted(f"{name} to {scale.value}")


def _place(scale: Scale, moment: str, spans: int) -> str:
    """Where a moment of a day stands on a scale."""
    if scale is Scale.DAYS:
        return "day.nth"
    worked = (
        f"least(greatest({moment} - day.day - day.begin_{i}, 0), day.long_{i})"
        for i in range(spans)
    )
    return " + ".join(("day.before", *worked))


def _within(left: str, spans: int) -> str:
    """The moment of a day at which so much was worked on it."""
    before, whens = "0", []
    for i in range(spans):
        whens.append(
            (f"{left} <= {before} + w.long_{i}", f"w.day + w.begin_{i} + {left} - ({before})")
        )
        before += f" + w.long_{i}"
    return case(whens)
