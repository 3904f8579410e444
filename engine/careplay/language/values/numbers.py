"""Numbers as a manager writes them: ``12000``, ``-3``, ``12.5``; and shares: ``20%``."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from __future__ import annotations

import re
from decimal import Decimal

from careplay.diagnostics import quoted
from careplay.language.codes import BAD_NUMBER, BAD_SHARE
from careplay.language.wrong import Wrong
from careplay.model.types import DECIMALS, Type

PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
GROUPED = re.compile(r"-?\d{1,3}([,， _]\d{3})+(\.\d+)?", re.ASCII)
UNUSUAL = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)\s*[%％]", re.ASCII)
UNIT = re.compile(
    r"(-?\d+(?:\.\d+)?)\s*(元|块|人民币|次|个|件|分|人|天|岁|rmb|cny|yuan)",
    re.ASCII | re.IGNORECASE,
)
WIDE = str.maketrans("０１２３４５６７８９．－＋％", "0123456789.-+%")

DIGITS = {Type.INTEGER: 18, Type.NUMBER: 12, Type.MONEY: 16}
"""Digits before the point that the tables of an engine can hold."""


def number(text: str, type_: Type) -> int | Decimal | Wrong:
    """The number of this type, or why it is none."""
    if PLAIN.fullmatch(text) is None:
        return Wrong(BAD_NUMBER, f"{quoted(text)} is not a number", _mended(text), text)
    whole, _, digits = text.partition(".")
    if len(whole.lstrip("-0")) > DIGITS[type_]:
        way = f"at most {DIGITS[type_]} digits may stand before the point"
        return Wrong(BAD_NUMBER, f"{quoted(text)} is too long a number", way, text)
    kept = DECIMALS[type_]
    if len(digits.rstrip("0")) <= kept:
        return int(whole) if type_ is Type.INTEGER else Decimal(text)
    what = "is not a whole number" if kept == 0 else "has more digits than can be kept"
    way = "write a whole number" if kept == 0 else f"at most {kept} may stand after the point"
    return Wrong(BAD_NUMBER, f'"{text}" {what}', way, text)


def share(text: str) -> Decimal | Wrong:
    """The fraction a percentage stands for: ``20%`` is 0.2."""
    found = PERCENT.fullmatch(text.translate(WIDE))
    if found is None or text != text.translate(WIDE):
        near = text.translate(WIDE).rstrip("%").strip()
        way = "write a percentage such as 20%"
        if PLAIN.fullmatch(near) is not None:
            way = f"write {_percent(near, text)}%"
        return Wrong(BAD_SHARE, f"{quoted(text)} is not a share", way, text)
    fraction = Decimal(found[1]) / 100
    if 0 < fraction <= 1:
        return fraction
    way = "it lies above 0% and goes up to 100%"
    return Wrong(BAD_SHARE, f"{quoted(text)} is not a share", way, text)


def _percent(digits: str, written: str) -> str:
    """What was meant: 0.2 without a sign is a fraction, 20 is not."""
    value = Decimal(digits)
    fraction = 0 < value < 1 and written == digits
    return f"{(value * 100 if fraction else value).normalize():f}"


def _mended(text: str) -> str:
    """How the number would be written, where that can be told."""
    straight = text.translate(WIDE)
    if (percent := PERCENT.fullmatch(straight)) is not None:
        return f"a number is written without %: {Decimal(percent[1]) / 100}"
    if GROUPED.fullmatch(straight) is not None:
        return f"write {re.sub('[,， _]', '', straight)}"
    if (united := UNIT.fullmatch(straight)) is not None:
        return f"write {united[1]}, without a unit"
    if straight != text and PLAIN.fullmatch(straight) is not None:
        return f"write {straight}, in plain digits"
    if UNUSUAL.fullmatch(straight) is not None:
        return f"write {Decimal(straight):f}"
    return "write digits, such as 12000 or 12.5"
