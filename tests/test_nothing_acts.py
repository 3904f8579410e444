"""A terminal receives nothing that came from data: read back from a pseudo-terminal.

A hostile business has escapes, direction marks and signs without width in cells, headings,
file names, options and YAML; whatever a command sends of them is spelt out.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from careplay.cli import main
from careplay.visible import HIDDEN
from shop_folder import careplay

DAY = "2026-11-21"
HOSTILE = "\x1b]0;PWNED\x07\x1b[2J\x9b31m\u202eevil\u2066\u200b\x7f"
SHOWN = r"\x1b]0;PWNED\x07\x1b[2J\x9b31m\u202eevil\u2066\u200b\x7f"
OWN = re.compile(r"\ufeff(?=action_id)|\x1b\[[\d;?]*[A-Za-z]|\r")
"""What careplay sends by itself: colours, the progress bar, ends of lines."""
IN_YAML = json.dumps(HOSTILE)
BUSINESS = f"""careplay: 1
name: {IN_YAML}
language: en
customers:
  from: "data/*.csv"
  key: customer_id
  facts:
    name: text
    points: integer
    tier: {{type: choice, of: [gold, silver], label: {IN_YAML}}}
events:
  from: events/
  key: id
  types: {{visit.began: {{note: text, ref: text}}, visit.ask: {{note: text, ref: text}}}}
staff: {{from: staff.csv}}
roles: {{adviser: {{}}}}
"""
PLAYBOOK = f"""
flows:
  talk:
    label: {IN_YAML}
    starts: visit.began
    steps:
      ask:
        title: {IN_YAML}
        do: {{task: {IN_YAML}, to: adviser}}
        within: 2 days
        next: over
tables:
  gift:
    inputs: [tier]
    rows: [{{id: a, tier: gold, gift: {IN_YAML}}}]
    else: {{gift: none}}
rules:
  - id: hello
    title: {IN_YAML}
    when: {{every: day}}
    if: {{name: present}}
    do: [{{task: "Hello {{name}}", to: adviser}}]
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")


def hostile(folder: Path) -> Path:
    """A business that runs, and holds such a text wherever there can be one."""
    business = folder / f"shop{HOSTILE.replace('/', '')}"
    for name, text in {
        "careplay.yaml": BUSINESS,
        f"p{HOSTILE}.yaml": PLAYBOOK,
        f"data/c{HOSTILE}.csv": "customer_id,name,points,tier,HOST\n"
        "HOST,HOST,HOST,HOST,x\n=1,=cmd|' /C calc'!A0,12,HOST2,x\n2,HOST,7,gold,x\n",
        "events/e.csv": "id,type,customer_id,at,note,ref\n"
        "1,visit.began,2,2026-11-20,HOST,r\n2,HOST,HOST,HOST,HOST,s\n",
        "staff.csv": "id,name,role,HOST\nE1,HOST,adviser,x\n",
    }.items():
        file = business / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("HOST", HOSTILE), encoding="utf-8", newline="")
    return business


