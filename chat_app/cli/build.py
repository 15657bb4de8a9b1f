"""`python -m chat_app build`"""

from __future__ import annotations

import os
import time

import click

from chat_app.cli.environment import PROJECT, enter_project, web_directory
from chat_app.cli.frontend.bun import BunError
from chat_app.cli.frontend.export import ExportError, export
from chat_app.cli.frontend.fingerprint import fingerprint, is_current, mark_current

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
    started, lock = time.monotonic(), _lock_text()
    try:
        export(PROJECT, TOOLS)
    except (BunError, ExportError) as error:
        raise click.ClickException(str(error)) from None
    if _lock_text() != lock:
        click.echo("reflex.lock has changed with the components' packages: commit it.")
    mark_current(web, fingerprint(PROJECT))
    click.echo(f"Built the frontend in {time.monotonic() - started:.0f} s.")


def _lock_text() -> list[str]:
    return [(PROJECT / "reflex.lock" / name).read_text() for name in sorted(os.listdir(PROJECT / "reflex.lock"))]
