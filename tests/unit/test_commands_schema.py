"""``careplay schema``: schemas that know a business's names, for an editor to complete from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from careplay.reading.checked import read_checked
from shop_folder import careplay, replaced, sentence, shipped, shop

NAMES = ("business", "playbook", "stories", "action", "run")


def written(folder: Path) -> Mapping[str, Any]:
    """The schemas that the command writes into the business."""
    result = careplay("schema", folder)
    assert result.exit_code == 0
    files = [Path(line) for line in result.stdout.splitlines()]
    assert files == [folder / ".careplay" / "schemas" / f"{name}.schema.json" for name in NAMES]
    return {
        name: json.loads(file.read_text(encoding="utf-8"))
        for name, file in zip(NAMES, files, strict=True)
    }


def faults(schema: Mapping[str, Any], file: Path) -> list[str]:
    """What an editor would mark in a file."""
    kind = "business" if file.name == "careplay.yaml" else "playbook"
    document = read_checked(file.read_bytes(), str(file), kind).document
    assert document is not None
    validator = jsonschema.Draft202012Validator(schema)
    return [error.message for error in validator.iter_errors(document.value)]


@pytest.mark.parametrize("name", ["appliance_store", "home_textiles"])
def test_the_schemas_are_valid_and_take_the_business_as_it_is(
    name: str, tmp_path: Path
) -> None:
    folder = shipped(name, tmp_path)
    schemas = written(folder)
    for each in schemas.values():
        jsonschema.Draft202012Validator.check_schema(each)
    assert faults(schemas["business"], folder / "careplay.yaml") == []
    for file in folder.glob("*.yaml"):
        if file.name != "careplay.yaml":
            assert faults(schemas["playbook"], file) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("to: adviser", "to: advisr"),
        ("channels: [sms]", "channels: [smoke]"),
        ("absent: purchase", "absent: purchse"),
    ],
)
def test_a_name_that_must_exist_is_marked_where_it_does_not(
    old: str, new: str, tmp_path: Path
) -> None:
    folder = shop(tmp_path / "shop")
    schema = written(folder)["playbook"]
    replaced(folder / "first_steps.yaml", old, new)
    assert faults(schema, folder / "first_steps.yaml") != []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("first_steps.yaml", "measures:\n", "measures:\n  visits: {count: visit}\n"),
        ("first_steps.yaml", "message: birthday", "message: Many happy returns"),
        ("first_steps.yaml", "regular: {", "new: {spend_12m: over 1}\n  regular: {"),
        ("careplay.yaml", "  manager: {label", "  driver: {}\n  manager: {label"),
        ("careplay.yaml", "    visit: {}", "    visit: {}\n    call: {}"),
    ],
)
def test_a_name_given_for_the_first_time_is_not_marked(
    file: str, old: str, new: str, tmp_path: Path
) -> None:
    folder = shop(tmp_path / "shop")
    schemas = written(folder)
    replaced(folder / file, old, new)
    kind = "business" if file == "careplay.yaml" else "playbook"
    assert faults(schemas[kind], folder / file) == []


def test_names_of_the_business_are_offered(tmp_path: Path) -> None:
    parts = written(shop(tmp_path / "shop"))["playbook"]["$defs"]
    assert parts["roleName"]["enum"] == ["adviser", "manager"]
    assert parts["segmentName"]["anyOf"][0] == {"enum": ["regular"]}
    assert parts["templateOrText"]["anyOf"][0] == {"enum": ["birthday"]}
    assert "miss_days" in parts["parameterName"]["anyOf"][0]["enum"]
    cell = parts["condition"]["properties"]["spend_12m"]
    assert cell["description"] == "spent in 12 months (money)"


def test_schemas_are_written_where_one_says(tmp_path: Path) -> None:
    folder, out = shop(tmp_path / "shop"), tmp_path / "out"
    assert careplay("schema", folder, "--out", out).exit_code == 0
    found = sorted(file.name for file in (out / "shop").iterdir())
    assert found == sorted(f"{name}.schema.json" for name in NAMES)
    assert not (folder / ".careplay").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    said = sentence(careplay("schema", folder, "--out", folder / "careplay.yaml"), 4)
    assert 'careplay.yaml" is a file' in said


def test_two_businesses_of_one_name_are_not_written_to_one_place(tmp_path: Path) -> None:
    for name in ("north", "south"):
        shop(tmp_path / name / "shop")
    result = careplay("schema", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert 'are both called "shop"' in result.stderr


def test_faulty_playbooks_have_no_schemas(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    replaced(folder / "first_steps.yaml", "to: adviser", "to: advisr")
    result = careplay("schema", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert not (folder / ".careplay").exists()
