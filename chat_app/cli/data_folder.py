"""The folder with everything a server knows: one server at a time works in it."""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from chat_app.settings import Settings


def take_data_folder(settings: Settings) -> TextIO | None:
    """Make the data folder and keep other servers off for as long as the file returned is open.

    A server settles all turns that an earlier one left running in SQLite: beside a living one it would cut its answers off.
    With PostgreSQL several servers may share the folder, and nothing is locked. Says in one line when the folder cannot be used.
    """
    try:
        folder = settings.ensure_data_dir()
        if not settings.sqlalchemy_url.startswith("sqlite"):
            return None
        lock = (folder / "lock").open("a")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise click.ClickException(f"another Parley is at work in {settings.data_dir}. PARLEY_DATA_DIR chooses another folder.") from None
    except OSError as error:
        raise click.ClickException(f"PARLEY_DATA_DIR: {settings.data_dir} cannot be used ({error.strerror}).") from None
    return lock
