"""``careplay cases``: what is open, for people and programs, and the history of one case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from docs_shop import write
from shop_folder import careplay

HOME = """careplay: 1
name: 红星家电
language: zh
working_hours: {mon-fri: [09:00-12:00, 13:00-18:00]}
customers: {from: data/customers.csv, key: id, facts: {owner: staff}}
events:
  from: data/events.csv
  types: {asked: {nr: text, blamed: staff}}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner, fallback: gm}, gm: {}, nobody: {}}
"""
FLOWS = """flows:
  visit:
    label: 上门
    labels: {done: 已办结}
    starts: asked
    by: nr
    clock: {hours: working hours, pauses_in: [waiting]}
    goal: {within: 5 working days, or: agreed}
    steps:
      look:
        title: 查看
        do: {task: 查看, to: adviser, not_to: blamed}
        after: 1 working day
        within: 4 hours
        next: mend
      mend: {title: 修理, do: {task: 修理, to: nobody}, next: done}
    late: [{after: 2 hours, escalate: gm}]
  empty:
    starts: asked
    by: nr
    steps: {look: {do: {task: 查看, to: gm}, next: done}}
"""
EVENTS = """customer_id,type,at,nr,blamed,plan_due,plan_owner
1,asked,2026-09-29 16:00,A1,,,
1,visit.look.done,2026-09-28 16:00,A1,,,
2,asked,2026-09-28 10:00,A2,E1,,
2,visit.look.done,2026-09-28 11:00,A2,,,
3,asked,2026-09-28 10:00,A3,,,
3,visit.waiting,2026-09-28 11:00,A3,,,
4,asked,2026-09-28 10:00,A4,,,
4,visit.mend.done,2026-09-28 11:00,A4,,,
5,visit.look.done,2026-09-28 11:00,A5,,,
6,asked,2026-09-28 10:00,A6,,,
6,visit.agreed,2026-09-28 11:00,A6,,2026-10-20,E1
7,asked,2026-09-28 10:00,A7,E1,,
"""
PEOPLE = "id,name,role\nE1,张三,adviser\nE2,李四,gm\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    customers = "id,owner\n" + "".join(f"{n},E1\n" for n in range(1, 8))
    files = {
        "careplay.yaml": HOME,
        "visits.yaml": FLOWS,
        "data/customers.csv": customers,
        "data/events.csv": EVENTS,
        "data/staff.csv": PEOPLE,
    }
    return write(tmp_path / "shop", files)


def told(shop: Path, *options: str) -> list[dict[str, object]]:
    arguments = ("--flow", "visit", "--format", "jsonl", *options)
    result = careplay("cases", shop, "--date", "2026-09-30", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


def history(shop: Path, case: str, day: str = "2026-09-30") -> str:
    result = careplay("cases", shop, "--date", day, "--flow", "visit", "--case", case)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_open_cases_are_told_by_deadline_and_those_without_one_last(shop: Path) -> None:
    assert [each["ref"] for each in told(shop)] == ["A6", "A7", "A1", "A2", "A3"]


def test_a_program_is_told_everything_of_a_case(shop: Path) -> None:
    (case,) = told(shop, "--case", "A1")
    assert case == {
        "flow": "visit",
        "customer_id": "1",
        "ref": "A1",
        "step": "look",
        "step_title": "查看",
        "entered_at": "2026-09-29T16:00",
        "step_due": "2026-10-08T14:00",
        "goal_due": "2026-10-12T18:00",
        "ended_at": None,
        "minutes_left": (7 * 24 + 14) * 60,
        "returns": 0,
        "sent_back": 0,
        "waiting": None,
        "role": "adviser",
        "owner": "E1",
        "version": 1,
    }


def test_whoever_is_not_asked_is_no_owner(shop: Path) -> None:
    (case,) = told(shop, "--case", "A7")
    assert (case["role"], case["owner"]) == ("adviser", "E2")


def test_a_case_that_is_over_is_told_only_by_its_name(shop: Path) -> None:
    (case,) = told(shop, "--case", "A4")
    assert (case["step"], case["ended_at"]) == ("done", "2026-09-28T11:00")


def test_the_table_says_how_much_time_is_left_and_who_has_it_in_hand(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    result = careplay("cases", shop, "--date", "2026-09-30", "--flow", "visit")
    assert [" ".join(line.split()) for line in result.stdout.splitlines()] == [
        "红星家电 · 2026-09-30",
        "上门：未结 5 件，逾期 2 件",
        "客户 编号 步骤 自 时限 总时限 谁",
        "6 A6 查看 09-28 10:00 09-30 14:00 已超10小时 10-20 23:59 张三",
        "7 A7 查看 09-28 10:00 09-30 14:00 已超10小时 10-10 18:00 李四",
        "1 A1 查看 09-29 16:00 10-08 14:00 还剩7天14小时 10-12 18:00 张三",
        "2 A2 修理 09-28 11:00 10-10 18:00 （nobody）",
        "3 A3 查看 09-28 10:00 暂停：waiting 张三",
    ]


def test_long_times_and_other_years_are_told_by_the_day(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    result = careplay("cases", shop, "--date", "2027-01-31", "--flow", "visit")
    first = result.stdout.splitlines()[3].split()
    assert first == [
        "6",
        "A6",
        "查看",
        "2026-09-28",
        "2026-09-30",
        "已超123天",
        "2026-10-20",
        "张三",
    ]


@pytest.mark.parametrize("width", [40, 50, 60, 80])
def test_where_a_row_has_no_room_its_columns_stand_below_each_other(
    width: int, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = careplay("cases", shop, "--date", "2026-09-30", "--flow", "visit").stdout.split(
        "\n"
    )
    words = {word for line in lines for word in line.split()}
    assert {"A3", "A7", "查看", "张三", "09-28", "修理"} <= words
    assert all(cell_len(line) <= width for line in lines)
    assert (["客户", "7"] in [line.split() for line in lines]) == (width < 80)


def test_where_nothing_is_open_that_is_said(shop: Path) -> None:
    result = careplay("cases", shop, "--date", "2026-09-01")
    assert result.stdout.splitlines()[1:] == ["这一天没有未结的事项。"]


BEGINS = """上门 A1 · 1 · 2026-09-30
  2026-09-28 16:00  查看   不起作用：尚未立案
  2026-09-29 16:00  asked  立案：查看
