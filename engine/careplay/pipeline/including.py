"""The playbooks that careplay.yaml includes, and what is wrong with ``include:``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from careplay.businesses import HOME, Folder, business_above, playbooks_at
from careplay.diagnostics import Diagnostic, did_you_mean
from careplay.frozen import dataclass
from careplay.language.codes import INCLUDED_TWICE, NO_PLAYBOOK, NOT_INCLUDED
from careplay.language.nodes import Node
from careplay.pipeline.whole_files import is_there
from careplay.reading.document import Document
from careplay.reading.shipped import shipped_folder

SHIPPED, SHARED = "careplay:", "common"
"""What a name begins with that is of the installed careplay, and where such playbooks lie."""
APART = "keep playbooks that several businesses include in a folder of their own, beside them"


@dataclass(frozen=True, slots=True)
class Included:
    """The files, in the order they are included, and the faults of ``include:``."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]


def included(folder: Folder, home: Document) -> Included:
    """What ``include:`` names, files and folders, relative to careplay.yaml; each once.

    Names such as ``careplay:common/complaint.yaml`` are of the installed careplay.
    """
    faults: list[Diagnostic] = []
    known = {file.resolve(): file for file in folder.playbooks}
    files: list[Path] = []
    for node in Node(home, (), home.value, faults).rows("include"):
        for file in _files(folder, node):
            if file.resolve() in known:
                what = f'"{file}" is a playbook of this business already'
                node.say(INCLUDED_TWICE, what, "include each playbook once")
            else:
                known[file.resolve()] = file
                files.append(file)
    return Included(tuple(files), tuple(faults))


def _files(folder: Folder, node: Node) -> Iterator[Path]:
    written = node.value
    if not isinstance(written, str):
        return  # the schema has said so
    path = Path(os.path.normpath(folder.path / written))
    if written.startswith(SHIPPED):
        yield from _shipped(written, node)
    elif Path(written).is_absolute():
        way = f"write it relative to {HOME}, as in ../common"
        node.say(NO_PLAYBOOK, f'"{written}" is a place on one machine only', way)
    elif not is_there(path):
        node.say(NOT_INCLUDED, f'there is no file or folder "{path}"{_near(path)}')
    elif not (found := playbooks_at(path)):
        what = "holds no playbook" if path.is_dir() else "is no playbook"
        node.say(NO_PLAYBOOK, f'"{path}" {what}', "a playbook is a .yaml file with rules")
    elif (other := business_above(path)) and other.resolve() != folder.path.resolve():
        node.say(NO_PLAYBOOK, f'"{path}" belongs to the business in "{other}"', APART)
    else:
        yield from found


def _shipped(written: str, node: Node) -> Iterator[Path]:
    """The playbooks that travel with careplay and are called so: ``careplay:common``."""
    top = shipped_folder("playbooks")
    known = {f"{SHIPPED}{SHARED}": top / SHARED}
    known |= {f"{SHIPPED}{SHARED}/{each.name}": each for each in playbooks_at(top / SHARED)}
    if found := known.get(written.rstrip("/")):
        yield from playbooks_at(found)
    else:
        way = did_you_mean(written, known, "names")
        node.say(NOT_INCLUDED, f'careplay comes with no playbook "{written}"{way}')


def _near(path: Path) -> str:
    """The name beside it that may be meant."""
    if not is_there(path.parent) or not path.parent.is_dir():
        return ""
    names = sorted(each.name for each in path.parent.iterdir() if each.name[0] != ".")
    return did_you_mean(path.name, names, "names beside it")
