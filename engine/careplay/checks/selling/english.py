"""How English messages sell: prices, gifts, haste, and what has just arrived."""

from __future__ import annotations

from functools import cache

from careplay.checks.selling.patterns import Selling, pattern

PRICES = r"""
    \b(?: discount(?:s|ed)? | percent\ off | half[-\ ]price | clearance | cash\ ?back
        | coupons? | vouchers? | buy\ (?:one|two|\d),?\ get )\b
    | \d+\ ?%\ off\b | \b(?:only|from|just)\ [$£€]\d | \bsave\ (?:up\ to\ )?[$£€\d]
"""
PROMOTION = rf"""
    {PRICES}
    | \b(?: sales? | promotions? | deals? | bargains? | special\ offers? | gift\ cards?
        | promo\ code | free\ (?:gift|trial|sample)s? | double\ points | prize\ draw
        | while\ stocks?\ lasts? | limited[-\ ]time | (?:shop|buy|order)\ now
        | unsubscribe )\b
"""
NOVELTY = r"""
    \b(?: new\ (?:arrivals?|collections?|models?|in|range|season's|stock|products?) | launch
        | just\ (?:in|arrived|landed|launched) | in\ store\ now | now\ in\ st(?:ock|ore)
        | back\ in\ stock | pre-?orders? )\b
"""


@cache
def english() -> Selling:
    """The patterns, read when they are first asked for."""
    return Selling(
        pattern(PRICES),
        pattern(PROMOTION),
        pattern(NOVELTY),
        harmless=pattern(r"\b(?: new\ in\ town | deal\ with | a\ great\ deal )\b"),
        denied_before=pattern(
            r"\b(?: no | not\ an? | never\ an? | without\ an? )\b [^.,;!?]{0,12} $"
        ),
        denied_after=pattern(r"[^.,;!?]{0,3} \b can\ wait \b"),
        joined=pattern(r"[^.,;!?]{0,3} (?: , | \ and\  | \ or\  | \ nor\  ) [^.,;!?]{0,3}"),
    )
