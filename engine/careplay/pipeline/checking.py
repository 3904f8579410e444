"""What is told of businesses that were examined, by how strict whoever asks is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from careplay import checks
from careplay.outputs.checked import Checked, CheckedBusiness, Finding
from careplay.pipeline.examining import Examined
from careplay.severity import CheckProfile

NONE_SHARED: Mapping[Path, tuple[str, ...]] = {}


def checked(
    examined: Sequence[Examined],
    profile: CheckProfile | None = None,
    shared: Mapping[Path, tuple[str, ...]] = NONE_SHARED,
) -> Checked:
    """All that is told of them; without a ``profile`` each goes by its own.

    ``shared``: by the folder of a business the shared files for which it is checked.
    """
    return Checked(
        tuple(each for one in examined for each in _findings(one, profile or one.profile)),
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
        tuple(each.fault for each in examined if each.fault is not None),
        {name: text for each in examined for name, text in each.texts.items()},
    )


def _findings(examined: Examined, profile: CheckProfile) -> Iterator[Finding]:
    for each in examined.told:
        severity = checks.severity_of(each.code)
        if profile.tells(severity):
            yield Finding(each, severity, profile.fails(severity))
