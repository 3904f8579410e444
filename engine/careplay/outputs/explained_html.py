"""A customer's day explained, as one HTML page that asks nothing of the outside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from careplay.outputs.explained_sentences import asked_in_words, sentence
from careplay.outputs.explained_words import explaining_words
from careplay.outputs.sheets.html_page import environment

if TYPE_CHECKING:
    from jinja2 import Template

    from careplay.outputs.explained import Explained

PAGE = "explained.html"


def report(explained: Explained) -> str:
    """The page: a sentence a rule, and all that it saw."""
    say = explaining_words(explained.business.language)
    return template(PAGE).render(explained=explained, cells=say, say=say, sentence=sentence)


@cache
def template(name: str) -> Template:
    """A page of this folder, which can say what a cell asks."""
    known = environment(Path(__file__).parent)
    known.globals["asked_in_words"] = asked_in_words
    return known.get_template(name)