def sent(*arguments: object) -> str:
    """What a terminal receives of a command."""
    import pty  # noqa: PLC0415 - not on every system

    reader, terminal = pty.openpty()
    received = bytearray()

    def read() -> None:
        while block := os.read(reader, 1 << 16):
            received.extend(block)
            if b"\x04" in block:
                return

    thread = Thread(target=read)
    thread.start()
    before = sys.stdout, sys.stderr
    with open(terminal, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a handle
        sys.stdout = sys.stderr = stream
        try:
            main([str(each) for each in arguments])
        except SystemExit:
            pass
        finally:
            sys.stdout, sys.stderr = before
            stream.write("\x04")
    thread.join()
    os.close(reader)
    return received.removesuffix(b"\x04").decode()


def of_data(received: str) -> set[str]:
    """What of it careplay did not send by itself."""
    return set(HIDDEN.findall(OWN.sub("", received)))


COMMANDS: dict[str, Callable[[Path], tuple[object, ...]]] = {
    "run": lambda shop: ("run", shop, "--date", DAY),
    "run jsonl": lambda shop: ("run", shop, "--date", DAY, "--dry-run", "--format", "jsonl"),
    "run csv": lambda shop: ("run", shop, "--date", DAY, "--dry-run", "--format", "csv"),
    "plan": lambda shop: ("plan", shop, "--date", DAY),
    "plan sql": lambda shop: ("plan", shop, "--date", DAY, "--sql"),
    "tables": lambda shop: ("tables", shop, "--date", DAY),
    "cases": lambda shop: ("cases", shop, "--date", DAY),
    "case": lambda shop: ("cases", shop, "--date", DAY, "--case", "r"),
    "case jsonl": lambda shop: ("cases", shop, "--date", DAY, "--format", "jsonl"),
}
OPTIONS: dict[str, Callable[[Path], tuple[object, ...]]] = {
    "customer": lambda shop: ("run", shop, "--date", DAY, "--customer", HOSTILE),
    "customers": lambda shop: ("run", shop, "--date", DAY, "--customers", f"{HOSTILE}.csv"),
    "save": lambda shop: ("run", shop, "--date", DAY, "--save", shop / HOSTILE),
    "date": lambda shop: ("run", shop, "--date", HOSTILE),
    "engine": lambda shop: ("run", shop, "--engine", HOSTILE),
    "unknown": lambda shop: ("run", shop, f"--{HOSTILE}"),
    "extra": lambda shop: ("run", shop, HOSTILE),
    "path": lambda shop: ("check", shop / HOSTILE),
    "flow": lambda shop: ("cases", shop, "--date", DAY, "--flow", HOSTILE),
    "case": lambda shop: ("cases", shop, "--date", DAY, "--case", HOSTILE),
    "command": lambda _: (HOSTILE,),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_terminal_receives_nothing_that_came_from_data(command: str, shop: Path) -> None:
    received = sent(*COMMANDS[command](shop))
    assert "evil" in received
    assert of_data(received) == set()


@pytest.mark.parametrize("option", OPTIONS)
def test_what_was_given_on_the_command_line_is_spelt_out(option: str, shop: Path) -> None:
    received = sent(*OPTIONS[option](shop))
    assert "evil" in received
    assert of_data(received) == set()


@pytest.mark.parametrize(
    "wrong",
    [
        f"rules: [{{id: x, {IN_YAML}: 1}}]",
        f"rules: [{{id: {IN_YAML}, title: t, when: {{every: day}}, do: [{{task: t, to: x}}]}}]",
        f"parameters: {{{IN_YAML}: 3}}",
        f"rules: [{{id: x, title: t, when: {{every: {IN_YAML}}}, do: []}}]",
        f"rules: [  # {HOSTILE}",
    ],
)
def test_a_fault_of_a_playbook_is_spelt_out(wrong: str, shop: Path) -> None:
    file = shop / f"q{HOSTILE}.yaml"
    file.write_text(wrong, encoding="utf-8")
    try:
        received = sent("check", shop)
    finally:
        file.unlink()
    assert "CP" in received
    assert of_data(received) == set()


def test_what_is_written_for_spreadsheets_holds_no_formula_in_any_column(shop: Path) -> None:
    result = careplay("run", shop, "--date", DAY, "--dry-run", "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.stdout.removeprefix("\ufeff"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert len(rows) == 5
    assert "'=1" in cells
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []


def test_programs_get_the_text_as_it_was(shop: Path) -> None:
    result = careplay("run", shop, "--date", DAY, "--dry-run", "--format", "jsonl")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert f"Hello {HOSTILE}" in {each["text"] for each in found}


def test_rejects_are_spelt_out_and_hold_no_formula(shop: Path) -> None:
    careplay("run", shop, "--date", DAY)
    (file,) = (shop / ".careplay" / "actions").rglob("rejects.csv")
    text = file.read_text(encoding="utf-8-sig")
    assert SHOWN in text
    assert set(HIDDEN.findall(text.replace("\r\n", ""))) == set()
