"""Backups as administrators make them: SQLite's own, and `pg_dump` with `pg_restore`."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a database beside it, made while it was in use."""

    url: str
    file: Path

    @classmethod
    def of(cls, url: str, folder: Path) -> Backup:
        made = cls(url, folder / "backup")
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source, closing(sqlite3.connect(made.file)) as target:
                source.backup(target)
        else:
            _run("pg_dump", "--format=custom", "--file", str(made.file), _plain(url))
        return made

    @contextmanager
    def restored(self) -> Iterator[str]:
        """The address of a database with what the backup holds."""
        if self.url.startswith("sqlite"):
            yield f"sqlite:///{self.file}"
            return
        _run("psql", "--quiet", "--command", f"CREATE DATABASE {RESTORED}", _plain(self.url))
        try:
            address = self.url.replace("/postgres?", f"/{RESTORED}?")
            _run("pg_restore", "--exit-on-error", "--dbname", _plain(address), str(self.file))
            yield address
        finally:
            _run("psql", "--quiet", "--command", f"DROP DATABASE {RESTORED} WITH (FORCE)", _plain(self.url))


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _run(program: str, *arguments: str) -> None:
    from pgserver._commands import POSTGRES_BIN_PATH

    subprocess.run([POSTGRES_BIN_PATH / program, *arguments], check=True, capture_output=True, timeout=60)
