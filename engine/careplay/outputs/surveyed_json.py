"""What was read of a business's tables, for programs: ``schemas/data.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from careplay.outputs.surveyed import DataSurvey
from careplay.sources.faults import DataFault
from careplay.sources.surveying import SurveyedColumn, SurveyedTable, Unjoined
from careplay.visible import in_json


def report(survey: DataSurvey) -> str:
    """Counts and values as they may be shown; no time, so that the same data give the same."""
    told = {
        "business": survey.business.id,
        "tables": [_table(each) for each in survey.tables],
        "months": {kind: dict(months) for kind, months in survey.months.items()},
        "unjoined": [_unjoined(each) for each in survey.unjoined],
        "customers_without_events": survey.without_events,
        "faults": [_fault(each) for each in survey.faults],
        "notes": [str(each) for each in survey.notes],
    }
    return in_json(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"


def _table(table: SurveyedTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "files": list(table.files),
        "rows": table.read,
        "used": table.used,
        "left_out": table.read - table.used,
        "faults": table.told,
        "columns": [_column(each) for each in table.columns],
    }


def _column(column: SurveyedColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "headings": list(column.headings),
        "type": column.type,
        "personal": column.personal,
        "rows": column.rows,
        "filled": column.filled,
        "different": column.different,
        "least": column.least or None,
        "greatest": column.greatest or None,
        "common": [{"value": value, "rows": rows} for value, rows in column.common],
    }


def _unjoined(found: Unjoined) -> dict[str, Any]:
    return {
        "table": found.table,
        "column": found.column,
        "names": found.names,
        "rows": found.rows,
        "different": found.different,
        "first": list(found.first),
    }


def _fault(fault: DataFault) -> dict[str, Any]:
    return {
        "code": fault.code,
        "table": fault.table,
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "message": fault.message,
        "effect": fault.effect,
        "of_this_kind": fault.count,
    }
