"""The data files of the shipped businesses, as text and on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from samples import (
    appliance_store,
    car_dealership,
    home_textiles,
    hotel,
    wealth_advisory,
)


def shipped_files() -> Mapping[str, str]:
    """Each data file's path below ``playbooks/`` and its text; always the same."""
    return {
        f"{business}/data/{name}": text
        for business, files in (
            ("appliance_store", appliance_store.files()),
            ("home_textiles", home_textiles.files()),
            ("car_dealership", car_dealership.files()),
            ("wealth_advisory", wealth_advisory.files()),
            ("hotel", hotel.files()),
        )
        for name, text in files.items()
    }


def write(folder: Path) -> None:
    """Write every file below the folder."""
    for name, text in shipped_files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
