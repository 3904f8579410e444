"""The schemas of one business: the shipped ones, with the names that this business knows.

An editor completes and marks from them. A name that must exist already (a role, an event
type) is a closed list; a name that a playbook may also give for the first time is offered,
not demanded, so that writing a new measure is not marked as a fault.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from careplay.faults import OutputError
from careplay.language.stories.world import beginnings
from careplay.model.business import Business
from careplay.model.facts import Fact, Segment, choices_of, type_of
from careplay.model.rules import Category
from careplay.outputs.files import replacement_of
from careplay.reading.shipped import shipped_folder

Schema: TypeAlias = dict[str, Any]
NAMES = ("business", "playbook", "stories", "action", "run")


def write_schemas(business: Business, out: Path | None) -> tuple[Path, ...]:
    """Write the schemas into ``out``, or into the business; return the files."""
    into = out / business.id if out else business.folder / ".careplay" / "schemas"
    return tuple(_written(into / f"{name}.schema.json", name, business) for name in NAMES)


def _written(file: Path, name: str, business: Business) -> Path:
    text = json.dumps(schema(name, business), ensure_ascii=False, indent=2)
    try:
        with replacement_of(file) as part:
            part.write_text(text + "\n", encoding="utf-8")
    except OSError as fault:
        message = f'cannot write "{file}": {fault.strerror}; name another folder with --out'
        raise OutputError(message) from fault
    return file


def schema(name: str, business: Business) -> Schema:
    """A shipped schema that knows the business's names."""
    text = shipped_folder("schemas").joinpath(f"{name}.schema.json").read_text("utf-8")
    whole: Schema = json.loads(text)
    whole["title"] = f"{whole['title']}: {business.name}"
    parts: dict[str, Schema] = whole.get("$defs", {})
    if name == "playbook":
        for part, names in _closed(business).items():
            if names:
                parts[part]["enum"] = sorted(names)
        _offer(parts, business)
    elif name == "stories":
        _offer_to_stories(parts, business)
    return whole


def _closed(business: Business) -> Mapping[str, Iterable[str]]:
    return {
        "roleName": business.roles,
        "channelName": business.channels,
        "eventName": business.event_types,
        "limitName": Category,
    }


def _offer(parts: Mapping[str, Schema], business: Business) -> None:
    """Offer what a playbook may name: facts, segments, parameters and texts."""
    segments = [fact.name for fact in business.derived if isinstance(fact, Segment)]
    _offered(parts["factName"], business.facts)
    _offered(parts["segmentName"], segments)
    _offered(parts["parameterName"], business.parameters)
    _offered(parts["flowName"], business.flows)
    asked = parts["condition"]["properties"]
    asked |= {fact.name: _cell(fact) for fact in business.facts.values()}
    texts = {act.template for rule in business.rules for act in rule.actions} - {""}
    _offered(parts["templateOrText"], texts)


def _offer_to_stories(parts: Mapping[str, Schema], business: Business) -> None:
    """Offer what a story may name, and close what it must."""
    parts["roleName"]["enum"] = sorted(business.roles)
    if business.channels:
        parts["channelName"]["enum"] = sorted(business.channels)
    types = [name for name, each in business.event_types.items() if not each.record]
    parts["happening"]["propertyNames"] = {"enum": sorted(types)}
    _offered(
        parts["ruleName"], {name for rule in business.rules for name in beginnings(rule.id)}
    )
    told = parts["customerRow"]
    told["properties"] = {
        name: {**told["additionalProperties"], "description": _described(fact)}
        for name, fact in business.declared.items()
    }


def _offered(part: Schema, names: Iterable[str]) -> None:
    if told := sorted(names):
        part["anyOf"] = [{"enum": told}, {"type": part.pop("type")}]


def _cell(fact: Fact) -> Schema:
    """What an editor shows for a fact in a condition: its label, type and choices."""
    choices = choices_of(fact)
    cell: Schema = {"allOf": [{"$ref": "#/$defs/cell"}], "description": _described(fact)}
    if choices:
        cell["anyOf"] = [{"enum": list(choices)}, {}]
    return cell


def _described(fact: Fact) -> str:
    kind = type_of(fact).value
    return f"{fact.label} ({kind})" if fact.label else kind
