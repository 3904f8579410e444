"""A choice between strategies in which each has its own weight."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


def either(*options: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """One of the options, all as likely; the same option twice is twice as likely.

    ``one_of`` lays nested choices flat, which makes the widest option the likeliest.
    """
    return st.sampled_from(range(len(options))).flatmap(options.__getitem__)
