"""`python -m chat_app reindex`"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import click

from chat_app.cli.data_folder import take_data_folder
from chat_app.cli.environment import enter_project, settings_or_exit

if TYPE_CHECKING:
    from chat_app.wiring import Services


@click.command()
@click.option("--anew", is_flag=True, help="Throw the index away and build it from the database. Not while the server runs.")
def reindex(anew: bool) -> None:
    """Bring the index of passages in step with the database, or build it anew. Nothing is read or embedded that was before."""
    enter_project()
    settings = settings_or_exit()
    try:
        lock = take_data_folder(settings)
    except click.ClickException:
        if anew:
            raise
        click.echo(f"The server is running: it looks at {_note()} documents again by itself.")
        return
    with lock or contextlib.nullcontext():
        count = asyncio.run(_run(anew=anew))
    click.echo(f"The index holds the passages of {count} documents as the database has them.")


def _note() -> int:
    from chat_app.container import services  # noqa: PLC0415
    from chat_app.services.kernel.clock import utc_now  # noqa: PLC0415
    from chat_app.services.knowledge.indexing.generations import note_all  # noqa: PLC0415

    parts = services()
    try:
        return asyncio.run(note_all(parts.db, utc_now))
    finally:
        parts.db.close()


async def _run(*, anew: bool) -> int:
    from chat_app.container import services  # noqa: PLC0415

    parts: Services = services()
    try:
        if anew:
            await parts.knowledge.doors.indexes.keep_only([])
        return await parts.knowledge.reindex()
    finally:
        await parts.knowledge.close()
        parts.db.close()
