"""What a day ran with is kept with it, by what it means and not by how it is written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import careplay
from careplay.outputs.ran_with import business_digests
from small_shop import HOME, SmallShop, small_shop

DAY = "2026-06-01"
SHOP = HOME.replace("{visit: {}}", "{visit: {}, promise.made: {ref: text}}") + (
    "channels: {phone: {needs: phone}}\n"
    "closed: [12-25]\n"
    "parameters: {own: 5, late: {2026-07-01: 1}}\n"
)
BOOK = """
parameters: {miss_days: {2026-01-01: 60, 2026-06-01: 45}, share: 0.50, word: Gold, on: true}
measures:
  visits: {count: visit, within: $miss_days days}
tiers:
  rank: {by: visits, shares: {A: 20%, B: 80%}}
flows:
  promise:
    starts: promise.made
    owner: adviser
    from: 2026-06-01
    steps: {keep: {do: {task: Keep}, within: 2 days, next: kept}}
    before: [{steps: {keep: {do: {task: Keep}, within: 1 day, next: kept}}}]
rules:
  - {id: hello, title: Hello, when: {every: day}, if: {visits: at least 3}, do: [{task: Look, to: adviser}]}
  - {id: bye, title: Bye, when: {absent: visit, days: $miss_days}, do: [{task: Look, to: adviser}]}
"""  # noqa: E501


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    """A shop that has something of everything."""
    return small_shop(tmp_path, BOOK, home=SHOP, events="customer_id,type,at,ref,place\n")


def ran_with(shop: SmallShop, day: str = DAY) -> dict[str, Any]:
    """What the day ran with, once it was run."""
    found: dict[str, Any] = shop.report_after(day)["ran_with"]
    return found


def flat(told: object, name: str = "") -> dict[str, object]:
    """Everything that is told, by the path to it."""
    if not isinstance(told, dict):
        return {name: told}
    return {
        path: value
        for key, each in told.items()
        for path, value in flat(each, f"{name}/{key}").items()
    }


def changed(shop: SmallShop, files: dict[str, str]) -> set[str]:
    """The paths that differ once these files are written."""
    before = flat(ran_with(shop))
    shop.write(files)
    after = flat(ran_with(shop))
    return {path for path in before | after if before.get(path) != after.get(path)}


def test_it_has_the_version_of_careplay(shop: SmallShop) -> None:
    assert ran_with(shop)["careplay"] == careplay.__version__


def test_it_has_each_parameter_with_its_value_on_the_day_and_whose_it_is(
    shop: SmallShop,
) -> None:
    assert ran_with(shop, "2026-05-31")["parameters"]["miss_days"]["value"] == "60"
    assert ran_with(shop)["parameters"] == {
        "late": {"playbook": "", "value": None},
        "miss_days": {"playbook": "book", "value": "45"},
        "on": {"playbook": "book", "value": "true"},
        "own": {"playbook": "", "value": "5"},
        "share": {"playbook": "book", "value": "0.5"},
        "word": {"playbook": "book", "value": "Gold"},
    }


def test_it_has_the_version_of_each_flow_that_is_in_force(shop: SmallShop) -> None:
    days = ("2026-05-31", DAY)
    found = [ran_with(shop, day)["flows"]["promise"]["version"] for day in days]
    assert found == [None, DAY]


def test_it_has_how_long_each_rule_waits(shop: SmallShop) -> None:
    before, now = (ran_with(shop, day)["waits"] for day in ("2026-05-31", DAY))
    assert [before[name]["spans"] for name in before] == [["60 days"], ["0 days"]]
    assert (now["bye"]["spans"], now["bye"]["of"]) == (["45 days"], before["bye"]["of"])


def test_it_has_how_long_the_steps_of_each_flow_are_given(shop: SmallShop) -> None:
    found = ran_with(shop)["steps"]["promise"]
    assert not found["working"]
    assert found["versions"] == [
        {"number": n, "since": since, "migrate": False, "goal": None, "steps": steps}
        for n, since, steps in (
            (1, None, {"keep": {"after": None, "within": "1 days"}}),
            (2, DAY, {"keep": {"after": None, "within": "2 days"}}),
        )
    ]


def test_it_has_everything_that_was_written_by_its_name(shop: SmallShop) -> None:
    found = ran_with(shop)
    assert [*found["facts"]] == ["name", "owner", "phone", "rank", "visits"]
    assert [*found["playbooks"]] == ["book"]
    assert [*found["playbooks"]["book"]["rules"]] == [
        "bye", "hello", "promise.keep", "promise.keep.v1", "promise.repeated",
        "promise.repeated.v1",
    ]  # fmt: skip
    assert [*found["settings"]] == sorted(found["settings"])


def test_it_is_the_same_bytes_wherever_the_business_lies(shop: SmallShop) -> None:
    shop.run(DAY)
    before = shop.kept(DAY, "run.json").read_bytes()
    elsewhere = SmallShop(shop.folder.parent / "far" / "away" / "shop")
    shutil.copytree(shop.folder, elsewhere.folder)
    elsewhere.forget()
    elsewhere.run(DAY)
    assert elsewhere.kept(DAY, "run.json").read_bytes() == before
    assert str(shop.folder.parent).encode() not in before


def test_it_has_each_reception() -> None:
    hotel = careplay.load(Path(__file__).parents[1] / "playbooks" / "hotel")
    digests = business_digests(hotel)
    assert [*digests.receptions] == ["vip"]
    assert "vip.plan.A" in digests.playbooks["vip"]["rules"]


def test_comments_layout_and_the_order_of_names_change_nothing(shop: SmallShop) -> None:
    hello = BOOK[BOOK.index("  - {id: hello") : BOOK.index("  - {id: bye")]
    anew = """
  # Said to everybody who comes often.
  - id: hello
    title: "Hello"
    if: {visits: at least 3}
    when: {every: day}
    do:
      - to: adviser
        task: Look
