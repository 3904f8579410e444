"""The world of one customer in which a story tells a rule, as a test of its own says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from careplay.authoring.coverage.yaml_text import flow_text
from careplay.authoring.judging import Verdict
from careplay.frozen import dataclass
from careplay.model.business import Business
from careplay.model.stories import Cells, Expected, Happening, Story, StoryDay


@dataclass(frozen=True, slots=True)
class ToldWorld:
    """Who he is, who works there, and what has happened by the day."""

    day: date
    customer: Cells
    staff: Mapping[str, Cells]
    happened: tuple[Happening, ...]

    def lines(self, business: Business) -> Iterator[str]:
        """What stands below the name of a test, but for its title and cases."""
        yield f"    today: {self.day}"
        yield f"    customer: {flow_text(known(self.customer))}"
        if self.staff and business.staff is not None:
            told = {key: known(cells) for key, cells in self.staff.items()}
            yield f"    staff: {flow_text(told)}"
        if self.happened:
            yield "    happened:"
        for each in self.happened:
            at = each.at
            # What is told without a time has none; of an earlier day it is said by its first.
            moment = f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else f"{at} 00:00"
            cells = ({} if at == self.day else {"at": moment}) | known(each.told)
            yield f"      - {each.type}: {flow_text(cells)}"


def known(cells: Cells) -> dict[str, str]:
    """Those that are not missing."""
    return {name: text for name, text in cells.items() if text}


def told_worlds(story: Story, verdicts: Sequence[Verdict]) -> Iterator[tuple[str, ToldWorld]]:
    """By rule, the worlds in which the story tells it, of one day and whoever it is of.

    A day before which people did something is none: a test of one customer cannot say it.
    """
    before: list[StoryDay] = []
    customers, staff = dict(story.customers), dict(story.staff)
    for day in story.days:
        customers |= {key: {**customers.get(key, {}), **c} for key, c in day.customers.items()}
        staff |= {key: {**staff.get(key, {}), **c} for key, c in day.staff.items()}
        before.append(day)
        if any(each.did for each in before[:-1]):
            return
        for verdict in verdicts:
            expected = verdict.expected
            if verdict.date != day.date or not verdict.rule or expected is None:
                continue
            whose = expected.customer or (next(iter(customers)) if len(customers) == 1 else "")
            if expected.wanted is Expected.TOLD and whose:
                yield verdict.rule, _world(whose, before, customers[whose], staff)


def _world(
    customer: str, days: Sequence[StoryDay], facts: Cells, staff: Mapping[str, Cells]
) -> ToldWorld:
    happened = (each for day in days for each in day.happened if each.customer == customer)
    return ToldWorld(days[-1].date, dict(facts), dict(staff), tuple(happened))


def values_seen(story: Story) -> Iterator[tuple[str, str, str]]:
    """Of each rule of which it expects something, the facts of whom it expects it."""
    customers = dict(story.customers)
    for day in story.days:
        customers |= {key: {**customers.get(key, {}), **c} for key, c in day.customers.items()}
        for each in day.expected:
            whose = [each.customer] if each.customer else [*customers]
            for key in whose:
                yield from ((each.rule, name, text) for name, text in customers[key].items())
