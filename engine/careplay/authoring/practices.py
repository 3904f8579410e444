"""``practices.yaml``, the ``source:`` of all playbooks, and the stories that play them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from careplay.authoring.stories import ToldStories, stories_of
from careplay.diagnostics import Diagnostic, did_you_mean
from careplay.faults import SourceError
from careplay.frozen import dataclass
from careplay.language.codes import BOTH_WAYS, NOT_CARRIED, UNKNOWN_PRACTICE
from careplay.language.nodes import Node
from careplay.language.stories.showing import practices_told
from careplay.model.business import Business
from careplay.model.practices import Place, Practice, Shown
from careplay.outputs import practice_page
from careplay.outputs.files import replacement_of
from careplay.pipeline.examining import Examined, examine_all
from careplay.pipeline.whole_files import whole_file
from careplay.reading import read, read_checked
from careplay.reading.encoding import LARGEST

FILE = "practices.yaml"
SOURCE = "source"
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What was found below a folder: the businesses, and what their playbooks carry."""

    examined: tuple[Examined, ...]
    """The businesses, then the practices as one that has no business."""
    practices: tuple[Practice, ...]
    """In order of writing."""
    places: Mapping[str, tuple[Place, ...]]
    """Where each practice is carried out, by its id; those that nobody carries are left out."""
    stories: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)
    """Which stories show it, told or prevented; a practice counts as carried only so."""

    def page(self) -> str:
        """The practices and their places as a page of Markdown."""
        return practice_page.page(self.practices, self.places, self.stories)

    def save(self, file: str | Path) -> Path:
        """Write the page, whole or not at all.

        Raises OutputError where it cannot be written.
        """
        with replacement_of(Path(file)) as part:
            part.write_text(self.page(), encoding="utf-8", newline="\n")
        return Path(file)


def survey(folder: Path) -> Surveyed:
    """Every practice of the folder's practices.yaml and where its businesses carry it.

    A practice that nobody carries and no reason excuses is a fault, and so is one carried
    although it is excused, and a ``source:`` that is no practice.
    """
    businesses = examine_all([folder])
    file = folder / FILE
    try:
        data, _ = whole_file(file, LARGEST)
    except OSError as fault:
        message = f'cannot read "{file}": {fault.strerror}; it lists the practices by id'
        raise SourceError(message) from fault
    reading = read_checked(data, str(file), "practices")
    faults = list(reading.diagnostics)
    practices: tuple[Practice, ...] = ()
    if reading.document is not None and not faults:
        practices = tuple(_practices(Node(reading.document, (), reading.document.value, [])))
    texts = {name: text for each in businesses for name, text in each.texts.items()}
    found = tuple(_places(texts, folder))
    played = [
        (each.business, stories_of(each.business)) for each in businesses if each.business
    ]
    shown = tuple(each for shop, told in played for each in _shown(shop, told, folder))
    if practices:
        faults += _unknown(found, practices)
        faults += _unknown_to_stories(played, practices)
        faults += _missing(found, shown, practices, str(file))
    for _, told in played:
        faults += told.diagnostics
        texts |= told.texts
    every = Examined(folder, None, tuple(sorted(faults)), {**texts, str(file): reading.text})
    return Surveyed((*businesses, every), practices, _by_practice(found), _by_story(shown))


def _practices(node: Node) -> Iterator[Practice]:
    for name, below in node.entries("practices"):
        yield Practice(
            name,
            below.text("asks"),
            below.words("kinds"),
            below.text("left_out"),
            below.key_at,
        )


@dataclass(frozen=True, slots=True)
class _Named:
    """A practice named in a playbook, and the place that names it."""

    practice: str
    place: Place
    node: Node


def _places(texts: Mapping[str, str], folder: Path) -> Iterator[_Named]:
    for name, text in texts.items():
        document = read(text, name).document
        if document is not None:
            playbook = Path(name).resolve().relative_to(folder.resolve()).with_suffix("")
            top = Node(document, (), document.value, [])
            for node in _sources(top):
                place = Place(playbook.as_posix(), _called(top, node.path))
                for row in node.rows():
                    if isinstance(row.value, str):
                        yield _Named(row.value, place, row)


