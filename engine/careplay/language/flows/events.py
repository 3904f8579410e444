"""What a flow makes known: the events that say something of a case, and the case itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from careplay.diagnostics import nearest
from careplay.language.codes import FLOW_EVENT, FLOW_NAME, UNKNOWN_EVENT_TYPE
from careplay.language.flows.approved import asked_of
from careplay.language.flows.flow import Written
from careplay.language.flows.pauses import (
    AT_MOST,
    UNTIL,
    evidence_of as pause_evidence,
    pauses_of,
)
from careplay.language.flows.steps import evidence_of, steps_of
from careplay.language.names import ATTRIBUTE_WORDS, usable
from careplay.language.nodes import Node
from careplay.language.suggestions import way_out
from careplay.model.business import Attribute, EventType
from careplay.model.flows import (
    OUTCOME,
    PLAN_DUE,
    PLAN_OWNER,
    RECORD_ATTRIBUTES,
    RESUMED,
    Flow,
)
from careplay.model.types import Type, Types

SAID = {OUTCOME: Type.TEXT, PLAN_DUE: Type.DATE, PLAN_OWNER: Type.STAFF}
"""The attributes whose type a flow says; others have the type they have elsewhere, or text."""


@dataclass(slots=True)
class Need:
    """What an event of some type must tell, and what it may tell besides."""

    node: Node
    must: dict[str, Node] = field(default_factory=dict)
    """Each attribute, and where it is asked for."""
    may: dict[str, None] = field(default_factory=dict)
    outcomes: dict[str, None] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    """Those that are dates, where nothing else says of which type they are."""
    staff: set[str] = field(default_factory=set)
    """Those that name people, likewise."""


def with_events(
    written: Iterable[Written], event_types: Mapping[str, EventType]
) -> tuple[tuple[Written, ...], dict[str, EventType]]:
    """The flows with what their cases carry; and all event types, theirs among them."""
    flows = tuple(written)
    known = {
        name: each
        for event in event_types.values()
        for name, each in event.attributes.items()
        if not each.undeclared  # of which the flow may think otherwise
    }
    types = dict(event_types)
    for each in flows:
        _named_apart(each, event_types)
        for name, need in _needs(each).items():
            if name in types and not types[name].undeclared:
                _has(name, need, types[name])
            else:
                types[name] = _made(name, need, known)
                known = {**types[name].attributes, **known}
    carrying = tuple(_carrying(each, types) for each in flows)
    for each in carrying:
        if each.flow.name not in event_types:
            types[each.flow.name] = _record(each, types)
        _due(each, types)
    _told_alike(carrying, known)
    return carrying, types


def _needs(written: Written) -> dict[str, Need]:
    """By event type, what the flow needs its events to tell."""
    flow, node = written.flow, written.node
    found: dict[str, Need] = {}
    for told in written.versions:
        for name, step in steps_of(told):
            need = found.setdefault(flow.done(name), Need(step))
            _told_by_step(step, need)
    for name, below in pauses_of(node):
        must = dict.fromkeys(pause_evidence(below), below)
        for each in must:
            usable(each, below, "attribute", ATTRIBUTE_WORDS)
        found.setdefault(flow.called(name), Need(below, must, dates={below.text(UNTIL)}))
        found.setdefault(flow.called(RESUMED), Need(below))
    for told in written.versions:
        goal = told.get("goal")
        if goal is not None and goal.text("or"):
            agreed = goal.get("or") or goal
            must = dict.fromkeys((PLAN_DUE, PLAN_OWNER), agreed)
            found.setdefault(flow.called(goal.text("or")), Need(agreed, must))
    for need in found.values():
        need.must = {flow.by: need.node, **need.must}
    return found


def _told_by_step(step: Node, need: Need) -> None:
    done, then = step.get("done"), step.get("next")
    if then is not None and isinstance(then.value, Mapping):
        need.must[OUTCOME] = then
        need.outcomes |= dict.fromkeys(then.value)
    need.must |= _named(() if done is None else done.rows("evidence"))
    if done is not None and (approved := asked_of(step)) is not None:
        for name in approved:
            usable(name, done, "attribute", ATTRIBUTE_WORDS)
            need.must.setdefault(name, done)
        need.staff.add(approved[0])
    need.may |= dict.fromkeys(_named(_asked(step)))


def _named(rows: Iterable[Node]) -> dict[str, Node]:
    """The attributes that are written there, each where it stands."""
    found = {row.value: row for row in rows if isinstance(row.value, str)}
    for name, row in found.items():
        usable(name, row, "attribute", ATTRIBUTE_WORDS)
    return found


def _asked(step: Node) -> Iterator[Node]:
    """What the event of a step may tell: what some outcome needs, and what is asked for."""
    yield from (row for _, below in evidence_of(step) for row in below.rows())
    yield from (row for action in step.rows("do") for row in action.rows("ask"))


def _made(name: str, need: Need, known: Mapping[str, Attribute]) -> EventType:
    """The event type as the flow implies it."""
    attributes = {
        each: Attribute(each, _type_of(each, need)) for each in (*need.must, *need.may)
    }
    elsewhere = {each: known[each] for each in attributes if each in known}
    if (outcome := elsewhere.get(OUTCOME)) is not None and outcome.type is Type.CHOICE:
        # Each event type has choices of its own; only the type of the column is shared.
        elsewhere[OUTCOME] = replace(outcome, choices=tuple(need.outcomes))
    label = need.node.text("title")  # of a step; a pause has none
    made = EventType(name, {**attributes, **elsewhere}, label, at=need.node.at)
    _has(name, need, made)
    return made


def _has(name: str, need: Need, event: EventType) -> None:
    """Tell an event type that cannot tell what the flow needs."""
    for each, told in need.must.items():
        found = event.attributes.get(each)
        node = need.node
        # What no word of a step asks for is meant by the step as such.
        whole = told is node and isinstance(node.value, Mapping)
        at = node.key_at if whole else told.at
        if found is None:
            what = f'event type "{name}" has no attribute "{each}"'
            node.say(FLOW_EVENT, what, _way(each, name, need), at)
        elif each in SAID and not _fits(found, SAID[each], need):
            what = f'attribute "{each}" of event type "{name}" is of type {found.type}'
            if found.choices:
                what = f'attribute "{each}" of event type "{name}" lacks an outcome as choice'
            node.say(FLOW_EVENT, what, f"declare it as {each}: {SAID[each]}", at)


def _way(attribute: str, event: str, need: Need) -> str:
    return f"declare {event}: {{{attribute}: {_type_of(attribute, need)}}}"


def _type_of(attribute: str, need: Need) -> Type:
    """The type of an attribute of which nothing else says one."""
    named = Type.STAFF if attribute in need.staff else Type.TEXT
    return SAID.get(attribute, Type.DATE if attribute in need.dates else named)


def _fits(found: Attribute, wanted: Type, need: Need) -> bool:
    if wanted is Type.TEXT and found.type is Type.CHOICE:
        return need.outcomes.keys() <= set(found.choices)
    return found.type is wanted


def _named_apart(written: Written, event_types: Mapping[str, EventType]) -> None:
    """Tell event types that are not there or tell no case apart, and names that are taken."""
    flow, node = written.flow, written.node
    starts = node.get("starts")
    for row in (*((starts,) if starts else ()), *node.rows("ends")):
        if isinstance(row.value, str):
            _known(row, row.value, flow, event_types)
    if flow.name in event_types:
        what = f'there is an event type "{flow.name}" already'
        node.called("").say(FLOW_NAME, what, "give the flow another name", node.key_at)
    seen: set[str] = set()
    for name in (flow.starts, *flow.ends, *_needs_of(written)):
        if name in seen:
            what = f'"{name}" says two things of a case'
            node.say(FLOW_NAME, what, "give one of them another name", node.key_at)
        seen.add(name)


def _needs_of(written: Written) -> Iterator[str]:
    """The event types that steps, pauses and agreements stand for, as often as they do."""
    flow = written.flow
    steps = dict.fromkeys(step.name for version in flow.versions for step in version.steps)
    goals = (version.goal for version in flow.versions)
    yield from map(flow.done, steps)
    yield from map(flow.called, flow.pauses)
    if flow.pauses:
        yield flow.called(RESUMED)
    yield from dict.fromkeys(flow.called(goal.agreed) for goal in goals if goal and goal.agreed)


def _known(node: Node, name: str, flow: Flow, event_types: Mapping[str, EventType]) -> None:
    found = event_types.get(name)
    if found is None:
        way = way_out(name, event_types, "event types")
        node.say(UNKNOWN_EVENT_TYPE, f'unknown event type "{name}"', way)
    elif flow.by not in found.attributes:
        what = f'event type "{name}" has no attribute "{flow.by}", which tells cases apart'
        near = way_out(flow.by, found.attributes, "attributes")
        node.say(FLOW_EVENT, what, f"name one of its attributes under by: {near}")


def _due(written: Written, types: Mapping[str, EventType]) -> None:
    """Tell what is due by what is no date, or by a plan that stands in for no goal."""
    known = {
        name: each.type
        for kind in written.flow.types()
        if kind in types
        for name, each in types[kind].attributes.items()
    }
    for _, pause in pauses_of(written.node):
        _dated(pause, UNTIL, known)
        when = (UNTIL, "after", AT_MOST)
        if pause.text("remind") and all(pause.get(each) is None for each in when):
            way = "write after: 3 days, at_most: 2 weeks, or until: with the date that is told"
            pause.say(FLOW_EVENT, "it is not said when somebody is reminded", way)
    for version, told in zip(written.flow.versions, written.versions, strict=True):
        agreed = version.goal.agreed if version.goal else ""
        for _, step in steps_of(told):
            plan = step.text("or")
            _dated(step, "due", known)
            if plan and plan != agreed:
                what = f'"{plan}" stands in for no goal'
                way = f"write or: {plan} under goal: as well"
                if nearest(plan, (agreed,)):
                    way = f'did you mean "{agreed}"?'
                (step.get("or") or step).say(FLOW_EVENT, what, way)


def _dated(node: Node, key: str, known: Types) -> None:
    """Tell what stands under the key and is no date of the case."""
    name, told = node.text(key), node.get(key)
    if not name or told is None or known.get(name) is Type.DATE:
        return
    what = f'no event of the flow has an attribute "{name}"'
    if name in known:
        what = f'attribute "{name}" is of type {known[name]}'
    dates = [each for each, type_ in known.items() if type_ is Type.DATE]
    told.say(FLOW_EVENT, what, f"name a date under {key}: {way_out(name, dates, 'dates')}")


def _carrying(written: Written, types: Mapping[str, EventType]) -> Written:
    """The flow with the names of all attributes that events of its types may have."""
    own = (types[name] for name in written.flow.types() if name in types)
    carried = sorted({each for event in own for each in event.attributes})
    return replace(written, flow=replace(written.flow, carried=tuple(carried)))


def _told_alike(written: Iterable[Written], known: Mapping[str, Attribute]) -> None:
    """Tell attributes of other events that have another type than a case's own; each once."""
    seen: set[str] = set()
    for each in written:
        for name, type_ in own_attributes(each.flow):
            apart = name in known and known[name].type is not type_
            if apart and name not in seen and name not in each.flow.carried:
                what = f'a case tells its "{name}" itself, and it is of type {type_}'
                way = f'give the attribute "{name}" of other events another name'
                each.node.say(FLOW_NAME, what, way, each.node.key_at)
            seen.add(name)


