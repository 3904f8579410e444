"""A run says in a line what it runs with otherwise than the last kept day did."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import docs_pages
from careplay.outputs import ran_with
from careplay.outputs.change_words import changed_line
from careplay.outputs.changes import Change, Changed
from careplay.reading.shipped import schema
from older import without_manifests
from small_shop import HOME, SmallShop, small_shop

DAY, NEXT = "2026-06-01", "2026-06-02"
SHOP = HOME.replace("{visit: {}}", "{visit: {}, promise.made: {ref: text}}")
LOOK = "when: {event: visit}, do: [{task: Look, to: adviser}]"
BOOK = f"""
parameters: {{miss_days: 60, share: 1}}
measures: {{visits: {{count: visit, within: $miss_days days}}}}
flows:
  promise:
    starts: promise.made
    owner: adviser
    from: {NEXT}
    steps: {{keep: {{do: {{task: Keep}}, within: 2 days, next: kept}}}}
    before: [{{steps: {{keep: {{do: {{task: Keep}}, within: 1 day, next: kept}}}}}}]
"""
AFTERSALES = f"""
rules:
  - {{id: call_back, title: Call, {LOOK}}}
  - {{id: thank_you, title: Thank, {LOOK}}}
"""
GREETINGS = f"""
rules:
  - {{id: hello, title: Hello, {LOOK}}}
  - {{id: welcome, title: Welcome, {LOOK}}}
