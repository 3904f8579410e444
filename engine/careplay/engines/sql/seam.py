"""What an engine that decides elsewhere has of this one, and all that it has.

It reads the customers to be asked with the events found of them, puts the answers in the
place of ``matches``, and lets this engine go on. SQL of its own it writes with ``build``.
"""

from __future__ import annotations

from careplay.engines.sql.carrying import (
    LeftOpen,
    MovedCount,
    as_engine_error,
    carry_out,
    moved,
    outcome,
    planned,
    run,
)
from careplay.engines.sql.facts import relations as fact_relations
from careplay.engines.sql.found import every_hit
from careplay.engines.sql.holds import RELATION as HOLDS, of_place
from careplay.engines.sql.kept import kept
from careplay.engines.sql.matches import MATCHES, RELATION as MATCHED
from careplay.engines.sql.occasions import occasion_column, of_customers, probe_of
from careplay.engines.sql.probed import (
    DAY,
    EVENT,
    FOUND,
    ORDER,
    attributes,
    day_of,
    event_order,
    event_value_names,
    events_probed,
    returned_names,
)
from careplay.engines.sql.recalling import (
    statements as recalled,
    undecided_again,
)
from careplay.engines.sql.recorded import case_folds
from careplay.engines.sql.statements import (
    afterward,
    beforehand,
    chain,
    finished,
    records_table,
)
from careplay.engines.sql.taking_back import RecallTables
from careplay.engines.sql.unseen import seen, source_of
from careplay.sources.columns import KEY

__all__ = [
    "DAY",
    "EVENT",
    "FOUND",
    "HOLDS",
    "KEY",
    "MATCHED",
    "MATCHES",
    "ORDER",
    "LeftOpen",
    "MovedCount",
    "RecallTables",
    "afterward",
    "as_engine_error",
    "attributes",
    "beforehand",
    "carry_out",
    "case_folds",
    "chain",
    "day_of",
    "event_order",
    "event_value_names",
    "events_probed",
    "every_hit",
    "fact_relations",
    "finished",
    "kept",
    "moved",
    "occasion_column",
    "of_customers",
    "of_place",
    "outcome",
    "planned",
    "probe_of",
    "recalled",
    "records_table",
    "returned_names",
    "run",
    "seen",
    "source_of",
    "undecided_again",
]  # fmt: skip
