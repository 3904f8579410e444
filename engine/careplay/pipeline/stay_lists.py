"""Lists of stays, of a week or of the rooms of a day, for whoever reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay.meaning.events import date_of
from careplay.meaning.nights import day_of_stay
from careplay.meaning.truth import Row
from careplay.outputs.stays.listing import StayReader, stay_list
from careplay.outputs.stays.stay_list import StaysOf
from careplay.pipeline.stays import stays_of
from careplay.pipeline.whose import named

if TYPE_CHECKING:
    from careplay.model.business import Business
    from careplay.model.receptions import Reception
    from careplay.outputs.open_work import OpenWork
    from careplay.outputs.stays.guest_stay import StayItem
    from careplay.outputs.stays.stay_list import StayList
    from careplay.pipeline.open_work import OpenQuery

WEEK = timedelta(days=7)


def made(business: Business, day: date, what: StaysOf, asked: OpenQuery) -> StayList:
    """The list that is asked for."""

    def which(reception: Reception, stay: Row) -> bool:
        if what is StaysOf.ROOMS:
            return day_of_stay(reception, stay, day) is not None
        first = date_of(stay[reception.arrival])
        return not stay["cancelled"] and first is not None and day <= first < day + WEEK

    found = stays_of(business, day, replace(asked, of=None), which)
    stays = tuple(each for each in found.stays if what is StaysOf.ROOMS or each.level)
    reader = _reader(business, found.work, what, asked.of)
    return stay_list(business, day, stays, found.work.staff, reader)


def _reader(business: Business, work: OpenWork, what: StaysOf, whose: str | None) -> StayReader:
    """Who reads it: a role, a person by the role that he has, or a store, which has none."""
    if whose is None:
        return StayReader(what)
    who = named(business, work.staff, whose)
    labels = [business.roles[name].label or name for name in who.roles]
    people = [each.name for each in work.staff if each.id in who.persons]
    own = {each.role for each in work.staff if whose in (each.id, each.name)}
    roles = {*who.roles, *own}

    def has(item: StayItem) -> bool:
        return item.owner in who.persons or item.role in who.roles

    told = labels[0] if labels else people[0] if len(people) == 1 else whose
    return StayReader(what, told, next(iter(roles)) if len(roles) == 1 else None, has)
