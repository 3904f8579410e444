"""Kept days as an older careplay left them, which wrote no manifests."""

from __future__ import annotations

from pathlib import Path


def without_manifests(folder: Path) -> None:
    """Take the manifests of every day kept below the folder away, and what tells of them."""
    for each in folder.rglob("manifest.json"):
        each.unlink()
        actions = each.with_name("actions.parquet")
        if actions.is_file():
            told = actions.read_bytes()
            actions.write_bytes(told.replace(b"careplay.manifest", b"careplay.an_older"))
