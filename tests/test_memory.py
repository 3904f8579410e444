"""What the next run knows of the runs before it; each promise on both engines."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from alike import ENGINES
from diary import Diary, Told, days, rule, rules
from older import without_manifests

DO = "{call: 您好, to: adviser, reason: 使用回访, due: within 5 days}"
CALLBACK = rules(rule("callback", "{after: purchase, days: 3}", DO))
BOUGHT = "2026-06-01 10:00"


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def diary(tmp_path: Path, engine: str) -> Diary:
    """A customer bought on 1 June; the callback is due from the 4th to the 9th."""
    found = Diary(tmp_path / "shop", CALLBACK, engine=engine)
    found.event(BOUGHT, "purchase", amount="100")
    return found


def seen(found: list[Told]) -> list[tuple[str, str]]:
    return [(each["rule"], each["status"]) for each in found]


# --- what was asked once is not asked again


def test_what_was_asked_for_is_not_asked_for_again(diary: Diary) -> None:
    assert [seen(diary.run(day)) for day in days("2026-06-03", 4)] == [
        [], [("callback", "due")], [], [],
    ]  # fmt: skip


def test_a_day_that_was_missed_stays_missed_unless_the_rule_catches_up(diary: Diary) -> None:
    diary.run("2026-06-03")
    assert diary.run("2026-06-06") == []


@pytest.mark.parametrize("word", ["latest", "all"])
def test_a_missed_day_is_caught_up_with(word: str, diary: Diary) -> None:
    diary.playbook = rules(rule("callback", "{after: purchase, days: 3}", DO, catch_up=word))
    diary.run("2026-06-03")
    (found,) = diary.run("2026-06-06")
    # Five days from the day it was meant for, as if it had been run then.
    assert (found["date"], found["due_at"]) == ("2026-06-06", "2026-06-09T23:59")


def test_what_is_caught_up_with_is_due_today_at_the_earliest(diary: Diary) -> None:
    do = "{call: 您好, to: adviser, reason: 使用回访, due: by 18:00}"
    diary.playbook = rules(rule("callback", "{after: purchase, days: 3}", do, catch_up="all"))
    diary.run("2026-06-03")
    (found,) = diary.run("2026-06-06")
    assert found["due_at"] == "2026-06-06T18:00"


@pytest.mark.parametrize(("word", "missed"), [("skip", 1), ("latest", 1), ("all", 4)])
def test_of_several_missed_days_none_one_or_all_are_asked(
    word: str, missed: int, diary: Diary
) -> None:
    diary.playbook = rules(rule("daily", "{every: day}", catch_up=word))
    diary.run("2026-06-03")
    assert len(diary.run("2026-06-07")) == missed


def test_missed_days_are_caught_up_with_for_thirty_one_days(diary: Diary) -> None:
    diary.playbook = rules(rule("daily", "{every: day}", catch_up="all"))
    diary.run("2026-06-03")
    assert len(diary.run("2026-08-20")) == 31 + 1  # the day itself


def test_an_event_that_comes_in_after_the_run_is_told_by_the_next(diary: Diary) -> None:
    diary.playbook = rules(rule("hello", "{event: visit}"))
    diary.event("2026-06-03 09:00", "visit")
    first = diary.run("2026-06-03")
    diary.event("2026-06-03 15:00", "visit")
    second = diary.run("2026-06-04")
    assert [each["occasion"] for each in (*first, *second)] == [
        "visit:2026-06-03 09:00:00",
        "visit:2026-06-03 15:00:00",
    ]
    assert diary.run("2026-06-05") == []


def test_an_event_of_a_missed_day_is_told_by_the_next_run(diary: Diary) -> None:
    diary.playbook = rules(rule("hello", "{event: visit}"))
    diary.run("2026-06-03")
    diary.event("2026-06-05 15:00", "visit")
    assert [each["date"] for each in diary.run("2026-06-07")] == ["2026-06-07"]


# --- once


@pytest.mark.parametrize(
    ("once", "asked"),
    [
        ("per event", ["2026-06-01", "2026-06-05", "2026-08-30", "2027-01-02"]),
        ("per visit", ["2026-06-01", "2026-06-05", "2026-08-30", "2027-01-02"]),
        ("90 days", ["2026-06-01", "2026-08-30", "2027-01-02"]),
        ("91 days", ["2026-06-01", "2027-01-02"]),
        ("per year", ["2026-06-01", "2027-01-02"]),
        ("ever", ["2026-06-01"]),
    ],
)
def test_once(once: str, asked: list[str], diary: Diary) -> None:
    diary.playbook = rules(rule("hello", "{event: visit}", once=once))
    visits = ["2026-06-01", "2026-06-05", "2026-08-30", "2027-01-02"]
    for visit in visits:
        diary.event(f"{visit} 10:00", "visit")
    assert [day for day in visits if diary.run(day)] == asked


def test_ever_remembers_longer_than_any_look_back(diary: Diary) -> None:
    diary.playbook = rules(rule("hello", "{event: visit}", once="ever"))
    for visit in ("2020-01-01", "2026-06-01"):
        diary.event(f"{visit} 10:00", "visit")
    assert [len(diary.run(day)) for day in ("2020-01-01", "2026-06-01")] == [1, 0]


def test_of_two_visits_of_a_day_the_first_counts_once(diary: Diary) -> None:
    diary.playbook = rules(rule("hello", "{event: visit}", once="per year"))
    for time in ("15:00", "10:00"):
        diary.event(f"2026-06-01 {time}", "visit")
    (found,) = diary.run("2026-06-01")
    assert found["occasion"] == "visit:2026-06-01 10:00:00"


# --- outcomes


def test_what_is_done_or_refused_never_comes_back(diary: Diary) -> None:
    for outcome, day in (("done", "2026-06-05"), ("refused", "2026-06-05")):
        (action,) = diary.run("2026-06-04")
        diary.tells("2026-06-04 15:00", outcome, action)
        assert diary.run(day) == []


def test_what_is_done_for_the_business_has_outcomes_without_a_customer(diary: Diary) -> None:
    do = "{task: 看看, to: manager, due: within 9 days}"
    diary.playbook = rules(rule("look", "{every: week, on: monday}", do, **{"for": "business"}))
    (action,) = diary.run("2026-06-01")
    assert action["customer_id"] == ""
    diary.tells("2026-06-01 15:00", "snoozed", action, until="2026-06-03")
    assert "CP502" not in diary.call("2026-06-02").output
    (back,) = diary.run("2026-06-03")
    diary.tells("2026-06-03 15:00", "done", back)
    assert back["action_id"] == action["action_id"]
    assert diary.run("2026-06-04") == []


def test_what_is_snoozed_comes_back_on_its_day_due_then(diary: Diary) -> None:
    (action,) = diary.run("2026-06-04")
    diary.tells("2026-06-04 15:00", "snoozed", action, until="2026-06-20")
    assert [len(diary.run(day)) for day in ("2026-06-05", "2026-06-19")] == [0, 0]
    (back,) = diary.run("2026-06-20")
    same = ("action_id", "attempt", "text")
    assert [back[name] for name in same] == [action[name] for name in same]
    assert (back["date"], back["due_at"]) == ("2026-06-20", "2026-06-20T23:59")
    assert diary.run("2026-06-21") == []


def test_a_snooze_that_ends_on_a_day_without_a_run_comes_back_with_the_next(
    diary: Diary,
) -> None:
    (action,) = diary.run("2026-06-04")
    diary.tells("2026-06-04 15:00", "snoozed", action, until="2026-06-20")
    assert len(diary.run("2026-06-23")) == 1


def test_who_is_not_reached_is_tried_by_the_next_step_of_the_ladder(diary: Diary) -> None:
    do = DO.replace("}", ", channels: [{phone: 2}, sms, letter]}")
    diary.playbook = rules(rule("callback", "{after: purchase, days: 3}", do))
    tried = []
    for day in days("2026-06-04", 6):
        found = diary.run(day)
        tried += [(each["attempt"], each["channel"]) for each in found]
        for each in found:
            diary.tells(f"{day} 15:00", "unreached", each)
    assert tried == [(1, "phone"), (2, "phone"), (3, "sms"), (4, "letter")]


def test_a_channel_without_consent_is_no_step_of_the_ladder(diary: Diary) -> None:
    do = DO.replace("}", ", channels: [phone, sms, letter]}")
    diary.playbook = rules(rule("callback", "{after: purchase, days: 3}", do))
    diary.customers = {"C1": {"sms_ok": "false"}}
    (first,) = diary.run("2026-06-04")
    diary.tells("2026-06-04 15:00", "unreached", first)
    (second,) = diary.run("2026-06-05")
    assert (first["channels"], second["channel"]) == (["phone", "letter"], "letter")


def test_where_only_consent_is_wanting_the_action_is_dropped_and_says_so(diary: Diary) -> None:
    do = DO.replace("}", ", channels: [sms]}")
    diary.playbook = rules(rule("callback", "{after: purchase, days: 3}", do))
    diary.customers = {"C1": {"sms_ok": ""}}
    (found,) = diary.run("2026-06-04")
    told = (found["status"], found["channel"], found["held_by"])
    assert told == ("dropped", "sms", "consent sms_ok")


# --- reruns


def test_a_rerun_of_a_day_gives_the_same_bytes(diary: Diary) -> None:
    diary.customers = {f"C{number}": {} for number in range(5)}
    for number in range(5):
        diary.event(BOUGHT, "purchase", f"C{number}", amount="100")
    diary.run("2026-06-03")
    diary.run("2026-06-04")
    first = diary.kept("2026-06-04").read_bytes()
    diary.run("2026-06-04")
    assert diary.kept("2026-06-04").read_bytes() == first
    diary.run("2026-06-04", "--fresh")
    assert diary.kept("2026-06-04").read_bytes() == first


def test_what_changed_is_asked_anew_and_supersedes_itself(diary: Diary) -> None:
    (first,) = diary.run("2026-06-04")
    diary.playbook = diary.playbook.replace("您好", "早上好")
    (second,) = diary.run("2026-06-04")
    assert second["text"] == "早上好"
    assert (second["attempt"], second["supersedes"]) == (2, first["action_id"])
    assert diary.run("2026-06-04") == [second]


@pytest.mark.parametrize("outcome", ["done", "refused", "unreached", "snoozed"])
def test_what_staff_began_stays_as_it_was(outcome: str, diary: Diary) -> None:
    (first,) = diary.run("2026-06-04")
    diary.tells("2026-06-04 15:00", outcome, first, until="2026-06-20")
    diary.playbook = diary.playbook.replace("您好", "早上好")
    before = diary.kept("2026-06-04").read_bytes()
    (again,) = diary.run("2026-06-04")
    assert again["action_id"] == first["action_id"]
    assert diary.kept("2026-06-04").read_bytes() == before


def test_what_is_no_longer_asked_for_goes_unless_it_was_done(diary: Diary) -> None:
    (first,) = diary.run("2026-06-04")
    bought = diary.happened.pop(0)
    assert diary.run("2026-06-04") == []
    diary.happened.append(bought)
    assert diary.run("2026-06-04") == [first]
    diary.tells("2026-06-04 15:00", "done", first)
    diary.happened.remove(bought)
    assert diary.run("2026-06-04") == [first]


def test_a_rerun_of_a_past_day_does_not_know_of_later_ones(diary: Diary) -> None:
    diary.run("2026-06-04")
    diary.run("2026-06-05")
    first = diary.kept("2026-06-04").read_bytes()
    diary.run("2026-06-04")
    assert diary.kept("2026-06-04").read_bytes() == first


# --- options


def test_fresh_remembers_nothing(diary: Diary) -> None:
    diary.playbook = rules(rule("hello", "{event: visit}", once="ever"))
    for visit in ("2026-06-01", "2026-06-02"):
        diary.event(f"{visit} 10:00", "visit")
    diary.run("2026-06-01")
    assert diary.run("2026-06-02", "--dry-run") == []
    assert len(diary.run("2026-06-02", "--dry-run", "--fresh")) == 1


def test_a_dry_run_remembers_and_is_not_remembered(diary: Diary) -> None:
    diary.playbook = rules(rule("hello", "{event: visit}", once="ever"))
    for visit in ("2026-06-01", "2026-06-02"):
        diary.event(f"{visit} 10:00", "visit")
    diary.run("2026-06-01", "--dry-run")
    assert len(diary.run("2026-06-02")) == 1


def test_one_customer_is_shown_with_the_memory_of_all(diary: Diary) -> None:
    diary.run("2026-06-04")
    assert diary.run("2026-06-05", "--customer", "C1") == []


def test_until_runs_each_day_with_the_memory_of_the_last(diary: Diary) -> None:
    found = diary.run("2026-06-03", "--until", "2026-06-06")
    assert [each["date"] for each in found] == ["2026-06-04"]
    assert all(diary.kept(day).is_file() for day in days("2026-06-03", 4))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--until", "2026-06-01"), "--until 2026-06-01 lies before --date 2026-06-03"),
        (("--until", "2026-06-04", "--dry-run"), "--dry-run writes nothing"),
        (("--until", "2026-06-04", "--customer", "C1"), "--customer writes nothing"),
    ],
)
def test_days_that_cannot_be_run_in_a_row_are_wrong_usage(
    options: tuple[str, ...], said: str, diary: Diary
) -> None:
    found = diary.call("2026-06-03", *options)
    assert found.exit_code == 2
    assert said in found.stderr


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_the_actions_of_several_days_are_saved_in_one_file(
    ending: str, diary: Diary, tmp_path: Path
) -> None:
    diary.event("2026-06-02 10:00", "purchase")
    file = tmp_path / f"all.{ending}"
    diary.run("2026-06-03", "--until", "2026-06-06", "--save", file)
    found = duckdb.execute(f"SELECT date::VARCHAR FROM '{file}'").fetchall()
    assert found == [("2026-06-04",), ("2026-06-05",)]


# --- broken and foreign files


def sentence(diary: Diary, day: str) -> str:
    found = diary.call(day)
    assert found.exit_code == 4, found.output
    (line,) = found.stderr.strip().splitlines()
    return line


@pytest.mark.parametrize("content", [b"", b"hello", b"PAR1" + b"x" * 100 + b"PAR1"])
def test_a_broken_day_is_told_in_one_sentence(content: bytes, diary: Diary) -> None:
    diary.run("2026-06-03")
    diary.kept("2026-06-03").write_bytes(content)
    said = sentence(diary, "2026-06-04")
    assert f'cannot remember "{diary.kept("2026-06-03")}": it is damaged' in said
    assert "--fresh" in said
    assert diary.call("2026-06-04", "--fresh").exit_code == 0


def test_a_file_of_something_else_is_told_in_one_sentence(diary: Diary) -> None:
    diary.run("2026-06-03")
    duckdb.execute(f"COPY (SELECT 1 AS n) TO '{diary.kept('2026-06-03')}' (FORMAT parquet)")
    assert "it is damaged, or was replaced since" in sentence(diary, "2026-06-04")
    without_manifests(diary.folder)
    assert "it does not hold a day's actions" in sentence(diary, "2026-06-04")


def test_a_day_damaged_within_is_told_in_one_sentence(diary: Diary) -> None:
    diary.run("2026-06-04")
    file = diary.kept("2026-06-04")
    content = bytearray(file.read_bytes())
    content[4:200] = b"\xff" * 196
    file.write_bytes(bytes(content))
    assert "it is damaged" in sentence(diary, "2026-06-05")


def test_days_of_an_older_careplay_are_remembered(diary: Diary) -> None:
    diary.run("2026-06-04")
    file = diary.kept("2026-06-04")
    kept = file.with_name("new.parquet")
    old = "* EXCLUDE (channels, deferred_to, held_by, winner)"
    day = f"read_parquet('{file}', hive_partitioning = false)"
    duckdb.execute(f"COPY (SELECT {old} FROM {day}) TO '{kept}' (FORMAT parquet)")
    kept.replace(file)
    without_manifests(diary.folder)
    assert diary.run("2026-06-05") == []
    assert len(diary.run("2026-06-04")) == 1


def test_other_folders_among_the_days_are_left_alone(diary: Diary) -> None:
    diary.run("2026-06-03")
    home = diary.kept("2026-06-03").parents[1]
    (home / "date=2026-06-31").mkdir()
    (home / "notes").mkdir()
    (home / "date=2026-06-02").mkdir()
    assert len(diary.run("2026-06-04")) == 1
