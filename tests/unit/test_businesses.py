"""Where businesses are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from careplay.businesses import find
from careplay.faults import NothingToRunError, SourceError


def business(folder: Path, *playbooks: str) -> Path:
    for name in ("careplay.yaml", *playbooks):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("careplay: 1\n", encoding="utf-8")
    return folder


def playbooks(path: Path) -> list[str]:
    (found,) = find(path)
    return [file.relative_to(found.path).as_posix() for file in found.playbooks]


def test_playbooks_lie_in_the_business_and_below_it_in_order(tmp_path: Path) -> None:
    business(tmp_path, "b.yaml", "a.yml", "winter/c.yaml")
    assert playbooks(tmp_path) == ["a.yml", "b.yaml", "winter/c.yaml"]


def test_tests_data_and_what_is_hidden_are_no_playbooks(tmp_path: Path) -> None:
    business(
        tmp_path,
        "a.yaml",
        "a.test.yaml",
        "b.test.yml",
        ".hidden.yaml",
        ".hidden/c.yaml",
        "data/d.yaml",
        "notes.txt",
    )
    assert playbooks(tmp_path) == ["a.yaml"]


def test_a_folder_may_hold_many_businesses_each_with_its_own_playbooks(tmp_path: Path) -> None:
    business(tmp_path / "north", "a.yaml")
    business(tmp_path / "south", "b.yaml")
    business(tmp_path / "south" / "harbour", "c.yaml")
    names = [[file.name for file in folder.playbooks] for folder in find(tmp_path)]
    assert names == [["a.yaml"], ["b.yaml"], ["c.yaml"]]


@pytest.mark.parametrize("path", ["a.yaml", "winter/c.yaml", "careplay.yaml", "winter", "data"])
def test_a_file_or_folder_inside_a_business_stands_for_it(tmp_path: Path, path: str) -> None:
    business(tmp_path, "a.yaml", "winter/c.yaml", "data/d.yaml")
    (found,) = find(tmp_path / path)
    assert found.path == tmp_path


def test_names_stay_as_they_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    business(tmp_path / "shop", "winter/c.yaml")
    monkeypatch.chdir(tmp_path)
    assert find(Path("shop"))[0].home == Path("shop/careplay.yaml")
    assert find(Path("shop/winter/c.yaml"))[0].home == Path("shop/careplay.yaml")
    monkeypatch.chdir(tmp_path / "shop" / "winter")
    assert find(Path())[0].home == Path("../careplay.yaml")


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file or folder"):
        find(tmp_path / "north")


def test_a_folder_without_a_business_is_told(tmp_path: Path) -> None:
    with pytest.raises(NothingToRunError, match="no folder there holds"):
        find(tmp_path)


def test_a_file_that_belongs_to_no_business_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.touch()
    with pytest.raises(NothingToRunError, match="belongs to no business"):
        find(file)


def test_a_home_with_nearly_the_right_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "careplay.yml").touch()
    with pytest.raises(NothingToRunError, match="must be called"):
        find(tmp_path)
