"""The shipped data: always the same, plausible, and a little dirty."""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

import samples
from careplay.starter import starter_files
from samples import shipped_files
from samples.writing import write

ROOT = Path(__file__).parents[2]
PLAYBOOKS = ROOT / "playbooks"
FILES = shipped_files()


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FILES[name])))


def test_the_generator_writes_the_same_bytes_again() -> None:
    assert shipped_files() == FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_committed_data_are_what_the_generator_writes(name: str) -> None:
    assert (PLAYBOOKS / name).read_bytes() == FILES[name].encode()


def test_writing_puts_every_file_where_it_belongs(tmp_path: Path) -> None:
    write(tmp_path)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.csv")}
    assert written == set(FILES)


def test_the_data_stay_small() -> None:
    assert sum(len(text.encode()) for text in FILES.values()) < 5_000_000


def test_there_are_a_few_hundred_customers_of_each_business() -> None:
    counts = [len(table(f"{name}/data/customers.csv")) for name in BUSINESSES]
    assert counts == [401, 301, 361, 241]  # one of them twice


BUSINESSES = ("appliance_store", "home_textiles", "car_dealership", "wealth_advisory")
AT = {"home_textiles": "happened_at"}


@pytest.mark.parametrize(
    ("file", "heading"),
    [
        ("appliance_store", "phone"),
        ("home_textiles", "手机"),
        ("car_dealership", "phone"),
        ("wealth_advisory", "phone"),
    ],
)
def test_no_telephone_number_can_be_anyone_s(file: str, heading: str) -> None:
    numbers = {row[heading] for row in table(f"{file}/data/customers.csv")} - {"", "1.20E+10"}
    assert {number[:4] for number in numbers} == {"1200"}


def test_common_surnames_are_common() -> None:
    names = (row["name"] for row in table("appliance_store/data/customers.csv"))
    usual = Counter(name[:1] for name in names if name).most_common(8)
    assert len({"王", "李", "张", "刘", "陈"} & {surname for surname, _ in usual}) >= 4


def test_lunar_birthdays_of_leap_months_and_of_the_thirtieth_are_among_them() -> None:
    rows = table("home_textiles/data/customers.csv")
    lunar = [row["生日"] for row in rows if row["生日历法"] == "lunar"]
    assert sum("闰" in day for day in lunar) == 5
    assert sum(day.endswith("-30") for day in lunar) == 4


@pytest.mark.parametrize("business", BUSINESSES)
def test_events_stay_within_the_two_years(business: str) -> None:
    at = AT.get(business, "at")
    days = [row[at] for row in table(f"{business}/data/events.csv") if row[at] != IMPOSSIBLE]
    moments = [datetime.fromisoformat(day).date() for day in days]
    assert date(2025, 1, 1) <= min(moments) <= max(moments) <= date(2026, 12, 31)


IMPOSSIBLE = "2026-02-30 10:00"


def kinds_of(business: str) -> Counter[str]:
    heading = KIND.get(business, "type")
    return Counter(row[heading] for row in table(f"{business}/data/events.csv"))


KIND = {"wealth_advisory": "kind_of_event", "home_textiles": "kind"}


@pytest.mark.parametrize("business", BUSINESSES)
def test_complaints_go_through_all_six_steps_and_some_are_left_on_the_way(
    business: str,
) -> None:
    kinds = kinds_of(business)
    steps = ("vent", "apologise", "gather", "propose", "ask", "follow_up")
    counts = [kinds[f"complaint.{step}.done"] for step in steps]
    assert min(counts) > 5
    assert kinds["complaint.opened"] > counts[0] >= counts[1] >= counts[2]


@pytest.mark.parametrize("business", ["appliance_store", "home_textiles"])
def test_what_is_not_right_is_answered_solved_and_asked_about(business: str) -> None:
    kinds = kinds_of(business)
    counts = [kinds[f"problem.{step}.done"] for step in ("answer", "solve", "confirm")]
    assert min(counts) > 15
    assert kinds["problem.reported"] > counts[0]
    assert kinds["problem.withdrawn"]


@pytest.mark.parametrize("business", ["appliance_store", "home_textiles"])
def test_calls_are_done_put_off_or_do_not_get_through(business: str) -> None:
    kinds = kinds_of(business)
    rare = min(kinds["action.unreached"], kinds["action.snoozed"])
    assert kinds["action.done"] > rare > 10


@pytest.mark.parametrize("business", ["appliance_store", "home_textiles"])
def test_a_case_nobody_finished_is_let_go_after_some_weeks(business: str) -> None:
    rows = [row for row in table(f"{business}/data/events.csv") if row["ref"]]
    kind, at = KIND.get(business, "type"), AT.get(business, "at")
    given_up = {row["ref"]: row[at] for row in rows if row[kind] == "problem.withdrawn"}
    for ref, day in given_up.items():
        before = max(row[at] for row in rows if row["ref"] == ref and row[at] < day)
        weeks = datetime.fromisoformat(day) - datetime.fromisoformat(before)
        assert 17 <= weeks.days <= 34


def test_a_case_of_the_dealership_is_told_apart_by_its_ref() -> None:
    rows = table("car_dealership/data/events.csv")
    handed = [row["ref"] for row in rows if row["type"] == "repair.handover"]
    assert len(handed) == len(set(handed)) > 100


@pytest.mark.parametrize("business", BUSINESSES)
def test_a_person_is_away_and_another_has_left(business: str) -> None:
    away = [row for row in table(f"{business}/data/staff.csv") if row["absent_from"]]
    assert sorted(bool(row["absent_to"]) for row in away) == [False, True]
    assert all(row["successor"] for row in away)


def test_both_starters_have_the_same_files() -> None:
    assert set(starter_files("zh")) == set(starter_files("en"))
    assert "careplay.yaml" in starter_files("zh")


def test_a_starter_in_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match='no starter in "fr"; there is one in zh and en'):
        starter_files("fr")


def test_what_users_install_does_not_hold_the_generator() -> None:
    """The wheel is made of these folders and of nothing else."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = told["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    generator = Path(samples.__file__)
    assert generator.is_relative_to(ROOT / "engine")
    assert not any(generator.is_relative_to(ROOT / each) for each in shipped)
