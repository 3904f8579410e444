"""What earlier runs decided: the partitions of other dates, read as a ``Past`` for the engines.

Actions, and modes that last on, are kept as files and nowhere else: whoever copies the folder
takes the memory along, and a day can be looked up with any program that reads Parquet.
"""

from __future__ import annotations

from careplay.history.absent import make_absent
from careplay.history.ageing import Ageing, demand_memory, ever_told, to_age
from careplay.history.asking import as_asked
from careplay.history.contacts import contacts
from careplay.history.foundations import (
    Manifests,
    foundations,
    founded,
    manifest_of,
    manifests_after,
    stood_on_before,
)
from careplay.history.gone import gone
from careplay.history.kept import kept_days, others_kept, usual_place
from careplay.history.knowing import Knowing, count_late, know, know_alone
from careplay.history.months import to_bind
from careplay.history.named_codes import by_id
from careplay.history.open_work import ToldWork, count_open, counted, open_work
from careplay.history.outcomes import list_outcomes_of_steps, list_unknown_outcomes
from careplay.history.overview import KeptHistory, overview
from careplay.history.past import damage, damage_told, kept_between, past, told_by
from careplay.history.ran import as_last_ran, changed_since, ran_on, with_untold
from careplay.history.stay_items import ITEM_COLUMNS, stay_items
from careplay.history.unknown import FIRST_KNOWN

__all__ = [
    "FIRST_KNOWN", "ITEM_COLUMNS", "Ageing", "KeptHistory", "Knowing", "Manifests",
    "ToldWork", "as_asked", "as_last_ran", "by_id", "changed_since", "contacts", "count_late",
    "count_open", "counted", "damage", "damage_told", "demand_memory", "ever_told",
    "foundations", "founded", "gone", "kept_between", "kept_days", "know", "know_alone",
    "list_outcomes_of_steps", "list_unknown_outcomes", "make_absent", "manifest_of",
    "manifests_after", "open_work", "others_kept", "overview", "past", "ran_on",
    "stay_items", "stood_on_before", "to_age", "to_bind", "told_by", "usual_place",
    "with_untold",
]  # fmt: skip
