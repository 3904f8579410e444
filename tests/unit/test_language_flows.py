"""What a flow means: versions, event types, cases, and the rules it is lowered to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from careplay.language import build
from careplay.model.business import Business
from careplay.model.conditions import (
    AllOf,
    Compare,
    Condition,
    Missing,
    NoneOf,
    Not,
    Operator,
    Today,
    leaves_of,
)
from careplay.model.facts import Aggregate, Measure
from careplay.model.flows import Flow, Goal, Step, Version
from careplay.model.rules import Action, Category, Due, Placeholder, Priority, Rule, Scope, Verb
from careplay.model.triggers import Stands
from careplay.model.types import Parameter, Span, Type, Unit
from careplay.reading import read_checked

HOME = """careplay: 1
name: 红星家电
customers: {from: c.csv, key: id, facts: {name: text, owner: staff}}
events:
  from: e.csv
  types:
    opened: {ref: text, severity: {type: choice, of: [high, low]}, blamed: staff}
    withdrawn: {ref: text}
    other: {remark: text, score: integer}
roles: {adviser: {fact: owner}, receiver: {}, gm: {}}
"""
FLOW = """flows:
  complaint:
    label: 投诉
    labels: {closed: 已办结}
    starts: opened
    clock: {hours: working hours, pauses_in: [waiting, away]}
    goal: {reach: closed, within: 7天, or: agreed}
    ends: [withdrawn]
    source: [S0-40]
    steps:
      vent:
        title: 倾听
        do: {task: "倾听{name}", to: receiver, ask: [score], source: S0-41}
        done: {evidence: words}
        within: 30分钟
        next: ask
      ask: {do: {call: 您好, to: adviser}, next: {good: thank, bad: vent}}
      thank:
        do: {call: 感谢您, to: adviser, not_to: blamed}
        after: 3 working days
        within: $n hours
        next: closed
    late:
      - {after: 0 hours, escalate: gm}
      - {after: 1周, escalate: gm, text: 快, priority: urgent}
    again: {times: 2, escalate: gm}
parameters: {n: 5}
measures:
  open_ones: {open: complaint, where: {severity: high}}
  complaints: {count: complaint}
