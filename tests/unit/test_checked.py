"""What ``careplay check`` tells servers and editors: each form as its standard has it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml

import careplay as public
from careplay.severity import CheckProfile
from shop_folder import PLAYBOOKS, ROOT, careplay, replaced, sentence, shop

RULE = """rules:
  - id: offer
    title: An offer
    when: {after: purchase, days: 3}
    do:
      - {message: "We are glad, and 20% off: come today", to: WHO, due: within 9 days}
      - {call: How is it, to: adviser, reason: You bought one three days ago}
"""
FAULT = "advisor"


def written(who: str) -> str:
    """The playbook, its message sent by such a role."""
    return RULE.replace("WHO", who)


TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
POSITIVE: Mapping[str, Any] = {"type": "integer", "minimum": 1}


def closed(**properties: Any) -> dict[str, Any]:
    """The schema of an object that has these, and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def listed(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


GITLAB = listed(
    closed(
        description=TEXT,
        check_name=TEXT,
        fingerprint={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=closed(path=TEXT, lines=closed(begin=POSITIVE)),
    )
)
"""The properties that GitLab's manual lists under "Code Quality report format"."""
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = closed(text=TEXT)
REGION = closed(
    startLine=POSITIVE, startColumn=POSITIVE, endLine=POSITIVE, endColumn=POSITIVE
) | {"required": ["startLine"], "dependentRequired": {"endColumn": ["endLine"]}}
SARIF = closed(
    **{"$schema": {"type": "string", "pattern": "/sarif-schema-2\\.1\\.0\\.json$"}},
    version={"const": "2.1.0"},
    runs=listed(
        closed(
            tool=closed(
                driver=closed(
                    name=TEXT,
                    version=TEXT,
                    rules=listed(closed(id=TEXT, shortDescription=MESSAGE))
                    | {"uniqueItems": True},
                )
            ),
            invocations=listed(
                closed(
                    executionSuccessful={"type": "boolean"},
                    toolExecutionNotifications=listed(closed(level=LEVEL, message=MESSAGE)),
                )
            ),
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            results=listed(
                closed(
                    ruleId=TEXT,
                    ruleIndex={"type": "integer", "minimum": 0},
                    level=LEVEL,
                    message=MESSAGE,
                    locations=listed(
                        closed(
                            physicalLocation=closed(
                                artifactLocation=closed(
                                    uri={"type": "string", "pattern": r"^[\w%./:~-]+$"}
                                ),
                                region=REGION,
                            )
                        )
                    ),
                    partialFingerprints={"type": "object", "additionalProperties": TEXT},
                )
            ),
        )
    )
    | {"minItems": 1},
)
"""What sections 3.13 to 3.30 of SARIF 2.1.0 say of the properties that careplay writes."""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop with a warning of each of two kinds and a piece of advice."""
    (shop(tmp_path / "my shop") / "offer.yaml").write_text(written("adviser"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("my shop")


def told(form: str, *more: object) -> str:
    return careplay("check", "my shop", "--format", form, *more).stdout


@pytest.mark.parametrize("profile", [None, *public.PROFILES])
def test_the_profile_says_what_is_told_and_what_must_be_put_right(
    mine: Path, profile: str | None
) -> None:
    more = () if profile is None else ("--profile", profile)
    answer = careplay("check", mine, *more)
    assert answer.exit_code == (1 if profile == "strict" else 0)
    assert ("advice:\n" in answer.stdout) is (profile != "start")
    last = answer.stdout.splitlines()[-1]
    assert last == (
        "put it right: the profile is strict"
        if profile == "strict"
        else "no faults: 1 business, 4 files, 5 rules"
    )


def test_a_business_has_a_profile_of_its_own(mine: Path) -> None:
    with (mine / "careplay.yaml").open("a", encoding="utf-8") as home:
        home.write("profile: strict\n")
    assert careplay("check", mine).exit_code == 1
    assert careplay("check", mine, "--profile", "start").exit_code == 0
    replaced(mine / "careplay.yaml", "profile: strict", "profile: strickt")
    assert 'did you mean "strict"?' in careplay("check", mine).stdout


def test_faults_come_first_then_warnings_then_advice(mine: Path) -> None:
    (mine / "offer.yaml").write_text(written(FAULT), encoding="utf-8")
    answer = careplay("check", mine)
    assert answer.exit_code == 1
    order = re.findall(r"CP\d{3}|^[a-z ,]+:$", answer.stdout, re.MULTILINE)
    assert order == [
        *("CP105", "warnings, for which no run stops:", "CP488", "CP497"),
        *("advice:", "CP473"),
    ]
    assert answer.stdout.endswith("1 fault, 2 warnings and 1 piece of advice in 1 file\n")


def test_json_is_as_its_schema_says(mine: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "checked.schema.json").read_text("utf-8"))
    answers = {each: json.loads(told("json", "--profile", each)) for each in public.PROFILES}
    for profile, answer in answers.items():
        jsonschema.Draft202012Validator(schema).validate(answer)
        assert answer["passed"] is (profile != "strict")
    answer = answers["strict"]
    weights = [(each["code"], each["severity"]) for each in answer["findings"]]
    assert sorted(weights) == [("CP473", "advice"), ("CP488", "warning"), ("CP497", "warning")]


def test_github_is_told_in_its_commands(mine: Path) -> None:
    lines = told("github").splitlines()
    assert [each.split(" ")[0] for each in lines] == ["::warning", "::warning", "::notice"]
    (sales,) = (each for each in lines if "CP488" in each)
    assert sales.startswith(
        "::warning file=my shop/offer.yaml,line=6,col=37,endLine=6,endColumn=43,"
    )
    assert 'speaks of "20%25 off"' in sales


def test_gitlab_has_each_once_wherever_it_stands(mine: Path) -> None:
    entries = json.loads(told("gitlab"))
    jsonschema.Draft202012Validator(GITLAB).validate(entries)
    prints = [each["fingerprint"] for each in entries]
    assert len({*prints}) == len(entries) == 3
    (mine / "offer.yaml").write_text("# moved\n" + written("adviser"), encoding="utf-8")
    moved = json.loads(told("gitlab"))
    assert [each["fingerprint"] for each in moved] == prints
    assert moved != entries


def test_sarif_is_as_the_standard_has_it(mine: Path) -> None:
    log = json.loads(told("sarif"))
    jsonschema.Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    uris = {
        each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for each in run["results"]
    }
    assert uris == {"my%20shop/offer.yaml"}


def test_junit_fails_only_by_what_must_be_put_right(mine: Path) -> None:
    for profile, failures in (("standard", 0), ("strict", 3)):
        top = ET.fromstring(told("junit", "--profile", profile))  # noqa: S314
        (suite,) = top
        assert (suite.get("tests"), suite.get("errors")) == ("4", "0")
        assert len(top.findall(".//failure")) == failures
        assert bool(top.findall(".//system-out")) is (profile == "standard")


@pytest.mark.parametrize("form", public.CHECK_REPORTS)
def test_a_business_that_cannot_be_checked_is_told_in_every_form(mine: Path, form: str) -> None:
    (shop(Path("my shop") / "empty") / "first_steps.yaml").unlink()
    answer = careplay("check", mine, "--format", form)
    assert answer.exit_code == 5
    assert "holds no playbook" in answer.stderr
    assert ("holds no playbook" in answer.stdout) is (form != "text")


@pytest.mark.parametrize("form", public.CHECK_REPORTS)
def test_every_form_is_the_same_again_and_sends_no_control_sign(mine: Path, form: str) -> None:
    text = written("adviser")
    odd = text.replace("An offer", "An offer \\u202e").replace("title: An", 'title: "An')
    (mine / "offer.yaml").write_text(odd.replace("\\u202e", '\\u202e"'), encoding="utf-8")
    assert told(form) == told(form)
    assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e]", told(form))


@pytest.mark.parametrize("ending", public.CHECK_ENDINGS)
def test_it_is_saved_by_the_ending_of_the_file(mine: Path, ending: str) -> None:
    assert careplay("check", mine, "--save", f"found{ending}").exit_code == 0
    form = {".json": "json", ".sarif": "sarif", ".xml": "junit"}[ending]
    assert Path(f"found{ending}").read_text("utf-8") == told(form)


def test_a_profile_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(public.errors.UsageError, match='did you mean "strict"'):
        public.checked(PLAYBOOKS, profile="strickt")


def test_the_shipped_businesses_are_checked_strictly() -> None:
    assert careplay("check", PLAYBOOKS, "--profile", CheckProfile.STRICT).exit_code == 0


# --- playbooks of several businesses


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A playbook that two of three shops include."""
    for name in ("east", "north", "south"):
        home = shop(tmp_path / "shops" / name) / "careplay.yaml"
        if name != "east":
            with home.open("a", encoding="utf-8") as more:
                more.write("include: [../common]\n")
    folder = tmp_path / "shops" / "common"
    folder.mkdir()
    (folder / "offer.yaml").write_text(written(FAULT), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("shops/common")


def test_a_shared_playbook_is_checked_in_the_businesses_that_include_it(shared: Path) -> None:
    for path in (shared / "offer.yaml", shared):
        answer = careplay("check", path)
        assert answer.exit_code == 1
        heads = [each for each in answer.stdout.splitlines() if each.startswith("checked in")]
        assert heads == [
            f'checked in "shops/{name}", which includes shops/common/offer.yaml'
            for name in ("north", "south")
        ]
        assert answer.stdout.count("CP105") == 2
    businesses = json.loads(careplay("check", shared, "--format", "json").stdout)["businesses"]
    assert [each["includes"] for each in businesses] == [["shops/common/offer.yaml"]] * 2


def test_a_playbook_that_nobody_includes_is_told(shared: Path) -> None:
    (shared / "alone.yaml").write_text(written(FAULT), encoding="utf-8")
    for name in ("north", "south"):
        replaced(shared.parent / name / "careplay.yaml", "../common", "../common/offer.yaml")
    said = sentence(careplay("check", shared / "alone.yaml"), 5)
    assert "belongs to no business, and none of the 3 businesses near it includes it" in said


def test_nothing_is_looked_for_beyond_the_repository(shared: Path) -> None:
    (shared / ".git").mkdir()
    said = sentence(careplay("check", shared / "offer.yaml"), 5)
    assert "there is no business near it" in said


# --- before each commit


def test_the_hooks_check_what_changes_and_what_includes_it(shared: Path) -> None:
    pytest.importorskip("pre_commit", reason="a tool of those who work on careplay")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    run = f"{sys.executable} -m careplay"
    local = [
        each
        | {"language": "system", "entry": each["entry"].replace("careplay", run, 1)}
        | {"files": "^shops/"}
        for each in hooks
    ]
    config = {"repos": [{"repo": "local", "hooks": local}]}
    Path(".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    git("init", "--quiet")
    git("add", ".")
    failed = hooked()
    assert failed.returncode == 1
    assert 'checked in "shops/north", which includes shops/common/offer.yaml' in failed.stdout
    replaced(shared / "offer.yaml", FAULT, "adviser")
    git("add", ".")
    passed = hooked("--files", str(shared / "offer.yaml"))
    assert "careplay check" in passed.stdout
    assert (passed.returncode, "Failed" in passed.stdout) == (0, False)


def git(*said: str) -> None:
    subprocess.run(("git", *said), check=True)  # noqa: S603, S607


def hooked(*more: str) -> subprocess.CompletedProcess[str]:
    """What ``pre-commit run`` says of the hook ``careplay-check``."""
    command = (sys.executable, "-m", "pre_commit", "run", "careplay-check", *more)
    return subprocess.run(  # noqa: S603
        command, check=False, capture_output=True, text=True
    )
