from __future__ import annotations

import io
import sys

import pytest

from careplay.commands.waiting import waiting
from careplay.sources.connecting import connect


class Terminal(io.StringIO):
    """A standard error that a person is looking at."""

    def isatty(self) -> bool:
        return True


def test_nothing_is_said_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with waiting("红星家电") as said:
        said("planning the day", lambda: 50.0)
    assert stream.getvalue() == ""


def test_a_terminal_is_told_what_is_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with waiting("红星家电") as said:
        said("planning the day", lambda: 50.0)
    assert "红星家电: planning the day" in terminal.getvalue()


def test_how_far_a_query_has_come_is_never_printed_by_duckdb(
    capfd: pytest.CaptureFixture[str],
) -> None:
    connection = connect()
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET progress_bar_time = 0")
    connection.execute("SELECT count(*) FROM range(3_000_000) AS a(n) WHERE hash(n) % 7 = 1")
    assert capfd.readouterr() == ("", "")
