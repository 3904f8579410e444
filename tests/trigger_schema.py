"""The part of the playbook's schema that says how triggers are written.

It is made of the tables that the parser reads. ``python tests/trigger_schema.py`` writes it
into ``schemas/playbook.schema.json``; ``tests/unit/test_trigger_schema.py`` compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from careplay.language.triggers.forms import BESIDE_OTHERS, FORMS
from careplay.language.triggers.keys import KEYS, Holds, Key

FILE = Path(__file__).parents[1] / "schemas" / "playbook.schema.json"
BEGINS = '\n        "when": '
"""How the part begins in the file, where no other line begins so."""
WIDTH = 100

EXAMPLES = (
    {"anniversary": "birthday", "before": "1 day"},
    {"after": "delivery", "days": 7},
    {"every": "month", "on": "first saturday"},
)

Schema = dict[str, Any]

LEVEL = ["number", "string"]
HELD: Mapping[Holds, Schema] = {
    Holds.DATE: {"$ref": "#/$defs/dateName"},
    Holds.EVENT: {"$ref": "#/$defs/eventName"},
    Holds.SEGMENT: {"$ref": "#/$defs/segmentName"},
    Holds.FACT: {"$ref": "#/$defs/factName"},
    Holds.WHERE: {"$ref": "#/$defs/where"},
    Holds.SPAN: {"type": "string"},
    Holds.DATE_OR_SPAN: {"type": "string"},
    Holds.AMOUNT: {"type": ["integer", "string"], "minimum": 0, "pattern": r"^\$"},
    Holds.TIMES: {"type": "integer", "minimum": 1},
    Holds.NAMES: {"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1},
    Holds.LEVELS: {"type": [*LEVEL, "array"], "items": {"type": LEVEL}, "minItems": 1},
    Holds.DAY: {"type": ["string", "integer"]},
}


def when() -> Schema:
    """What may be written under ``when:``."""
    return {
        "description": f"When to look at a customer: exactly one of {', '.join(FORMS)}.",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _key(key) for name, key in KEYS.items()},
        "anyOf": _required(FORMS),
        "dependentSchemas": {name: _form(name) for name in _ordered()},
        "examples": list(EXAMPLES),
    }


def written(text: str) -> str:
    """The text of the schema with this part as the tables have it."""
    start = text.index(BEGINS) + len(BEGINS)
    _, length = json.JSONDecoder().raw_decode(text[start:])
    return text[:start] + laid_out(when(), indent=8) + text[start + length :]


def laid_out(value: Any, indent: int, before: int = 0) -> str:
    """The value as JSON: on one line where it fits, else with a line for each part."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or indent + before + len(line) < WIDTH:
        return line
    inner = " " * (indent + 2)
    if isinstance(value, list):
        parts = [inner + laid_out(each, indent + 2) for each in value]
        return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"
    named = [(f"{inner}{json.dumps(key)}: ", each) for key, each in value.items()]
    parts = [name + laid_out(each, indent + 2, len(name) - len(inner)) for name, each in named]
    return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"


def _ordered() -> list[str]:
    """The forms; last those whose key may also stand beside another's."""
    return sorted(FORMS, key=lambda name: name in BESIDE_OTHERS)


def _key(key: Key) -> Schema:
    says: Schema = {"description": key.says} if key.says else {}
    examples: Schema = {"examples": list(key.examples)} if key.examples else {}
    held = _held(key)
    return {**held, **says} if "$ref" in held else {**says, **held, **examples}


def _held(key: Key) -> Schema:
    if key.words is not None:
        return {"enum": [str(word) for word in key.words]}
    return HELD[key.holds]


def _form(name: str) -> Schema:
    form = FORMS[name]
    asked: Schema = {
        "properties": dict.fromkeys((name, *form.beside), True),
        "additionalProperties": False,
    }
    if form.one_of:
        asked["oneOf"] = _required(form.one_of)
    if form.needs:
        asked["dependentRequired"] = {key: [other] for key, other in form.needs.items()}
    if name not in BESIDE_OTHERS:
        return asked
    others = [other for other in FORMS if other not in BESIDE_OTHERS]
    return {"if": {"properties": dict.fromkeys(others, False)}, "then": asked}


def _required(keys: Iterable[str]) -> list[Schema]:
    return [{"required": [key]} for key in keys]


if __name__ == "__main__":
    FILE.write_text(written(FILE.read_text(encoding="utf-8")), encoding="utf-8")
