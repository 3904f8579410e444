"""A list of stays as Markdown, for chats and wikis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from careplay.outputs.markdown_text import plain
from careplay.outputs.stays.stay_heads import counts_of, later_of, title_of
from careplay.outputs.stays.stay_words import stay_words

if TYPE_CHECKING:
    from careplay.outputs.stays.stay_list import StayLine, StayList, StayTask
    from careplay.outputs.stays.stay_words import StayWords

BETWEEN = " · "


def write(listed: StayList) -> bytes:
    """The text in UTF-8."""
    return "".join(f"{line}\n" for line in _lines(listed)).encode()


def _lines(listed: StayList) -> Iterator[str]:
    say = stay_words(listed.language)
    yield f"# {plain(title_of(listed))}"
    if listed.whose:
        yield from ("", plain(listed.whose))
    yield from ("", plain(counts_of(listed) if listed.lines else say.nothing[listed.of]))
    if listed.specials:
        yield from ("", f"## ★ {plain(say.specials)}", "")
        for each in listed.specials:
            told = (f"**{plain(each.customer)}**", plain(each.name), plain(each.room))
            marks = plain(say.between.join(each.marks))
            yield f"- {BETWEEN.join(filter(None, (*told, marks)))}"
    for group in listed.groups:
        if group.title:
            yield from ("", f"## {plain(group.title)} ({len(group.lines)})")
        yield ""
        for line in group.lines:
            yield from _stay(line, say)


def _stay(line: StayLine, say: StayWords) -> Iterator[str]:
    first = [f"**{plain(line.customer)}**", plain(line.name)]
    if line.day:
        first = [f"**{plain(line.room)}**" if line.room else "", plain(line.day), *first]
    told = [line.level, "" if line.day else line.room, line.leaves]
    told += [say.turn_down if line.sleeps else "", line.receives]
    yield f"- {BETWEEN.join(filter(None, (*first, *map(plain, told))))}"
    if line.why:
        yield f"  - {plain(line.why)}"
    if line.marks:
        yield f"  - **★ {plain(say.between.join(line.marks))}**"
    for task in line.told:
        yield f"  - {_task(task, say)}"
        for step in task.steps:
            yield f"    - [ ] {plain(step)}"
    if later := later_of(line, say):
        yield f"  - {plain(later)}"


def _task(task: StayTask, say: StayWords) -> str:
    told = [task.title, task.who, task.when, say.late if task.is_late else "", task.code]
    told.append(say.states.get(task.state, ""))
    box = {"open": "[ ] ", "done": "[x] "}.get(task.state, "")
    return box + BETWEEN.join(filter(None, map(plain, told)))