def _sources(node: Node) -> Iterator[Node]:
    """Every ``source:`` below, wherever the language takes one."""
    if isinstance(node.value, Mapping):
        for key, below in node.entries():
            if key == SOURCE:
                yield below
            else:
                yield from _sources(below)
    elif isinstance(node.value, Sequence) and not isinstance(node.value, str):
        for below in node.rows():
            yield from _sources(below)


def _called(top: Node, path: tuple[str | int, ...]) -> str:
    """What the mapping at the path is called: its section, then the names on the way."""
    node, names = top, list[str]()
    for step in path[:-1]:
        node = _below(node, step)
        if isinstance(step, int):
            names.append(node.text("id") or str(step + 1))
        elif step not in {"do", "steps", "items", "before"}:
            names.append(step)
    return f"{names[0].removesuffix('s')} {'.'.join(names[1:])}" if names else ""


def _below(node: Node, step: str | int) -> Node:
    if isinstance(step, str):
        return node.get(step) or node
    return list(node.rows())[step]


def _unknown(found: Iterable[_Named], practices: Iterable[Practice]) -> Iterator[Diagnostic]:
    known = [each.id for each in practices]
    for each in found:
        if each.practice not in known:
            what = f'unknown practice "{each.practice}"{did_you_mean(each.practice, known)}'
            file = each.node.document.file
            yield Diagnostic(file, each.node.at, UNKNOWN_PRACTICE, what)


def _missing(
    found: Iterable[_Named],
    shown: Iterable[tuple[str, Shown]],
    practices: Iterable[Practice],
    file: str,
) -> Iterator[Diagnostic]:
    places, stories = _by_practice(found), _by_story(shown)
    for each in practices:
        where = [f"{place.name} in {place.playbook}" for place in places.get(each.id, ())]
        where += [f"story {one.story} in {one.file}" for one in stories.get(each.id, ())]
        if not where and not each.left_out:
            what = f'no playbook carries "{each.id}"'
            way = "name it under source: of a rule, or say left_out: why none does"
            yield Diagnostic(file, each.at, NOT_CARRIED, f"{what}; {way}")
        elif where and each.left_out:
            what = f'"{each.id}" is left out, and carried by {where[0]}'
            yield Diagnostic(file, each.at, BOTH_WAYS, f"{what}; take one of them out")


def _shown(business: Business, told: ToldStories, folder: Path) -> Iterator[tuple[str, Shown]]:
    """Each practice that a story of the business shows, and how."""
    for story in told.stories:
        file = Path(story.file).resolve().relative_to(folder.resolve())
        name = file.as_posix().removesuffix("".join(file.suffixes))
        by_rules = practices_told(story, business)
        for practice in story.shows:
            yield practice, Shown(name, story.id, told=practice in by_rules)


def _unknown_to_stories(
    played: Iterable[tuple[Business, ToldStories]], practices: Iterable[Practice]
) -> Iterator[Diagnostic]:
    known = [each.id for each in practices]
    for _, told in played:
        for story in told.stories:
            for practice in story.shows:
                if practice not in known:
                    way = did_you_mean(practice, known)
                    what = f'unknown practice "{practice}" in story "{story.id}"{way}'
                    yield Diagnostic(story.file, story.at, UNKNOWN_PRACTICE, what)


def _by_story(found: Iterable[tuple[str, Shown]]) -> dict[str, tuple[Shown, ...]]:
    stories: dict[str, dict[Shown, None]] = defaultdict(dict)
    for practice, shown in found:
        stories[practice][shown] = None
    return {name: tuple(sorted(those)) for name, those in stories.items()}


def _by_practice(found: Iterable[_Named]) -> dict[str, tuple[Place, ...]]:
    places: dict[str, dict[Place, None]] = defaultdict(dict)
    for each in found:
        places[each.practice][each.place] = None
    return {name: tuple(sorted(those)) for name, those in places.items()}
