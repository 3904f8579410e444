"""Customers as a worker's task: whom the rules of a date serve, and why."""

from __future__ import annotations

from careplay.engines.durable.deciding.answering import deciding
from careplay.engines.durable.programme import CustomerValues, Programme
from careplay.engines.durable.tasks import Answering, ItemName
from careplay.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Customers:
    """A programme to be carried out: ``CustomerValues`` in, ``Answer`` out."""

    programme: Programme

    def ready(self) -> Answering:
        """Answer by the package's rulesets."""
        from careplay.engines.durable.judging.rulesets import Rulesets  # noqa: PLC0415 - the worker's

        return deciding(
            self.programme, Rulesets(self.programme.questions, self.programme.types)
        )

    def plainly(self) -> Answering:
        """Answer the same by careplay itself."""
        from careplay.engines.durable.judging.plainly import PlainJudge  # noqa: PLC0415 - not the worker's

        return deciding(self.programme, PlainJudge())

    def called(self, item: CustomerValues) -> ItemName:
        """The customer by its key."""
        return ItemName(item.key)
