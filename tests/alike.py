"""One run by two engines: DuckDB carries it out, and on each day says just what `plain` says.

To read the tables, to remember and to keep is most of what a run of few customers costs; here
both engines answer from what was read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import pytest
from click.testing import CliRunner, Result

from careplay.cli import main
from careplay.engines import duckdb as in_sql, plain
from careplay.engines.base import NOTHING, Odd, Outcome, Past, Undecided
from careplay.faults import ParameterError
from careplay.model.business import Business
from examples import is_whole

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

ALIKE = "plain+duckdb"
"""What a test names instead of an engine, to have a run by both."""

ENGINES = ("plain", "duckdb") if is_whole() else (ALIKE,)
"""What a promise of every engine is shown by; a whole search asks each by itself."""

DURABLE = pytest.param("durable", marks=pytest.mark.durable)
"""The engine that is an extra: where it is not installed, its tests are skipped."""

DURABLE_TOO = (DURABLE,) if is_whole() else ()
"""The same where it runs many days, each of which starts a process: for a whole search."""


def called(arguments: Iterable[object]) -> Result:
    """Call the command within this process; ``--engine plain+duckdb`` is both engines."""
    told = [str(each) for each in arguments]
    if ALIKE not in told:
        return CliRunner().invoke(main, told)
    with held_together() as name:
        found = CliRunner().invoke(main, [name if each == ALIKE else each for each in told])
    # To the command it is a fault of careplay itself, which it tells in a sentence.
    at = found.exception.__context__ if found.exception else None
    if isinstance(at, AssertionError):
        raise at
    return found


class Answer(NamedTuple):
    """All that an engine hands back, with the types of its columns."""

    relations: dict[str, list[Any]]
    undecided: tuple[Undecided, ...]
    odd: tuple[Odd, ...]
    notes: tuple[str, ...]
    moved: int


@contextmanager
def held_together() -> Iterator[str]:
    """Within it the default engine is both of them; its name."""
    with mock.patch.object(in_sql, "run", _by_both(in_sql.run)):
        yield "duckdb"


def _by_both(run: Any) -> Any:
    def both(business: Business, day: date, loaded: Loaded, past: Past = NOTHING) -> Outcome:
        expected = _answer(plain.run, business, day, loaded, past)
        outcome: Outcome | None = None

        def kept(*told: Any) -> Outcome:
            nonlocal outcome
            outcome = run(*told)
            return outcome

        found = _answer(kept, business, day, loaded, past)
        assert found == expected, day
        if outcome is None:
            raise ParameterError(str(found))
        return outcome

    return both


def _answer(run: Any, business: Business, day: date, loaded: Loaded, past: Past) -> Any:
    """What an engine hands back, or the fault that it raises."""
    try:
        outcome: Outcome = run(business, day, loaded, past)
    except ParameterError as fault:
        return str(fault)
    names = {"actions": outcome.relation, "whole": outcome.whole}
    sets = {"modes": outcome.modes, "holds": outcome.holds, "cases": outcome.cases}
    relations = {kind: _rows(loaded, name) for kind, name in names.items()}
    relations |= {kind: _rows(loaded, name, "ALL") for kind, name in sets.items() if name}
    return Answer(relations, outcome.undecided, outcome.odd, outcome.notes, outcome.moved)


def _rows(loaded: Loaded, relation: str, order: str = "") -> list[Any]:
    """The columns of a relation, then its rows; in an order where it has none."""
    by = f"ORDER BY {order}" if order else ""
    found = loaded.connection.execute(f"FROM {relation} {by}")
    columns = [(name, str(kind)) for name, kind, *_ in found.description or ()]
    return [columns, *found.fetchall()]
