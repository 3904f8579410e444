"""A list of stays as one HTML page, which asks nothing of the outside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.outputs.sheets.html_page import environment
from careplay.outputs.stays.stay_heads import counts_of, later_of, title_of
from careplay.outputs.stays.stay_words import stay_words

if TYPE_CHECKING:
    from jinja2 import Template

    from careplay.outputs.stays.stay_list import StayList

PAGE = "stay_list.html"


def write(listed: StayList) -> bytes:
    """The page in UTF-8."""
    say = stay_words(listed.language)
    told = {"title": title_of(listed), "counts": counts_of(listed)}
    return _template().render(listed=listed, say=say, later_of=later_of, **told).encode()


@cache
def _template() -> Template:
    return environment(Path(__file__).parent).get_template(PAGE)
