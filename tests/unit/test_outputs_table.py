from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console
from wcwidth import wcswidth

from careplay.outputs import table
from careplay.outputs.day import Day
from careplay.outputs.words import CHINESE, ENGLISH
from careplay.sources.loaded import Counts
from sample_actions import UNDECIDED, actions, day, many

ROWS: tuple[dict[str, Any], ...] = (
    {
        "customer_id": "", "verb": "task", "owner": "E12", "priority": "normal",
        "text": "检查本周到店礼品库存", "because": [{"fact": "every", "value": "week"}],
        "playbook": "store",
    },
    {},
    {
        "verb": "gift", "owner": None, "priority": "urgent", "text": "腊八粥礼盒",
        "because": [{"fact": "holiday", "value": "laba"}], "playbook": "festivals",
        "due_at": "2027-01-04 18:00:00",
    },
    {
        "customer_id": "C0013", "verb": "message", "priority": "low",
        "text": "Mr Smith 😀 您好，立冬了，ThisIsALongWordThatMustBeFoldedSomewhereOnTheLine",
        "because": [{"fact": "solar_term", "value": "start_of_winter"}],
    },
)  # fmt: skip


def printed(told: Day, width: int = 100, limit: int = table.LIMIT) -> str:
    stream = io.StringIO()
    table.show(told, table.console(stream, width), limit, unmasked=True)
    return stream.getvalue()


def lines(told: Day, width: int = 100, limit: int = table.LIMIT) -> list[str]:
    return [line.rstrip() for line in printed(told, width, limit).splitlines()]


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_of_the_table_is_wider_than_the_screen(width: int, language: str) -> None:
    for line in lines(day(actions(*ROWS), language), width):
        assert max(cell_len(line), wcswidth(line)) <= width, line


@pytest.mark.parametrize("width", [80, 100, 120])
def test_columns_stand_below_each_other_whatever_the_script(width: int) -> None:
    """The reasons begin in one cell of the screen, for Chinese, Latin and emoji texts."""
    told = lines(day(actions(*ROWS)), width)
    reasons = ("原因", "每周", "送货 2026-11-14", "腊八节", "立冬")
    begins = {
        wcswidth(line[: line.rindex(reason)])
        for reason in reasons
        for line in told
        if line.endswith(reason)
    }
    assert len(begins) == 1
    texts = ("内容", "检查", "张伟", "腊八粥", "Mr Smith")
    found = {
        wcswidth(line[: line.index(text)]) for text in texts for line in told if text in line
    }
    assert len(found) == 1


def test_the_table_tells_who_does_what_by_when_and_why() -> None:
    told = lines(day(actions(*ROWS)), 120)
    assert told[:3] == [
        "红星家电 · 2026-11-21",
        "  编号 时限        谁       做什么    内容" + " " * 46 + "原因",
        "本店事务 · 1 项",
    ]
    assert "C0012 · 2 项" in told
    (call,) = [line for line in told if "李晓雯   电话 优先" in line]
    assert call.split()[:3] == ["2345", "11-24", "23:59"]
    assert "可致电 是 …" in "\n".join(told)
    (gift,) = [line for line in told if "腊八粥" in line]
    assert gift.split() == [
        "2345",
        "2027-01-04",
        "（顾问）",
        "送礼",
        "紧急",
        "腊八粥礼盒",
        "腊八节",
    ]


def test_on_a_narrow_screen_the_code_stands_below_the_moment() -> None:
    told = lines(day(actions({"text": "您好"})), 79)
    (due,) = [place for place, line in enumerate(told) if "11-24 23:59" in line]
    assert told[due + 1].split()[0] == "2345"
    assert "编号" not in told[1]


def test_codes_have_as_many_cells_as_the_longest_of_the_day() -> None:
    told = lines(day(actions({"code": "2345678W"}, {"code": None, "customer_id": "C1"})), 80)
    assert told[1].startswith("  编号     时限 ")
    assert any(line.startswith("  2345678W 11-24 23:59 ") for line in told)


def test_names_of_the_business_stand_in_place_of_ids() -> None:
    because = [
        {"fact": "delivery.ref", "value": "D-77"},
        {"fact": "event.raised_to", "value": None},
        {"fact": "event.room", "value": "1208"},
        {"fact": "enters_x", "value": "false"},
    ]
    told = "\n".join(lines(day(actions({"because": because, "owner": "E99", "due_at": None}))))
    for words in ("送货.ref D-77", " room 1208", "enters_x 否", "E99"):
        assert words in told
    assert "raised_to" not in told, "what an event does not say explains nothing"
    assert "11-24" not in told