"""
TODAY = Today(Span(0))


def business(text: str = FLOW, home: str = HOME) -> Business:
    """The business of careplay.yaml and one playbook, which must be free of faults."""
    read = read_checked(home.encode(), "careplay.yaml", "business")
    book = read_checked(text.encode(), "care.yaml", "playbook")
    assert [*read.diagnostics, *book.diagnostics] == []
    assert read.document is not None
    assert book.document is not None
    built = build(Path("shop"), read.document, [book.document])
    assert built.diagnostics == ()
    assert built.business is not None
    return built.business


def faults(text: str) -> list[str]:
    """What is told of a playbook whose documents are as the schema wants them."""
    read = read_checked(HOME.encode(), "careplay.yaml", "business")
    book = read_checked(text.encode(), "care.yaml", "playbook")
    assert read.document is not None
    assert book.document is not None
    found = build(Path("shop"), read.document, [book.document]).diagnostics
    return [each.message for each in found]


def rule(name: str, text: str = FLOW) -> Rule:
    (found,) = (each for each in business(text).rules if each.id == name)
    return found


def where(name: str, text: str = FLOW) -> Condition:
    trigger = rule(name, text).trigger
    assert isinstance(trigger, Stands)
    return trigger.where


def only(name: str) -> Action:
    (found,) = rule(name).actions
    return found


def begun(attribute: str) -> Condition:
    return Compare(attribute, Operator.AT_MOST, TODAY)


def step_of(name: str, text: str = FLOW) -> Condition:
    del text
    return Compare("step", Operator.EQUAL, name)


def test_a_flow_is_what_is_written() -> None:
    assert business().flows["complaint"] == Flow(
        "complaint",
        "opened",
        "ref",
        (
            Version(
                1,
                date.min,
                (
                    Step("vent", (("", "ask"),), None, Span(30, Unit.MINUTES), ("words",)),
                    Step("ask", (("good", "thank"), ("bad", "vent"))),
                    Step(
                        "thank",
                        (("", "closed"),),
                        Span(3, Unit.WORKING_DAYS),
                        Span(Parameter("n"), Unit.HOURS),
                    ),
                ),
                Goal(Span(7), "agreed"),
                (Span(0, Unit.HOURS), Span(1, Unit.WEEKS)),
            ),
        ),
        working=True,
        pauses=("waiting", "away"),
        ends=("withdrawn",),
        carried=(
            "blamed",
            "outcome",
            "plan_due",
            "plan_owner",
            "ref",
            "score",
            "severity",
            "words",
        ),
        label="投诉",
        labels={"vent": "倾听", "closed": "已办结"},
    )


def test_a_flow_makes_its_event_types_known() -> None:
    types = business().event_types
    told = {
        name: {each.name: each.type for each in types[name].attributes.values()}
        for name in types
        if name.startswith("complaint.")
    }
    ref = {"ref": Type.TEXT}
    assert told == {
        "complaint.vent.done": {**ref, "words": Type.TEXT, "score": Type.INTEGER},
        "complaint.ask.done": {**ref, "outcome": Type.TEXT},
        "complaint.thank.done": ref,
        "complaint.waiting": ref,
        "complaint.away": ref,
        "complaint.resumed": ref,
        "complaint.agreed": {**ref, "plan_due": Type.DATE, "plan_owner": Type.STAFF},
    }


def test_its_cases_are_records_of_all_that_is_known() -> None:
    case = business().event_types["complaint"]
    assert case.record
    kinds = {each.name: each.type for each in case.attributes.values()}
    assert kinds["severity"] is Type.CHOICE
    assert kinds["score"] is Type.INTEGER
    assert kinds["late_2_on"] is kinds["goal_late_2_on"] is Type.DATE
    assert "late_3_on" not in kinds
    assert "remark" not in kinds


def test_an_outcome_that_is_a_choice_elsewhere_has_choices_of_its_own() -> None:
    home = HOME.replace("score: integer", "score: integer, outcome: {type: choice, of: [x]}")
    types = business(home=home).event_types
    assert types["complaint.ask.done"].attributes["outcome"].choices == ("good", "bad")
    assert types["complaint"].attributes["outcome"].choices == ("good", "bad")


def test_the_rules_of_a_flow_stand_in_order() -> None:
    assert [rule.id for rule in business().rules] == [
        "complaint.vent",
        "complaint.ask",
        "complaint.thank",
        "complaint.late.1",
        "complaint.late.2",
        "complaint.goal.1",
        "complaint.goal.2",
        "complaint.goal.1.replanned",
        "complaint.goal.2.replanned",
        "complaint.again",
        "complaint.repeated",
    ]


def test_who_owns_a_flow_is_told_of_a_second_start_in_its_first_words() -> None:
    told = rule("complaint.repeated")
    assert told.trigger == Stands(
        "complaint",
        AllOf((Missing("ended_at"), Compare("told_again", Operator.AT_LEAST, 1))),
        ("told_again", "ref"),
    )
    (action,) = told.actions
    assert (action.verb, action.to) == (Verb.TASK, "receiver")


def test_a_step_is_a_rule_that_looks_at_the_cases_that_come_to_it() -> None:
    assert rule("complaint.vent") == Rule(
        "complaint.vent",
        "care",
        "倾听",
        Stands(
            "complaint",
            AllOf((step_of("vent"), Missing("waiting"), begun("step_on"))),
            ("step", "returns", "ref"),
        ),
        (
            Action(
                Verb.TASK,
                ("倾听", Placeholder(Scope.FACT, "name")),
                "receiver",
                due=Due(of="step_due", not_before_today=True),
                category=Category.SERVICE,
                ask=("score",),
                at=only("complaint.vent").at,
            ),
        ),
        condition=rule("complaint.vent").condition,
        source=("S0-40", "S0-41"),
        stage=AllOf((step_of("vent"),)),
        file="care.yaml",
    )


def test_a_step_without_a_length_is_due_the_same_day_and_called_by_its_name() -> None:
    assert only("complaint.ask").due == Due()
    assert rule("complaint.ask").title == "ask"


def test_whom_not_to_ask_is_an_attribute_of_the_case_or_a_fact() -> None:
    assert only("complaint.thank").not_to == ("event.blamed",)
    named = FLOW.replace("not_to: blamed", "not_to: owner")
    assert rule("complaint.thank", named).actions[0].not_to == ("owner",)


def barred(text: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {
        each.id.removeprefix("complaint."): (do.not_to, do.instead)
        for each in business(text).rules
        for do in each.actions
        if do.not_to
    }


def test_whom_a_flow_is_never_for_gets_neither_steps_nor_escalations() -> None:
    found = barred(FLOW.replace("  complaint:\n", "  complaint:\n    not_to: blamed\n"))
    names = ("event.blamed",)
    assert set(found) >= {"ask", "thank", "late.1", "late.2", "goal.1", "again", "repeated"}
    assert {each for each, _ in found.values()} == {names}
    assert (found["ask"][1], found["late.1"][1]) == (("gm",), ())


def test_a_row_of_its_own_bars_others_besides() -> None:
    own = FLOW.replace("escalate: gm, text", "escalate: gm, not_to: [owner, blamed], text")
    assert barred(own)["late.2"] == (("owner", "event.blamed"), ())
    assert "late.1" not in barred(own)


def test_somebody_above_is_told_as_deadlines_pass() -> None:
    running = (Missing("ended_at"), Missing("waiting"))
    assert where("complaint.late.1") == AllOf((*running, begun("late_1_on")))
    passed = begun("goal_late_2_on")
    assert where("complaint.goal.2") == AllOf((*running, passed))
    planned = Not(Missing("planned_for"))
    assert where("complaint.goal.2.replanned") == AllOf((*running, planned, passed))
    assert rule("complaint.goal.2.replanned").renews == "complaint.goal.2"
    first, second = only("complaint.late.1"), only("complaint.late.2")
    assert (first.verb, first.to, first.priority, first.category, first.due) == (
        Verb.ESCALATE,
        "gm",
        Priority.HIGH,
        Category.INTERNAL,
        Due(),
    )
    assert (second.text, second.priority) == (("快",), Priority.URGENT)
    keys = [rule(name).trigger for name in ("complaint.late.1", "complaint.goal.1")]
    assert [each.key for each in keys if isinstance(each, Stands)] == [
        ("step", "returns", "ref"),
        ("ref",),
    ]


def test_without_words_of_its_own_being_late_is_told_by_the_steps_title() -> None:
    gaps = [each.name for each in only("complaint.late.1").text if not isinstance(each, str)]
    assert gaps == ["ref", "name", "step_title", "step_due"]
    assert rule("complaint.late.1").title == "投诉逾期"


def test_somebody_above_is_told_when_a_case_has_gone_back_so_often() -> None:
    back = Compare("sent_back", Operator.AT_LEAST, 2)
    assert where("complaint.again") == AllOf((Missing("ended_at"), back, begun("entered_at")))
    trigger = rule("complaint.again").trigger
    assert isinstance(trigger, Stands)
    assert trigger.key == ("sent_back", "ref")


def test_without_lengths_there_is_nothing_to_be_late_with() -> None:
    text = """flows:
  complaint:
    starts: opened
    steps: {vent: {do: {task: 倾听, to: gm}, next: closed}}
    late: [{after: 0 hours, escalate: gm}]
