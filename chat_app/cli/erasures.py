"""`python -m chat_app erasures apply`"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import click

from chat_app.cli.data_folder import take_data_folder
from chat_app.cli.environment import enter_project, settings_or_exit

if TYPE_CHECKING:
    from chat_app.wiring import Services


@click.group()
def erasures() -> None:
    """Look after the list of erased accounts, `erasures.log` in the data folder."""


@erasures.command()
def apply() -> None:
    """Erase again whoever a restored backup brought back. Run it before the server starts."""
    enter_project()
    settings = settings_or_exit()
    # Beside a running server answers would be written for people who are being erased.
    with take_data_folder(settings) or contextlib.nullcontext():
        from chat_app.container import services  # noqa: PLC0415

        count = asyncio.run(_apply(services()))
    click.echo(f"{count} accounts erased again.")


async def _apply(parts: Services) -> int:
    try:
        return await parts.erasure.apply_list()
    finally:
        await parts.close()
