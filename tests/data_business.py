"""A business of a data case: as much of ``careplay.yaml`` as says what its tables hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from careplay.model.business import Attribute, Business, EventType, Role, Table
from careplay.model.facts import Calendar, Declared
from careplay.model.types import Type


def business_of(file: Path, folder: Path = Path()) -> Business:
    """The business the file declares; its tables lie in the folder."""
    return business(yaml.safe_load(file.read_text(encoding="utf-8")), folder)


def business(told: Mapping[str, Any], folder: Path = Path()) -> Business:
    """The business of a document in the short form."""
    customers, events = told["customers"], told["events"]
    columns = {**events.get("columns", {})} | (
        {"key": events["key"]} if "key" in events else {}
    )
    staff = told.get("staff")
    return Business(
        id="case",
        folder=folder,
        name=str(told.get("name", "case")),
        language="zh",
        timezone=str(told.get("timezone", "Asia/Shanghai")),
        country="CN",
        key=customers.get("key", "customer_id"),
        customers=Table(customers["from"]),
        events=Table(events["from"], columns),
        staff=Table(staff["from"], staff.get("columns", {})) if staff else None,
        working_hours={},
        declared={name: _fact(name, form) for name, form in customers["facts"].items()},
        derived=(),
        event_types={
            name: EventType(
                name, {a: _attribute(a, form) for a, form in (having or {}).items()}
            )
            for name, having in events["types"].items()
        },
        roles={name: Role(name) for name in told.get("roles", {})},
        channels={},
        parameters={},
        rules=(),
    )


def _fact(name: str, form: str | Mapping[str, Any]) -> Declared:
    told = {"type": form} if isinstance(form, str) else form
    calendar = told.get("calendar", "solar")
    return Declared(
        name,
        Type(told["type"]),
        tuple(told.get("of", ())),
        column=told.get("column", ""),
        calendar=Calendar(calendar) if calendar in {"solar", "lunar"} else calendar,
        written=Calendar(told.get("written", "solar")),
    )


def _attribute(name: str, form: str | Mapping[str, Any]) -> Attribute:
    told = {"type": form} if isinstance(form, str) else form
    return Attribute(name, Type(told["type"]), tuple(told.get("of", ())))