"""
    assert [rule.id for rule in business(text).rules] == [
        "complaint.vent",
        "complaint.repeated",
    ]


def test_approval_by_an_attribute_gives_a_rule_for_each_of_its_values() -> None:
    plain = "do: {call: 您好, to: adviser}"
    by = "do: {call: 您好, to: adviser, approve: {severity: {high: gm, low: receiver}}}"
    rules = business(FLOW.replace(plain, by)).rules
    found = {each.id: each.actions[0].approve for each in rules if ".ask" in each.id}
    assert found == {
        "complaint.ask.high": "gm",
        "complaint.ask.low": "receiver",
        "complaint.ask": "",
    }
    high = Compare("severity", Operator.EQUAL, "high")
    low = Compare("severity", Operator.EQUAL, "low")
    came = (step_of("ask"), Missing("waiting"), begun("step_on"))
    told = FLOW.replace(plain, by)
    assert where("complaint.ask.low", told) == AllOf((*came, low, NoneOf((high,))))
    assert where("complaint.ask", told) == AllOf((*came, NoneOf((high, low))))


VERSIONS = """flows:
  complaint:
    starts: opened
    owner: adviser
    category: care
    from: 2026-06-16
    migrate: {listen: hear}
    steps: {hear: {do: {task: 倾听}, next: closed}}
    before:
      - steps: {listen: {do: {task: 倾听}, next: closed}}
      - from: 2026-01-01
        source: S1-1
        owner: gm
        steps: {listen: {do: {task: 倾听}, next: closed}}