"""
FILES = {"aftersales.yaml": AFTERSALES, "greetings.yaml": GREETINGS}
EDITED = {
    "careplay.yaml": SHOP + "limits: {per_customer: {contacts: {1 day: 1}}}\n",
    "book.yaml": BOOK.replace("60, share: 1", "45").replace(
        "flows:", "tiers: {rank: {by: visits, shares: {A: 20%, B: 80%}}}\nflows:"
    ),
    "aftersales.yaml": AFTERSALES.replace("Look", "Look again"),
    "greetings.yaml": GREETINGS.replace(f"  - {{id: hello, title: Hello, {LOOK}}}\n", ""),
}
LINE = (
    "changed since 2026-06-01: careplay 0.9 -> 1.0; setting limits; fact rank new;"
    " parameters miss_days 60 -> 45, share gone; flow promise version 2026-06-02;"
    " playbooks aftersales (rules call_back, thank_you), greetings (rule hello gone)"
)
CHINESE = (
    "自 2026-06-01 以来的变化：careplay 0.9 -> 1.0；设置 language、limits；事实 rank 新增；"
    "参数 miss_days 60 -> 45、share 取消；流程 promise 版本 2026-06-02；"
    "剧本 aftersales（规则 call_back、thank_you）、"
    "book（规则 promise.repeated、promise.repeated.v1）、greetings（规则 hello 取消）"
)


@pytest.fixture
def shop(tmp_path: Path) -> SmallShop:
    """A shop with three playbooks."""
    found = small_shop(tmp_path, BOOK, home=SHOP, events="customer_id,type,at,ref\n")
    found.write(FILES)
    return found


def changes(shop: SmallShop, day: str = NEXT, *options: object) -> list[str]:
    """The lines in which a run tells of changes."""
    said = shop.said(day, *options)
    return [line for line in said if line.startswith(("changed", "自", "the run.json"))]


def edit(shop: SmallShop, monkeypatch: pytest.MonkeyPatch, **more: str) -> None:
    """Run the first day, then change one of everything."""
    monkeypatch.setattr(ran_with, "__version__", "0.9")
    shop.run(DAY)
    monkeypatch.setattr(ran_with, "__version__", "1.0")
    shop.write({**EDITED, **more})


def test_the_next_run_says_what_changed_in_the_line_of_the_page(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(shop, monkeypatch)
    assert changes(shop) == [LINE]
    assert any(block.text.strip() == LINE for block in docs_pages.blocks("running.md"))


def test_it_says_so_in_chinese(shop: SmallShop, monkeypatch: pytest.MonkeyPatch) -> None:
    home = EDITED["careplay.yaml"].replace("language: en", "language: zh")
    edit(shop, monkeypatch, **{"careplay.yaml": home})
    assert changes(shop) == [CHINESE]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "playbook greetings (rule hello renamed hi)"),
        ("zh", "greetings（规则 hello 改名为 hi）"),
    ],
)
def test_a_rule_that_is_called_otherwise_is_renamed(
    shop: SmallShop, language: str, line: str
) -> None:
    shop.run(DAY)
    shop.write({
        "careplay.yaml": SHOP.replace("language: en", f"language: {language}"),
        "greetings.yaml": GREETINGS.replace("id: hello", "id: hi, was: hello"),
    })  # fmt: skip
    (said,) = changes(shop)
    assert said.endswith(line)
    what = shop.report(NEXT)["changed"]["what"]
    (told,) = (each for each in what if each["playbook"] == "greetings")
    assert told == {
        "kind": "rule", "name": "hi", "how": "renamed", "playbook": "greetings",
        "before": "hello", "now": "hi",
    }  # fmt: skip


def test_a_rule_that_is_renamed_and_edited_is_told_as_both(shop: SmallShop) -> None:
    shop.run(DAY)
    renamed = GREETINGS.replace("id: hello,", "id: hi, was: hello,")
    shop.write({"greetings.yaml": renamed.replace("title: Hello", "title: Hi")})
    told = "playbook greetings (rules hello renamed hi, hi)"
    assert changes(shop) == [f"changed since {DAY}: flow promise version {NEXT}; {told}"]
    found = shop.report(NEXT)["changed"]["what"][-2:]
    assert [(each["name"], each["how"], each["before"]) for each in found] == [
        ("hi", "renamed", "hello"), ("hi", "edited", None),
    ]  # fmt: skip
    again = renamed.replace("title: Hello", "title: Hi").replace(
        "was: hello", "was: [hello, hi]"
    )
    shop.write({"greetings.yaml": again.replace("id: hi", "id: hey")})
    assert changes(shop, "2026-06-03") == [
        f"changed since {NEXT}: playbook greetings (rule hi renamed hey)"
    ]


def test_it_comes_before_what_could_not_be_decided(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(shop, monkeypatch)
    rule = "if: {phone: '13'}, when: {every: day}, do: [{task: x, to: adviser}]"
    shop.write({"more.yaml": f"rules: [{{id: more, title: t, {rule}}}]"})
    changed, undecided = shop.said(NEXT)[-2:]
    assert changed.startswith("changed since")
    assert "could not be decided" in undecided


def test_run_json_has_every_change_as_its_schema_says(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(shop, monkeypatch)
    found = shop.report_after(NEXT)
    jsonschema.Draft202012Validator(schema("run")).validate(found)
    assert found["changed"]["since"] == DAY
    told = [tuple(each.values()) for each in found["changed"]["what"]]
    assert told == [
        ("careplay", "careplay", "edited", "", "0.9", "1.0"),
        ("setting", "limits", "edited", "", None, None),
        ("fact", "rank", "new", "", None, None),
        ("parameter", "miss_days", "edited", "", "60", "45"),
        ("parameter", "share", "gone", "", "1", None),
        ("flow", "promise", "edited", "", None, NEXT),
        ("rule", "call_back", "edited", "aftersales", None, None),
        ("rule", "thank_you", "edited", "aftersales", None, None),
        ("rule", "hello", "gone", "greetings", None, None),
    ]


def test_where_nothing_changed_nothing_is_said(tmp_path: Path) -> None:
    shop = small_shop(tmp_path, AFTERSALES)
    shop.run(DAY)
    assert changes(shop) == []
    assert shop.report_after(NEXT)["changed"] == {"since": DAY, "what": []}


def test_the_first_day_and_a_run_without_memory_say_nothing(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: dict[str, Any] = {"since": None, "what": []}
    assert shop.report_after(DAY)["changed"] == nothing
    edit(shop, monkeypatch)
    assert changes(shop, NEXT, "--fresh") == []
    assert shop.report(NEXT)["changed"] == nothing


def test_a_day_that_was_not_kept_is_none_to_compare_with(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(shop, monkeypatch)
    shop.run(NEXT, "--dry-run")
    assert changes(shop, "2026-06-05") == [LINE]


def test_each_kept_day_is_compared_with_the_last_one_before_it(shop: SmallShop) -> None:
    shop.run(DAY)
    shop.run("2026-06-05")
    shop.write({"greetings.yaml": GREETINGS.replace("Welcome", "Come in")})
    told = "playbook greetings (rule welcome)"
    assert changes(shop, "2026-06-06") == [f"changed since 2026-06-05: {told}"]
    assert changes(shop, "2026-06-07") == []
    assert changes(shop, "2026-06-03") == [
        f"changed since {DAY}: flow promise version {NEXT}; {told}"
    ]


def test_days_in_a_row_say_what_single_runs_do(shop: SmallShop) -> None:
    days = (DAY, NEXT, "2026-06-03")
    for day in days:
        shop.run(day)
    singly = [shop.kept(day, "run.json").read_bytes() for day in days]
    shop.forget()
    said = changes(shop, DAY, "--until", days[-1])
    assert said == [f"changed since {DAY}: flow promise version {NEXT}"]
    assert [shop.kept(day, "run.json").read_bytes() for day in days] == singly


def test_of_a_day_kept_by_an_older_careplay_nothing_is_said(
    shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(shop, monkeypatch)
    file = shop.kept(DAY, "run.json")
    told = json.loads(file.read_text("utf-8"))
    del told["ran_with"]
    file.write_text(json.dumps(told), "utf-8")
    without_manifests(shop.folder)
    assert changes(shop) == []
    file.unlink()
    without_manifests(shop.folder)
    assert changes(shop) == []
    assert shop.report(NEXT)["changed"] == {"since": DAY, "what": None}


def _cut(text: str) -> str:
    return text[: len(text) // 2]


@pytest.mark.parametrize(
    "spoil",
    [
        _cut,
        lambda _: "",
        lambda _: "[]",
        lambda _: "[" * 100_000,
        lambda _: '{"ran_with": []}',
        lambda _: '{"ran_with": {"careplay": "0.9"}}',
        lambda text: text.replace('"rules": {', '"rules": 5, "x": {', 1),
    ],
)
def test_an_older_careplays_run_json_that_is_damaged_is_told_and_stops_no_run(
    spoil: Callable[[str], str], shop: SmallShop
) -> None:
    shop.run(DAY)
    file = shop.kept(DAY, "run.json")
    file.write_text(spoil(file.read_text("utf-8")), "utf-8")
    without_manifests(shop.folder)
    assert changes(shop) == [
        f"the run.json of {DAY} cannot be read, so what changed since is not known"
    ]
    found = shop.report(NEXT)
    jsonschema.Draft202012Validator(schema("run")).validate(found)
    assert found["changed"] == {"since": DAY, "what": None}


def test_bytes_that_are_no_text_are_told(shop: SmallShop) -> None:
    shop.run(DAY)
    shop.kept(DAY, "run.json").write_bytes(b"\xff\xfe\x00")
    without_manifests(shop.folder)
    assert len(changes(shop)) == 1


def test_five_of_a_kind_are_named_and_the_others_counted(shop: SmallShop) -> None:
    shop.run(DAY)
    many = "".join(f"  - {{id: m{n}, title: t, {LOOK}}}\n" for n in range(8))
    parameters = ", ".join(f"p{n}: {n}" for n in range(7))
    shop.write({
        "greetings.yaml": GREETINGS + many,
        "more.yaml": f"parameters: {{{parameters}}}",
    })  # fmt: skip
    (line,) = changes(shop)
    assert line == (
        f"changed since {DAY}: parameters p0 new, p1 new, p2 new, p3 new, p4 new and 2 more;"
        f" flow promise version {NEXT};"
        " playbook greetings (rules m0 new, m1 new, m2 new, m3 new, m4 new and 3 more)"
    )
    assert len(shop.report(NEXT)["changed"]["what"]) == 16


def test_a_playbook_that_is_new_or_gone_is_named_without_its_rules(shop: SmallShop) -> None:
    shop.run(NEXT)
    (shop.folder / "aftersales.yaml").rename(shop.folder / "care.yaml")
    assert changes(shop, "2026-06-03") == [
        f"changed since {NEXT}: playbooks aftersales gone, care new"
    ]


def test_another_order_of_the_rules_is_a_change(shop: SmallShop) -> None:
    shop.run(NEXT)
    _, rules, first, second, _ = AFTERSALES.split("\n")
    shop.write({"aftersales.yaml": f"{rules}\n{second}\n{first}\n"})
    assert changes(shop, "2026-06-03") == [
        f"changed since {NEXT}: playbook aftersales (order of rules)"
    ]


def test_a_parameter_has_its_values_and_may_have_none_yet(shop: SmallShop) -> None:
    dated = "parameters: {word: {2026-06-02: Gold, 2026-06-03: Silver}, on: true}"
    shop.write({"more.yaml": dated})
    shop.run(DAY)
    assert "parameter word nothing -> Gold;" in changes(shop, NEXT)[0]
    shop.write({"more.yaml": dated.replace("true", "false")})
    assert changes(shop, "2026-06-03") == [
        f"changed since {NEXT}: parameters on true -> false, word Gold -> Silver"
    ]


def test_a_parameter_that_only_moved_to_another_file_is_no_change(shop: SmallShop) -> None:
    shop.write({"more.yaml": "parameters: {x: 1}"})
    shop.run(NEXT)
    shop.write({"more.yaml": "parameters: {y: 1}", "other.yaml": "parameters: {x: 1}"})
    assert changes(shop, "2026-06-03") == [f"changed since {NEXT}: parameter y new"]


def test_a_reception_is_told_by_its_name() -> None:
    found = Changed(date(2026, 6, 1), (Change("reception", "vip", "edited"),))
    assert changed_line(found, "en") == f"changed since {DAY}: reception vip"


def test_comments_are_no_change(shop: SmallShop) -> None:
    shop.run(NEXT)
    shop.write({name: f"# Ours.\n{text}" for name, text in FILES.items()})
    assert changes(shop, "2026-06-03") == []
