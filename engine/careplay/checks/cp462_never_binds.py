"""A window can never hold anything back, because another one does before.

::

    per_customer: {contacts: {1 day: 1, 7 days: 8}, sales: {30 days: 40}}

With one contact a day there are at most 7 in 7 days, and 30 in 30 days, of whatever category.
What is in ``free`` is not counted at all. Let each number be less than the others let through::

    per_customer: {contacts: {1 day: 1, 7 days: 3}, sales: {30 days: 2}}
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.amounts import counted
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business
from careplay.model.limits import Limits, Window

CODE = "CP462"
EVERYTHING = "contacts"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each window that another one makes idle, or whose category is not counted."""
    limits = business.limits
    for window in limits.windows:
        why = _idle(window, limits)
        if why:
            idle = f'"{window.of}: {window.most} in {counted(window.days, "day")}"'
            what = f"{idle} never holds anything back: {why}"
            way = "lower the number, or leave it out"
            yield Diagnostic(limits.file, window.at, CODE, f"{what}; {way}")


def _idle(window: Window, limits: Limits) -> str:
    """Why the window holds nothing back; empty where it may."""
    if window.of in limits.free:
        return f'"{window.of}" stands under free:'
    place = limits.windows.index(window)
    for number, each in enumerate(limits.windows):
        if number != place and _before(each, window, earlier=number < place):
            return f'"{each.of}" lets through {each.most} in {counted(each.days, "day")}'
    return ""


def _before(one: Window, window: Window, *, earlier: bool) -> bool:
    """Whether what the one lets through is never more than the window does."""
    if one.of not in {EVERYTHING, window.of}:
        return False
    reached = -(-window.days // one.days) * one.most
    same = (one.of, one.days, one.most) == (window.of, window.days, window.most)
    return earlier if same else reached <= window.most
