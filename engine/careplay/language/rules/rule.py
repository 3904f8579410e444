"""Rules: a trigger, a whole condition and actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from careplay.language.conditions.mappings import condition
from careplay.language.names import Definition
from careplay.language.nodes import Node
from careplay.language.rules.actions import Means, action
from careplay.language.rules.ending import unended
from careplay.language.rules.memory import catch_up, once
from careplay.language.rules.texts import MOMENT, gap_at, placeholders
from careplay.language.rules.undone import let_go
from careplay.language.triggers.sources import World
from careplay.language.triggers.trigger import trigger
from careplay.language.values.moments import day
from careplay.language.wrong import Wrong
from careplay.model.conditions import ALWAYS, AllOf, AnyOf, Condition, Known, NoneOf
from careplay.model.rules import Action, Audience, Placeholder, Rule, Scope
from careplay.model.triggers import Trigger


def rule(definition: Definition, world: World, means: Means) -> Rule | None:
    """The rule as written; None where its trigger cannot be made out."""
    node = definition.node
    when = node.get("when")
    found = None if when is None else trigger(when, world)
    told = (action(row, means, found) for row in node.rows("do"))
    actions = tuple(each for each in told if each is not None)
    whole = _whole(node, (actions, found), world, means)
    first, last = _valid(node, "from"), _valid(node, "until")
    limited, open_for = once(node, found), let_go(node)
    if found is None:
        return None
    audience = node.text("for", Audience.CUSTOMERS)
    written = node.get("id")
    return Rule(
        definition.name,
        Path(node.document.file).stem,
        node.text("title"),
        found,
        actions,
        condition=whole,
        audience=Audience(audience) if audience in set(Audience) else Audience.CUSTOMERS,
        source=node.words("source"),
        valid_from=first,
        valid_until=last,
        once=limited,
        catch_up=catch_up(node),
        was=node.words("was"),
        let_go=open_for,
        file=node.document.file,
        at=(written or node).at,
        places=node.places(("when", "valid")),
    )


def _whole(
    node: Node, of: tuple[tuple[Action, ...], Trigger | None], world: World, means: Means
) -> Condition:
    """What ``if`` and ``unless`` ask, what the texts need, and a channel that can be used.

    And that nothing has ended it.
    """
    parts: list[Condition] = []
    actions, found = of
    asked, barred = node.get("if"), node.get("unless")
    if asked is not None:
        parts.append(condition(asked, world.vocabulary))
    if barred is not None:
        parts.append(NoneOf((condition(barred, world.vocabulary),)))
    parts += needed(actions, means)
    parts += unended(node, found, means.event_types)
    return AllOf(tuple(parts)) if parts else ALWAYS


def needed(actions: tuple[Action, ...], means: Means) -> tuple[Condition, ...]:
    """What the texts need, and a channel that can be used."""
    return (*_needed_by_texts(actions), *_needed_by_channels(actions, means))


def _needed_by_texts(actions: Iterable[Action]) -> Iterable[Condition]:
    """Each fact or attribute that a text cannot do without, once."""
    found: dict[str, Known] = {}
    for each in actions:
        for gap in placeholders((*each.text, *each.reason)):
            name = _needed(gap)
            if name is not None:
                found.setdefault(name, Known(name, gap_at(gap, each)))
    return found.values()


def _needed(gap: Placeholder) -> str | None:
    if gap.default is not None or gap.scope in {Scope.OCCASION, Scope.PARAMETER}:
        return None
    if gap.scope is Scope.FACT:
        return gap.name
    return None if gap.name == MOMENT else f"event.{gap.name}"


def _needed_by_channels(actions: Iterable[Action], means: Means) -> Iterator[Condition]:
    """For each action whose every channel needs a fact, that one of the facts is known."""
    for each in actions:
        needs = [means.channels[name].needs for name in dict.fromkeys(each.channels)]
        at = each.places.get("channels", each.at)
        told = tuple(Known(need, at) for need in needs if need is not None)
        if told and len(told) == len(needs):
            yield AnyOf(told)


def _valid(node: Node, key: str) -> date | None:
    valid = node.get("valid")
    told = None if valid is None else valid.get(key)
    if valid is None or told is None or not isinstance(told.value, str):
        return None
    found = day(valid.text(key))
    if isinstance(found, Wrong):
        told.tell(found)
        return None
    return found
