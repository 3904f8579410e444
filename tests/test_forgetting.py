"""``careplay forget`` takes a customer out of all that is kept, and nothing and nobody else."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest

import careplay
from alike import called
from careplay.errors import HistoryError
from careplay.outputs.forgotten import BEGUN, RECEIPTS
from careplay.outputs.let_go import LET_GO
from careplay.outputs.manifest import MANIFEST
from careplay.outputs.partition import DAY_FILES, MONTHS
from careplay.outputs.people import PEOPLE, demand_known
from careplay.pipeline.forgetting import ForgetRequest, forget as take_out
from careplay.sources.connecting import connect
from killing import killed_at, writes_of
from older import without_manifests
from small_shop import SmallShop, small_shop

HOME = """
careplay: 1
name: Shop
language: en
customers:
  from: data/customers.csv
  key: id
  facts: {name: text, age: integer, level: {type: choice, of: [gold, silver]}, owner: staff}
events: {from: data/events.csv, types: {visit: {note: text}}}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}}
"""
BOOK = """
measures: {visits: {count: visit}}
limits:
  per_staff: {tasks: capacity}
  modes: {calm: {if: {visits: at least 2}, hold: [sales], for: 9 days}}
rules:
  - id: hello
    title: Hello
    when: {event: visit}
    do: [{message: "Hello {name}, {event.note}", to: adviser, due: within 9 days}]
  - id: thank
    title: Thanks
    when: {after: visit, days: 1}
    once: ever
    catch_up: all
    do: [{message: "Thank {name}", to: adviser, due: within 9 days}]
  - id: offer
    title: Look at this
    when: {every: month, on: 1}
    do: [{message: "Look, {name}", category: sales, to: adviser}]
