"""What changed since the last kept day, in a line of Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import groupby

from careplay.frozen import dataclass
from careplay.outputs.changes import GONE, NEW, RENAMED, Change, Changed

NAMED = 5
"""So many changes of a kind are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """Everything that is said of changes, in one language; gaps are for ``str.format``."""

    line: str
    unreadable: str
    nouns: Mapping[str, tuple[str, str]] = field(repr=False)
    """What one thing of a kind is called, and what several are."""
    new: str
    gone: str
    renamed: str
    values: str
    version: str
    none: str
    """The value of a parameter that has none."""
    inside: str
    order: str
    kinds: str
    names: str
    more: str


ENGLISH = ChangeWords(
    line="changed since {day}: {what}",
    unreadable="the run.json of {day} cannot be read, so what changed since is not known",
    nouns={
        "setting": ("setting", "settings"),
        "fact": ("fact", "facts"),
        "parameter": ("parameter", "parameters"),
        "flow": ("flow", "flows"),
        "reception": ("reception", "receptions"),
        "playbook": ("playbook", "playbooks"),
        "rule": ("rule", "rules"),
    },
    new="{name} new",
    gone="{name} gone",
    renamed="{before} renamed {name}",
    values="{name} {before} -> {now}",
    version="{name} version {now}",
    none="nothing",
    inside="{name} ({what})",
    order="order of rules",
    kinds="; ",
    names=", ",
    more="{names} and {count} more",
)
CHINESE = ChangeWords(
    line="自 {day} 以来的变化：{what}",
    unreadable="{day} 的 run.json 无法读取，不知道此后有何变化",
    nouns={
        "setting": ("设置", "设置"),
        "fact": ("事实", "事实"),
        "parameter": ("参数", "参数"),
        "flow": ("流程", "流程"),
        "reception": ("接待", "接待"),
        "playbook": ("剧本", "剧本"),
        "rule": ("规则", "规则"),
    },
    new="{name} 新增",
    gone="{name} 取消",
    renamed="{before} 改名为 {name}",
    values="{name} {before} -> {now}",
    version="{name} 版本 {now}",
    none="无",
    inside="{name}（{what}）",
    order="规则次序",
    kinds="；",
    names="、",
    more="{names}，另有 {count} 项",
)


def changed_line(changed: Changed, language: str) -> str:
    """What changed, in a line; empty where there is nothing to say."""
    say = CHINESE if language == "zh" else ENGLISH
    if changed.what is None and not changed.spoilt:
        return ""  # kept by an older careplay
    if changed.what is None:
        return say.unreadable.format(day=changed.since)
    if not changed.what:
        return ""
    what = say.kinds.join(_by_kind(changed.what, say))
    return say.line.format(day=changed.since, what=what)


def _by_kind(what: Iterable[Change], say: ChangeWords) -> Iterator[str]:
    """The changes of each kind, rules with their playbooks."""
    for kind, found in groupby(
        what, key=lambda each: "playbook" if each.playbook else each.kind
    ):
        if kind == "playbook":
            books = groupby(found, key=lambda each: each.playbook or each.name)
            yield _listed(kind, [_playbook(name, [*each], say) for name, each in books], say)
        else:
            yield _listed(kind, [_one(each, say) for each in found], say)


def _playbook(name: str, found: list[Change], say: ChangeWords) -> str:
    whole = found[0]
    if whole.kind == "rule":
        rules = _listed("rule", [_one(each, say) for each in found], say)
        return say.inside.format(name=name, what=rules)
    if whole.how in {NEW, GONE}:
        return _one(whole, say)
    return say.inside.format(name=name, what=say.order)


def _listed(kind: str, told: list[str], say: ChangeWords) -> str:
    names = say.names.join(told[:NAMED])
    if len(told) > NAMED:
        names = say.more.format(names=names, count=len(told) - NAMED)
    noun = say.nouns[kind][len(told) > 1] if kind in say.nouns else ""
    return f"{noun} {names}".lstrip()


def _one(change: Change, say: ChangeWords) -> str:
    name, before, now = change.name, change.before, change.now
    if change.how in {NEW, GONE}:
        return (say.new if change.how == NEW else say.gone).format(name=name)
    if change.how == RENAMED:
        return say.renamed.format(name=name, before=before)
    if change.kind == "flow":
        return say.version.format(name=name, now=now) if now else name
    if before is None and now is None:
        return name
    none = say.none
    return say.values.format(
        name=name, before=none if before is None else before, now=none if now is None else now
    )
