"""What is left to ask of a business that could be built; one module per check."""

from __future__ import annotations

from careplay.checks import (
    cp114_fallback_circle,
    cp115_two_types,
    cp119_letter_case,
    cp306_hours_due,
    cp307_event_gap,
    cp308_calendar_gap,
    cp309_no_history,
    cp310_never_holds,
    cp311_never_valid,
    cp312_wrong_audience,
    cp313_same_action,
    cp410_table_gap,
    cp411_rows_overlap,
    cp412_dead_row,
    cp413_always_true_cell,
    cp414_never_answered,
    cp462_never_binds,
    cp466_nothing_limited,
    cp480_promotion_in_greeting,
    cp481_arrival_in_season,
    cp482_call_without_reason,
    cp483_forbidden_word,
    cp484_promised_return,
    cp485_long_sms,
    cp486_commercial_form,
)
from careplay.checks.base import Check
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CHECKS: tuple[Check, ...] = (
    cp114_fallback_circle,
    cp115_two_types,
    cp119_letter_case,
    cp306_hours_due,
    cp307_event_gap,
    cp308_calendar_gap,
    cp309_no_history,
    cp310_never_holds,
    cp311_never_valid,
    cp312_wrong_audience,
    cp313_same_action,
    cp410_table_gap,
    cp411_rows_overlap,
    cp412_dead_row,
    cp413_always_true_cell,
    cp414_never_answered,
    cp462_never_binds,
    cp466_nothing_limited,
    cp480_promotion_in_greeting,
    cp481_arrival_in_season,
    cp482_call_without_reason,
    cp483_forbidden_word,
    cp484_promised_return,
    cp485_long_sms,
    cp486_commercial_form,
)


def check(business: Business) -> tuple[Diagnostic, ...]:
    """Run every check and return what they found, each once, by file and place."""
    found = (diagnostic for each in CHECKS for diagnostic in each.check(business))
    return tuple(sorted(set(found)))
