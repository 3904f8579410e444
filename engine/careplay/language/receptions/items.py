"""``items:`` of a reception: what is done for each level, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from careplay.diagnostics import Position
from careplay.frozen import dataclass
from careplay.language.codes import MISSING_COLUMN, TWO_LAST
from careplay.language.nodes import Node
from careplay.language.receptions.lists import ByLevel
from careplay.language.receptions.papers import Papers
from careplay.language.receptions.times import Time, item_time
from careplay.language.rules.actions import Means, action, known_role
from careplay.language.values.parameters import span_fits
from careplay.language.wrong import Wrong
from careplay.model.rules import Action, Category

BY_LEVEL = ("approve", "checklist", "rotate")
"""What the deed of an item may tell level by level; a list may be named, too."""


@dataclass(frozen=True, slots=True)
class Standard:
    """What an item is for one level."""

    time: Time
    action: Action


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is done during a stay."""

    id: str
    node: Node
    title: str
    standards: Mapping[str, Standard]
    """By level, from the highest down; only of the levels it is for."""
    before: str = ""
    """The item it is done before."""
    pairs: str = ""
    """The item that undoes it."""
    wanted: str = ""
    """The attribute of the stay that must be known first."""

    @property
    def differs(self) -> bool:
        """Whether something of it depends on the level."""
        return len(set(self.standards.values())) > 1


def variants(item: Item) -> Iterator[tuple[tuple[str, ...], Standard, tuple[str, ...]]]:
    """Levels, their standard and the end of the rule's id; all levels at once if they can."""
    if item.differs:
        for level, standard in item.standards.items():
            yield (level,), standard, (level,)
    else:
        yield tuple(item.standards), next(iter(item.standards.values())), ()


def by_level(items: Sequence[Item], level: str) -> Mapping[str, Standard]:
    """What each item is for a level."""
    return {item.id: item.standards[level] for item in items if level in item.standards}


def named_levels(node: Node) -> Iterator[tuple[str, Node, Position]]:
    """Every level that the items of a reception name, and where."""
    for row in item_rows(node):
        for told in row.rows("levels"):
            if isinstance(told.value, str):
                yield told.value, told, told.at
    yield from ((name, below, below.key_at) for name, below in level_columns(node))


def level_columns(node: Node) -> Iterator[tuple[str, Node]]:
    """Every level for which the items of a reception have a column."""
    for row in item_rows(node):
        deed = row.get("do")
        parts = [] if deed is None else [deed.get(key) for key in BY_LEVEL]
        for part in (row.get("at"), *parts):
            if part is not None:
                yield from part.entries()


def item_rows(node: Node) -> Iterator[Node]:
    """The items, each spoken of by its id."""
    for row in node.rows("items"):
        yield row.called(f'item "{row.text("id")}" of {node.where}')


def item(node: Node, levels: Sequence[str], means: Means, papers: Papers) -> Item | None:
    """The item as written; None where it has no time or nothing is done."""
    times = _times(node, levels, means)
    deed = node.get("do")
    done = None if deed is None else action(_without(deed, BY_LEVEL), means)
    known_role(node, "to", means)
    if not times or deed is None or done is None:
        return None
    lists = _lists(deed, tuple(times), papers)
    approvals = dict(_approvals(deed, tuple(times), means))
    known_role(deed, "by", means)
    closing = papers.closing(deed, means)
    usual = _usual(deed, done, node, means)
    return Item(
        node.text("id"),
        node,
        node.text("title") or _spoken(done) or node.text("id"),
        {
            level: Standard(
                time,
                papers.of(
                    replace(
                        usual,
                        checklist=(*lists[0][level], *closing),
                        approve=approvals[level],
                    ),
                    time, lists[1][level], level,
                ),
            )
            for level, time in times.items()
        },
        node.text("before"),
        node.text("pairs"),
        node.text("unless_missing"),
    )  # fmt: skip


def _times(node: Node, levels: Sequence[str], means: Means) -> dict[str, Time]:
    """When it is done, for each level that it is for."""
    told = node.get("at")
    if told is None:
        return {}
    columns = dict(told.entries())
    chosen = node.words("levels") or tuple(columns) or tuple(levels)
    found: dict[str, Time] = {}
    for level in levels:
        if level not in chosen:
            continue
        if columns and level not in columns:
            what = f'no time for level "{level}"'
            told.say(MISSING_COLUMN, what, f'add "{level}: 1 day before arrival"')
            continue
        time = _time(columns.get(level, told), means)
        if time is not None:
            found[level] = time
    return found


def _time(node: Node, means: Means) -> Time | None:
    if not isinstance(node.value, str):
        return None  # the schema has said so
    found = item_time(node.value)
    if isinstance(found, Wrong):
        node.tell(found)
        return None
    return found if span_fits(found.span, means.parameters, node) else None


def _lists(deed: Node, levels: Sequence[str], papers: Papers) -> tuple[ByLevel, ByLevel]:
    """The check-list and what takes turns, for each level."""
    checklist, rotate = deed.get("checklist"), deed.get("rotate")
    if rotate is not None and deed.get("last") is not None:
        way = "what takes turns ends the check-list itself: leave last: out"
        deed.say(TWO_LAST, "rotate: and last: cannot both come last", way, rotate.key_at)
    return papers.lists.by_level(checklist, levels), papers.lists.by_level(rotate, levels)


def _approvals(deed: Node, levels: Sequence[str], means: Means) -> Iterator[tuple[str, str]]:
    """Who must agree, for each level: nobody where none is named."""
    told = deed.get("approve")
    columns = {} if told is None else dict(told.entries())
    for level in levels:
        if told is not None and columns:
            if level in columns:
                known_role(told, level, means)
            yield level, told.text(level)
        else:
            yield level, deed.text("approve")
    if told is not None and not columns:
        known_role(deed, "approve", means)


def _usual(deed: Node, done: Action, node: Node, means: Means) -> Action:
    """The action with the item's person; of category service unless another is told."""
    template = means.templates.get(done.template)
    told = deed.get("category") is not None or (template is not None and template.category)
    category = done.category if told else Category.SERVICE
    return replace(done, to=node.text("to"), category=category, rotate=(), at=node.at)


def _spoken(done: Action) -> str:
    """The text of the action, where it has no gaps and is not a template's."""
    words = [piece for piece in done.text if isinstance(piece, str)]
    return "".join(words) if not done.template and len(words) == len(done.text) else ""


def _without(deed: Node, keys: Sequence[str]) -> Node:
    """The deed without what is read here."""
    told = deed.value if isinstance(deed.value, Mapping) else {}
    rest = {key: value for key, value in told.items() if key not in keys}
    return Node(deed.document, deed.path, rest, deed.faults, deed.where)
