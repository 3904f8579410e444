"""More rules of the same kind: variants of the thirty, and playbooks by the hundred.

Rules are varied as text: another number of days, one city more in the condition, a title and
an id of their own. So they stay what people write, and careplay reads them as any other.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

RETAIL = Path(__file__).parent / "retail"
HOME = "careplay.yaml"
CITIES = ["上海", "北京", "广州", "深圳", "杭州", "成都", "武汉", "南京", "重庆", "西安"]
LINES = 100
"""How long a playbook is, of those that ``careplay check`` is given."""

_NEW_FACTS = """\
about: {name}：第 {k} 个地区自己的做法。

parameters:
  days_{k}: {days}
  spend_{k}: {{2025-01-01: {spend}, 2026-01-01: {more}}}

measures:
  spend_{k}_days: {{sum: amount, of: purchase, within: {days} days, label: 近{days}天消费}}
  repairs_{k}: {{count: service, where: {{cause: [repair, install]}}, within: 12 months}}
  last_delivery_{k}: {{latest: delivery, where: {{category: not 小家电}}}}

segments:
  good_{k}:
    spend_{k}_days: at least $spend_{k}
    any:
      - {{consent_sms: true, city: {city}}}
      - {{wechat: present, pyramid: [重要, 次要]}}
      - {{last_delivery_{k}: in the last {days} days}}
    none:
      - {{repairs_{k}: 超过 2}}

templates:
  thanks_{k}:
    category: care
    text: "{{name}}{{honorific|您好}}，{city}的门店谢谢您，近{days}天消费{{spend_{k}_days}}元。"

rules:
  - id: thanks_{k}
    title: {city}的感谢
    source: [M-{k}]
    when: {{every: month, on: first friday, before: {before} days}}
    if: {{good_{k}: true, gender: [f, m], joined_on: over 1 year ago}}
    do:
      - message: thanks_{k}
        to: adviser
        due: within 3 working days
        channels: [wechat, sms]

"""


def business(folder: Path, rules: int) -> None:
    """Write the business with so many rules: the thirty, then variants of them."""
    home = (RETAIL / HOME).read_text("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / HOME).write_text(home, "utf-8")
    left = rules
    for k in range(rules):
        for file in _playbooks():
            head, found = _split(file.read_text("utf-8"))
            found, left = found[:left], left - len(found)
            if found:
                name = f"{file.stem}_{k}.yaml" if k else file.name
                body = "".join(_varied(rule, k) for rule in found)
                told = head if k == 0 else "rules:\n"
                (folder / name).write_text(told + body, "utf-8")
        if left <= 0:
            return


def playbooks(folder: Path, count: int) -> int:
    """Write a business of so many playbooks of about a hundred lines; return their lines."""
    business(folder, 30)
    total = 0
    for k in range(1, count + 1 - len(_playbooks())):
        text = "".join(_playbook(k))
        (folder / f"region_{k:03}.yaml").write_text(text, "utf-8")
    for file in folder.glob("*.yaml"):
        total += len(file.read_text("utf-8").splitlines())
    return total


def _playbook(k: int) -> Iterator[str]:
    days = 30 + k % 60
    said = _NEW_FACTS.format(
        k=k, name=CITIES[k % 10], city=CITIES[k % 10], days=days, spend=500 + k, more=600 + k,
        before=1 + k % 9,
    )  # fmt: skip
    lines = said.count("\n")
    yield said
    rules = [rule for file in _playbooks() for rule in _split(file.read_text("utf-8"))[1]]
    for n in range(k * 5, k * 5 + len(rules)):
        rule = _varied(rules[n % len(rules)], k)
        if lines + rule.count("\n") > LINES + 5:
            return
        lines += rule.count("\n")
        yield rule


def _playbooks() -> list[Path]:
    return sorted(file for file in RETAIL.glob("*.yaml") if file.name != HOME)


def _split(text: str) -> tuple[str, list[str]]:
    """What stands above the rules, and the text of each rule."""
    head, body = text.split("rules:\n", 1)
    return head + "rules:\n", re.split(r"(?=^  - id: )", body, flags=re.MULTILINE)[1:]


def _varied(rule: str, k: int) -> str:
    if not k:
        return rule
    told = re.sub(r"^(  - id: \w+)", rf"\1_{k}", rule)
    told = re.sub(r"^(    title: .*)$", rf"\1（{k}）", told, flags=re.MULTILINE)
    told = re.sub(r"(?<=\bdays: )(\d+)", lambda days: str(int(days[0]) + k % 7), told, count=1)
    told = told.replace("$callback_days", str(7 + k % 7)).replace("$lost_days,", f"{180 + k},")
    if "for: stores" in told:
        return told
    asked = f"city: {CITIES[k % 10]}" + (f", joined_on: over {k} days ago" if k >= 10 else "")
    if "    if: {" in told:
        return told.replace("    if: {", f"    if: {{{asked}, ", 1)
    return re.sub(r"^(    when: .*)$", rf"\1\n    if: {{{asked}}}", told, flags=re.MULTILINE)


if __name__ == "__main__":
    made = {"rules": business, "playbooks": playbooks}[sys.argv[1]]
    made(Path(sys.argv[2]), int(sys.argv[3]))
