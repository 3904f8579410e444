"""A PostgreSQL server of the tests' own, of the programs that the machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps them, apart by version and in nobody's path."""


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``; None where there is none."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    return next(iter(sorted(DEBIAN.glob("*/bin"), reverse=True)), None)


@contextmanager
def server() -> Iterator[Mapping[str, str]]:
    """A new server on a socket of its own; the environment by which libpq finds it."""
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL is not on this machine")
    # Below a folder that whoever runs the server may enter; a socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="careplay-pg-", dir="/tmp") as made:
        home = Path(made)
        data = home / "data"
        _as_owner(home, where / "initdb", "-D", data, "-A", "trust", "-U", "shop", *CLUSTER)
        options = f"-k {home} -c listen_addresses='' -F"
        control = where / "pg_ctl", "-D", data, "-w"
        _as_owner(home, *control, "-l", home / "log", "-o", options, "start")
        try:
            yield {"PGHOST": str(home), "PGUSER": "shop", "PGDATABASE": "postgres"}
        finally:
            _as_owner(home, *control, "-m", "immediate", "stop")


CLUSTER = "--no-sync", "-E", "UTF8", "--locale=C"


def _as_owner(home: Path, *command: object) -> None:
    """Run a program of the server's, which root may not, so that another user does then."""
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        owner = "postgres" if _is_user("postgres") else "nobody"
        shutil.chown(home, owner)
        user = {"user": owner, "group": _group(owner), "extra_groups": []}
    told = subprocess.run(  # noqa: S603
        [*map(str, command)],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if "initdb" in str(command[0]) else subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        cwd=home,
        text=True,
        **user,
    )
    assert told.returncode == 0, told.stdout


def _is_user(name: str) -> bool:
    import pwd  # noqa: PLC0415 - not on every system

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _group(name: str) -> int:
    import pwd  # noqa: PLC0415 - not on every system

    return pwd.getpwnam(name).pw_gid
