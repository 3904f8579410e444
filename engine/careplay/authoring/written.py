"""What is written otherwise in two versions of a business, place by place.

A place is called by the keys that lead to it, and a rule or a row by its id instead of its
number: one more further up changes nothing below it.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from careplay.frozen import dataclass
from careplay.language.nodes import plain_value, spelt
from careplay.outputs.compared import WrittenChange, WrittenKind, WrittenPlace
from careplay.reading.document import Document, Path as Steps, Value

ID, WAS, RULES, STEPS = "id", "was", "rules", "steps"
OF_ITSELF = frozenset({"about", "careplay", "include"})
"""Keys by which each file speaks of itself."""
WORDS = frozenset(
    {"title", "label", "about", "text", "goal", "reason", "ask", "checklist", "name"}
    | {"call", "message", "visit", "survey", "invite", "task", "gift", "escalate"}
)
"""Keys of what people read."""

Name: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """A value that has none below it, and where it stands."""

    text: str
    place: WrittenPlace


WrittenValues: TypeAlias = Mapping[Name, WrittenValue]
Orders: TypeAlias = Mapping[Name, Sequence[tuple[str, "WrittenPlace"]]]
"""By file and what they lie in, names in order with their places."""
_Named: TypeAlias = tuple[Name, WrittenChange]


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """One version of a business, as it is written."""

    folder: Path
    documents: tuple[Document, ...]

    def leaves(self) -> dict[Name, WrittenValue]:
        """All values, by what they are called."""
        found: dict[Name, WrittenValue] = {}
        for each in self.documents:
            home = Path(os.path.relpath(each.file, self.folder)).as_posix()
            for name, steps, text in _leaves(each.value, (), ()):
                called = (home, *name) if name[:1] and name[0] in OF_ITSELF else name
                found[called] = WrittenValue(text, WrittenPlace(home, each.key_at(steps)))
        return found

    def orders(self) -> Orders:
        """What stands in which order where that counts: lists of what has an id, and steps."""
        found: dict[Name, list[tuple[str, WrittenPlace]]] = {}
        for each in self.documents:
            home = Path(os.path.relpath(each.file, self.folder)).as_posix()
            for parent, name, steps in _in_order(each.value, (), ()):
                place = WrittenPlace(home, each.key_at(steps))
                found.setdefault((home, *parent), []).append((name, place))
        return found

    def former_names(self) -> Iterator[tuple[str, str]]:
        """Each id that a rule had, and its own."""
        for each in self.documents:
            for rule in _listed(
                each.value.get(RULES) if isinstance(each.value, Mapping) else None
            ):
                if isinstance(rule, Mapping) and WAS in rule:
                    told = _listed(rule[WAS]) or (rule[WAS],)
                    yield from ((str(former), str(rule.get(ID))) for former in told)


def _leaves(value: Value, name: Name, steps: Steps) -> Iterator[tuple[Name, Steps, str]]:
    """Each value below that has none below it, by name and by place."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(below, (*name, key), (*steps, key))
        if not value:
            yield name, steps, "{}"
        return
    rows = _listed(value)
    if not any(isinstance(row, Mapping) or _listed(row) for row in rows):
        yield name, steps, _spelt(value)
        return
    for number, row in enumerate(rows):
        called = str(row[ID]) if isinstance(row, Mapping) and ID in row else str(number + 1)
        yield from _leaves(row, (*name, called), (*steps, number))


