"""Modules of a package without the package's own code, which imports all the others."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType


class _Package(ModuleType):
    """A package whose own code is run when a name is asked of it that it does not have."""

    def __getattr__(self, name: str) -> object:
        spec = self.__spec__
        self.__class__ = ModuleType  # type: ignore[assignment]  # a module like any other
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module(self)
        return getattr(self, name)


def imported_singly(name: str) -> None:
    """Let modules of the package be imported one by one; one imported before stays as it is."""
    spec = None if name in sys.modules else find_spec(name)
    if spec is not None:
        package = module_from_spec(spec)
        package.__class__ = _Package
        sys.modules[name] = package