"""


def test_versions_are_numbered_from_the_oldest() -> None:
    versions = business(VERSIONS).flows["complaint"].versions
    assert [(each.number, each.since, each.migrate, each.renamed) for each in versions] == [
        (1, date.min, False, ()),
        (2, date(2026, 1, 1), False, ()),
        (3, date(2026, 6, 16), True, (("listen", "hear"),)),
    ]


def test_each_version_has_rules_of_its_own_the_newest_first() -> None:
    rules = business(VERSIONS).rules
    assert [each.id for each in rules] == [
        "complaint.hear",
        "complaint.repeated",
        "complaint.listen.v2",
        "complaint.repeated.v2",
        "complaint.listen.v1",
        "complaint.repeated.v1",
    ]
    assert [(each.actions[0].to, each.source) for each in rules] == [
        ("adviser", ()),
        ("adviser", ()),
        ("gm", ("S1-1",)),
        ("gm", ("S1-1",)),
        ("adviser", ()),
        ("adviser", ()),
    ]
    assert {each.actions[0].category for each in rules} == {Category.CARE}
    listen = where("complaint.listen.v2", VERSIONS)
    assert isinstance(listen, AllOf)
    assert listen.parts[-1] == Compare("version", Operator.EQUAL, 2)


def test_open_cases_are_counted_by_a_measure() -> None:
    severe = AllOf((Missing("ended_at"), Compare("severity", Operator.EQUAL, "high")))
    facts = business().facts
    assert facts["open_ones"] == Measure(
        "open_ones", Aggregate.COUNT, "complaint", Type.INTEGER, where=severe
    )
    assert isinstance(facts["complaints"], Measure)


@pytest.mark.parametrize("minutes", ["30 minutes", "30分钟", "1 minute"])
def test_minutes_are_for_flows_alone(minutes: str) -> None:
    do = f"[{{task: 记, to: gm, due: within {minutes}}}]"
    text = f"rules:\n  - {{id: r, title: r, when: {{event: other}}, do: {do}}}\n"
    book = read_checked(text.encode(), "care.yaml", "playbook")
    home = read_checked(HOME.encode(), "careplay.yaml", "business")
    assert book.document is not None
    assert home.document is not None
    built = build(Path("shop"), home.document, [book.document])
    assert {each.code for each in built.diagnostics} <= {"CP208", "CP304"}
    assert built.diagnostics != ()


DUE = """flows:
  order:
    starts: opened
    goal: {reach: hand, within: 9 days, or: agreed}
    owner: gm
    steps:
      build:
        {do: {task: 做}, within: 2 days, since: start, due: plan_due, or: agreed, next: hand}
      hand: {do: {task: 交}, next: closed}
