"""One action traced back, as one HTML page that asks nothing of the outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careplay.outputs import traced_text
from careplay.outputs.explained_html import template
from careplay.outputs.explained_words import explaining_words
from careplay.outputs.traced_words import tracing_words

if TYPE_CHECKING:
    from careplay.outputs.traced import Traced

PAGE = "traced.html"


def report(traced: Traced) -> str:
    """The page: what became of the action, what its day knew, and its rows."""
    language = traced.business.language
    say, cells = tracing_words(language), explaining_words(language)
    return template(PAGE).render(traced=traced, say=say, cells=cells, words=traced_text)