「查看」在 2026-09-29 16:00 之后1个工作日开始：2026-09-30 18:00
  2026-09-29 16:00 - 2026-09-30 00:00  起算日，不计
  2026-09-30 00:00 - 2026-09-30 18:00  上班时间，计 1 个工作日
「查看」应在 2026-09-30 18:00 之后4小时内完成：2026-10-08 14:00
  2026-09-30 18:00 - 2026-10-01 00:00  非上班时间，不计
  2026-10-01 00:00 - 2026-10-04 00:00  节假日，不计
"""
ENDS = """  2026-10-10 00:00 - 2026-10-11 00:00  调休上班，计 1 个工作日
  2026-10-11 00:00 - 2026-10-12 00:00  休息日，不计
  2026-10-12 00:00 - 2026-10-12 18:00  上班时间，计 1 个工作日
全案在 2026-10-12 18:00 之后2小时上报：2026-10-13 11:00
  2026-10-12 18:00 - 2026-10-13 09:00  非上班时间，不计
  2026-10-13 09:00 - 2026-10-13 11:00  上班时间，计 2小时
"""


def test_a_history_says_what_each_event_did(shop: Path) -> None:
    assert history(shop, "A1").startswith(BEGINS)


def test_a_history_counts_each_deadline_line_by_line(shop: Path) -> None:
    assert history(shop, "A1").endswith(ENDS)


def test_a_pause_is_all_there_is_to_say_of_deadlines(shop: Path) -> None:
    last = history(shop, "A3").splitlines()[-1]
    assert last == "计时自 2026-09-28 11:00 起暂停：没有时限"


def test_a_plan_is_told_as_the_goal(shop: Path) -> None:
    assert "全案应按约定的计划在 2026-10-20 23:59 前办结" in history(shop, "A6")


def test_a_case_that_never_began_and_one_that_is_over_say_so(shop: Path) -> None:
    assert history(shop, "A5").splitlines()[-1] == "此事从未立案"
    assert history(shop, "A4").splitlines()[-1] == "2026-09-28 11:00 结束：已办结"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--flow", "vist"), 'no flow "vist" in 红星家电; did you mean "visit"?'),
        (("--case", "A9"), 'no case "A9" in 红星家电 up to 2026-09-30; is the name right?'),
    ],
)
def test_what_is_not_there_is_told(shop: Path, options: tuple[str, str], sentence: str) -> None:
    result = careplay("cases", shop, "--date", "2026-09-30", *options)
    assert (result.exit_code, result.stderr) == (5, f"careplay: {sentence}\n")
