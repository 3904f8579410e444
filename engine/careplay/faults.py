"""What careplay raises when the world or the data, and not the playbook, is in the way."""

from __future__ import annotations

from careplay.visible import one_line


class CareplayError(Exception):
    """A fault told in one sentence; commands print it and exit with ``exit_code``."""

    exit_code = 4

    def __str__(self) -> str:
        """Return the sentence, with what cannot be seen spelt out."""
        return one_line(super().__str__())


class SourceError(CareplayError):
    """A table could not be opened; the message names it and says what to try."""


class HistoryError(CareplayError):
    """What an earlier run kept cannot be read; the message names the file and the way out.

    ``besides`` ends the message: what a run can do about it, and nothing else.
    """

    def __init__(self, message: str, besides: str = "") -> None:
        super().__init__(message + besides)
        self._alone = message

    def alone(self) -> str:
        """The sentence without what only a run can do."""
        return one_line(self._alone)


class OutputError(CareplayError):
    """A result could not be written; the message names the file and says what to try."""


class EngineError(CareplayError):
    """An engine could not carry the plan out; the message says what to try."""


class DataFaultError(CareplayError):
    """The data are not what the business declares, so no right result can be had."""

    exit_code = 3


class NothingToRunError(CareplayError):
    """There is no business, or no rule, where one was looked for."""

    exit_code = 5


class ParameterError(CareplayError):
    """A parameter has no value yet on the date; the message names its user and first date."""

    exit_code = 1


class RecordingError(CareplayError):
    """What is to be recorded cannot be: no such action or answer, or something lacks.

    ``about``: the answer that it is of, or ``code``, ``until`` or ``by``; empty of all at once.
    """

    exit_code = 2

    def __init__(self, message: str, about: str = "") -> None:
        super().__init__(message)
        self.about = about
