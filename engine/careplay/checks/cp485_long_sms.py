"""A text sent by sms is longer than the business pays for.

Networks send 70 characters as one unit; a longer text is cut into units of 67, each paid for. A
text of Latin letters alone has 160 and 153. A gap counts as its default or as three characters.

The channel is the one called ``sms``. Two units are allowed, or what careplay.yaml says::

    words: {sms_units: 1}
    do: [{message: "...a hundred characters...", to: adviser, channels: [sms, wechat]}]

Shorten the text, or leave the sms out of the action's channels::

    do: [{message: "...a hundred characters...", to: adviser, channels: [wechat]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from careplay.checks import wording
from careplay.checks.base import asked_by, rule_fault
from careplay.checks.selling import GAP
from careplay.diagnostics import Diagnostic
from careplay.model.business import Business

CODE = "CP485"
PRACTICE = "S1-86"
CHANNEL = "sms"
WIDE, NARROW = (70, 67), (160, 153)
"""Characters of a text that is one unit, and of each unit where it is several."""
NAME = 3
"""A gap without a default is mostly a name."""


def check(business: Business) -> Iterator[Diagnostic]:
    """Each text for the channel ``sms`` that takes too many units."""
    most = business.words.sms_units
    for rule, action, text in wording.spoken_texts(business):
        if CHANNEL in action.channels and (units := _units(text)) > most:
            what = f"the text takes {units} sms of the {most} allowed"
            way = asked_by(PRACTICE, "shorten it, or send it another way")
            yield rule_fault(rule, CODE, what, way, action.at)


def _units(text: str) -> int:
    """How many units the text takes."""
    one, each = NARROW if text.replace(GAP, "").isascii() else WIDE
    length = len(text.replace(GAP, "x" * NAME))
    return 1 if length <= one else -(-length // each)
