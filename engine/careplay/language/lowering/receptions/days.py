"""On which days an item is told of a stay, as conditions on the stay's dates."""

from __future__ import annotations

from datetime import time

from careplay.frozen import dataclass
from careplay.language.receptions.times import Anchor, Time
from careplay.model.business import EventType
from careplay.model.conditions import AnyOf, Compare, Condition, Operator, Since, Today
from careplay.model.receptions import Reception
from careplay.model.types import Parameter, Span, Type, Unit

NOW = Span(0)
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class StayDays:
    """The dates of the stays of a reception, and the hours at which guests come and go.

    The day of an item is the arrival or departure, moved; the operand is moved the other way.
    """

    reception: Reception
    record: EventType
    arrives: time
    leaves: time

    def nightly(self) -> tuple[Condition, ...]:
        """Whether the guest sleeps here tonight."""
        return (
            Compare(self.reception.arrival, Operator.AT_MOST, Today(NOW)),
            Compare(self.reception.departure, Operator.MORE, Today(NOW)),
        )

    def told(self, at: Time, *, late: bool) -> tuple[Condition, ...]:
        """Whether it is time, and not too late; memory knows what was told before.

        Where it is never too late, it is told of stays of which its day, or anything new, has
        come since the last run: a business that begins has told all those before.
        """
        begun = Compare(self.of(at), Operator.AT_MOST, Today(_back(self._moved(at))))
        if self.is_endless(at, late=late):
            fresh = AnyOf((_since(self.of(at), _back(self._moved(at))), self.new()))
            return (begun, fresh)
        return (begun, *self._not_late(at))

    def is_endless(self, at: Time, *, late: bool) -> bool:
        """Whether it is never too late for it; ``late``: it is done though the time is over."""
        return at.anchor is not Anchor.NIGHT and (late or not self._not_late(at))

    def told_before(self, at: Time) -> Condition:
        """Whether an earlier run can have told it: its day had come by the last one."""
        if at.anchor is Anchor.NIGHT:
            return Compare(self.reception.arrival, Operator.AT_MOST, Since(NOW))
        return Compare(self.of(at), Operator.AT_MOST, Since(_back(self._moved(at))))

    def new(self) -> Condition:
        """Whether something became known of the stay since the last run."""
        return _since("known_on", NOW)

    def not_over(self) -> Condition:
        """Whether the guest has not left before today."""
        return Compare(self.reception.departure, Operator.AT_LEAST, Today(NOW))

    def of(self, at: Time) -> str:
        """The attribute that the time is counted from."""
        arriving = at.anchor is Anchor.ARRIVAL
        return self.reception.arrival if arriving else self.reception.departure

    def _not_late(self, at: Time) -> tuple[Condition, ...]:
        """What precedes the arrival is not told once that day is over, and so on."""
        after = isinstance(at.span.amount, Parameter) or at.span.amount > 0
        if after and not at.span.negative:
            return (self.not_over(),) if at.anchor is Anchor.ARRIVAL else ()
        return (Compare(self.of(at), Operator.AT_LEAST, Today(NOW)),)

    def _moved(self, at: Time) -> Span:
        """How many whole days from the arrival or departure the item is told."""
        if at.span.unit is not Unit.HOURS or isinstance(at.span.amount, Parameter):
            return at.span
        hour = self.arrives if at.anchor is Anchor.ARRIVAL else self.leaves
        if self.record.attributes[self.of(at)].type is Type.MOMENT:
            hour = time.min  # so that no hour of the day is too early for it
        minutes = at.span.amount * 60 * (-1 if at.span.negative else 1)
        days = (hour.hour * 60 + hour.minute + minutes) // DAY_MINUTES
        return Span(abs(days), negative=days < 0)


def _since(name: str, moved: Span) -> Compare:
    return Compare(name, Operator.AT_LEAST, Since(moved))


def _back(span: Span) -> Span:
    """The span the other way round."""
    return Span(span.amount, span.unit, negative=not span.negative and span.amount != 0)
