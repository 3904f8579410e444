"""From files that nobody has described to a business that runs: what is guessed, and why.

Pure functions, from looked-at columns (``PeekedTable``) to a ``Proposal`` and its text. A guess
says on what it stands; what cannot be told is said, too. ``pipeline/proposing.py`` reads the
files and holds what is proposed against them.
"""
