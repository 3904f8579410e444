"""Forty-five days (ninety in a whole search), day by day and in one go, coupled and not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest

from alike import ENGINES
from careplay.outputs.manifest import sealed
from diary import Diary, Told, days, rule, rules
from examples import is_whole

DAYS = days("2026-04-20", 90 if is_whole() else 45)
LAST = DAYS[-1]
PEOPLE = 12
MEASURES = """
measures:
  visits: {count: visit, within: 14 days}
  spent: {sum: amount, of: purchase, within: 60 days}
  seen: {latest: visit}
segments:
  frequent: {visits: at least 3}
"""
WAYS = "to: adviser, channels: [{phone: 2}, sms, letter], due: within 6 days"
CALL = f"{{call: 您好, reason: 使用回访, {WAYS}}}"
THANKS = "{message: 谢谢, to: adviser, priority: high, due: same day}"
RULES = (
    rule("callback", "{after: purchase, days: 3}", CALL),
    rule("thanks", "{event: purchase}", THANKS),
    rule("again", "{absent: visit, days: 14, again: 14 days}", CALL),
    rule("frequent", "{enters: frequent}", f"{{invite: 请您来, category: sales, {WAYS}}}"),
    rule("spent", "{crosses: spent, reaches: [100, 300]}", "{gift: 小礼物, to: manager}"),
    rule("monday", "{every: week, on: monday}", f"{{message: 新一周好, {WAYS}}}"),
    rule("look", "{every: month, on: 15}", "{task: 看看, to: manager}", **{"for": "business"}),
)
LIMITS = """limits:
  per_customer:
    contacts: {1 day: 1, 7 days: 2}
    sales: {30 days: 1}
    quiet: 21:00-09:00
  per_staff: {tasks: capacity, prefer: regular}
  consent: {sales: promo_ok}
  modes: {calm: {if: {visits: at least 4}, hold: [sales], for: 5 days}}
  exclusive: {greetings: [monday, thanks]}
