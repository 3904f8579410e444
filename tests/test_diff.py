"""``careplay diff``: what it says of two versions is what their runs tell."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, strategies as st

import careplay
import docs_shop
from careplay.authoring import revisions
from careplay.authoring.written import longest_rise
from careplay.errors import NothingToRunError, PlaybookError, SourceError, UsageError
from examples import examples
from shop_folder import ROOT, careplay as called

DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)
HOME = """
careplay: 1
id: shop
name: Red Star
language: en
customers:
  from: data/customers.csv
  key: customer_id
  facts: {name: {type: text, personal: true}, points: integer, owner: staff, agrees: boolean}
events: {from: data/events.csv, types: {visit: {}}}
staff: {from: data/staff.csv}
roles: {adviser: {fact: owner}}
parameters: {from_points: 100, days: 1}
"""
BOOK = """
rules:
  - id: invitation
    title: An invitation
    when: {event: visit}
    if: {points: at least $from_points}
    do: [{message: "Come, {name}", to: adviser, category: sales}]
  - id: thanks
    title: Thank you
    when: {days: $days, after: visit}
    do: [{message: "Thank you, {name}", to: adviser}]
  - {id: look, title: Look, when: {event: visit}, do: [{task: "Look at {name}", to: adviser}]}
"""
CUSTOMERS = """customer_id,name,points,owner,agrees
C1,Ann,120,E1,true
C2,Bob,80,E1,false
C3,Cy,60,E2,true
C4,Di,,E2,
"""
EVENTS = "customer_id,type,at\n" + "".join(
    f"C{n},visit,2026-06-01 1{n}:00\n" for n in range(1, 5)
)
STAFF = "id,name,role,capacity\nE1,Lee,adviser,2\nE2,Kim,adviser,9\n"
DATA = {"data/customers.csv": CUSTOMERS, "data/events.csv": EVENTS, "data/staff.csv": STAFF}


def shop(folder: Path, home: str = HOME, book: str = BOOK, **more: str) -> Path:
    return docs_shop.write(folder, {"careplay.yaml": home, "book.yaml": book, **DATA, **more})


def kinds(found: careplay.VersionDiff) -> list[tuple[str, str]]:
    return [(str(each.what), each.name) for each in found.written]


def written(tmp_path: Path, *, home: str = HOME, book: str = BOOK) -> list[tuple[str, str]]:
    old, new = shop(tmp_path / "old"), shop(tmp_path / "new", home, book)
    return kinds(careplay.diff(old, new))


def test_the_same_is_told_as_nothing(tmp_path: Path) -> None:
    old, new = shop(tmp_path / "old"), shop(tmp_path / "new")
    found = careplay.diff(old, new, days=[DAY])
    assert (found.written, found.rules, found.people, found.examples) == ((), (), (), ())
    assert found.told == (5, 5)


def test_what_is_written_is_told_by_its_place(tmp_path: Path) -> None:
    book = BOOK.replace('"Come, {name}"', '"Do come, {name}"').replace(
        "after: visit", "before: visit"
    )
    book = book.replace("when: {days: $days, before: visit}", "when: {days: 3, after: visit}")
    book = book.replace(
        BOOK[BOOK.index("  - {id: look") :],
        "  - {id: new, title: N, when: {event: visit}, do: [{task: X, to: adviser}]}\n",
    )
    assert written(tmp_path, book=book, home=HOME.replace("days: 1", "days: 2")) == [
        ("changed", "parameters.days"),
        ("reworded", "rules.invitation.do.1.message"),
        ("changed", "rules.thanks.when.days"),
        ("added", "rules.new"),
        ("removed", "rules.look"),
    ]


def test_a_rule_further_up_is_moved(tmp_path: Path) -> None:
    """Of equals the one that is written first counts; the others stand as they did."""
    look = BOOK[BOOK.index("  - {id: look") :]
    book = BOOK.replace(look, "").replace("rules:\n", f"rules:\n{look}")
    (change,) = careplay.diff(shop(tmp_path / "old"), shop(tmp_path / "new", book=book)).written
    assert (str(change.what), change.name, change.old, change.new) == (
        "moved", "rules.look", "#3", "#1",
    )  # fmt: skip


@given(numbers=st.lists(st.integers(0, 20), unique=True, max_size=7))
def test_as_many_as_can_are_said_to_stay(numbers: list[int]) -> None:
    stay = longest_rise(numbers)
    kept = [each for each in numbers if each in stay]
    assert kept == sorted(kept)
    most = max(
        len(some)
        for size in range(len(numbers) + 1)
        for some in combinations(numbers, size)
        if list(some) == sorted(some)
    )
    assert len(kept) == most


def test_a_value_that_becomes_several_is_told_with_all_of_them(tmp_path: Path) -> None:
    several = HOME.replace("from_points: 100", "from_points: {2026-01-01: 90, 2026-07-01: 95}")
    for home, old, new in (
        ((HOME, several), "100", "{2026-01-01: 90, 2026-07-01: 95}"),
        ((several, HOME), "{2026-01-01: 90, 2026-07-01: 95}", "100"),
    ):
        folders = [shop(tmp_path / old[:3] / str(n), each) for n, each in enumerate(home)]
        (change,) = careplay.diff(*folders).written
        assert (str(change.what), change.name, change.old, change.new) == (
            "changed", "parameters.from_points", old, new,
        )  # fmt: skip


def test_a_renamed_rule_is_the_same_rule(tmp_path: Path) -> None:
    book = BOOK.replace("{id: look, title", "{id: watch, was: look, title")
    old, new = shop(tmp_path / "old"), shop(tmp_path / "new", book=book)
    found = careplay.diff(old, new, days=[DAY])
    assert kinds(found) == [("renamed", "rules.watch")]
    assert (found.rules, found.told) == ((), (5, 5))


def test_what_stands_in_another_file_is_moved(tmp_path: Path) -> None:
    look = BOOK[BOOK.index("  - {id: look") :]
    old = shop(tmp_path / "old")
    new = shop(
        tmp_path / "new", book=BOOK.replace(look, ""), **{"more.yaml": f"rules:\n{look}"}
    )
    (change,) = careplay.diff(old, new).written
    assert (str(change.what), change.name, change.old, change.new) == (
        "moved", "rules.look", "book.yaml", "more.yaml",
    )  # fmt: skip


def due(shop: Path, day: date) -> Counter[tuple[Any, ...]]:
    rows = careplay.run(shop, day).actions
    return Counter(
        (row["customer_id"], row["rule"], row["occasion"])
        for row in rows
        if row["status"] == "due"
    )


@pytest.fixture(scope="module")
def old_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("old") / "shop")


@given(points=st.integers(50, 130), days=st.integers(0, 3), first=st.sampled_from([DAY, NEXT]))
@examples(30)
def test_what_is_gained_and_lost_is_the_difference_of_two_runs(
    tmp_path_factory: pytest.TempPathFactory,
    old_shop: Path,
    points: int,
    days: int,
    first: date,
) -> None:
    home = HOME.replace("from_points: 100", f"from_points: {points}")
    new = shop(
        tmp_path_factory.mktemp("new") / "shop", home.replace("days: 1", f"days: {days}")
    )
    set_so = [f"from_points={points}", f"days={days}"]
    before, after = due(old_shop, first), due(new, first)
    for found in (
        careplay.diff(old_shop, new, days=[first]),
        careplay.diff(old_shop, settings=set_so, days=[first]),
    ):
        gained, lost = after - before, before - after
        assert found.told == (before.total(), after.total())
        for rule in ("invitation", "thanks", "look"):
            told = [each for each in found.rules if each.rule == rule]
            assert [sum(each.gained for each in told), sum(each.lost for each in told)] == [
                sum(n for key, n in each.items() if key[1] == rule) for each in (gained, lost)
            ]


def test_what_comes_on_another_day_is_changed(old_shop: Path) -> None:
    found = careplay.diff(old_shop, settings=["days=2"], days=[DAY, NEXT, date(2026, 6, 3)])
    (rule,) = found.rules
    assert (rule.rule, rule.gained, rule.lost, rule.changed) == ("thanks", 0, 0, 4)
    assert found.examples[0].differs[0] == "date: 2026-06-02 → 2026-06-03"


def test_who_is_given_more_than_he_may_be_is_told(old_shop: Path) -> None:
    found = careplay.diff(old_shop, settings=["from_points=80"], days=[DAY])
    assert [(each.person, each.before, each.after) for each in found.people] == [("E1", 3, 4)]
    assert found.overloads == ()  # he was before
    less = ["from_points=130"]
    assert careplay.diff(old_shop, settings=less, days=[DAY]).overloads == ()
    found = careplay.diff(old_shop, settings=["look.enabled=false"], days=[DAY])
    assert [(each.person, each.before, each.after) for each in found.people] == [
        ("E1", 3, 1),
        ("E2", 2, 0),
    ]


def test_who_was_not_before_is_counted_by_a_gate(tmp_path: Path) -> None:
    old = shop(tmp_path / "shop", HOME.replace("from_points: 100", "from_points: 130"))
    found = careplay.diff(old, settings=["from_points=80"], days=[DAY])
    assert [(each.person, each.after, each.capacity) for each in found.overloads] == [
        ("E1", 4, 2)
    ]
    assert careplay.gate("overloads > 0").is_passed(found)
    assert "may be given 2" in found.report()


def test_more_that_cannot_be_decided_is_counted(old_shop: Path, tmp_path: Path) -> None:
    """Whether Di agrees nobody knows; how many points she has was unknown before."""
    book = BOOK.replace("if: {points: at least $from_points}", "if: {agrees: true}")
    found = careplay.diff(old_shop, shop(tmp_path / "new", book=book), days=[DAY])
    assert [(each.rule, each.gained, each.undecided) for each in found.rules] == [
        ("invitation", 1, 0)
    ]
    found = careplay.diff(old_shop, settings=["invitation.enabled=false"], days=[DAY])
    assert [(each.rule, each.lost, each.undecided) for each in found.rules] == [
        ("invitation", 1, -1)
    ]


def test_what_holds_it_now_is_said_of_what_is_lost(old_shop: Path, tmp_path: Path) -> None:
    home = f"{HOME}limits: {{consent: {{sales: agrees}}}}\n"
    home = home.replace("from_points: 100", "from_points: 80")
    older = shop(tmp_path / "old", HOME.replace("from_points: 100", "from_points: 80"))
    found = careplay.diff(older, shop(tmp_path / "new", home), days=[DAY])
    assert [(str(each.what), each.customer, each.held_by) for each in found.examples] == [
        ("lost", "C2", "consent agrees")
    ]
    assert "held by" in found.report()


def test_both_remember_what_the_old_one_was_told(tmp_path: Path) -> None:
    """And nothing of it is written anew."""
    old = shop(tmp_path / "old", book=BOOK.replace("title: Look,", "title: Look, once: ever,"))
    new = shop(tmp_path / "new", book=BOOK.replace("title: Look,", "title: Watch, once: ever,"))
    visits = EVENTS + "C1,visit,2026-06-02 09:00\n"
    careplay.run(old, DAY, out=old / ".careplay" / "actions")
    for each in (old, new):
        (each / "data" / "events.csv").write_text(visits, encoding="utf-8")
    kept = {
        file: file.read_bytes() for file in (old / ".careplay").rglob("*") if file.is_file()
    }
    told = [
        [(row.rule, row.gained, row.lost, row.changed) for row in found.rules]
        for found in (
            careplay.diff(old, new, days=[NEXT]),
            careplay.diff(old, new, days=[NEXT], fresh=True),
        )
    ]
    assert told == [[], [("look", 0, 0, 1)]]
    several = careplay.diff(old, new, days=[NEXT, date(2026, 6, 3)])
    assert [row.rule for row in several.rules] == []
    assert kept == {
        file: file.read_bytes() for file in (old / ".careplay").rglob("*") if file.is_file()
    }
    assert not (new / ".careplay").exists()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("from_point=3", 'no parameter "from_point"; did you mean "from_points"?'),
        ("loo.enabled=false", 'no rule "loo"; did you mean "look"?'),
    ],
)
def test_a_name_that_nothing_goes_by_is_told(told: str, said: str, old_shop: Path) -> None:
    with pytest.raises(NothingToRunError, match=said.replace("?", r"\?")):
        careplay.diff(old_shop, settings=[told])
    assert called("diff", old_shop, "--set", told).exit_code == 5


@pytest.mark.parametrize(
    "told", ["", "days", "=3", "days=", "look.enabled=true", "days=[1, 2]"]
)
def test_what_sets_nothing_is_wrong_usage(told: str, old_shop: Path) -> None:
    with pytest.raises(UsageError):
        careplay.diff(old_shop, settings=[told])
    assert called("diff", old_shop, "--set", told).exit_code == 2


def test_a_value_is_set_once(old_shop: Path) -> None:
    found = called("diff", old_shop, "--set", "days=2", "--set", "days=3")
    assert (found.exit_code, '"days" is set twice' in found.stderr) == (2, True)


def test_an_action_of_another_kind_is_changed(old_shop: Path, tmp_path: Path) -> None:
    book = BOOK.replace('{message: "Thank', '{task: "Thank')
    found = careplay.diff(old_shop, shop(tmp_path / "new", book=book), days=[NEXT])
    assert [(each.rule, each.changed, each.lost) for each in found.rules] == [("thanks", 4, 0)]
    assert "verb: message → task" in found.examples[0].differs


def test_nothing_to_compare_is_wrong_usage(old_shop: Path) -> None:
    assert called("diff", old_shop).exit_code == 2
    assert called("diff", ROOT / "playbooks", "--set", "days=3").exit_code == 2
    assert called("diff", old_shop, old_shop, "--until", "2026-01-01").exit_code == 2


def test_a_value_that_does_not_fit_is_told_in_its_place(old_shop: Path) -> None:
    found = called("diff", old_shop, "--set", "days=soon", "--date", DAY)
    assert found.exit_code == 1
    assert "CP206" in found.stderr
    assert "$days, after: visit" in found.stderr
    with pytest.raises(PlaybookError):
        careplay.diff(old_shop, settings=["days=soon"])


def test_the_places_of_rules_below_one_that_is_left_out_stay(old_shop: Path) -> None:
    told = ("--set", "invitation.enabled=false", "--set", "days=soon")
    found = called("diff", old_shop, *told, "--written")
    (line,) = (n for n, text in enumerate(BOOK.splitlines(), 1) if "$days" in text)
    assert f"book.yaml:{line}:" in found.stderr
    assert found.stderr.count("CP") == 1


@pytest.mark.parametrize(
    ("gate", "passed"),
    [
        ("gained > 0", True),
        ("gained > 1", False),
        ("gained[invitation] >= 1", True),
        ("gained[thanks] > 0", False),
        ("lost = 0", True),
        ("overloads>0", False),
        ("changed < 1", True),
    ],
)
def test_what_is_not_to_be_let_through_ends_with_6(
    gate: str, *, passed: bool, old_shop: Path
) -> None:
    found = called(
        "diff", old_shop, "--set", "from_points=80", "--date", DAY, "--fail-if", gate
    )
    assert found.exit_code == (6 if passed else 0)
    assert (gate in found.stderr) == passed


@pytest.mark.parametrize(
    "gate", ["gain > 0", "gained", "gained > x", "overloads[look] > 0", ""]
)
def test_a_gate_that_asks_for_nothing_is_wrong_usage(gate: str, old_shop: Path) -> None:
    found = called("diff", old_shop, "--set", "days=2", "--fail-if", gate)
    assert found.exit_code == 2
    assert "gained > 500" in " ".join(found.stderr.split())


def test_a_gate_that_nothing_can_pass_is_told_before_any_day_is_run(old_shop: Path) -> None:
    asked = ("diff", old_shop, "--set", "from_points=80", "--date", DAY)
    found = called(*asked, "--fail-if", "lost[lok] > 0")
    assert (found.exit_code, found.stdout) == (5, "")
    assert 'no version has a rule "lok"; did you mean "look"?' in found.stderr


def test_for_programs_it_is_as_its_schema_says(old_shop: Path, tmp_path: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "diff.schema.json").read_text("utf-8"))
    file = tmp_path / "diff.json"
    asked = ("--set", "from_points=80", "--set", "look.enabled=false", "--date", DAY)
    found = called("diff", old_shop, *asked, "--format", "json", "--save", file)
    assert file.read_text("utf-8") == found.stdout
    jsonschema.validate(json.loads(found.stdout), schema)
    again = called("diff", old_shop, *asked, "--format", "json")
    assert again.stdout == found.stdout


def test_no_markup_comes_of_what_is_written(tmp_path: Path) -> None:
    book = BOOK.replace("Come, {name}", "**@all** <b>|</b>, {name}")
    old, new = shop(tmp_path / "old"), shop(tmp_path / "new", book=book)
    found = careplay.diff(old, new, days=[DAY]).report("markdown")
    assert r"\*\*\@all\*\* \<b\>\|\</b\>" in found


def test_nothing_personal_is_shown(old_shop: Path) -> None:
    found = careplay.diff(old_shop, settings=["look.enabled=false"], days=[DAY])
    for form in ("text", "markdown", "json"):
        told = found.report(form)
        assert "Look at" in told
        assert not any(name in told for name in ("Ann", "Bob", "Di"))


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True)  # noqa: S603, S607


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """With a link, and a file that is not to be exported."""
    if shutil.which("git") is None:
        pytest.skip("git is not there")
    folder = shop(tmp_path / "repository" / "shops" / "one").parent.parent
    (folder / ".gitattributes").write_text("book.yaml export-ignore\n", "utf-8")
    (folder / "outside").symlink_to("/etc/hosts")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    return folder


def test_a_revision_of_git_is_a_version(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop(repository / "shops" / "one", HOME.replace("from_points: 100", "from_points: 60"))
    for at, path in ((repository, "shops/one"), (repository / "shops", "one")):
        monkeypatch.chdir(at)
        found = careplay.diff(f"HEAD:{path}", path, days=[DAY])
        assert kinds(found) == [("changed", "parameters.from_points")]
        assert [(each.rule, each.gained) for each in found.rules] == [("invitation", 2)]
    for told, said in (("HEAD~7:shops/one", "git has no"), ("HEAD:../../elsewhere", "outside")):
        with pytest.raises(SourceError, match=said):
            careplay.diff(told, repository / "shops" / "one")
    with pytest.raises(SourceError, match='no "shops/two" in the revision "HEAD"'):
        careplay.diff("HEAD:shops/two", repository / "shops" / "one")


def test_a_revision_is_no_option_of_git(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    precious = repository / "precious"
    precious.write_text("it", "utf-8")
    with pytest.raises(SourceError):
        careplay.diff(f"--output={precious}:shops/one", "shops/one")
    assert precious.read_text("utf-8") == "it"


def test_of_a_revision_the_days_of_its_folder_are_remembered(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    home = HOME.replace("id: shop\n", "")
    shop(
        repository / "shops" / "one",
        home,
        BOOK.replace("title: Look,", "title: Look, once: ever,"),
    )
    git(repository, "commit", "--quiet", "-a", "-m", "second")
    careplay.run("shops/one", DAY, out=careplay.kept_in("shops/one"))
    events = repository / "shops" / "one" / "data" / "events.csv"
    events.write_text(EVENTS + "C1,visit,2026-06-02 09:00\n", "utf-8")
    asked: dict[str, Any] = {"days": [NEXT], "settings": ["days=2"]}
    told = [
        careplay.diff(each, "shops/one", **asked).told
        for each in ("HEAD:shops/one", "shops/one")
    ]
    assert told[0] == told[1]
    assert careplay.diff("HEAD:shops/one", "shops/one", fresh=True, **asked).told != told[0]


def test_what_is_wrong_in_a_revision_is_told_by_its_name(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    shop(repository / "shops" / "one", book=BOOK.replace("to: adviser}", "to: advisor}", 1))
    git(repository, "commit", "--quiet", "-a", "-m", "second")
    shop(repository / "shops" / "one")
    found = called("diff", "HEAD:shops/one", "shops/one", "--written")
    assert found.exit_code == 1
    assert found.stderr.startswith("HEAD:shops/one/book.yaml:")
    assert "^" in found.stderr


def test_where_git_cannot_be_run_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SourceError, match="git, which cannot be run here"):
        revisions.checked_out("HEAD:somewhere")
