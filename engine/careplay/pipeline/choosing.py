"""The engine that was chosen: whether it is there, and what of a business it cannot say."""

from __future__ import annotations

from dataclasses import replace

from careplay import engines
from careplay.pipeline.examining import Examined


def demand(engine: str) -> None:
    """EngineError where the engine is not on this machine."""
    engines.engine(engine).demand()


def sayable(examined: Examined, engine: str) -> Examined:
    """The same; what the engine cannot say of a sound business is told like a fault."""
    if examined.business is None:
        return examined
    found = tuple(engines.engine(engine).unsayable(examined.business))
    return replace(examined, business=None, diagnostics=found) if found else examined
