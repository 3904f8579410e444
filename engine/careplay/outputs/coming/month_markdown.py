"""A calendar as Markdown, for chats and wikis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from careplay.outputs.coming.month_lines import counts_of, heading_of, hour_of, told_of
from careplay.outputs.coming.month_words import dated, month_words
from careplay.outputs.markdown_text import plain

if TYPE_CHECKING:
    from careplay.outputs.coming.month_sheet import ComingSheet

BETWEEN = " · "


def write(month: ComingSheet) -> bytes:
    """The text in UTF-8."""
    return "".join(f"{line}\n" for line in _lines(month)).encode()


def _lines(month: ComingSheet) -> Iterator[str]:
    say = month_words(month.sheet.language)
    yield f"# {plain(heading_of(month))}"
    told = counts_of(month) if month.days else say.nothing
    yield from ("", plain(f"{month.sheet.business}{BETWEEN}{told}"))
    yield from ("", plain(say.assumed.format(day=month.date)))
    for day in month.days:
        yield from ("", f"## {plain(dated(day.date, say.language))} ({len(day.lines)})", "")
        for line in day.lines:
            box = "" if line.is_expected else "[ ] "
            told_ = filter(None, (hour_of(line), *told_of(line, say)))
            yield f"- {box}{BETWEEN.join(map(plain, told_))}"
