"""Records in SQL: cases and stays, folded from the events that speak of them.

All of them at once, on tables. ``meaning/folding.py``, ``meaning/deadlines.py`` and
``meaning/stays.py`` fold one after the other instead: one proves the other.
"""
