"""`python -m chat_app build`"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import click

from chat_app.cli.environment import PROJECT, enter_project, web_directory
from chat_app.cli.frontend.bun import BunError
from chat_app.cli.frontend.export import ExportError, export
from chat_app.cli.frontend.fingerprint import fingerprint, is_current, mark_current

if TYPE_CHECKING:
    from pathlib import Path

TOOLS = PROJECT / ".tools"


@click.command()
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
def build(force: bool) -> None:
    """Build the frontend, if anything it depends on has changed."""
    enter_project()
    web, wanted = web_directory(), fingerprint(PROJECT)
    if is_current(web, wanted) and not force:
        return
    click.echo("Building the frontend …")
    started, lock = time.monotonic(), _read_lock()
    try:
        export(PROJECT, TOOLS)
    except (BunError, ExportError) as error:
        raise click.ClickException(str(error)) from None
    if _keep_lock(lock):
        click.echo("reflex.lock has changed with the components' packages: commit it.")
    mark_current(web, fingerprint(PROJECT))
    click.echo(f"Built the frontend in {time.monotonic() - started:.0f} s.")


def _read_lock() -> dict[Path, str]:
    return {path: path.read_text() for path in (PROJECT / "reflex.lock").iterdir()}


def _keep_lock(before: dict[Path, str]) -> bool:
    """Undo what Reflex only wrote in another form, so a build leaves the work tree clean; True if the content changed."""
    changed = set(_read_lock()) != set(before)
    for path, text in before.items():
        if path.exists() and _same_content(path, text):
            path.write_text(text)
        else:
            changed = True
    return changed


def _same_content(path: Path, text: str) -> bool:
    if path.suffix != ".json":
        return path.read_text() == text
    return json.loads(path.read_text()) == json.loads(text)
