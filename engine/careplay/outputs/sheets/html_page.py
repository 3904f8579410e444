"""A sheet as one HTML page, which asks nothing of the outside: for phones, screens and paper.

What stands on it is escaped by the template engine, all of whose expressions go through
``_shown``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from careplay.outputs.sheets.sheet import TextGap
from careplay.outputs.sheets.sheet_words import called, moment_of, sheet_words
from careplay.visible import visible

if TYPE_CHECKING:
    from jinja2 import Template

    from careplay.outputs.sheets.sheet import TaskSheet

PAGE = "task_sheet.html"
_MOMENT = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2})?\b")


def write(sheet: TaskSheet) -> bytes:
    """The page in UTF-8."""
    say = sheet_words(sheet.language)
    page = _template().render(sheet=sheet, say=say, moment_of=moment_of, called=called)
    return page.encode()


@cache
def _template() -> Template:
    known = environment()
    known.tests["gap"] = lambda each: isinstance(each, TextGap)
    return known.get_template(PAGE)


def environment(*folders: Path) -> Environment:
    """What pages are made with, of templates in these folders and in this one."""
    known = Environment(
        loader=FileSystemLoader((*folders, Path(__file__).parent), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    known.filters["unbroken"] = unbroken
    return known


def unbroken(text: str) -> Markup:
    """The text, of which no date and no moment is broken over two lines.

    >>> str(unbroken("<b> since 2026-06-01 09:00"))
    '&lt;b&gt; since <span class="when">2026-06-01 09:00</span>'
    """
    told = str(escape(visible(text)))
    return Markup(_MOMENT.sub(r'<span class="when">\g<0></span>', told))  # noqa: S704 - escaped


def _shown(value: object) -> object:
    """What is told, with what cannot be seen spelt out; what is HTML already as it is."""
    return value if isinstance(value, Markup) else visible(str(value))
