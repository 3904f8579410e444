"""``when:`` of a rule to its trigger; exactly one key says which kind it is."""

from __future__ import annotations

from collections.abc import Mapping

from careplay.language.nodes import Node
from careplay.language.triggers.forms import FORMS, form_of
from careplay.language.triggers.sources import World
from careplay.model.triggers import Trigger


def trigger(node: Node, world: World) -> Trigger | None:
    """The trigger as written; None after telling what is wrong with it.

    That keys do not go together is the schema's to say, which is made of the same forms.
    """
    keys = tuple(node.value) if isinstance(node.value, Mapping) else ()
    chosen = form_of([key for key in keys if node.get(key) is not None])
    return None if chosen is None else FORMS[chosen].read(node, node.text(chosen), world)