def _in_order(value: Value, name: Name, steps: Steps) -> Iterator[tuple[Name, str, Steps]]:
    """Each thing whose place among its like counts: what it lies in, its name, its place."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            if name[-1:] == (STEPS,):
                yield name, key, (*steps, key)
            yield from _in_order(below, (*name, key), (*steps, key))
    for number, row in enumerate(_listed(value)):
        if isinstance(row, Mapping) and ID in row:
            yield name, str(row[ID]), (*steps, number)
            yield from _in_order(row, (*name, str(row[ID])), (*steps, number))


def _listed(value: Value) -> tuple[Value, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def _spelt(value: Value) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_spelt, value))}]"
    plain = plain_value(value)
    return "" if plain is None else spelt(plain)


def written_changes(old: WrittenVersion, new: WrittenVersion) -> tuple[WrittenChange, ...]:
    """All that is written otherwise: the new version in its order, then what is gone."""
    before, after = old.leaves(), new.leaves()
    renamed = dict(_renamed(_units(before), _units(after), new))
    before = {_now(name, renamed): leaf for name, leaf in before.items()}
    found = [*_renamings(renamed, after), *_moved(before, after), *_changed(before, after)]
    found += _turned(before, after)
    found += _out_of_order(old.orders(), new.orders(), renamed)
    found += _apart(WrittenKind.ADDED, after, before)
    order = {name: number for number, name in enumerate(_heads(after))}
    found.sort(key=lambda each: order[each[0]])
    found += _apart(WrittenKind.REMOVED, before, after)
    return tuple(change for _, change in found)


def _heads(leaves: WrittenValues) -> dict[Name, None]:
    """What each value lies below, from the top down, and the value itself."""
    return {name[: end + 1]: None for name in leaves for end in range(len(name))}


def _units(leaves: WrittenValues) -> dict[Name, WrittenValue]:
    """What a business is made of, by what it is called: rules, flows, parameters and so on."""
    found: dict[Name, WrittenValue] = {}
    for name, leaf in leaves.items():
        if len(name) > 1:
            found.setdefault(name[:2], leaf)
    return found


def _renamed(
    before: WrittenValues, after: WrittenValues, new: WrittenVersion
) -> Iterator[tuple[str, str]]:
    """Rules that were called otherwise, where the old version has them so."""
    for was, now in new.former_names():
        if (RULES, was) in before and (RULES, was) not in after and (RULES, now) not in before:
            yield was, now


def _now(name: Name, renamed: Mapping[str, str]) -> Name:
    if name[0] != RULES or len(name) == 1:
        return name
    return (RULES, renamed.get(name[1], name[1]), *name[2:])


def _renamings(renamed: Mapping[str, str], after: WrittenValues) -> Iterator[_Named]:
    units = _units(after)
    for was, now in renamed.items():
        place = units[RULES, now].place
        change = WrittenChange(WrittenKind.RENAMED, f"{RULES}.{now}", was, now, None, place)
        yield (RULES, now), change


def _moved(before: WrittenValues, after: WrittenValues) -> Iterator[_Named]:
    """What stands in another file."""
    units = _units(before)
    for name, leaf in _units(after).items():
        was = units.get(name)
        if was is not None and was.place.file != leaf.place.file:
            called = ".".join(name)
            files = was.place.file, leaf.place.file
            yield name, WrittenChange(WrittenKind.MOVED, called, *files, was.place, leaf.place)


def _changed(before: WrittenValues, after: WrittenValues) -> Iterator[_Named]:
    for name, leaf in after.items():
        was = before.get(name)
        if was is None or was.text == leaf.text or name[-1] in {WAS, ID}:
            continue
        what = WrittenKind.REWORDED if name[-1] in WORDS else WrittenKind.CHANGED
        texts = was.text, leaf.text
        yield name, WrittenChange(what, ".".join(name), *texts, was.place, leaf.place)


def _turned(before: WrittenValues, after: WrittenValues) -> Iterator[_Named]:
    """One value of which several were made, or several of which one was."""
    was, now = _heads(before), _heads(after)
    for name in now:
        if name in was and (name in before) != (name in after):
            old, new = (_below(each, name) for each in (before, after))
            places = _first(before, name).place, _first(after, name).place
            yield name, WrittenChange(WrittenKind.CHANGED, ".".join(name), old, new, *places)


def _first(values: WrittenValues, name: Name) -> WrittenValue:
    return next(each for key, each in values.items() if key[: len(name)] == name)


def _below(values: WrittenValues, name: Name) -> str:
    """All that stands below a name, in a line."""
    end = len(name)
    told = {key[end:]: each.text for key, each in values.items() if key[:end] == name}
    if [*told] == [()]:
        return told[()]
    each = ", ".join(f"{'.'.join(key)}: {text}" for key, text in told.items())
    return f"{{{each}}}"


def _out_of_order(
    before: Orders, after: Orders, renamed: Mapping[str, str]
) -> Iterator[_Named]:
    """What stands before or behind others than it did: of equals the first counts."""
    for (file, *parent), now in after.items():
        names = renamed if parent == [RULES] else {}
        told = before.get((file, *parent), ())
        was = {names.get(name, name): place for name, place in told}
        places = {name: number for number, name in enumerate(was)}
        common = [(name, place) for name, place in now if name in was]
        stay = longest_rise([places[name] for name, _ in common])
        for number, (name, place) in enumerate(common):
            if places[name] not in stay:
                called = (*parent, name)
                at = was[name], place
                texts = f"#{places[name] + 1}", f"#{number + 1}"
                yield called, WrittenChange(WrittenKind.MOVED, ".".join(called), *texts, *at)


def longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """The most of the numbers that stand in rising order; of several such the first."""
    ends: list[tuple[int, ...]] = []
    for number in numbers:
        at = bisect_left(ends, number, key=lambda rise: rise[-1])
        ends[at : at + 1] = [(*(ends[at - 1] if at else ()), number)]
    return frozenset(ends[-1] if ends else ())


def _apart(what: WrittenKind, these: WrittenValues, others: WrittenValues) -> Iterator[_Named]:
    """What one version has and the other lacks, each told by the highest that is lacking."""
    known, seen = _heads(others), set[Name]()
    for name, leaf in these.items():
        heads = [*_tops(name)]
        lacking = next((head for head in heads if head not in known), None)
        if lacking is None or lacking in seen or lacking[-1] == WAS:
            continue
        if any(head in others for head in heads):  # told as what it was turned into
            continue
        seen.add(lacking)
        text = leaf.text if lacking == name else ""
        is_new = what is WrittenKind.ADDED
        told = ("", text) if is_new else (text, "")
        places = (None, leaf.place) if is_new else (leaf.place, None)
        yield lacking, WrittenChange(what, ".".join(lacking), *told, *places)


def _tops(name: Name) -> Iterator[Name]:
    return (name[: end + 1] for end in range(len(name)))
