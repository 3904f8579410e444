"""The engine that was chosen: whether it is there, and what of a business it cannot say."""

from __future__ import annotations

from dataclasses import replace

from careplay.pipeline.examining import Examined

DURABLE = "durable"
"""The one engine that needs a package of its own, and cannot say everything."""


def demand(engine: str) -> None:
    """EngineError where the engine is not on this machine."""
    if engine == DURABLE:
        from careplay.engines.durable import available  # noqa: PLC0415 - seldom chosen

        available.demand()


def sayable(examined: Examined, engine: str) -> Examined:
    """The same; what the engine cannot say of a sound business is told like a fault."""
    if engine != DURABLE or examined.business is None:
        return examined
    from careplay.engines.durable.sayable import unsayable  # noqa: PLC0415

    found = tuple(unsayable(examined.business))
    return replace(examined, business=None, diagnostics=found) if found else examined