def test_the_table_speaks_english_where_the_business_does() -> None:
    told = "\n".join(lines(day(actions(*ROWS), "en"), 120))
    for words in ("due  ", "call high", "every week", "Laba Festival", "Start of Winter"):
        assert words in told
    assert "for want of 可致电\n" in told
    assert "5 could not be decided for want of birthday_calendar (3), tier (4)" in told


def test_counts_follow_the_table() -> None:
    told = lines(day(actions(*ROWS)))
    start = told.index("共 4 项，涉及 2 位客户")
    assert told[start + 1 : start + 4] == [
        "  按剧本：after_sales 2 · festivals 1 · store 1",
        "  按人员：李晓雯 2 · 欧阳建国 1 · （无人） 1",
        "  按状态：待办 4",
    ]


def test_many_owners_are_summed_up_after_the_first_few() -> None:
    rows = [{"owner": f"P{number:02}"} for number in range(15)]
    (counted,) = [line for line in lines(day(actions(*rows)), 200) if "按人员" in line]
    assert counted.endswith("P11 1 · 其余 3 个共 3")


def test_what_could_not_be_decided_or_used_is_told() -> None:
    files: dict[str, Any] = {"rejects_file": Path("out/rejects.csv"), "file": Path("a.parquet")}
    told = lines(day(actions({}), **files))
    assert told[-5:] == [
        "use_callback：12 位客户无法判断，缺少：可致电",
        "birthday：5 位客户无法判断，缺少：birthday_calendar（3），等级（4）",
        "数据：客户读到 200 行，采用 197 行；事件读到 1,840 行，采用 1,829 行",
        "数据问题 21 处，详见 out/rejects.csv",
        "全部内容见 a.parquet",
    ]


def test_where_all_is_well_nothing_of_that_is_said() -> None:
    told = day(
        actions({}),
        undecided=(replace(UNDECIDED[0], customers=0),),
        notes=("一句话",),
        counts=Counts(customers=1),
    )
    assert lines(told)[-3:] == [
        "  按状态：待办 1",
        "一句话",
        "数据：客户读到 1 行，采用 1 行；事件读到 0 行，采用 0 行",
    ]


def test_a_day_without_actions_says_so() -> None:
    assert lines(day(actions()))[1] == "今天没有要做的事。"


def test_only_the_first_customers_are_shown_and_the_rest_is_counted() -> None:
    told = lines(day(actions(*ROWS, {"customer_id": "C0014"})), limit=2)
    assert not [line for line in told if line.startswith(("C0013", "C0014"))]
    assert "还有 2 位客户、2 项未显示。" in told
    everything = lines(day(actions(*ROWS, {"customer_id": "C0014"})), limit=0)
    assert [line for line in everything if line.startswith("C0014")]
    assert not [line for line in everything if "未显示" in line]


def test_a_screenful_of_a_great_day_is_shown_from_the_file() -> None:
    shown = lines(day(many(100_000), relation="ordered"), limit=5)
    assert len([line for line in shown if line.startswith("C00")]) == 5


def test_text_cannot_steer_the_terminal_nor_style_the_table() -> None:
    told = printed(
        day(actions({"text": "\x1b[31m红\x07\n[bold]x[/bold] :smile:", "owner": "[b]"}))
    )
    assert "\x1b" not in told
    assert "\x07" not in told
    assert "[bold]x[/bold] :smile:" in told


def test_what_is_not_a_terminal_gets_no_colour() -> None:
    assert "\x1b" not in printed(day(actions(*ROWS)))


def coloured(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    console: Console = table.console(stream, 100)
    table.show(day(actions(*ROWS)), console, unmasked=True)
    return stream.getvalue()


def test_a_terminal_shows_priorities_in_colour_unless_told_not_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "\x1b[1;31m" in coloured(monkeypatch)  # urgent: bold red
    assert "31m" not in coloured(monkeypatch, NO_COLOR="1")


def test_both_languages_fill_the_same_gaps() -> None:
    for name in CHINESE.__slots__:
        ours, theirs = getattr(CHINESE, name), getattr(ENGLISH, name)
        if isinstance(ours, str):
            assert _gaps(ours) == _gaps(theirs), name
        else:
            assert set(ours) == set(theirs), name


def _gaps(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}
