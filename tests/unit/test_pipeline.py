"""What the pipeline hands to the commands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from careplay.faults import DataFaultError, NothingToRunError, SourceError
from careplay.model.business import Business
from careplay.outputs.day import Day
from careplay.pipeline.examining import examine_all
from careplay.pipeline.planned import planned_day
from careplay.pipeline.running import Choices, run_days
from careplay.pipeline.schemas import schema
from careplay.sources.connecting import connect
from shop_folder import replaced, shop

TODAY = date(2026, 11, 21)


def run(business: Business, **choices: Any) -> Day:
    """The day, kept in the business unless told."""
    chosen = {"out": business.folder / ".careplay" / "actions", **choices}
    (day,) = run_days(business, (TODAY,), Choices(**chosen), connect())
    return day


def business(folder: Path) -> Business:
    (found,) = examine_all([shop(folder)])
    assert found.business is not None
    return found.business


def test_a_sound_business_has_a_meaning_and_no_diagnostics(tmp_path: Path) -> None:
    (found,) = examine_all([shop(tmp_path / "shop")])
    assert found.business is not None
    assert (found.diagnostics, found.fault) == ((), None)
    assert [Path(name).name for name in found.texts] == ["careplay.yaml", "first_steps.yaml"]


def test_a_faulty_business_has_none_but_its_texts(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    replaced(folder / "first_steps.yaml", "to: adviser", "to: advisr")
    (found,) = examine_all([folder])
    assert found.business is None
    assert {fault.code for fault in found.diagnostics} == {"CP105"}
    assert "to: advisr" in found.texts[found.diagnostics[0].file]


def test_faults_of_files_stand_in_the_order_of_files_then_of_places(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    rules = """rules:
  - {id: {}1, title: t, when: {every: day}, do: [{task: x, to: nobody}]}
  - {id: {}2, title: t, when: {evry: day}, do: [{task: x, to: manager}]}
"""
    for name in ("z", "a"):
        (folder / f"{name}.yaml").write_text(rules.replace("{}", name), encoding="utf-8")
    replaced(folder / "careplay.yaml", "language: en", "langage: en")
    (found,) = examine_all([folder])
    files = [Path(fault.file).name for fault in found.diagnostics]
    assert files == sorted(files, key=["careplay.yaml", "a.yaml", "z.yaml"].index)
    assert len(set(found.diagnostics)) == len(found.diagnostics)


def test_a_single_business_that_cannot_be_examined_is_raised(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    (folder / "first_steps.yaml").unlink()
    with pytest.raises(NothingToRunError, match="holds no playbook"):
        examine_all([folder])


def test_of_several_it_is_told_beside_the_others(tmp_path: Path) -> None:
    first, second = shop(tmp_path / "a"), shop(tmp_path / "b")
    (first / "first_steps.yaml").unlink()
    (second / "lost.yaml").symlink_to(tmp_path / "nowhere")
    shop(tmp_path / "c")
    faults = [type(each.fault) for each in examine_all([tmp_path])]
    assert faults == [NothingToRunError, SourceError, type(None)]


def test_who_waits_is_told_what_begins(tmp_path: Path) -> None:
    said: list[str] = []
    choices = Choices(out=tmp_path)
    list(run_days(business(tmp_path / "shop"), (TODAY,), choices, connect(), said.append))
    assert said == [
        "reading customers and events",
        "planning 2026-11-21",
        "writing the actions",
    ]


def test_what_is_shown_is_what_was_written(tmp_path: Path) -> None:
    day = run(business(tmp_path / "shop"))
    assert day.file is not None
    assert str(day.file) in day.actions.sql
    assert len(day.actions) == 9


def test_with_a_fault_of_the_data_strictness_raises(tmp_path: Path) -> None:
    given = business(tmp_path / "shop")
    replaced(given.folder / "data" / "events.csv", "268.00", "much")
    assert run(given, keep=False).counts.faults == 1
    with pytest.raises(DataFaultError, match="1 fault in the data"):
        run(given, keep=False, strict=True)


def test_rejects_of_a_former_run_go_when_the_data_are_put_right(tmp_path: Path) -> None:
    given = business(tmp_path / "shop")
    events = given.folder / "data" / "events.csv"
    replaced(events, "268.00", "much")
    rejects = run(given).rejects_file
    assert rejects is not None
    assert rejects.exists()
    replaced(events, "much", "268.00")
    assert run(given).rejects_file is None
    assert not rejects.exists()


def test_a_plan_is_text_and_sql(tmp_path: Path) -> None:
    given = business(tmp_path / "shop")
    planned = planned_day(given, TODAY, None, None)
    assert planned.text().startswith("reads\n  staff from data/staff.csv: id, ")
    assert "\n\nfacts of shop as of 2026-11-21\n" in planned.text()
    assert planned.sql().startswith("-- ")


def test_a_business_without_staff_or_segments_has_its_schemas(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop")
    home = "careplay: 1\nname: n\nroles: {r: {}}\n"
    home += "customers: {from: data/customers.csv, key: customer_id, facts: {name: text}}\n"
    home += "events: {from: data/events.csv, types: {visit: {}}}\n"
    (folder / "careplay.yaml").write_text(home, encoding="utf-8")
    (folder / "first_steps.yaml").write_text(
        "rules: [{id: r, title: t, when: {event: visit}, do: [{task: x, to: r}]}]\n",
        encoding="utf-8",
    )
    (found,) = examine_all([folder])
    assert found.business is not None, found.diagnostics
    made = schema("playbook", found.business)
    assert made["$defs"]["roleName"]["enum"] == ["r"]
    assert made["$defs"]["segmentName"]["type"] == "string"
    assert "enum" not in made["$defs"]["channelName"]
    assert schema("action", found.business)["title"] == "A careplay action: n"


def test_a_business_without_events_runs_as_one_to_which_nothing_happened(
    tmp_path: Path,
) -> None:
    folder = shop(tmp_path / "shop")
    home = "careplay: 1\nname: n\nroles: {r: {}}\n"
    home += "customers: {from: data/customers.csv, key: customer_id, facts: {name: text}}\n"
    (folder / "careplay.yaml").write_text(home, encoding="utf-8")
    (folder / "first_steps.yaml").write_text(
        "rules: [{id: a, title: t, when: {every: day}, do: [{task: x, to: r}]}]\n",
        encoding="utf-8",
    )
    (found,) = examine_all([folder])
    assert found.business is not None, found.diagnostics
    day = run(found.business)
    assert (day.counts.events, day.counts.faults) == (0, 0)
    assert len(day.actions) == day.counts.customers
    assert not any("holds no events" in str(note) for note in day.data_notes)
