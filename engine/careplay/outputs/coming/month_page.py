"""A calendar as one HTML page, which asks nothing of the outside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.outputs.coming.month_lines import counts_of, heading_of, hour_of, told_of
from careplay.outputs.coming.month_words import dated, month_words
from careplay.outputs.sheets.html_page import environment

if TYPE_CHECKING:
    from jinja2 import Template

    from careplay.outputs.coming.month_sheet import ComingSheet

PAGE = "month.html"


def write(month: ComingSheet) -> bytes:
    """The page in UTF-8."""
    told = {"title": heading_of(month), "counts": counts_of(month), "month": month}
    asked = {"dated": dated, "hour_of": hour_of, "told_of": told_of}
    say = month_words(month.sheet.language)
    return _template().render(say=say, **told, **asked).encode()


@cache
def _template() -> Template:
    return environment(Path(__file__).parent).get_template(PAGE)
