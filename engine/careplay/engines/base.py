"""What an engine is, what it is given of earlier days, and what it hands back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from careplay.frozen import dataclass
from careplay.model.actions import ACTION_COLUMNS
from careplay.sources.columns import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from careplay.diagnostics import Diagnostic
    from careplay.model.business import Business
    from careplay.sources.loaded import Loaded

RELATION = "actions"
"""The name every run gives its result on ``loaded.connection``."""

WHOLE = "whole_actions"
"""The name of the same with ``WHOLE_COLUMNS``: as it is kept."""

MODES = "modes"
"""The name of the relation of ``Outcome.modes``."""

LATE = "late_events"
"""The name of the relation of ``Past.late``."""

UNSEEN = "unseen_events"
"""The name of the relation of ``Past.unseen``."""

CASES = "open_cases"
"""The name of the relation of ``Outcome.cases``."""

HEARD = "heard_events"
"""The name of the relation of ``Past.heard``."""


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier runs decided: relations on the connection, empty where there is none."""

    earlier: str = ""
    """The actions of earlier dates within the look-back, with ``ACTION_COLUMNS``."""
    modes: str = ""
    """``customer_id VARCHAR, mode VARCHAR, date DATE``: when a run last found a mode true."""
    last_run: date | None = None
    """The last date before this one on which a run was made."""
    same: str = ""
    """The actions an earlier run of this very date gave."""
    first_run: date | None = None
    """The first date on which a run was made, if that was before this one."""
    late: str = ""
    """The events of earlier dates that no run knew, with the columns of the events; empty
    where nothing is known of what earlier runs knew."""
    late_since: date | None = None
    """The date of the earliest of them or that of the last run, whichever is first; None where
    there are none."""
    unseen: str = ""
    """Those of them that decide a change and that the last run did not know, of days up to its
    own; empty where there are none, or nothing is known of what it knew."""
    heard: str = ""
    """The events that tell of stays and that the last run did not know, of days up to its own;
    empty where there are none, or nothing is known of what it knew."""
    returning: tuple[str, ...] | None = None
    """The rules of which something may come back on the date; None: any may."""
    later: str = ""
    """The actions of later dates, but for those that an earlier run of this one gave."""
    former: str = ""
    """``former, action_id, customer_id``: the ids by which people say what became of actions
    that an older careplay called so, and the actions' own; empty where there are none."""
    begun: str = ""
    """``action_id``: of which people said something on this very date whose customer is not in
    the table, so that the events lack it; empty where there is none."""
    former_keys: bool = False
    """Whether events of kept days may go by former keys (``meaning/event_keys.py``)."""
    late_told: bool = False
    """Whether what came in late may have been told by one of them."""
    keyed: date | None = None
    """The day since which runs have gone by the keys that events have today: actions first told
    before it may be of events that had others. None where no kept day had others."""


NOTHING = Past()


@dataclass(frozen=True, slots=True)
class Undecided:
    """How many occasions of a rule stay open for want of a fact; the rule's total has no fact.

    An occasion counts once for each fact it wants, and once in the total, which comes first.
    The facts follow in reading order: the anniversary's calendar fact, then the condition's.
    """

    rule: str
    fact: str
    customers: int
    customer: str = ""
    """Whose they are, where each customer's are told apart; empty for everybody's together,
    and for what is of no customer."""


@dataclass(frozen=True, slots=True)
class Odd:
    """How many events of a flow's cases were of a kind of ``careplay.model.flows.ODD``."""

    flow: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Unowned:
    """How many of the actions that are due nobody does, for nobody was found for the role."""

    role: str
    count: int
    passed_over: int = 0
    """Of how many somebody was found, whom ``not_to`` names or to whom it was sent back."""


@dataclass(frozen=True, slots=True)
class CameLate:
    """How many events no run knew on their day."""

    asked: int = 0
    """Those that are answered now, as far as rules ask for them."""
    too_old: int = 0
    """Those of longer ago than rules look back: they are asked of no more."""


@dataclass(frozen=True, slots=True)
class AssumedYear:
    """A year whose working days are not published yet, and who counts them all the same."""

    year: int
    users: tuple[tuple[str, tuple[str, ...]], ...]
    """Names by kind: facts, rules or flows."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The actions of one business on one date, and what could not be decided."""

    relation: str = RELATION
    """A table or view on ``loaded.connection`` with the columns of ``ACTION_COLUMNS``."""
    undecided: tuple[Undecided, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader of the actions should know, a sentence each."""
    odd: tuple[Odd, ...] = ()
    """The events that flows could not take as they came, in order of the flows, then of
    ``ODD``; none that is nought."""
    unowned: tuple[Unowned, ...] = ()
    """In order of the roles."""
    assumed: tuple[AssumedYear, ...] = ()
    """In order of the years."""
    modes: str = ""
    """``Past.modes`` of the next run: of each customer and mode that lasts on, the last day on
    which it was found true; empty where no mode lasts on."""
    holds: str = ""
    """What holds of whom, as far as the limits ask: of each customer, by ``customer_id``, the
    ``kind`` and ``name`` of each ``Hold``; empty where they ask nothing."""
    whole: str = WHOLE
    """The same actions with ``WHOLE_COLUMNS``."""
    moved: int = 0
    """How many deadlines that people were told are others by an edit, each counted once."""
    cases: str = ""
    """``record, customer_id, ref, step VARCHAR, returns INTEGER, waits_since VARCHAR``: the
    cases that have not ended, of the flow ``record``, and since when one waits, to the minute;
    empty where there are no flows. Of who is not in the table any may be among them."""
    untold: tuple[str, ...] = ()
    """The flows of which some deadlines are others, or may be, and could not be told yet."""


class Engine(Protocol):
    """A module that carries a business's rules out for one date."""

    CODES: Mapping[str, str]
    """What of a business it cannot carry out: each code, and what that means."""

    def run(
        self, business: Business, day: date, loaded: Loaded, past: Past = NOTHING
    ) -> Outcome:
        """Make the relations of the date's actions on ``loaded.connection``.

        What earlier days and the limits have to say is in them, and no code
        (``short_codes.py``). A missing parameter value is a
        ParameterError, a fault of the engine itself an EngineError.
        """

    def demand(self) -> None:
        """EngineError where the engine cannot run on this machine."""

    def unsayable(self, business: Business) -> Iterable[Diagnostic]:
        """What of the business the engine cannot carry out, each with its place."""


def told_of(whole: str) -> str:
    """The statement that makes the view of what people are told of the actions."""
    names = ", ".join(quoted(name) for name, _ in ACTION_COLUMNS)
    return f'CREATE OR REPLACE TEMP VIEW "{RELATION}" AS\nSELECT {names} FROM "{whole}"'
