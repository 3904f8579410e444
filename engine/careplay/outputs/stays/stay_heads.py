"""Sentences of a list of stays that all its writers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.meaning.nights import StayDay
from careplay.outputs.stays.stay_words import stay_words

if TYPE_CHECKING:
    from careplay.outputs.stays.stay_list import StayLine, StayList
    from careplay.outputs.stays.stay_words import StayWords


def title_of(listed: StayList) -> str:
    """What the list is called."""
    say = stay_words(listed.language)
    return say.titles[listed.of].format(name=listed.business, day=listed.date)


def counts_of(listed: StayList) -> str:
    """How many stays there are."""
    say = stay_words(listed.language)
    days = [each.day for each in listed.lines]
    counted = {str(each): days.count(say.days[each]) for each in StayDay}
    sleeps = sum(each.sleeps for each in listed.lines)
    return say.counts[listed.of].format(count=len(days), sleeps=sleeps, **counted)


def later_of(line: StayLine, say: StayWords) -> str:
    """What is to be done for the stay that was not told yet; "" where there is nothing."""
    items = [say.item.format(title=each.title, who=each.who) for each in line.later]
    return say.later.format(items=say.between.join(items)) if items else ""