"""
    parameters = BOOK.split("\n")[1]
    days = "{2026-06-01: 45, 2026-01-01: 60}"
    turned = f"parameters: {{on: true, word: Gold, share: 0.5, miss_days: {days}}}"
    book = BOOK.replace(hello, anew).replace(parameters, turned)
    facts = "facts: {name: text, phone: text, owner: staff}"
    home = SHOP.replace(facts, "facts: {owner: staff, phone: {type: text}, name: text}")
    assert changed(shop, {"book.yaml": book, "careplay.yaml": f"# Ours.\n{home}"}) == set()


BOOKS, FLOW = "/playbooks/book", "/flows/promise"
SPANS = "/steps/promise/versions"
WHOLE = f"{BOOKS}/digest"
RENAMED = (
    path
    for name in ("bye", "adieu")
    for path in (f"{BOOKS}/rules/{name}", f"/waits/{name}/of", f"/waits/{name}/spans")
)


@pytest.mark.parametrize(
    ("was", "now", "paths"),
    [
        ("at least 3", "at least 4", {f"{BOOKS}/rules/hello", WHOLE}),
        ("title: Bye", "title: Good-bye", {f"{BOOKS}/rules/bye", WHOLE}),
        ("id: bye", "id: adieu", {WHOLE, *RENAMED}),
        ("count: visit", "count: promise.made", {"/facts/visits"}),
        ("A: 20%, B: 80%", "A: 10%, B: 90%", {"/facts/rank"}),
        ("01: 45", "01: 46", {"/parameters/miss_days/value", "/waits/bye/spans"}),
        ("within: 2 days", "within: 3 days", {f"{FLOW}/digest", SPANS}),
        ("from: 2026-06-01", "from: 2026-05-31", {f"{FLOW}/digest", f"{FLOW}/version", SPANS}),
    ],
)  # fmt: skip
def test_an_edit_changes_what_it_is_of(
    was: str, now: str, paths: set[str], shop: SmallShop
) -> None:
    assert changed(shop, {"book.yaml": BOOK.replace(was, now, 1)}) == paths


def test_another_order_of_the_rules_changes_the_playbook_alone(shop: SmallShop) -> None:
    start, hello, bye = BOOK.partition("  - {id: hello")[0], *BOOK.rstrip().split("\n")[-2:]
    assert changed(shop, {"book.yaml": f"{start}{bye}\n{hello}\n"}) == {WHOLE}


@pytest.mark.parametrize(
    ("was", "now", "key"),
    [
        ("language: en", "language: zh", "language"),
        ("visit: {}", "visit: {place: text}", "events"),
        ("from: data/staff.csv", "from: data/people.csv", "staff"),
        ("closed: [12-25]", "closed: [12-26]", "closed"),
        ("closed: [12-25]", "open: [12-25]", "open"),
        ("manager: {}", "manager: {label: Boss}", "roles"),
        ("needs: phone", "needs: name", "channels"),
        ("closed:", "limits: {per_customer: {contacts: {1 day: 1}}}\nclosed:", "limits"),
        ("closed:", "working_hours: {mon-sat: 09:00-18:00}\nclosed:", "working_hours"),
        ("closed:", "country: DE\nclosed:", "country"),
        ("closed:", "timezone: Europe/Berlin\nclosed:", "timezone"),
    ],
)
def test_an_edit_of_careplay_yaml_changes_the_digest_of_its_key(
    was: str, now: str, key: str, shop: SmallShop
) -> None:
    shop.write({"data/people.csv": "id,name,role\nE1,Eve,adviser\n"})
    found = changed(shop, {"careplay.yaml": SHOP.replace(was, now, 1)})
    assert f"/settings/{key}" in found
    others = {path for path in found if not path.startswith("/settings")}
    # What a flow says of itself, it says in the business's language.
    of_flow = {WHOLE, *(f"{BOOKS}/rules/promise.repeated{each}" for each in ("", ".v1"))}
    assert others == (of_flow if key == "language" else set())