"""


def test_a_step_may_be_due_by_the_start_a_date_or_a_plan() -> None:
    version = business(DUE).flows["order"].versions[0]
    build, hand = version.steps
    assert (build.of_start, build.due, build.agreed) == (True, "plan_due", True)
    assert (hand.has_deadline, build.has_deadline) == (False, True)
    assert version.goal == Goal(Span(9), "agreed", "hand")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("due: plan_due", "due: plan_du", 'no event of the flow has an attribute "plan_du"'),
        ("due: plan_due", "due: ref", 'attribute "ref" is of type text'),
        ("or: agreed, next", "or: settled, next", '"settled" stands in for no goal'),
        ("reach: hand", "reach: hadn", 'no step leads to the end "hadn"'),
    ],
)
def test_what_a_step_cannot_be_due_by_is_told(was: str, becomes: str, told: str) -> None:
    (found,) = faults(DUE.replace(was, becomes))
    assert told in found


@pytest.mark.parametrize(
    "empty",
    ['due: ""', 'or: ""', 'done: {evidence: ""}', 'done: {evidence: [""]}'],
)
def test_an_empty_word_is_no_name_of_anything(empty: str) -> None:
    written = DUE.replace("within: 2 days, since: start, due: plan_due, or: agreed", empty)
    found = read_checked(written.encode(), "care.yaml", "playbook").diagnostics
    assert any("nothing is given" in each.message for each in found)


def test_nobody_is_late_with_a_step_that_has_not_begun() -> None:
    assert begun("step_on") not in leaves_of(where("order.late.1", LATE_BY))
    asked = where("order.late.1", LATE_BY.replace("within: 2", "after: 2 days, within: 2"))
    assert begun("step_on") in leaves_of(asked)


LATE_BY = DUE + "    late: [{after: 0 hours, escalate: gm}]\n"


WAITING = """flows:
  order:
    starts: opened
    owner: gm
    clock:
      pauses_in:
        parts: {evidence: severity, until: plan_due, remind: gm, after: [3 days, 2 weeks]}
    steps: {build: {do: {task: 做}, within: 2 days, next: closed}}
"""


def test_a_pause_asks_for_evidence_and_reminds() -> None:
    flow = business(WAITING).flows["order"]
    assert (flow.pauses, flow.pause_evidence) == (
        ("parts",),
        {"parts": ("severity", "plan_due")},
    )
    for ending in ("until", "after.1", "after.2"):
        (action,) = rule(f"order.parts.{ending}", WAITING).actions
        assert (action.verb, action.to) == (Verb.TASK, "gm")
    on_the_day, after = (rule(f"order.parts.{each}", WAITING) for each in ("until", "after.1"))
    assert on_the_day.actions[0].text != after.actions[0].text
    asked = where("order.parts.after.1", WAITING)
    three_days_ago = Today(Span(3, negative=True))
    assert Compare("waiting_since", Operator.AT_MOST, three_days_ago) in leaves_of(asked)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("until: plan_due", "until: ref", 'attribute "ref" is of type text'),
        (
            "until: plan_due, remind: gm, after: [3 days, 2 weeks]",
            "remind: gm",
            "when somebody is reminded",
        ),
        ("remind: gm", "remind: gmm", 'unknown role "gmm"'),
        ("evidence: severity", "evidence: at", '"at" is a word of the language'),
        ("evidence: severity", "evidence: 3 days", 'cannot be called "3 days"'),
        ("3 days, 2 weeks", "3 days, 2 wks", "2 wks"),
        ("3 days, 2 weeks", "3 days, 4 hours", "4 hours"),
    ],
)
def test_what_a_pause_cannot_be_held_to_is_told(was: str, becomes: str, told: str) -> None:
    assert any(told in each for each in faults(WAITING.replace(was, becomes)))
