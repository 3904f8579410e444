"""What careplay takes from DuckDB where a value is missing, a list is empty or there is no row.

A release that answers otherwise is named here before it changes anybody's actions, as 2.0.1
did with ``list_contains([], NULL)``. What is not listed here, careplay's SQL says by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from careplay.model.types import Type
from careplay.sources.connecting import connect
from careplay.sources.raw import SourceColumn
from careplay.sources.text_cells import not_among

NAMES = "text, number, day, sure, words, numbers"
MISSING = (
    "NULL::VARCHAR, NULL::BIGINT, NULL::DATE, NULL::BOOLEAN, NULL::VARCHAR[], NULL::BIGINT[]"
)
KNOWN = "'a', 2::BIGINT, DATE '2026-03-01', true, ['a', 'b'], [1, 2]::BIGINT[]"

# The SQL; its answer where text, number, day, sure, words and numbers are missing; and where
# they are 'a', 2, 2026-03-01, true, ['a', 'b'] and [1, 2].
OF_A_ROW = [
    # Which list holds what: words of a choice, days of a plan, holds of a customer.
    ("list_contains(['a', 'b'], text)", None, True),
    ("list_contains(words, 'c')", None, False),
    # The nth of a list: literals by number, people of a pool, channels, events of a case.
    ("list_extract(['x', 'y'], number)", None, "y"),
    ("list_extract(['x'], number)", None, None),
    ("words[3]", None, None),
    ("words[0]", None, None),
    ("words[least(len(words), 3)]", None, "b"),
    ("greatest(3 - coalesce(len(words), 0), 0)", 3, 1),
    ("list_transform(words, lambda w: {'w': w})", None, [{"w": "a"}, {"w": "b"}]),
    ("list_filter(numbers, lambda n: n = 7)[1]", None, None),
    ("list_filter([{'n': 1, 'due': day}], lambda p: p.n = number)[1].due", None, None),
    # Lists put together: matches of a row, reasons, usable channels.
    ("flatten([[0], numbers, [3]])", [0, 3], [0, 1, 2, 3]),
    ("flatten([CASE WHEN sure THEN [1] END])", [], [1]),
    ("list_concat(['x'], words)", ["x"], ["x", "a", "b"]),
    ("coalesce(list_concat(words, CASE WHEN sure THEN ['x'] END), [])", [], ["a", "b", "x"]),
    ("list_append([], number)", [None], [2]),
    ("list_sort([3, number, 1])", [1, 3, None], [1, 2, 3]),
    # What a list adds up to: rows of decision tables.
    ("list_sum([1, number])", 1, 3),
    ("list_min([5, number])", 5, 2),
    ("list_max([1, number])", 1, 2),
    ("list_sum([number])", None, 2),
    ("list_max(CASE WHEN sure THEN []::BIGINT[] END)", None, None),
    ("list_min(CASE WHEN sure THEN []::BIGINT[] END)", None, None),
    ("list_reduce(list_transform([]::BIGINT[], lambda x: x), lambda x, y: x + y, number)",
     None, 2),
    ("len(words)", None, 2),
    # Texts of lists: gathered outputs, cells of a CSV file.
    ("concat_ws(', ', 'x', text, 'y')", "x, y", "x, a, y"),
    ("nullif(concat_ws(', ', text), '')", None, "a"),
    ("array_to_string(words, '; ')", None, "a; b"),
    ("array_to_string(['x', text, 'y'], '; ')", "x; y", "x; a; y"),
    ("to_json({'text': text, 'words': words})::VARCHAR",
     '{"text":null,"words":null}', '{"text":"a","words":["a","b"]}'),
    # Texts: conditions, cells that are in doubt, what people read.
    ("contains(text, 'a')", None, True),
    ("contains(text, '')", None, True),
    ("suffix(text, '.0')", None, False),
    ("starts_with(text, 'a')", None, True),
    ("regexp_full_match(text, 'a')", None, True),
    ("regexp_extract(text, 'b')", None, ""),
    ("'(' || text || ')'", None, "(a)"),
    ("text < ':'", None, False),
    ("nullif(trim(text), '')", None, "a"),
    ("rtrim(text, 'a')", None, ""),
    ("left(text, 1)", None, "a"),
    ("substr('abc', number)", None, "bc"),
    ("substr('abc', nullif(strpos('abc', '/'), 0) + 1)", None, None),
    ("substr('abc', strpos('abc', '/') + 1, number)", None, "ab"),
    ("strftime(day, '%Y')", None, "2026"),
    ("regexp_replace(text, 'a', 'b', 'g')", None, "b"),
    ("text[:-2]", None, ""),
    ("substr(sha256(concat_ws(chr(31), 'x', text)), 1, 4)", "2d71", "0452"),
    # Numbers and days: averages, shares of a pool, due moments.
    ("number // coalesce(number, 0)", None, 1),
    ("7 % nullif(number - 2, 0)", None, None),
    ("sign(number) * 3", None, 3),
    ("greatest(1, number)", 1, 2),
    ("least(1, number)", 1, 1),
    ("greatest(day, DATE '2026-01-01')", date(2026, 1, 1), date(2026, 3, 1)),
    ("CAST(day + to_days(CAST(number AS INTEGER)) AS DATE)", None, date(2026, 3, 3)),
    ("month(day)", None, 3),
    ("day <> date_trunc('day', day)", None, False),
    ("epoch_us(CAST(day AS TIMESTAMP)) + 1", None, 1772323200000001),
    ("len(range(day, DATE '2026-03-02', INTERVAL 1 DAY))", None, 1),
    # Unknown, true and false.
    ("text IN ('b')", None, False),
    ("text NOT IN ('b')", None, True),
    ("'a' IN (NULL)", None, None),
    ("text IN (SELECT 'x' WHERE false)", False, False),
    ("text NOT IN (SELECT 'x' WHERE false)", True, True),
    ("'a' NOT IN (SELECT 'b')", True, True),
    ("sure AND false", False, False),
    ("sure OR true", True, True),
    ("sure AND true", None, True),
    ("NOT sure", None, False),
    ("sure IS NOT FALSE", True, True),
    ("text IS DISTINCT FROM 'a'", True, False),
    ("CASE WHEN sure THEN 1 ELSE 0 END", 0, 1),
    ("CASE WHEN NOT sure THEN 1 ELSE 0 END", 0, 0),
    ("CASE text WHEN 'a' THEN 1 ELSE 0 END", 0, 1),
    ("CAST(sure AS TINYINT)", None, 1),
    ("'a' NOT IN (SELECT unnest(['b', text]))", None, False),
    ("row(1, text) < row(1, 'b')", False, True),
    ("row(1, text) > row(1, 'b')", True, False),
    ("row(1, text) IS NOT DISTINCT FROM row(1, text)", True, True),
    ("row(1, text) IS NOT DISTINCT FROM row(1, 'a')", False, True),
    ("(1, coalesce(text, '')) IN (SELECT (1, ''))", True, False),
]  # fmt: skip

ROWS = "(VALUES (1, 'b', NULL), (2, 'a', 20), (3, NULL, 30)) AS r(n, text, number)"
OF_ROWS = [
    # The latest value that is known: what cases carry, what is known of a stay.
    (f"SELECT arg_max(text, n) FROM {ROWS}", ["a"]),
    (f"SELECT arg_max(text, n) FROM {ROWS} WHERE n = 3", [None]),
    (f"SELECT max_by(n, number) FROM {ROWS}", [3]),
    (f"SELECT max_by(n, n) FILTER (WHERE n > 9) OVER () FROM {ROWS}", [None, None, None]),
    (f"SELECT any_value(text) FROM {ROWS} WHERE n = 3", [None]),
    (f"SELECT min_by(n, number) OVER () FROM {ROWS}", [2, 2, 2]),
    (f"SELECT min_by(text, n) FROM {ROWS} WHERE n > 2", [None]),
    (f"SELECT max_by(n, (number, n)) FROM {ROWS}", [1]),
    (f"SELECT first_value(text) OVER (ORDER BY n DESC) FROM {ROWS}", [None, None, None]),
    (f"SELECT dense_rank() OVER (ORDER BY text) FROM {ROWS} ORDER BY n", [2, 1, 3]),
    (f"SELECT row_number() OVER (ORDER BY number, n) FROM {ROWS} ORDER BY n", [3, 1, 2]),
    # Measures, and counts of what was read.
    (f"SELECT sum(number) FROM {ROWS}", [50]),
    (f"SELECT sum(number) FILTER (WHERE n > 9) FROM {ROWS}", [None]),
    (f"SELECT count(number) FILTER (WHERE n < 3) FROM {ROWS}", [1]),
    (f"SELECT min(number) FROM {ROWS} WHERE false", [None]),
    (f"SELECT count(DISTINCT text) FROM {ROWS}", [2]),
    (f"SELECT bool_or(number > 99) FROM {ROWS}", [False]),
    (f"SELECT bool_or(number > 0) FROM {ROWS} WHERE n = 1", [None]),
    (f"SELECT bool_or(number > 0) FROM {ROWS} WHERE false", [None]),
    (f"SELECT bit_count(bitstring_agg(n, 1, 9)) FROM {ROWS} WHERE false", [None]),
    # Lists of rows, and rows of lists.
    (f"SELECT list(text ORDER BY n) FROM {ROWS}", [["b", "a", None]]),
    (f"SELECT list(n) FROM {ROWS} WHERE false", [None]),
    (f"SELECT list(n) FILTER (WHERE n > 9) FROM {ROWS}", [None]),
    (f"SELECT unnest(CASE WHEN n > 9 THEN [n] END) FROM {ROWS}", []),
    (f"SELECT unnest([]::BIGINT[]) FROM {ROWS}", []),
    (f"SELECT unnest([n, NULL]) FROM {ROWS} WHERE n = 1", [1, None]),
    # A join finds nothing by what is missing; what has no partner has missing columns.
    (f"SELECT a.n FROM {ROWS} JOIN (SELECT NULL AS text, 7 AS n) AS a USING (text)", []),
    (f"SELECT r.n FROM {ROWS} ANTI JOIN (SELECT NULL AS text) AS a USING (text)", [1, 2, 3]),
    (f"SELECT a.n FROM {ROWS} LEFT JOIN (SELECT 5 AS n) AS a ON r.n = a.n", [None, None, None]),
    (f"SELECT (SELECT 'x' WHERE r.n > 9) FROM {ROWS}", [None, None, None]),
    # One row each where grouped and numbered, the missing among them.
    (f"SELECT count(*) FROM (SELECT text FROM {ROWS} GROUP BY text)", [3]),
    (f"SELECT DISTINCT number FROM {ROWS} ORDER BY number", [20, 30, None]),
    (f"SELECT n FROM {ROWS} ORDER BY number DESC NULLS LAST", [3, 2, 1]),
    (f"SELECT sum(number) OVER (ORDER BY n) FROM {ROWS} ORDER BY n", [None, 20, 50]),
]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as made:
        given = f"(VALUES (1, {MISSING}), (2, {KNOWN}))"
        made.execute(f"CREATE TABLE given AS SELECT * FROM {given} AS g(id, {NAMES})")
        yield made


def answers(connection: duckdb.DuckDBPyConnection, query: str) -> list[object]:
    return [row[0] for row in connection.execute(query).fetchall()]


@pytest.mark.parametrize(("sql", "missing", "known"), OF_A_ROW)
def test_of_a_row(
    connection: duckdb.DuckDBPyConnection, sql: str, missing: object, known: object
) -> None:
    """DuckDB works out a column of many rows by other code than a literal."""
    connection.execute(f"CREATE OR REPLACE TEMP MACRO asked({NAMES}) AS ({sql})")
    of_literals = [f"SELECT asked({MISSING})", f"SELECT asked({KNOWN})"]
    of_columns = f"SELECT {sql} FROM given ORDER BY id"
    by_literals = [each for query in of_literals for each in answers(connection, query)]
    assert by_literals == answers(connection, of_columns) == [missing, known]


@pytest.mark.parametrize(("query", "expected"), OF_ROWS)
def test_of_rows(
    connection: duckdb.DuckDBPyConnection, query: str, expected: list[object]
) -> None:
    assert answers(connection, query) == expected


@pytest.mark.parametrize("words", [(), ("a",), ("b", "c")])
def test_a_cell_without_a_text_is_no_wrong_word(
    connection: duckdb.DuckDBPyConnection, words: tuple[str, ...]
) -> None:
    column = SourceColumn("owner", "owner", Type.STAFF, words)
    for text in ("text", "nullif(trim(text), '')", "NULL"):
        found = answers(connection, f"SELECT {not_among(text, column)} FROM given ORDER BY id")
        assert found == [False, text != "NULL" and "a" not in words]
