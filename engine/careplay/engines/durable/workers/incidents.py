"""What went wrong with the package while careplay ran it, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from careplay.frozen import dataclass

TOLD = 5
"""So many incidents are told one by one."""


class IncidentKind(StrEnum):
    """How an item ended the worker."""

    CRASHED = "crashed"
    STOPPED = "stopped"
    SLOW = "took longer than"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Incident:
    """An item that the package did not answer; careplay itself has answered it."""

    called: str
    """The item as people know it: ``customer "C0012"``."""
    kind: IncidentKind
    detail: str
    """The number of the signal, or of seconds; the exit code; or what was raised."""

    @property
    def what(self) -> str:
        """What happened, after the subject of an English sentence."""
        return ENGLISH.what[self.kind].format(self.detail)


@dataclass(frozen=True, slots=True)
class IncidentMessages:
    """The incidents in one language."""

    what: dict[IncidentKind, str]
    note: str
    more: str
    called: tuple[tuple[str, str], ...] = ()
    """How ``Task.called`` is said: what it looks like in English, and what it becomes."""


ENGLISH = IncidentMessages(
    what={
        IncidentKind.CRASHED: "crashed (signal {})",
        IncidentKind.STOPPED: "stopped (exit code {})",
        IncidentKind.SLOW: "took longer than {} s",
        IncidentKind.FAILED: "failed: {}",
    },
    note="durable-rules {what} on {called}, which the built-in engine decided instead",
    more="durable-rules did so on {count} more, which the built-in engine decided as well",
)
CHINESE = IncidentMessages(
    what={
        IncidentKind.CRASHED: "崩溃（信号 {}）",
        IncidentKind.STOPPED: "自行退出（退出码 {}）",
        IncidentKind.SLOW: "超过 {} 秒没有答复",
        IncidentKind.FAILED: "出错：{}",
    },
    note="处理{called}时，durable-rules {what}；这一项已改由内置引擎判定",
    more="另有 {count} 项也是如此，同样已由内置引擎判定",
    called=((r'customer "(.*)"', r"客户“\1”"), (r'case "(.*)" of (.*)', r" \2 的个案“\1”")),
)


def incident_notes(incidents: Sequence[Incident], language: str) -> tuple[str, ...]:
    """Tell the report's readers, a sentence for each of the first and one for all others."""
    say = CHINESE if language == "zh" else ENGLISH
    told = tuple(_note(each, say) for each in incidents[:TOLD])
    more = len(incidents) - TOLD
    return (*told, say.more.format(count=more)) if more > 0 else told


def _note(incident: Incident, say: IncidentMessages) -> str:
    called = incident.called
    for pattern, words in say.called:
        called = re.sub(rf"\A{pattern}\Z", words, called, flags=re.DOTALL)
    what = say.what[incident.kind].format(incident.detail)
    return say.note.format(what=what, called=called)
