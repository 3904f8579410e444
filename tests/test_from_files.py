"""From the files that a shop has to its first day: `careplay new --from`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import careplay as public
import exports
from careplay import errors
from shop_folder import careplay, sentence

IN_ENGLISH = {"english", "german", "month_first", "year_last_dashes", "named_months"}
IN_ENGLISH |= {"yes_and_no", "customers_who_visit"}
WITHOUT_BIRTHDAYS = {"nothing_to_wait_for", "orders_alone"}


@pytest.mark.one_in(2)
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", [*exports.KINDS])
def test_every_kind_of_export_comes_to_its_first_day(
    kind: str, seed: int, tmp_path: Path
) -> None:
    files = exports.write(tmp_path / "in", kind, seed)
    before = {file: file.read_bytes() for file in files}
    people = exports.drawn(kind, seed)
    made = public.propose(tmp_path / "shop", files)
    assert not made.found
    assert not made.unread
    assert {file: file.read_bytes() for file in files} == before
    business = public.load(tmp_path / "shop")
    assert business.language == ("zh" if kind not in IN_ENGLISH else "en")
    if kind not in WITHOUT_BIRTHDAYS:
        assert business.declared["birthday"].type == "date"
        assert business.declared["phone"].personal
    checked = public.checked(tmp_path / "shop", data=True)
    assert [str(each.diagnostic) for each in checked.findings] == []
    assert checked.exit_code == 0
    day = public.run(tmp_path / "shop", date.fromisoformat(made.first_day or "2026-11-20"))
    if kind != "orders_alone":
        assert day.counts.customers == len(people.customers)
    assert day.counts.customers_left_out == day.counts.events_left_out == day.counts.faults == 0
    if seed == 1:
        assert public.test(tmp_path / "shop").exit_code == 0
    if made.first_day:
        assert made.first_day == "2026-11-20"
        assert day.counts.events >= len(people.orders)


def proposed(tmp_path: Path, kind: str) -> Path:
    public.propose(tmp_path / "shop", exports.write(tmp_path / "in", kind, 1))
    return tmp_path / "shop"


def test_what_lies_in_the_folder_is_named_in_place(tmp_path: Path) -> None:
    files = exports.write(tmp_path / "shop" / "表", "titles", 1)
    answer = careplay("new", tmp_path / "shop", "--from", *files)
    assert answer.exit_code == 0, answer.output
    text = (tmp_path / "shop" / "careplay.yaml").read_text("utf-8")
    assert "from: {file: 表/会员.csv, heading: 3, until: 合计}" in text
    assert not (tmp_path / "shop" / "data" / "会员.csv").exists()
    assert careplay("run", tmp_path / "shop", "--date", "2026-11-20").exit_code == 0


def test_a_folder_stands_for_the_tables_in_it(tmp_path: Path) -> None:
    exports.write(tmp_path / "in", "plain", 1)
    (tmp_path / "in" / "readme.md").write_text("no table", encoding="utf-8")
    made = public.propose(tmp_path / "shop", [tmp_path / "in"])
    assert {"会员.csv", "订单.csv"} <= {each.name for each in made.files}


def test_no_business_is_written_over(tmp_path: Path) -> None:
    files = exports.write(tmp_path / "in", "plain", 1)
    public.propose(tmp_path / "shop", files)
    answer = careplay("new", tmp_path / "shop", "--from", *files)
    assert "is already there" in sentence(answer, 4)


def test_a_copy_takes_no_other_files_place(tmp_path: Path) -> None:
    files = exports.write(tmp_path / "in", "plain", 1)
    (tmp_path / "shop" / "data").mkdir(parents=True)
    (tmp_path / "shop" / "data" / "会员.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(errors.OutputError, match="would take its place"):
        public.propose(tmp_path / "shop", files)
    assert (tmp_path / "shop" / "data" / "会员.csv").read_text("utf-8") == "mine"


def test_files_without_customers_or_events_are_told(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("商品,价格\n茶壶,12\n茶杯,3\n", encoding="utf-8")
    with pytest.raises(errors.NothingToRunError, match="no table of customers"):
        public.propose(tmp_path / "shop", [tmp_path / "prices.csv"])
    with pytest.raises(errors.SourceError, match="there is no file"):
        public.propose(tmp_path / "shop", [tmp_path / "lost.csv"])


def test_an_old_workbook_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    files = exports.write(tmp_path / "in", "plain", 1)
    old = tmp_path / "in" / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    made = public.propose(tmp_path / "shop", [*files, old])
    assert "save it as .xlsx" in made.unread[0]
    assert "save it as .xlsx" in (tmp_path / "shop" / "careplay.yaml").read_text("utf-8")


def test_a_damaged_database_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    files = exports.write(tmp_path / "in", "plain", 1)
    broken = tmp_path / "in" / "shop.db"
    broken.write_bytes(b"SQLite format 3\0 and nothing more")
    made = public.propose(tmp_path / "shop", [*files, broken])
    (why,) = made.unread
    assert "is no SQLite file, or a damaged one" in why
    assert made.counts.customers == len(exports.drawn("plain", 1).customers)


def test_dates_that_can_be_read_two_ways_are_said_to_be_a_guess(tmp_path: Path) -> None:
    rows = "".join(f"{n},Ann,0{n}/0{n + 1}/1990\n" for n in range(1, 8))
    (tmp_path / "customers.csv").write_text(f"Customer ID,Name,Birthday\n{rows}", "utf-8")
    public.propose(tmp_path / "shop", [tmp_path / "customers.csv"])
    assert "a guess, please check" in (tmp_path / "shop" / "careplay.yaml").read_text("utf-8")


def test_people_are_missed_after_the_gaps_that_are_seen(tmp_path: Path) -> None:
    rows = "".join(
        f"{key},2026-{month:02}-{1 + key % 20:02} 10:00,12.50\n"
        for key in range(1, 21)
        for month in range(1, 11)
    )
    customers = "".join(f"{key},Ann\n" for key in range(1, 21))
    (tmp_path / "customers.csv").write_text(f"Customer ID,Name\n{customers}", "utf-8")
    (tmp_path / "orders.csv").write_text(f"Customer ID,Date,Amount\n{rows}", "utf-8")
    public.propose(tmp_path / "shop", [tmp_path / "customers.csv", tmp_path / "orders.csv"])
    text = (tmp_path / "shop" / "first_steps.yaml").read_text("utf-8")
    assert "miss_days: 40" in text
    assert "of 180 times that somebody came again, nine in ten were within 31 days" in text


def test_no_personal_value_stands_in_what_is_written(tmp_path: Path) -> None:
    shop = proposed(tmp_path, "plain")
    text = "".join(
        (shop / each).read_text("utf-8") for each in ("careplay.yaml", "first_steps.yaml")
    )
    for _, name, phone, birthday, *_ in exports.drawn("plain", 1).customers:
        assert not [each for each in (name, phone, str(birthday)) if each in text]


def test_states_become_events_where_they_change(tmp_path: Path) -> None:
    business = public.load(proposed(tmp_path, "states"))
    day = public.run(business, date(2026, 11, 20))
    assert day.counts.events == 3 * len(exports.drawn("states", 1).orders)


def test_orders_by_phone_are_joined_by_the_phone(tmp_path: Path) -> None:
    text = (proposed(tmp_path, "known_by_phone") / "careplay.yaml").read_text("utf-8")
    assert "\n  key: 手机 " in text


def test_staff_are_read_from_their_own_table(tmp_path: Path) -> None:
    business = public.load(proposed(tmp_path, "with_staff"))
    assert [*business.roles] == ["导购", "店长"]
    day = public.run(business, date(2026, 11, 27))
    owners = {row[0] for row in day.actions.relation().project("owner").fetchall()}
    assert owners <= {"小马", "小朱", "老周"}
    assert owners


def test_a_file_without_from_is_wrong_usage(tmp_path: Path) -> None:
    assert careplay("new", tmp_path / "shop", "customers.csv").exit_code == 2