"""
Files: TypeAlias = dict[str, bytes]
Replay: TypeAlias = tuple[list[Told], Files]

REMEMBERING = {"callback": "per purchase", "again": "60 days", "monday": "per year"}


def history(diary: Diary, seed: int = 8) -> None:
    """Days of visits and purchases, some of them on one day or at one moment."""
    random = Random(seed)  # noqa: S311 - no secret
    for number in range(PEOPLE):
        key = f"C{number:02}"
        diary.customers[key] = {
            "regular": random.choice(("true", "false", "")),
            "promo_ok": random.choice(("true", "true", "false", "")),
            "sms_ok": random.choice(("true", "false")),
            "phone": random.choice(("1380000", "")),
            "owner": random.choice(("E1", "E2", "")),
        }
        for day in random.sample(DAYS, len(DAYS) * 14 // 45):
            at = f"{day} {random.choice(('07:30', '10:00', '15:00'))}"
            diary.event(at, random.choice(("visit", "visit", "purchase")), key, amount="70")


def coupled(diary: Diary) -> Diary:
    """Let rules remember and limits hold, and people tell what became of a third of it."""
    book = "".join(RULES)
    for name, once in REMEMBERING.items():
        book = book.replace(f"title: {name}\n", f"title: {name}\n    once: {once}\n")
    diary.playbook = MEASURES + LIMITS + "rules:\n" + book
    if not TOLD:
        TOLD.extend(outcomes(in_one_go(replace(diary, engine="plain"))[0]))
    for at, outcome, action, until in TOLD:
        diary.tells(at, outcome, action, until=until)
    return diary


TOLD: list[tuple[str, str, Told, str]] = []
"""What became of the actions; worked out once."""


def outcomes(actions: list[Told]) -> Iterator[tuple[str, str, Told, str]]:
    random = Random(11)  # noqa: S311 - no secret
    for action in actions:
        outcome = random.choice(("done", "refused", "unreached", "snoozed", "", "", "", ""))
        if outcome and action["status"] == "due":
            on = random.choice(DAYS[DAYS.index(action["date"]) :][:4])
            until = random.choice([*DAYS[DAYS.index(on) :][1:12], on])
            yield f"{on} 16:00", outcome, action, until


def shop(folder: Path, engine: str = "plain") -> Diary:
    """The shop and its history; ``plain`` is quicker on so few customers."""
    staff = tuple(
        {"id": f"E{number}", "name": "小李", "role": role, "capacity": most}
        for number, role, most in ((1, "adviser", "3"), (2, "adviser", "2"), (3, "manager", ""))
    )
    found = Diary(folder / "shop", MEASURES + rules(*RULES), {}, staff, engine=engine)
    history(found)
    return found


def kept(diary: Diary) -> Files:
    """Every file that was kept, wherever the shop lies; and nothing is left behind."""
    home, place = diary.folder / ".careplay", str(diary.folder).encode()
    files = (each for each in home.rglob("*") if each.is_file())
    found = {str(f.relative_to(home)): _anywhere(f, place) for f in files}
    shutil.rmtree(home)
    return found


def _anywhere(file: Path, place: bytes) -> bytes:
    """The file as it is wherever the shop lies: a manifest without the rejects it names."""
    text = file.read_bytes().replace(place, b"")
    if file.name != "manifest.json":
        return text
    told: dict[str, Any] = json.loads(text)["kept"]
    told["files"].pop("rejects.csv", None)
    return json.dumps(told).encode()


def day_by_day(diary: Diary, *options: str, each: Sequence[str] = DAYS) -> Replay:
    return [action for day in each for action in diary.run(day, *options)], kept(diary)


def in_one_go(diary: Diary, each: Sequence[str] = DAYS) -> Replay:
    return diary.run(each[0], "--until", each[-1]), kept(diary)


def but_reports(replay: Replay) -> Files:
    """The files without what each day has to say, and what it stands on."""
    return {name: told for name, told in replay[1].items() if not name.endswith(".json")}


def but_actions(replay: Replay) -> Files:
    """The same without the actions."""
    return {name: told for name, told in but_reports(replay).items() if "actions" not in name}


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """The coupled days in one go."""
    return in_one_go(coupled(shop(tmp_path_factory.mktemp("together"))))


def test_uncoupled_days_in_one_go_are_each_by_itself(tmp_path: Path) -> None:
    diary = shop(tmp_path)
    found = in_one_go(diary)
    assert len(found[0]) > len(DAYS)
    fresh = day_by_day(diary, "--fresh")
    # What was told on a day before these forget: which codes are taken, and what has changed.
    assert [{**each, "code": ""} for each in fresh[0]] == [
        {**each, "code": ""} for each in found[0]
    ]
    assert but_actions(fresh) == but_actions(found)


def test_coupled_days_one_by_one_are_the_days_in_one_go(
    tmp_path: Path, together: Replay
) -> None:
    assert day_by_day(coupled(shop(tmp_path))) == together


def test_coupled_days_meet_every_limit_and_every_outcome(together: Replay) -> None:
    """What the replay is worth: each kind of thing that couples days happens in it."""
    told, _ = together
    assert {each["status"] for each in told} == {"due", "deferred", "dropped"}
    assert {each["held_by"].split()[0] for each in told if each["held_by"]} == {
        "contacts", "sales", "capacity", "consent", "mode", "exclusive",
    }  # fmt: skip
    assert {each["attempt"] for each in told} >= {1, 2}
    assert {each[1] for each in TOLD} == {"done", "refused", "unreached", "snoozed"}


def test_both_engines_give_the_same_days(tmp_path: Path, together: Replay) -> None:
    assert in_one_go(coupled(shop(tmp_path, "duckdb")))[0] == together[0]


def test_the_default_engine_in_one_go_and_one_by_one(tmp_path: Path) -> None:
    few, diary = DAYS[15:27], coupled(shop(tmp_path, "duckdb"))
    found = in_one_go(diary, few)
    assert day_by_day(diary, each=few) == found


def test_a_replay_of_days_that_were_run_changes_nothing(
    tmp_path: Path, together: Replay
) -> None:
    diary, (_, files) = coupled(shop(tmp_path)), together
    for name, content in files.items():
        file = diary.folder / ".careplay" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(sealed(content) if file.name == "manifest.json" else content)
    diary.run(DAYS[-15], "--until", LAST)
    assert kept(diary) == files


@pytest.mark.parametrize("engine", ENGINES)
def test_days_run_again_after_a_change_are_the_same_in_one_go(
    engine: str, tmp_path: Path
) -> None:
    """A day that is written anew is read anew by the next, though the name is the same."""
    few, found = DAYS[15:21], []
    for again in (in_one_go, day_by_day):
        diary = coupled(shop(tmp_path / again.__name__, engine))
        diary.run(few[0], "--until", few[-1])
        diary.playbook = diary.playbook.replace("14 days}", "15 days}").replace("您好", "早上")
        found.append(again(diary, each=few))
    assert found[0] == found[1]


def test_days_without_a_run_are_made_up_for(tmp_path: Path) -> None:
    """With ``all`` nothing is lost: what is asked for is the same, however seldom one runs."""
    diary = shop(tmp_path)
    catching = (each.replace("    when:", "    catch_up: all\n    when:") for each in RULES)
    diary.playbook = MEASURES + rules(*catching)
    daily, _ = in_one_go(diary)
    seldom = [action for day in [*DAYS[::7], LAST] for action in diary.run(day)]
    assert {each["action_id"] for each in seldom} == {each["action_id"] for each in daily}