def _record(written: Written, types: Mapping[str, EventType]) -> EventType:
    """The case as an event type; what it tells itself is no attribute of its events."""
    flow, node = written.flow, written.node
    told = dict(own_attributes(flow))
    for name in told:
        if name in flow.carried:
            what = f'a case tells its "{name}" itself'
            way = "give that attribute of its events another name"
            node.say(FLOW_NAME, what, way, node.key_at)
    own = [types[name] for name in flow.types() if name in types]
    carried: dict[str, Attribute] = {}
    for each in (at for event in own for at in event.attributes.values()):
        before = carried.get(each.name)
        choices = dict.fromkeys((*(before.choices if before else ()), *each.choices))
        personal = each.personal or (before is not None and before.personal)
        carried[each.name] = replace(each, choices=tuple(choices), personal=personal)
    attributes = {
        **carried,
        **{name: Attribute(name, type_) for name, type_ in told.items()},
    }
    return EventType(flow.name, attributes, flow.label, record=True, at=flow.at)


def own_attributes(flow: Flow) -> Iterator[tuple[str, Type]]:
    """What a case tells besides what its events told."""
    for name, type_ in RECORD_ATTRIBUTES:
        yield name, Type(type_)
    most = max(len(version.late) for version in flow.versions)
    for prefix in ("late", "goal_late"):
        for number in range(1, most + 1):
            yield f"{prefix}_{number}_on", Type.DATE
