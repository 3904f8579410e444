"""What is told of businesses that were examined, by how strict whoever asks is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from careplay import checks
from careplay.outputs.checked import Checked, CheckedBusiness, Finding
from careplay.pipeline.examining import Examined
from careplay.severity import CheckProfile

if TYPE_CHECKING:
    from careplay.pipeline.checking_data import DataChecked

NONE_SHARED: Mapping[Path, tuple[str, ...]] = {}


def checked(
    examined: Sequence[Examined],
    profile: CheckProfile | None = None,
    shared: Mapping[Path, tuple[str, ...]] = NONE_SHARED,
    *,
    data: bool = False,
) -> Checked:
    """All that is told of them; without a ``profile`` each goes by its own.

    ``shared``: by the folder of a business the shared files for which it is checked.
    ``data``: the tables of those that have no fault are read and held against them, too.
    """
    read = [_data(one, profile or one.profile) for one in examined] if data else []
    return Checked(
        (
            *(each for one in examined for each in _findings(one, profile or one.profile)),
            *(each for findings, _ in read for each in findings),
        ),
        tuple(
            CheckedBusiness(
                each.folder,
                len(each.texts),
                None if each.business is None else len(each.business.rules),
                shared.get(each.folder, ()),
            )
            for each in examined
            if each.fault is None
        ),
        (
            *(each.fault for each in examined if each.fault is not None),
            *(each for _, unread in read for each in unread),
        ),
        {name: text for each in examined for name, text in each.texts.items()},
    )


def _data(examined: Examined, profile: CheckProfile) -> DataChecked:
    """What is wrong with its tables, where nothing is wrong with the business itself."""
    if examined.business is None:
        return (), ()
    from careplay.pipeline.checking_data import check_data  # noqa: PLC0415 - heavy

    return check_data(examined.business, profile)


def _findings(examined: Examined, profile: CheckProfile) -> Iterator[Finding]:
    for each in examined.told:
        severity = checks.severity_of(each.code)
        if profile.tells(severity):
            yield Finding(each, severity, profile.fails(severity))
