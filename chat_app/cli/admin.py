"""`python -m chat_app admin …`"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import click

from chat_app.cli.environment import enter_project, settings_or_exit

if TYPE_CHECKING:
    from chat_app.services.accounts.operator import Operator


@click.group()
def admin() -> None:
    """Make administrators, and links for people who cannot sign in."""


@admin.command("create")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--name", default="", help="What the person is called.")
@click.option("--link", "wants_link", is_flag=True, help="Print a link with which the password is chosen, and ask for none here.")
def create(email: str, name: str, wants_link: bool) -> None:
    """Make an administrator. The first one gets everything that the owner of single mode has."""
    asks = sys.stdin.isatty() and not wants_link
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if asks else ""
    link = _run(lambda operator: operator.create_admin(email, name, password))
    click.echo(f"{email} administers this Parley.")
    if link:
        click.echo(f"Choose the password within half an hour: {link}")


@admin.command("reset-password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Print a link with which somebody chooses a new password. It works once, for half an hour."""
    click.echo(_run(lambda operator: operator.reset_password(email)))


@admin.command("list")
def list_admins() -> None:
    """Show who administers."""
    found = _run(lambda operator: operator.admins())
    for each in found:
        click.echo(f"{each.email}  {each.name}  since {each.created_at:%Y-%m-%d}{'  suspended' if each.is_suspended else ''}")
    if not found:
        click.echo("Nobody yet. Make one with: python -m chat_app admin create --email …")


def _run(work: Callable[[Operator], Coroutine[Any, Any, Any]]) -> Any:
    """Do it in the database of the settings; what goes wrong becomes one line."""
    enter_project()
    settings = settings_or_exit()
    from chat_app import db  # noqa: PLC0415  (the whole product: not needed for --help)
    from chat_app.container import services  # noqa: PLC0415
    from chat_app.errors import AppError, NotFoundError  # noqa: PLC0415
    from chat_app.i18n import translate  # noqa: PLC0415

    async def run() -> Any:
        parts = services()
        try:
            return await work(parts.operator)
        finally:
            await parts.close()

    settings.ensure_data_dir()
    db.migrate(settings.sqlalchemy_url)
    try:
        return asyncio.run(run())
    except NotFoundError:
        raise click.ClickException("No account has this address.") from None
    except AppError as error:
        raise click.ClickException(translate(error.key, "en", **error.params)) from None