"""
KEY, NAME = "A-77", "Zacharias"
CUSTOMERS = f"""id,name,age,level,owner
C1,Ann,33,gold,E1
C2,Bo,many,silver,E1
{KEY},{NAME},zachage,zachlevel,E1
C4,Di,44,gold,E1
C4,Di,44,gold,E1
"""
DAYS = ("2026-05-30", "2026-05-31", "2026-06-01", "2026-06-02", "2026-06-03")
EVENTS = "customer_id,type,at,note\n" + "".join(
    f"{who},visit,{day} 1{hour}:00,{'zachnote' if who == KEY else 'a note'}\n"
    for day in DAYS[:4]
    for hour, who in enumerate(("C1", "C2", KEY, "C4", "C9"))
)
Tree = dict[str, bytes]
CODE = "the code of the receipt is "
ON = date(2026, 6, 9)


@pytest.fixture(scope="module")
def kept_shop(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """Five kept days, a bound month, modes, faults, and people who lost against others."""
    folder = tmp_path_factory.mktemp("forgetting")
    shop = small_shop(
        folder, BOOK, home=HOME, customers=CUSTOMERS, events=EVENTS,
        staff="id,name,role,capacity\nE1,Eve,adviser,1\n",
    )  # fmt: skip
    shop.run(DAYS[0], "--until", DAYS[-1])
    return shop


@pytest.fixture
def shop(kept_shop: SmallShop, tmp_path: Path) -> SmallShop:
    """The same, where the test may change it."""
    return SmallShop(Path(shutil.copytree(kept_shop.folder, tmp_path / "shop")))


def home_of(shop: SmallShop) -> Path:
    return shop.folder / ".careplay" / "actions" / shop.folder.name


def forget(shop: SmallShop, key: str = KEY, *options: str) -> tuple[int, str]:
    found = called(("forget", key, shop.folder, "--date", "2026-06-09", *options))
    return found.exit_code, found.output.replace(f"{shop.folder}/", "")


def tree(home: Path) -> Tree:
    files = (each for each in home.rglob("*") if each.is_file())
    return {each.relative_to(home).as_posix(): each.read_bytes() for each in sorted(files)}


def rows(file: Path) -> list[dict[str, Any]]:
    """The rows of the others, who lost against nobody that is forgotten."""
    read = f"SELECT to_json(t) FROM read_parquet('{file}', hive_partitioning = false) AS t"
    found = [json.loads(row) for (row,) in asked(read)]
    his = {each.get("action_id") for each in found if each["customer_id"] == KEY}
    found = [each for each in found if each["customer_id"] != KEY]
    for each in found:
        if each.get("winner") in his - {None}:
            each["winner"] = None
    return found


def asked(query: str) -> list[tuple[Any, ...]]:
    return duckdb.connect().execute(query).fetchall()


def faults(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [row for row in csv.reader(opened) if row[-1] != KEY]


def in_clear(home: Path) -> set[str]:
    """Each file that has anything of his, be it packed."""
    words = (KEY, NAME, "zach")
    found = set()
    for file in (each for each in home.rglob("*") if each.is_file()):
        text = file.read_bytes().decode("utf-8", "replace")
        if file.suffix == ".parquet":
            text = str(asked(f"FROM read_parquet('{file}')"))
        if any(word in text for word in words):
            found.add(file.relative_to(home).as_posix())
    return found


def verified(shop: SmallShop) -> str:
    found = called(("history", shop.folder, "--verify"))
    assert found.exit_code == 0, found.output
    return found.output


# --- what is taken out


def test_without_yes_it_says_what_it_would_do_and_writes_nothing(shop: SmallShop) -> None:
    before = tree(shop.folder)
    code, said = forget(shop)
    assert code == 0
    assert "to do: " in said
    assert "data/customers.csv, row 4\n" in said
    assert "data/events.csv, rows 4, 9, 14, 19" in said
    assert "the next one tells of the customer as of anybody new" in said
    assert tree(shop.folder) == before


def test_nothing_of_him_is_left_and_the_days_verify(shop: SmallShop) -> None:
    home = home_of(shop)
    assert {each.split("/")[-1] for each in in_clear(home)} == {
        "actions.parquet", "modes.parquet", "rejects.csv", "run.json", "2026-05.parquet",
    }  # fmt: skip
    code, said = forget(shop, KEY, "--yes")
    assert code == 0, said
    assert in_clear(home) == set()
    assert "another now" not in verified(shop)
    assert (home / MONTHS / "2026-05.parquet").is_file()


def test_all_else_is_as_it_was_but_for_the_digests(shop: SmallShop) -> None:
    home = home_of(shop)
    packed = [*home.glob("date=*/*.parquet")]
    packed = [each for each in packed if each.name != "known.parquet"]
    listed = [*home.glob("date=*/rejects.csv")]
    then = {each: rows(each) for each in packed}
    told = {each: faults(each) for each in listed}
    before = tree(home)
    assert forget(shop, KEY, "--yes")[0] == 0
    assert {each: rows(each) for each in packed} == then
    assert {each: faults(each) for each in listed} == told
    after = tree(home)
    changed = {each for each in before if after.get(each) != before[each]}
    assert {each.split("/")[-1] for each in changed} == {
        "actions.parquet", "modes.parquet", "rejects.csv", "run.json", "manifest.json",
        "2026-05.parquet", "2026-05.json",
    }  # fmt: skip
    assert {*after} - {*before} == {f"{RECEIPTS}/0001.json"}


def test_of_others_no_byte_changes_where_he_is_not(shop: SmallShop) -> None:
    home = home_of(shop)
    last = home / f"date={DAYS[-1]}"
    before = (last / "known.parquet").read_bytes()
    assert forget(shop, KEY, "--yes")[0] == 0
    assert (last / "known.parquet").read_bytes() == before


def test_nobody_lost_against_him_any_more(shop: SmallShop) -> None:
    home = home_of(shop)
    files = f"{home}/date=*/actions.parquet"
    read = f"FROM read_parquet('{files}', hive_partitioning = false)"
    his = {each for (each,) in asked(f"SELECT action_id {read} WHERE customer_id = '{KEY}'")}
    lost = f"SELECT winner {read} WHERE customer_id <> '{KEY}'"
    assert his & {each for (each,) in asked(lost)}
    assert forget(shop, KEY, "--yes")[0] == 0
    assert not his & {each for (each,) in asked(lost)}


def test_the_days_after_go_on_without_him(shop: SmallShop, tmp_path: Path) -> None:
    """Whoever else is there is told what he would have been; the data have him no more."""
    gone = "\n".join(x for x in CUSTOMERS.splitlines() if KEY not in x) + "\n"
    events = "\n".join(x for x in EVENTS.splitlines() if KEY not in x) + "\n"
    other = SmallShop(Path(shutil.copytree(shop.folder, tmp_path / "other" / "shop")))
    assert forget(shop, KEY, "--yes")[0] == 0
    for each in (shop, other):
        each.write({"data/customers.csv": gone, "data/events.csv": events})
        each.run("2026-06-04", "--until", "2026-06-06")
    for day in ("2026-06-04", "2026-06-05", "2026-06-06"):
        name = "actions.parquet"
        mine, theirs = (rows(each.kept(day, name)) for each in (shop, other))
        assert mine == theirs


def test_who_is_in_the_data_tomorrow_is_a_new_customer(shop: SmallShop) -> None:
    assert forget(shop, KEY, "--yes")[0] == 0
    more = f"{EVENTS}{KEY},visit,2026-06-04 10:00,again\n"
    shop.write({"data/events.csv": more})
    shop.run("2026-06-04")
    shop.run("2026-06-05")
    found = asked(f"FROM read_parquet('{shop.kept('2026-06-05', 'actions.parquet')}')")
    told = [row for row in found if KEY in row]
    assert any("thank" in row for row in told)  # which is told once, ever


def test_one_of_a_thing_is_told_as_one(shop: SmallShop, tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "one", BOOK, home=HOME, customers=CUSTOMERS, events=EVENTS)
    shop.run(DAYS[0])
    _, said = forget(shop, "C1")
    assert said.splitlines()[0] == (
        "to do: 1 action, 0 modes and 0 faults of the data taken out of 1 day,"
        " and the days after renewed"
    )


# --- the receipt


def test_a_receipt_proves_it_and_does_not_say_whom(shop: SmallShop) -> None:
    _, said = forget(shop, KEY, "--yes", "--by", "Eve")
    (line,) = [each for each in said.splitlines() if each.startswith(CODE)]
    code = line.removeprefix(CODE).split(";")[0]
    receipt = json.loads((home_of(shop) / RECEIPTS / "0001.json").read_text())["kept"]
    assert receipt["digest"] == sha256(f"{code}:{KEY}".encode()).hexdigest()
    assert (receipt["on"], receipt["by"], receipt["days"]) == ("2026-06-09", "Eve", 5)
    assert receipt["actions"] > 0
    assert code not in "".join(map(str, tree(home_of(shop)).values()))
    assert "forgotten: a customer on 2026-06-09, " in verified(shop)


@pytest.mark.parametrize("begun", [False, True])
def test_where_the_code_cannot_be_told_nothing_is_written(
    shop: SmallShop, *, begun: bool
) -> None:
    home = home_of(shop)
    if begun:
        killed_at(40, home, lambda: whole(home))
    before = tree(home) if not begun else None

    def full(_: str) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with pytest.raises(OSError, match="no space"):
        careplay.forget(shop.folder, home.parent, KEY, day=ON, do=True, hears=full)
    assert (home / BEGUN).exists() if before is None else tree(home) == before


def test_whoever_was_stopped_hears_the_code_of_the_receipt_again(shop: SmallShop) -> None:
    home, heard = home_of(shop), list[str]()
    killed_at(40, home, lambda: whole(home))
    done = careplay.forget(shop.folder, home.parent, KEY, day=ON, do=True, hears=heard.append)
    assert heard == [done.code] == ["code"]


def test_the_actions_of_others_who_lost_against_him_are_not_counted(shop: SmallShop) -> None:
    home = home_of(shop)
    files = [shop.kept(day, "actions.parquet") for day in DAYS]
    his = sum(
        asked(f"SELECT count(*) FROM read_parquet('{f}') WHERE customer_id = '{KEY}'")[0][0]
        for f in files
    )
    found = careplay.forget(shop.folder, home.parent, KEY, day=ON)
    assert found.actions == his
    assert careplay.forget(shop.folder, home.parent, KEY, day=ON, do=True).actions == his


def test_what_no_day_kept_is_named_and_stays(shop: SmallShop) -> None:
    stray = shop.kept(DAYS[1], ".DS_Store")
    stray.write_bytes(b"a store")
    for options in ((), ("--yes",)):
        code, said = forget(shop, KEY, *options)
        assert code == 0
        (line,) = [each for each in said.splitlines() if "not looked into" in each]
        assert line.endswith(f'date={DAYS[1]}/.DS_Store"')
    assert stray.read_bytes() == b"a store"
    verified(shop)


def test_copies_of_days_and_folders_in_the_way_are_named_and_stop_nothing(
    shop: SmallShop,
) -> None:
    home = home_of(shop)
    copy = Path(shutil.copytree(home / f"date={DAYS[0]}", home / f"date={DAYS[0]} - Copy"))
    (home / "months" / "@eaDir").mkdir(parents=True)
    (home / "forgotten").mkdir()
    (home / "forgotten" / "\u00b2.json").write_text("{}")
    code, said = forget(shop, KEY, "--yes")
    assert code == 0
    named = [each for each in said.splitlines() if "not looked into" in each]
    assert [each.rpartition("/")[2] for each in named] == [f'{copy.name}"', '@eaDir"']
    verified(shop)
    shop.run("2026-06-04")


def test_days_under_another_id_are_named(shop: SmallShop) -> None:
    former = home_of(shop).with_name("red_star")
    shutil.copytree(home_of(shop), former)
    said = 'not looked into, for its days go by another id: ".careplay/actions/red_star"\n'
    assert said in forget(shop)[1]
    before = tree(former)
    code, told = forget(shop, KEY, "--yes")
    assert (code, tree(former)) == (0, before)
    assert f"{said}where one is a former id of this business" in told
    code, told = forget(shop)
    assert code == 5
    assert 'that are kept under another id were not looked into: "red_star"' in told


def test_who_is_nobodys_is_told_and_nothing_is_written(shop: SmallShop) -> None:
    before = tree(shop.folder)
    code, said = forget(shop, "A-7", "--yes")
    assert code == 5
    assert "no kept day has a customer of that key" in said
    assert not any(each in said for each in ("C1", KEY, "Ann"))
    assert forget(shop, "", "--yes")[0] == 2
    assert tree(shop.folder) == before


def test_a_damaged_day_gets_no_new_digest(shop: SmallShop) -> None:
    file = shop.kept(DAYS[1], "run.json")
    file.write_bytes(file.read_bytes().replace(b"Shop", b"Shup") + b" ")
    before = tree(home_of(shop))
    code, said = forget(shop, KEY, "--yes")
    assert code == 4
    assert "cannot remember" in said
    assert tree(home_of(shop)) == before


def test_what_was_set_aside_goes(shop: SmallShop) -> None:
    file = shop.kept(DAYS[1], "run.json")
    file.write_bytes(file.read_bytes() + b" ")
    assert called(("history", shop.folder, "--repair", "--yes")).exit_code == 0
    assert (home_of(shop) / "set_aside").is_dir()
    assert forget(shop, KEY, "--yes")[0] == 0
    assert not (home_of(shop) / "set_aside").exists()
    assert in_clear(home_of(shop)) == set()


def test_days_of_an_older_careplay_forget_him_too(shop: SmallShop) -> None:
    without_manifests(shop.folder)
    for file in home_of(shop).glob("date=*/rejects.csv"):
        lines = file.read_text("utf-8-sig").splitlines()
        file.write_text("\n".join(each.rpartition(",")[0] for each in lines), "utf-8-sig")
    assert forget(shop, KEY, "--yes")[0] == 0
    assert in_clear(home_of(shop)) == set()
    assert not [*home_of(shop).glob("date=*/manifest.json")]
    shop.run("2026-06-04")


# --- whatever happens meanwhile


def whole(home: Path) -> None:
    take_out(home, ForgetRequest(KEY, ON, "code"), connect())


@pytest.mark.skipif(os.name == "nt", reason="this system has no such locks")
def test_killed_at_any_write_the_same_command_ends_it(shop: SmallShop, tmp_path: Path) -> None:
    home = home_of(shop)
    undisturbed = Path(shutil.copytree(home, tmp_path / "undisturbed" / "shop"))
    count = writes_of(undisturbed, lambda: whole(undisturbed))
    new, old = tree(undisturbed), tree(home)
    assert count > 60
    for moment in range(count % 19, count, 19):
        place = Path(shutil.copytree(home, tmp_path / str(moment) / "shop"))
        killed_at(moment, place, lambda place=place: whole(place))  # type: ignore[misc]
        begun = (place / BEGUN).exists()
        before = tree(place)
        if not begun and before != new:
            assert {k: v for k, v in before.items() if k in old} == old
        whole(place)
        assert {k: v for k, v in tree(place).items() if k.split("/")[0] != RECEIPTS} == {
            k: v for k, v in new.items() if k.split("/")[0] != RECEIPTS
        }


def test_half_forgotten_days_are_told_until_the_same_command_is_given(
    shop: SmallShop,
) -> None:
    home = home_of(shop)
    killed_at(40, home, lambda: whole(home))
    assert (home / BEGUN).is_file()
    assert "half forgotten" in shop.call("2026-06-04").output
    found = called(("history", shop.folder))
    assert (found.exit_code, "half forgotten" in found.output) == (4, True)
    assert forget(shop, "C1", "--yes")[0] == 4
    assert KEY not in (home / BEGUN).read_text()
    assert forget(shop, KEY, "--yes")[0] == 0
    verified(shop)
    shop.run("2026-06-04")


@pytest.mark.parametrize("day", [DAYS[0], DAYS[2], DAYS[-1], "2026-06-04"])
def test_a_fresh_run_goes_by_no_day_and_the_same_command_ends_it_after_that(
    day: str, shop: SmallShop
) -> None:
    """The run is of data that still have him, and what it kept of him goes as well."""
    home = home_of(shop)
    killed_at(40, home, lambda: whole(home))
    shop.run(day, "--fresh")
    assert (home / BEGUN).is_file()
    assert any(day in each for each in in_clear(home))
    assert forget(shop, KEY, "--yes")[0] == 0
    assert in_clear(home) == set()
    assert called(("history", shop.folder, "--verify")).exit_code == 0
    shop.run("2026-06-05")


# --- every kind of file is known


def test_every_file_of_a_day_is_one_of_which_it_is_known_whom_it_holds() -> None:
    assert {*PEOPLE} == {*DAY_FILES}


def test_every_file_that_is_kept_is_known(shop: SmallShop) -> None:
    forget(shop, KEY, "--yes")
    known: dict[str, Callable[[str], bool]] = {
        "date=": lambda name: name in {*DAY_FILES, MANIFEST},
        MONTHS: lambda name: name.endswith((".parquet", ".json")),
        RECEIPTS: lambda name: name.endswith(".json"),
        LET_GO: lambda _: True,
        "audit.json": lambda _: True,  # who was shown what is personal, and of how many
    }
    for each in tree(home_of(shop)):
        assert any(each.startswith(k) and f(each.split("/")[-1]) for k, f in known.items()), (
            each
        )


def test_a_key_that_is_personal_is_not_told_with_faults_and_is_forgotten(
    tmp_path: Path,
) -> None:
    home = HOME.replace("facts: {", "facts: {id: {type: text, personal: true}, ")
    shop = small_shop(tmp_path, BOOK, home=home, customers=CUSTOMERS, events=EVENTS)
    shop.run(DAYS[0])
    file = shop.kept(DAYS[0], "rejects.csv")
    kept = file.read_text("utf-8-sig")
    hashed = {sha256(each.encode()).hexdigest()[:8] for each in (KEY, "C1", "C2", "C4", "C9")}
    assert not any(each in kept for each in (KEY, *hashed))
    assert "customer_id" not in kept.splitlines()[0]
    before = len(file.read_text("utf-8-sig").splitlines())
    assert forget(shop, KEY, "--yes")[0] == 0
    told = file.read_text("utf-8-sig").splitlines()
    assert len(told) == before
    assert {each["value"] for each in csv.DictReader(told)} == {""}


def test_nobody_is_taken_out_of_days_with_a_file_that_is_not_known(shop: SmallShop) -> None:
    with pytest.raises(HistoryError, match="not known what"):
        demand_known(shop.kept(DAYS[0], "faces.parquet"))
