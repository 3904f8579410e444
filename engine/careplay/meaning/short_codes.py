"""Short codes of actions, which people can read out, write down and type.

A code is the first digits of the ``action_id``, each as one of ``SIGNS``, and a check sign. How
many digits is a matter of how many actions of a store can be named (``digits_for``); where
another has the code already, it is one digit longer (``engines/short_codes.py``).

The check sign is that of a pure system of ISO/IEC 7064:2003: where the signs of a code have the
values ``a(1), a(2) …``, from the check sign back, the sum of ``a(i) * r**(i - 1)`` is 1 modulo
M. M is 17, the prime after the 16 signs, and r is 3, whose powers are 16 different numbers
modulo 17; MOD 11-2 is the same of ten digits, and X is a check sign alone there, too. A single
wrong sign changes the sum, and so does an exchange of two signs, be they neighbours or not, and
a double sign that becomes another (``22`` for ``33``).
"""

from __future__ import annotations

DIGITS = "0123456789abcdef"
SIGNS = "23456789CFHJMPRW"
"""The sign of each digit, 0 to 15. They are those of Open Location Code, of which no words can
be made, without G (as 6), Q (as 9) and V (as U), and X, which is left for the check sign."""
CHECK_SIGNS = f"{SIGNS}X"
MODULUS, RADIX = len(CHECK_SIGNS), 3

LEAST_DIGITS = 2
MOST_DIGITS = 20
"""So many has an ``action_id``: where all are taken, no two actions have the same code."""
ROOM = 4
"""So many times as many codes as actions there are of a length: few are longer for want of
room, and what is mistyped twice seldom names another action."""
DAYS_TAKEN = 92
"""So many days after an action was told or due no other of its store has its code."""


def code_of(action_id: str, digits: int) -> str:
    """The code of so many of its digits; the id is lower hexadecimal."""
    values = [DIGITS.index(each) for each in action_id[:digits]]
    return "".join(SIGNS[each] for each in values) + CHECK_SIGNS[check_value(values)]


def check_value(values: list[int]) -> int:
    """Which of ``CHECK_SIGNS`` follows the values."""
    weighted = 0
    for each in values:
        weighted = (weighted + each) * RADIX % MODULUS
    return (1 - weighted) % MODULUS


def digits_for(actions: int) -> int:
    """How many digits the codes of a store have in which so many actions can be named."""
    digits = LEAST_DIGITS
    while ROOM * actions > len(SIGNS) ** digits:
        digits += 1
    return digits


def is_code(text: str) -> bool:
    """Whether the text is a code as it is printed, its check sign right."""
    if len(text) <= LEAST_DIGITS or not {*text[:-1]} <= {*SIGNS} or text[-1] not in CHECK_SIGNS:
        return False
    values = [SIGNS.index(each) for each in text[:-1]]
    return CHECK_SIGNS[check_value(values)] == text[-1]
