"""A customer's day explained: the run's answer for each rule, and what the rule saw.

What became of a rule is read from the rows of the run, never worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplay import history
from careplay.authoring.explaining.changing import changes
from careplay.authoring.explaining.onlookers import (
    MARK,
    Onlookers,
    onlookers,
    trigger_facts,
)
from careplay.authoring.explaining.parts import asked_parts
from careplay.authoring.explaining.sight import DaysNames, Sight, values_of
from careplay.authoring.explaining.waiting import waited_for
from careplay.engines.base import Undecided
from careplay.frozen import dataclass
from careplay.masks import MASK, masked
from careplay.meaning.clock import Clock, clock_of
from careplay.meaning.truth import Row, truth
from careplay.model.actions import ActionRow
from careplay.model.business import Business
from careplay.model.parameters import at_work
from careplay.model.personal import tells_personal
from careplay.model.rules import Audience, Rule
from careplay.model.triggers import Stands
from careplay.model.types import Scalar, Type
from careplay.model.words import scalar_of
from careplay.outputs.explained import (
    Explained,
    ExplainedRule,
    Fate,
    RuleAction,
    SeenOccasion,
)
from careplay.outputs.holding import limit_in_words
from careplay.outputs.naming import why
from careplay.pipeline.beside import FACTS, DayBeside, day_beside
from careplay.pipeline.running import Choices
from careplay.sources.columns import literal

if TYPE_CHECKING:
    from careplay.sources.loaded import Loaded

STATUSES = tuple(Fate)[:4]
"""What the rows of the run say of actions, the most telling first."""


def explained(
    business: Business, day: date, loaded: Loaded, choices: Choices, only: Iterable[str] = ()
) -> Explained:
    """The day of ``choices.customer``, as ``run`` makes it with these choices of these data.

    ``only``: the ids of the rules that are explained; all of them where there are none.
    """
    names = frozenset(only)
    chosen = tuple(rule for rule in business.rules if not names or rule.id in names)
    looking = onlookers(each for each in chosen if is_explained(each))
    found = day_beside(business, day, loaded, choices, looking.business)
    known = DaysNames.of(business, found.day.staff)
    seen = _seen(found, known, looking, clock_of(business, day))
    told = _told_on(business, day, choices, loaded)
    rules = tuple(
        replace(_explained(rule, seen), told_on=told.get(rule.id))
        for rule in chosen
        if names or is_explained(rule) or any(_rows(rule, seen))
    )
    flows = (each.label or each.name for each in business.flows.values())
    stays = (each.label or each.name for each in business.receptions.values())
    return Explained(
        business,
        day,
        choices.customer or "",
        rules,
        (*flows, *stays),
        tuple(each.title for each in business.rules if _is_of_business(each)),
        found.day.staff,
    )


def is_explained(rule: Rule) -> bool:
    """Whether it is a rule of a playbook for customers; steps and items are not explained."""
    return rule.audience is Audience.CUSTOMERS and not is_lowered(rule)


def is_lowered(rule: Rule) -> bool:
    """Whether it was made of a flow or a reception."""
    return isinstance(rule.trigger, Stands) or bool(rule.step or rule.item)


def _is_of_business(rule: Rule) -> bool:
    return rule.audience is not Audience.CUSTOMERS and not is_lowered(rule)


@dataclass(frozen=True, slots=True)
class _SeenDay:
    """What the run and the onlookers tell."""

    found: DayBeside
    known: DaysNames
    looking: Onlookers
    clock: Clock
    facts: Row
    last: Mapping[str, Scalar | None]
    """By the name of the measure, when each kind of event was last."""


def _seen(found: DayBeside, known: DaysNames, looking: Onlookers, clock: Clock) -> _SeenDay:
    facts: Row = {}
    last: dict[str, Scalar | None] = {}
    for row in found.told:
        if row["rule"] == FACTS:
            facts = values_of(row["because"], known)
            told = {each["fact"]: each["value"] for each in row["because"]}
            last = {
                name: scalar_of(told.get(name), _kind(name, looking, known))
                for name in looking.last.values()
            }
    return _SeenDay(found, known, looking, clock, facts, last)


def _kind(name: str, looking: Onlookers, known: DaysNames) -> Type:
    of = next(each for each, measure in looking.last.items() if measure == name)
    if of.attribute is None:
        return Type.MOMENT
    return known.business.event_types[of.event].attributes[of.attribute].type


def _told_on(
    business: Business, day: date, choices: Choices, loaded: Loaded
) -> Mapping[str, date]:
    """The last kept day before on which the customer was told each rule."""
    if choices.out is None or choices.fresh:
        return {}
    before = day - timedelta(days=1)
    sql = history.kept_between(business, choices.out, None, before, loaded.connection)
    query = (
        f"SELECT rule, max(date) FROM {sql} WHERE status = 'due'"  # noqa: S608
        f" AND customer_id = {literal(choices.customer or '')} GROUP BY rule"
    )
    return dict(loaded.connection.execute(query).fetchall())


def _rows(rule: Rule, seen: _SeenDay) -> Iterator[ActionRow]:
    """What came of it for the customer."""
    return (row for row in seen.found.actions if row["rule"] == rule.id)


def _explained(rule: Rule, seen: _SeenDay) -> ExplainedRule:
    actions = tuple(_action(row, seen) for row in _rows(rule, seen))
    told = ExplainedRule(
        rule.id, rule.title, rule.playbook, rule.file, rule.at.line, Fate.NOT_EXPLAINED, actions
    )
    best = next((each for each in STATUSES if any(a.status == each for a in actions)), None)
    if best is not None:
        told = replace(told, fate=best)
    if rule.audience is not Audience.CUSTOMERS:
        return replace(told, fate=best or Fate.NOT_OF_CUSTOMERS)
    if is_lowered(rule):
        return told
    return _of_rule(rule, replace(told, fate=best or Fate.NO_OCCASION), seen)


def _of_rule(rule: Rule, told: ExplainedRule, seen: _SeenDay) -> ExplainedRule:
    once = rule.once.per.value if rule.once else ""
    told = replace(told, once=once)
    is_open = [each for each in seen.found.day.undecided if each.rule == rule.id]
    rows = [row for row in seen.found.told if row["rule"] == f"{MARK}{rule.id}"]
    occasions = tuple((_sight(rule, row, told, seen), row) for row in rows)
    found = tuple(_occasion(rule, row, sight) for sight, row in occasions)
    told = replace(told, occasions=found)
    if told.fate is not Fate.NO_OCCASION:
        return told
    if rule not in at_work(seen.known.business, seen.clock.day):
        dates = f"{rule.valid_from or '…'} - {rule.valid_until or '…'}"
        return replace(told, fate=Fate.NOT_VALID, valid=dates)
    if is_open:
        return _left_open(told, is_open, seen.known)
    if any(each.truth for each in found):
        return replace(told, fate=Fate.REMEMBERED)
    return _barred(rule, told, [sight for sight, _ in occasions], seen)


def _barred(
    rule: Rule, told: ExplainedRule, sights: Sequence[Sight], seen: _SeenDay
) -> ExplainedRule:
    """What would have to be otherwise where the occasion is there; why there is none, else."""
    if sights:
        asked = frozenset(trigger_facts(rule.trigger, seen.known.business))
        ways = [changes(rule.condition, sight, asked) for sight in sights]
        least = min(ways, key=lambda each: (not each.sure, len(each.cells)))
        return replace(told, fate=Fate.BARRED, changes=least.cells, sure=least.sure)
    sight = Sight(seen.known, seen.facts, seen.clock, rule.file)
    return replace(
        told,
        asked=asked_parts(rule.condition, sight),
        wanted=waited_for(rule, sight, seen.looking, seen.last),
    )


def _left_open(
    told: ExplainedRule, is_open: Iterable[Undecided], known: DaysNames
) -> ExplainedRule:
    facts = tuple(known.label(each.fact) for each in is_open if each.fact)
    return replace(told, fate=Fate.UNDECIDED, facts=facts)


def _sight(rule: Rule, row: ActionRow, told: ExplainedRule, seen: _SeenDay) -> Sight:
    """What the condition saw; as of the day of the event, where only that agrees with the run.

    A run looks again at the days since the last one, as of each of them.
    """
    values = {**seen.facts, **values_of(row["because"], seen.known)}
    sight = Sight(seen.known, values, seen.clock, rule.file)
    came = any(each.occasion == row["occasion"] for each in told.actions)
    if (truth(rule.condition, values, seen.clock) is True) is came:
        return sight
    about = str(row["because"][0]["value"])[:10]
    try:
        then = replace(seen.clock, day=date.fromisoformat(about))
    except ValueError:
        return sight
    agrees = (truth(rule.condition, values, then) is True) is came
    return replace(sight, clock=then) if agrees and then.day < seen.clock.day else sight


def _occasion(rule: Rule, row: ActionRow, sight: Sight) -> SeenOccasion:
    known, (own, *_) = sight.known, row["because"]
    key = str(row["occasion"])
    if own["fact"] in known.names.personal:
        own = {**own, "value": masked(own["value"] or "", text=False)}
        key = _masked_key(key)
    elif tells_personal(rule.trigger, known.names):
        key = _masked_key(key)
    (about,) = why([own], known.naming)
    answer = truth(rule.condition, sight.row, sight.clock)
    return SeenOccasion(key, about, answer, asked_parts(rule.condition, sight))


def _action(row: ActionRow, seen: _SeenDay) -> RuleAction:
    titles = {each["action_id"]: each["title"] for each in seen.found.actions}
    key = str(row["occasion"])
    (own, *_) = row["because"] or [{"fact": "", "value": None}]
    if own["fact"] in seen.known.names.personal:
        key = _masked_key(key)
    held = row["held_by"]
    return RuleAction(
        row["action_id"],
        row["status"],
        key,
        row["verb"],
        row["role"],
        row["owner"],
        row["due_at"],
        held,
        limit_in_words(held, seen.known.naming) if held else "",
        row["deferred_to"],
        titles.get(row["winner"] or "", ""),
    )


def _masked_key(key: str) -> str:
    """The key of an occasion that may hold the date which a personal fact tells."""
    return f"{key.partition(':')[0]}:{MASK}"
