from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from hypothesis import given, strategies as st

from careplay.faults import OutputError
from careplay.model.actions import ACTION_COLUMNS
from careplay.outputs import csv_text, json_lines, save
from careplay.visible import HIDDEN, visible
from examples import examples
from sample_actions import actions, many

SCHEMA = Path(__file__).parents[2] / "schemas" / "action.schema.json"
FORMULA = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What the manual says such a cell begins with."""
NAMES = [name for name, _ in ACTION_COLUMNS]


def lines(connection: duckdb.DuckDBPyConnection, relation: str = "actions") -> list[str]:
    stream = io.BytesIO()
    json_lines.write(connection, relation, stream)
    return stream.getvalue().decode().splitlines()


def table(connection: duckdb.DuckDBPyConnection, relation: str = "actions") -> list[list[str]]:
    stream = io.BytesIO()
    csv_text.write(connection, relation, stream)
    text = stream.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_a_line_holds_one_action_with_its_keys_in_order() -> None:
    (line,) = lines(actions({}))
    action = json.loads(line)
    assert list(action) == NAMES
    assert action["because"] == [
        {"fact": "delivery", "value": "2026-11-14"},
        {"fact": "tier", "value": "A"},
        {"fact": "phone_ok", "value": "true"},
        {"fact": "email", "value": None},
    ]
    assert (action["date"], action["due_at"]) == ("2026-11-21", "2026-11-24T23:59")
    assert (action["checklist"], action["ask"]) == (["滤网", "遥控器"], [])
    assert (action["attempt"], action["supersedes"]) == (1, None)


def test_letters_stand_in_a_line_as_they_are() -> None:
    (line,) = lines(actions({"text": '她说："好"\n再见\t😀\\'}))
    assert "她说" in line
    assert "😀" in line
    assert json.loads(line)["text"] == '她说："好"\n再见\t😀\\'


def test_an_event_type_and_a_fact_of_one_name_keep_their_values_apart() -> None:
    because = [{"fact": "visit", "value": "2026-11-20"}, {"fact": "visit", "value": "3"}]
    (line,) = lines(actions({"because": because}))
    assert json.loads(line)["because"] == because


def test_no_reasons_are_an_empty_list() -> None:
    (line,) = lines(actions({"because": []}))
    assert json.loads(line)["because"] == []


def test_a_line_is_what_the_schema_of_an_action_says() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = [
        {},
        {"customer_id": "", "channel": None, "owner": None, "reason": "", "because": []},
    ]
    for line in lines(actions(*rows)):
        jsonschema.Draft202012Validator(schema).validate(json.loads(line))


def test_no_actions_are_no_lines_and_a_heading() -> None:
    assert lines(actions()) == []
    assert table(actions()) == [NAMES]


def test_streams_keep_the_order_of_a_view_across_batches() -> None:
    connection = many(45_000)
    ids = [json.loads(line)["action_id"] for line in lines(connection, "ordered")]
    assert ids == sorted(ids)
    assert len(ids) == 45_000
    assert [row[0] for row in table(connection, "ordered")[1:]] == ids


def test_a_row_of_csv_holds_text_only() -> None:
    heading, row = table(actions({"owner": None}))
    cells = dict(zip(heading, row, strict=True))
    assert heading == NAMES
    assert (cells["owner"], cells["ask"], cells["checklist"]) == ("", "", "滤网; 遥控器")
    assert (cells["date"], cells["due_at"]) == ("2026-11-21", "2026-11-24T23:59")
    assert json.loads(cells["because"])[-1] == {"fact": "email", "value": None}


def test_csv_begins_with_a_byte_order_mark_and_ends_lines_as_the_standard_says() -> None:
    stream = io.BytesIO()
    csv_text.write(actions({}), "actions", stream)
    assert stream.getvalue().startswith(b"\xef\xbb\xbfaction_id,code,date,")
    assert stream.getvalue().endswith(b"\r\n")


def test_a_cell_with_quotes_and_lines_comes_back_whole() -> None:
    text = 'eins, "zwei"\r\ndrei; vier'
    assert table(actions({"text": text}))[1][NAMES.index("text")] == text


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "+86-138-0000",
        "=cmd|' /C calc'!A0", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A", "-1.5.2", "+1e5",
    ],
)  # fmt: skip
def test_a_cell_that_could_be_a_formula_is_made_text(cell: str) -> None:
    assert csv_text.safe(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell",
    [
        "-5",
        "-5.25",
        "+8613800138000",
        "+86 138 0013 8000",
        "13800138000",
        "a=b",
        "您好",
        "'s Gravenhage",
        "",
    ],
)
def test_a_plain_number_or_word_stays_as_it_is(cell: str) -> None:
    assert csv_text.safe(cell) == cell


def test_a_missing_value_is_an_empty_cell() -> None:
    assert csv_text.safe(None) == ""


def test_cells_of_customers_are_made_safe_on_their_way_out() -> None:
    row = table(actions({"text": "=HYPERLINK(1)", "checklist": ["=1"]}))[1]
    assert row[NAMES.index("text")] == "'=HYPERLINK(1)"
    assert row[NAMES.index("checklist")] == "'=1"


@examples(40)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_survives_both_streams(text: str) -> None:
    connection = actions({"text": text, "because": [{"fact": "f", "value": text}]})
    stream = io.BytesIO()
    json_lines.write(connection, "actions", stream)
    action = json.loads(stream.getvalue())
    assert (action["text"], action["because"]) == (text, [{"fact": "f", "value": text}])
    cell = table(connection)[1][NAMES.index("text")]
    assert cell == visible(csv_text.safe(text))
    assert visible(cell) == cell


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1+1", "@a", "\uff1d1", "'a", "-5", "'-5"])
def test_a_reader_gets_the_text_back_by_taking_one_apostrophe_away(text: str) -> None:
    cell = csv_text.safe(text)
    assert (cell[1:] if FORMULA.match(cell) else cell) == text


def test_what_cannot_be_seen_is_spelt_out_in_a_table_and_escaped_in_json() -> None:
    connection = actions({"text": "A\x1b[2J\u202eB\x07\U000e0041"})
    assert table(connection)[1][NAMES.index("text")] == r"A\x1b[2J\u202eB\x07\U000e0041"
    (line,) = lines(connection)
    assert not HIDDEN.search(line)
    assert json.loads(line)["text"] == "A\x1b[2J\u202eB\x07\U000e0041"


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet", ".JSONL"])
def test_a_file_is_saved_in_the_format_of_its_ending(ending: str, tmp_path: Path) -> None:
    file = tmp_path / "new" / f"today{ending}"
    save("actions", actions({}), file)
    readers = {".csv": "read_csv", ".jsonl": "read_json", ".parquet": "read_parquet"}
    query = f"SELECT customer_id, due_at::TIMESTAMP FROM {readers[ending.lower()]}('{file}')"
    read = duckdb.connect().execute(query)
    assert read.fetchall() == [("C0012", datetime(2026, 11, 24, 23, 59))]  # noqa: DTZ001
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_an_unknown_ending_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r'"today\.xls"; its name must end in \.csv'):
        save("actions", actions({}), Path("today.xls"))


def test_the_columns_are_those_of_the_contract() -> None:
    connection = actions({})
    described = connection.execute("DESCRIBE actions").fetchall()
    assert [row[0] for row in described] == NAMES
    row = connection.execute("SELECT date, due_at FROM actions").fetchall()
    assert row == [(date(2026, 11, 21), datetime(2026, 11, 24, 23, 59))]  # noqa: DTZ001
