"""The actions that people were told, found by the code or id that somebody names.

Kept days alone are asked: what is recorded waits for no table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careplay import history
from careplay.faults import RecordingError
from careplay.frozen import dataclass
from careplay.history.reading import no_actions, whole_actions_in
from careplay.meaning.code_slips import LONGEST, as_written, nearest_code
from careplay.meaning.short_codes import DAYS_TAKEN, is_code
from careplay.model.actions import WHOLE_COLUMNS
from careplay.sources.columns import day_, sql_list
from careplay.store import read_records

if TYPE_CHECKING:
    import duckdb

    from careplay.model.business import Business, Person

TOLD = "told_to_people"
COLUMNS = (
    *("action_id", "code", "date", "customer_id", "rule", "title", "owner", "role", "ask"),
    *("approve", "record", "ref"),
)


@dataclass(frozen=True, slots=True)
class NamedAction:
    """An action as it was told last, by the names of its columns."""

    action_id: str
    code: str | None
    date: dt.date
    customer_id: str | None
    rule: str
    title: str | None
    owner: str | None
    role: str | None
    ask: Sequence[str] | None
    approve: str | None
    record: str | None
    ref: str | None

    @property
    def name(self) -> str:
        """How people call it: by its code, or where it has none by its id."""
        return self.code or self.action_id

    def told(self) -> Mapping[str, Any]:
        """The same for JSON, to be kept with what is recorded of it."""
        return {each: _plain(getattr(self, each)) for each in COLUMNS}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def as_recorded(told: Mapping[str, Any]) -> NamedAction:
    """The action of such JSON."""
    return NamedAction(**{**told, "date": dt.date.fromisoformat(told["date"])})


def _recorded(business: Business, out: Path) -> Iterator[NamedAction]:
    """The actions of which something was recorded, as they were told then."""
    for each in read_records(out / business.id):
        if each.of:
            yield as_recorded(each.of)


class ToldActions:
    """All that was told up to a day of the actions that are named by some codes or ids."""

    def __init__(
        self,
        business: Business,
        out: Path,
        day: date,
        names: Iterable[str],
        connection: duckdb.DuckDBPyConnection,
    ) -> None:
        self._connection, self._day = connection, day
        written = {each for name in names for each in (as_written(name), name.strip())}
        with history.damage_told(business, out, connection):
            self._make(business, out)
            listed = sql_list(sorted(written))
            which = f"""SELECT action_id FROM {TOLD}
                WHERE code IN {listed} OR action_id IN {listed}"""  # noqa: S608
            found = connection.execute(
                f"""SELECT {", ".join(COLUMNS)} FROM {TOLD}
                WHERE action_id IN ({which}) ORDER BY date"""  # noqa: S608
            ).fetchall()
        rows = [NamedAction(*each) for each in found]
        kept = {each.action_id for each in rows}
        rows += (each for each in _recorded(business, out) if each.action_id not in kept)
        self._last: Mapping[str, NamedAction] = {each.action_id: each for each in rows}
        self._by_code: dict[str, dict[str, date]] = {}
        for each in rows:
            if each.code:
                self._by_code.setdefault(each.code, {})[each.action_id] = each.date

    def _make(self, business: Business, out: Path) -> None:
        files = history.ever_told(business.id, out, self._day)
        query = no_actions(WHOLE_COLUMNS)
        if files:
            query = whole_actions_in(self._connection, files, business, self._day)
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {TOLD} AS {query}")

    def named(
        self,
        name: str,
        people: Sequence[Person],
        customer: str | None = None,
        by: Person | None = None,
    ) -> NamedAction:
        """The action of the code or id; RecordingError where there is none, or several.

        A code is one store's: of several the one of the customer counts, else that of the
        store of whoever records it.
        """
        if name.strip() in self._last:
            return self._last[name.strip()]
        told = self._by_code.get(as_written(name), {})
        stores = {each.id: each.store or "" for each in people}
        found: dict[str, tuple[date, NamedAction]] = {}
        for action_id, day in told.items():
            each = self._last[action_id]
            store = stores.get(each.owner or "", "")
            if customer in (None, each.customer_id or "") and (
                store not in found or found[store][0] < day
            ):
                found[store] = day, each
        if len(found) > 1 and by is not None and (by.store or "") in found:
            found = {by.store or "": found[by.store or ""]}
        if len(found) != 1:
            several = [each for _, each in found.values()]
            wrong = self._several(name, several) if several else self._nobodys(name, customer)
            raise RecordingError(wrong, "code")
        ((_, one),) = found.values()
        return one

    def _several(self, name: str, found: Sequence[NamedAction]) -> str:
        each_one = ", ".join(
            f"{each.action_id} ({each.owner or each.role}, customer {each.customer_id or '-'})"
            for each in found
        )
        return (
            f'"{name}" is a code in several stores: {each_one}; name who records it by --by,'
            " or write the action_id"
        )

    def _nobodys(self, name: str, customer: str | None) -> str:
        """That there is no such action, with the nearest that is told."""
        told = self._by_code.get(as_written(name), {})
        others = sorted({self._last[each].customer_id or "" for each in told})
        if others:
            named = ", ".join(f'"{each}"' if each else "nobody" for each in others)
            return f'{name} is an action of customer {named}, and not of "{customer}"'
        since = self._day - timedelta(days=DAYS_TAKEN)
        theirs = "true" if customer is None else "coalesce(customer_id, '') = ?"
        asked = self._connection.execute(
            f"""SELECT DISTINCT code FROM {TOLD} WHERE code IS NOT NULL
            AND date >= {day_(since)} AND {theirs}""",  # noqa: S608
            [] if customer is None else [customer],
        )
        code = nearest_code(name, (str(each) for (each,) in asked.fetchall()))
        whose = "" if customer is None else f' of customer "{customer}"'
        if is_code(as_written(name)) or len(name.strip()) > LONGEST:
            what = f'no action{whose} told up to {self._day} is called "{name}"'
        else:
            what = f'"{name}" is no code{whose}, for its last sign does not go with the others'
        return f'{what}; did you mean "{code}"?' if code else f"{what}; is it written right?"
