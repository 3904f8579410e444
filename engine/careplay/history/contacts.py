"""What people said that they did of what they were told, the newest last."""

from __future__ import annotations

from datetime import date

from careplay.history.reading import no_actions
from careplay.history.said import said
from careplay.model.actions import WHOLE_COLUMNS
from careplay.sources.loaded import Loaded


def contacts(day: date, earlier: str, former: str, loaded: Loaded) -> str:
    """The query of ``customer_id, verb, title, said_on`` of each action that is done.

    ``earlier`` and ``former`` are those of ``Past``; it goes back as far as they do.
    """
    earlier = earlier or f"({no_actions(WHOLE_COLUMNS)})"
    return f"""WITH said AS ({said(day, former, loaded)}),
    latest AS (SELECT * FROM {earlier}
        QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1)
    SELECT l.customer_id, l.verb, l.title, s.said_on
    FROM latest AS l JOIN said AS s ON s.action_id = l.action_id
    WHERE s.kind = 'done' AND l.verb IS NOT NULL"""  # noqa: S608
