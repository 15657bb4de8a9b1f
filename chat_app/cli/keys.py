"""`python -m chat_app keys …`"""

from __future__ import annotations

import asyncio

import click

from chat_app.cli.environment import enter_project, settings_or_exit


@click.group()
def keys() -> None:
    """Change the keys that Parley signs with."""


@keys.command("rotate-signing")
def rotate_signing() -> None:
    """Sign short-lived tokens with a new key from now on. Tokens of the old one stay valid until they expire (ten minutes)."""
    enter_project()
    settings_or_exit()
    kid = asyncio.run(_rotate())
    click.echo(f"Tokens are signed with the new key {kid} from now on.")


async def _rotate() -> str:
    from chat_app.container import services  # noqa: PLC0415  (the whole product: not needed for --help)
    from chat_app.services.kernel.actor import Actor  # noqa: PLC0415

    parts = services()
    try:
        return await parts.tokens.keys.rotate(Actor(""))
    finally:
        await parts.close()
