"""`python -m chat_app dev`: the same server and the same build as always, again after each change.

Reflex's own development server runs pages and API on two ports, with other headers and cookies than in earnest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from chat_app.cli.environment import PROJECT, enter_project

WATCHED = ("chat_app", "assets", "alembic", "rxconfig.py", ".env")
ENDINGS = frozenset({".py", ".jsx", ".js", ".css", ".toml", ".html", ".svg", ".webmanifest"})
STOP_SECONDS = 10


@click.command()
def dev() -> None:
    """Serve, and build and restart when a file changes."""
    from watchfiles import watch  # noqa: PLC0415

    enter_project()
    server = start()
    try:
        for changes in watch(*(path for name in WATCHED if (path := PROJECT / name).exists()), watch_filter=is_source):
            click.echo(f"Changed: {', '.join(sorted({Path(path).name for _kind, path in changes}))}")
            stop(server)
            server = start()
    finally:
        stop(server)


def is_source(_kind: object, path: str) -> bool:
    """Whether a change of this file can change what is served; generated files do not count."""
    parts = Path(path).parts
    return (Path(path).suffix in ENDINGS or Path(path).name == ".env") and not {"__pycache__", "external"}.intersection(parts)


def start() -> subprocess.Popen[bytes] | None:
    """Build if needed and start the server; None when the build failed (it has said why)."""
    command = (sys.executable, "-m", "chat_app")
    environment = {**os.environ, "PARLEY_LOG_LEVEL": os.environ.get("PARLEY_LOG_LEVEL", "DEBUG")}
    if subprocess.run([*command, "build"], check=False).returncode != 0:  # noqa: S603  (our own interpreter)
        return None
    return subprocess.Popen([*command, "serve"], env=environment)  # noqa: S603  (our own interpreter)


def stop(server: subprocess.Popen[bytes] | None) -> None:
    if server is None:
        return
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
