"""A state chart of the package, for one case at a time.

A chart is told messages one by one and says which arrow each took. Nothing happens between
two messages: the package's own threads and timers are not started, so a moment is only ever
something a message says.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from careplay.engines.durable.cases.drawn import Arrow, ArrowEffect, Drawing, Message

ID, CASE = "message", "case"
"""The ids of a message and of a case: there is one of each at a time."""
OPERATORS = {"<": "$lt", ">": "$gt"}


class Chart:
    """A drawing made a chart of the package."""

    def __init__(self, name: str, drawing: Drawing) -> None:
        from durable import engine  # noqa: PLC0415 - only where it is installed

        self._name = name
        self._live = False
        self._said: list[ArrowEffect] = []
        self._faults: list[BaseException] = []
        self._left: type[Exception] = engine.MessageNotHandledException
        # The package's host starts two threads that post for as long as the process lives.
        self._host: Any = type("Quiet", (engine.Host,), {"_run": lambda _: None})()
        self._host.set_rulesets({f"{name}$state": self._definition(drawing)})
        self._prime(drawing)

    def post(self, message: Message) -> ArrowEffect | None:
        """Tell the case a message; return what its arrow says, None where no arrow took it.

        RuntimeError, or what an arrow raised, where the package did not come to the end.
        """
        self._said.clear()
        self._live = True
        state = None
        with suppress(self._left):
            state = self._host.post(self._name, {**message, "id": ID, "sid": CASE})
        self._check(state)
        if not self._said:
            # What no arrow took would lie in wait, and be taken in a later state.
            self._host.get_ruleset(self._name).retract_fact({"id": ID, "sid": CASE})
            return None
        (said,) = self._said
        return said

    def forget(self) -> None:
        """Be done with the case; the next message is the first of another."""
        if self._live:
            self._host.delete_state(self._name, CASE)
            self._live = False

    def _check(self, state: Any) -> None:
        """See that the package came to the end of what it did."""
        if self._faults:
            raise self._faults.pop()
        if state is not None and not isinstance(state, dict):
            raise RuntimeError(f"the chart of the {self._name} was left in the middle")
        if state is not None and "exception" in state:
            raise RuntimeError(f"the chart of the {self._name} failed: {state['exception']}")
        if len(self._said) > 1:
            raise RuntimeError(f"the chart of the {self._name} took a message twice")

    def _prime(self, drawing: Drawing) -> None:
        """Begin and forget a case: else forgetting one that never began crashes the package."""
        first = next(iter(drawing.values()))[0]
        self.post({field: value for field, _, value in first.tests})
        self.forget()

    def _definition(self, drawing: Drawing) -> dict[str, Any]:
        return {
            state: {
                f"arrow {number}": {
                    "all": [{"m": {"$and": [_test(*test) for test in arrow.tests]}}],
                    "to": arrow.to,
                    "run": self._saying(arrow),
                }
                for number, arrow in enumerate(arrows)
            }
            for state, arrows in drawing.items()
        }

    def _saying(self, arrow: Arrow) -> Callable[[Any], None]:
        def run(closure: Any) -> None:
            try:
                self.take(arrow, closure)
            except BaseException as fault:
                self._faults.append(fault)  # the package keeps only its text, if that
                raise

        return run

    def take(self, arrow: Arrow, closure: Any) -> None:
        """Say what the arrow says; the package's own word for what happens is not asked."""
        del closure
        self._said.append(arrow.said)


def _test(field: str, operator: str, value: str | int) -> dict[str, Any]:
    test = {field: value}
    return {OPERATORS[operator]: test} if operator in OPERATORS else test
