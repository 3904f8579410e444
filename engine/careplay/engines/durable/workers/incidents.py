"""What went wrong with the package while careplay ran it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from careplay.engines.durable.tasks import ItemName
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

    item: ItemName
    kind: IncidentKind
    detail: str
    """The number of the signal, or of seconds; the exit code; or what was raised."""

    @property
    def whom(self) -> str:
        """The item, after a preposition of an English sentence."""
        return in_english(self.item)

    @property
    def what(self) -> str:
        """What happened, after the subject of an English sentence."""
        return happened(self.kind, self.detail)


@dataclass(frozen=True, slots=True)
class IncidentMessages:
    """The incidents in one language."""

    what: dict[IncidentKind, str]
    customer: str
    case: str
    note: str
    more: str


ENGLISH = IncidentMessages(
    what={
        IncidentKind.CRASHED: "crashed (signal {})",
        IncidentKind.STOPPED: "stopped (exit code {})",
        IncidentKind.SLOW: "took longer than {} s",
        IncidentKind.FAILED: "failed: {}",
    },
    customer='customer "{key}"',
    case='case "{key}" of {flow}',
    note="durable-rules {what} on {item}, which the built-in engine decided instead",
    more="durable-rules did so on {count} more, which the built-in engine decided as well",
)
CHINESE = IncidentMessages(
    what={
        IncidentKind.CRASHED: "崩溃（信号 {}）",
        IncidentKind.STOPPED: "自行退出（退出码 {}）",
        IncidentKind.SLOW: "超过 {} 秒没有答复",
        IncidentKind.FAILED: "出错：{}",
    },
    customer="客户“{key}”",
    case=" {flow} 的个案“{key}”",
    note="处理{item}时，durable-rules {what}；这一项已改由内置引擎判定",
    more="另有 {count} 项也是如此，同样已由内置引擎判定",
)


def in_english(item: ItemName) -> str:
    """What an item is called: ``customer "C0012"``, ``case "K-17" of complaint``."""
    return _named(item, ENGLISH)


def happened(kind: IncidentKind, detail: str) -> str:
    """What ended a worker, after the subject of an English sentence."""
    return ENGLISH.what[kind].format(detail)


def incident_notes(incidents: Sequence[Incident], language: str) -> tuple[str, ...]:
    """Tell the report's readers, a sentence for each of the first and one for all others."""
    say = CHINESE if language == "zh" else ENGLISH
    told = tuple(_note(each, say) for each in incidents[:TOLD])
    more = len(incidents) - TOLD
    return (*told, say.more.format(count=more)) if more > 0 else told


def _note(incident: Incident, say: IncidentMessages) -> str:
    what = say.what[incident.kind].format(incident.detail)
    return say.note.format(what=what, item=_named(incident.item, say))


def _named(item: ItemName, say: IncidentMessages) -> str:
    return (say.case if item.flow else say.customer).format(key=item.key, flow=item.flow)
