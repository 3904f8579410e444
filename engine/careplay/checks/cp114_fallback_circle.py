"""The fallbacks of roles lead back to where they began.

Where nobody of a role is found, its fallback is asked, and so on. Here none
is the last::

    roles: {adviser: {fallback: manager}, manager: {fallback: adviser}}

An action would be passed round and never reach anyone. Let the last role have no fallback::

    roles: {adviser: {fallback: manager}, manager: {}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careplay.diagnostics import Diagnostic
from careplay.model.business import Business, Role

CODE = "CP114"


def check(business: Business) -> Iterator[Diagnostic]:
    """Each circle once, at the role that is written first."""
    seen: set[str] = set()
    for role in business.roles.values():
        circle = _circle(role, business.roles)
        if circle and not seen & set(circle):
            path = " -> ".join(f'"{name}"' for name in (*circle, role.name))
            what = f"the fallbacks of roles go round: {path}"
            way = "leave out the fallback of the last to be asked"
            yield Diagnostic(business.file, role.at, CODE, f"{what}; {way}")
            seen |= set(circle)


def _circle(role: Role, roles: Mapping[str, Role]) -> tuple[str, ...]:
    """The roles from this one back to itself; none if they end elsewhere."""
    path = [role.name]
    while (after := roles[path[-1]].fallback) is not None and after in roles:
        if after == role.name:
            return tuple(path)
        if after in path:
            return ()
        path.append(after)
    return ()
