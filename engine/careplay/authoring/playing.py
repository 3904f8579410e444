"""A story played: each of its days is run, with the memory of those before it."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from careplay import engines
from careplay.authoring.coverage.watching import Reached, Watcher
from careplay.authoring.guarding import Breach, Guard, Guarded, in_story
from careplay.authoring.judging import DUE, Verdict, verdicts
from careplay.authoring.tables import customer_table, event_row, event_table, staff_table
from careplay.diagnostics import Diagnostic, quoted
from careplay.faults import ParameterError
from careplay.frozen import dataclass
from careplay.language.codes import NOT_AS_EXPECTED
from careplay.language.stories.world import step_of
from careplay.model.actions import ACTION, OVER, ActionRow
from careplay.model.business import Business
from careplay.model.stories import Cells, Deed, Happening, Story, StoryDay, is_of
from careplay.outputs.coverage import CoverKey
from careplay.outputs.day import Day
from careplay.outputs.partition import kept_relation
from careplay.outputs.passing import PassingFolder
from careplay.pipeline.running import Choices, load, run_loaded
from careplay.sources.connecting import connect
from careplay.sources.querying import mappings_of


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a story."""

    story: Story
    verdicts: tuple[Verdict, ...]
    """In order of day and place."""
    reached: frozenset[CoverKey] = frozenset()
    """What it reaches of the business, where somebody looks on."""
    tried: int = 0
    """For how many customers invariants were asked, once a day."""
    breaches: tuple[Breach, ...] = ()
    """What they say never to be and was told all the same."""

    @property
    def met(self) -> bool:
        """Whether all came as it is told."""
        return all(each.met for each in self.verdicts)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What came otherwise, with its place in the file."""
        name = quoted(self.story.id)
        return tuple(
            Diagnostic(
                self.story.file,
                each.at,
                NOT_AS_EXPECTED,
                f"story {name}, {each.date}: {each.said}",
            )
            for each in self.verdicts
            if not each.met
        )


@dataclasses.dataclass(slots=True)
class _ToldAction:
    """An action that people were told, and whether anything can still become of it."""

    row: ActionRow
    settled: bool = False


@dataclasses.dataclass(slots=True)
class Stage:
    """All that is known so far of a story that is played."""

    business: Business
    engine: str
    out: Path
    customers: dict[str, Cells]
    staff: dict[str, Cells]
    events: list[dict[str, str]] = dataclasses.field(default_factory=list)
    told: list[_ToldAction] = dataclasses.field(default_factory=list)
    watcher: Watcher | None = None
    reached: defaultdict[str, set[CoverKey]] = dataclasses.field(
        default_factory=lambda: defaultdict(set)
    )
    """By customer, what the days so far reach; "" for what is of none."""
    guard: Guard | None = None
    guarded: list[Guarded] = dataclasses.field(default_factory=list)
    """What the guard has found, day by day."""

    def add(self, event: Happening, day: StoryDay, key: str = "") -> None:
        """Something is known from now on; its key is its number unless told."""
        known = f"{day.date} 23:59"
        number = key or str(len(self.events) + 1)
        self.events.append(event_row(self.business, event, number, known))

    def reach(self, found: Reached) -> None:
        """So much more is reached."""
        for customer, keys in found.items():
            self.reached[customer] |= keys


def play(
    story: Story,
    business: Business,
    engine: str = engines.DEFAULT,
    watcher: Watcher | None = None,
    guard: Guard | None = None,
) -> Played:
    """Run the days of the story, one after the other; nothing is left behind.

    Raises what a run does but faults of the data, and parameters that have no value yet, which
    the story is told.
    """
    folder = PassingFolder()
    stage = Stage(
        business,
        engine,
        folder.path,
        dict(story.customers),
        dict(story.staff),
        watcher=watcher,
        guard=guard,
    )
    found = tuple(_days(story, stage))
    reached = frozenset[CoverKey]().union(*stage.reached.values())
    tried = sum(len(each.tried) for each in stage.guarded)
    broken = (breach for each in stage.guarded for breach in each.breaches)
    return Played(story, found, reached, tried, tuple(in_story(each, story) for each in broken))


def _days(story: Story, stage: Stage) -> Iterator[Verdict]:
    """What came of each day; a day that cannot be run is the last."""
    for day in story.days:
        try:
            yield from _day(day, stage)
        except ParameterError as fault:
            said = f"the day cannot be run: {fault}"
            yield Verdict(day.date, None, met=False, said=said, at=day.at)
            return


def _day(day: StoryDay, stage: Stage) -> Iterator[Verdict]:
    for known, changed in ((stage.customers, day.customers), (stage.staff, day.staff)):
        known |= {key: {**known.get(key, {}), **told} for key, told in changed.items()}
    for event in day.happened:
        stage.add(event, day)
    later = [deed for deed in day.did if not _done(deed, day, stage)]
    ran, actions = run_day(day, stage)
    stage.told += [_ToldAction(row) for row in actions if row["status"] == DUE]
    yield from _faulty(ran, day)
    yield from verdicts(day, actions, ran.undecided)
    for deed in later:
        if not _done(deed, day, stage, of_case=True):
            said = f"nothing of {quoted(deed.rule)} was told so far that can be {deed.outcome}"
            yield Verdict(day.date, None, met=False, said=said, at=deed.place)


def run_day(day: StoryDay, stage: Stage) -> tuple[Day, Sequence[ActionRow]]:
    """The day as it was run, and its actions with all that is kept of them."""
    business = stage.business
    choices = Choices(
        stage.engine,
        customer_table(business, stage.customers),
        event_table(business, stage.events),
        staff_table(business, stage.staff),
        apart=True,
        out=stage.out,
    )
    connection = connect(business.bounds)
    loaded = load(business, (day.date,), choices, connection)
    watcher = stage.watcher
    if watcher is not None:
        stage.reach(watcher.saw(day.date, loaded, choices))
    guard = stage.guard
    seen = {} if guard is None else guard.seen(day.date, loaded, choices)
    (ran,) = run_loaded(business, (day.date,), loaded, choices)
    kept = kept_relation(ran.file or Path())
    actions = mappings_of(connection, f"SELECT * FROM {kept}")  # noqa: S608
    if watcher is not None:
        stage.reach(watcher.came(day.date, actions, stage.events))
    if guard is not None:
        stage.guarded.append(guard.held(day.date, actions, seen))
    return ran, actions


def _faulty(ran: Day, day: StoryDay) -> Iterator[Verdict]:
    """What the run found amiss in what the story tells."""
    for fault in ran.faults:
        said = f"the run finds a fault: {fault}"
        yield Verdict(day.date, None, met=False, said=said, at=day.at)


def _done(deed: Deed, day: StoryDay, stage: Stage, *, of_case: bool = False) -> bool:
    """Make the event that tells it; False where no action is meant as yet.

    ``of_case``: a step that was not told yet may be done, too, of a case that was.
    """
    flow, step = step_of(stage.business, deed.rule)
    open_ones = [each for each in stage.told if not each.settled]
    meant = _latest(open_ones, deed.rule, deed.customer)
    if meant is not None:
        meant.settled = deed.outcome in OVER
    elif of_case and flow is not None:
        meant = _latest(stage.told, flow.name, deed.customer)
    if meant is None:
        return False
    row = meant.row
    if flow is not None and deed.outcome == "done":
        type_, named = flow.done(step), {flow.by: str(row["ref"])}
    else:
        type_, named = f"{ACTION}.{deed.outcome}", {ACTION: str(row["action_id"])}
    stage.add(Happening(type_, row["customer_id"], deed.at, {**named, **deed.told}), day)
    return True


def _latest(told: Sequence[_ToldAction], rule: str, customer: str | None) -> _ToldAction | None:
    """The latest action of the rule, and of that customer where one is named."""
    for each in reversed(told):
        whose = each.row["customer_id"]
        if is_of(each.row["rule"], rule) and customer in {None, whose}:
            return each
    return None
