"""``include:`` of careplay.yaml: playbooks that several businesses share."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from careplay.faults import NothingToRunError
from careplay.model.business import Business
from careplay.pipeline import examining
from careplay.pipeline.examining import Examined, examine_all
from careplay.pipeline.whole_files import whole_file
from careplay.starter import starter_files
from shop_folder import replaced, shipped

HOME = "careplay: 1\nname: Shop\nlanguage: en\nroles: {adviser: {}}\n"
RULE = """rules:
  - {{id: {id}, title: Hello, when: {{every: day}}, do: [{{task: Look, to: adviser}}]}}
"""
DAYS = "parameters: {days: 7}\n" + RULE.format(id="shared")


def folder(path: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path


def shop(path: Path, include: str, *lines: str, **files: str) -> Examined:
    """A business beside ``common/shared.yaml`` that includes what is told."""
    home = HOME + f"include: {include}\n" + "".join(f"{line}\n" for line in lines)
    told = {"shop/careplay.yaml": home, "common/shared.yaml": DAYS}
    folder(path, told | {f"shop/{name}.yaml": text for name, text in files.items()})
    (found,) = examine_all([path])
    return found


def sound(found: Examined) -> Business:
    assert found.diagnostics == ()
    assert found.business is not None
    return found.business


def messages(found: Examined) -> list[str]:
    return [f"{each.code} {each.message}" for each in found.diagnostics]


@pytest.mark.parametrize("include", ["[../common]", "[../common/shared.yaml]"])
def test_rules_of_an_included_file_or_folder_are_the_business_s(
    include: str, tmp_path: Path
) -> None:
    business = sound(shop(tmp_path, include, own=RULE.format(id="own")))
    assert [(rule.id, rule.playbook) for rule in business.rules] == [
        ("own", "own"),
        ("shared", "shared"),
    ]


def test_a_business_may_consist_of_included_playbooks_alone(tmp_path: Path) -> None:
    assert [rule.id for rule in sound(shop(tmp_path, "[../common]")).rules] == ["shared"]


def test_the_shared_folder_is_no_business(tmp_path: Path) -> None:
    sound(shop(tmp_path, "[../common]"))
    with pytest.raises(NothingToRunError):
        examine_all([tmp_path / "common"])


def test_parameters_given_anew_in_careplay_yaml_win(tmp_path: Path) -> None:
    business = sound(shop(tmp_path, "[../common]", "parameters: {days: 9}"))
    ((_, value),) = business.parameters["days"].values
    assert value == 9


def test_parameters_of_the_business_s_own_playbooks_are_not_given_anew(tmp_path: Path) -> None:
    found = shop(tmp_path, "[../common]", "parameters: {x: 9}", own="parameters: {x: 1}\n")
    assert [each.code for each in found.diagnostics] == ["CP109"]


def test_two_playbooks_may_not_both_give_a_parameter(tmp_path: Path) -> None:
    found = shop(tmp_path, "[../common]", own="parameters: {days: 1}\n")
    assert [each.code for each in found.diagnostics] == ["CP109"]


def test_faults_of_an_included_file_carry_its_own_name(tmp_path: Path) -> None:
    folder(tmp_path, {"common/wrong.yaml": RULE.format(id="wrong").replace("task", "tusk")})
    (fault,) = {each.file for each in shop(tmp_path, "[../common]").diagnostics}
    assert fault == str(tmp_path / "common" / "wrong.yaml")


def test_names_stay_as_they_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop(tmp_path, "[../common]")
    monkeypatch.chdir(tmp_path)
    (found,) = examine_all([Path("shop")])
    assert list(found.texts) == [str(Path("shop/careplay.yaml")),
                                 str(Path("common/shared.yaml"))]  # fmt: skip


def test_what_is_not_there_is_told_with_the_name_beside_it(tmp_path: Path) -> None:
    (said,) = messages(shop(tmp_path, "[../comon]", own=RULE.format(id="own")))
    assert said == (
        f'CP490 there is no file or folder "{tmp_path / "comon"}"; did you mean "common"?'
    )


def test_what_is_included_twice_is_told(tmp_path: Path) -> None:
    (said,) = messages(shop(tmp_path, "[../common, ../common/shared.yaml]"))
    file = tmp_path / "common" / "shared.yaml"
    assert said == (
        f'CP491 "{file}" is a playbook of this business already; include each playbook once'
    )


def test_a_playbook_of_its_own_need_not_be_included(tmp_path: Path) -> None:
    (said,) = messages(shop(tmp_path, "[own.yaml]", own=RULE.format(id="own")))
    assert said.startswith("CP491")


def test_playbooks_of_another_business_are_not_taken(tmp_path: Path) -> None:
    folder(tmp_path, {"other/careplay.yaml": HOME, "other/a.yaml": RULE.format(id="a")})
    home = HOME + "include: [../other/a.yaml]\n"
    folder(tmp_path, {"shop/careplay.yaml": home, "shop/own.yaml": RULE.format(id="own")})
    (found,) = examine_all([tmp_path / "shop"])
    (said,) = messages(found)
    assert said.startswith(f'CP492 "{tmp_path / "other" / "a.yaml"}" belongs to the business')


@pytest.mark.parametrize("name", ["notes.txt", "careplay.yaml", "a.test.yaml"])
def test_a_file_that_is_no_playbook_is_told(name: str, tmp_path: Path) -> None:
    folder(tmp_path, {f"shop/{name}": "{}"})
    (said,) = messages(shop(tmp_path, f"[{name}]", own=RULE.format(id="own")))
    assert said.startswith("CP492")


def test_a_folder_without_playbooks_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (said,) = messages(shop(tmp_path, "[../empty]", own=RULE.format(id="own")))
    assert said == (
        f'CP492 "{tmp_path / "empty"}" holds no playbook; a playbook is a .yaml file with rules'
    )


def test_a_place_on_one_machine_is_not_taken(tmp_path: Path) -> None:
    common = (tmp_path / "common").as_posix()
    (said,) = messages(shop(tmp_path, f"['{common}']", own=RULE.format(id="own")))
    assert said.startswith("CP492")
    assert "relative to careplay.yaml" in said


def test_a_playbook_that_several_businesses_include_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop(tmp_path, "[../common]")
    folder(tmp_path, {"other/careplay.yaml": HOME + "include: [../common]\n"})
    read: list[str] = []
    reader = whole_file

    def noted(file: Path, most: int) -> tuple[bytes, int]:
        read.append(file.name)
        return reader(file, most)

    monkeypatch.setattr(examining, "whole_file", noted)
    assert [sound(each).rules[0].id for each in examine_all([tmp_path])] == ["shared"] * 2
    assert sorted(read) == ["careplay.yaml", "careplay.yaml", "shared.yaml"]


def test_playbooks_of_the_installed_careplay_are_included_by_name(tmp_path: Path) -> None:
    home = shipped("home_textiles", tmp_path) / "careplay.yaml"
    before = sound(examine_all([home])[0])
    replaced(home, "../common/", "careplay:common/")
    shutil.rmtree(tmp_path / "common")
    after = sound(examine_all([home])[0])
    assert [each.id for each in after.rules] == [each.id for each in before.rules]


def test_an_unknown_name_of_the_installed_careplay_is_told_with_the_nearest(
    tmp_path: Path,
) -> None:
    found = shop(tmp_path, "[careplay:common/complain.yaml]", own=RULE.format(id="own"))
    (said,) = messages(found)
    assert said.startswith('CP490 careplay comes with no playbook "careplay:common/complain.')
    assert said.endswith('did you mean "careplay:common/complaint.yaml"?')
    away = shop(tmp_path, "[careplay:../secret.yaml]", own=RULE.format(id="own"))
    assert "comes with no playbook" in messages(away)[0]


def test_a_shipped_playbook_that_is_included_twice_is_told(tmp_path: Path) -> None:
    twice = "[careplay:common/privacy.yaml, careplay:common/privacy.yaml]"
    found = shop(tmp_path, twice, own=RULE.format(id="own"))
    assert any("is a playbook of this business already" in each for each in messages(found))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_starter_shows_a_name_that_is_there(language: str, tmp_path: Path) -> None:
    home = starter_files(language)["careplay.yaml"]
    (line,) = (each for each in home.splitlines() if "careplay:common" in each)
    name = line.partition("[")[2].partition("]")[0]
    found = shop(tmp_path, f"[{name}]", own=RULE.format(id="own"))
    assert not [each for each in messages(found) if "comes with no playbook" in each]
