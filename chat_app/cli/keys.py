"""`python -m chat_app keys …`"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from chat_app.cli.environment import enter_project, settings_or_exit

if TYPE_CHECKING:
    from chat_app.db import Database
    from chat_app.services.vault import Vault


@click.group()
def keys() -> None:
    """Change the keys that Parley signs with, and the master key that seals secrets."""


@keys.command("new")
def new() -> None:
    """Print a fresh master key. Nothing is changed by it."""
    click.echo(secrets.token_urlsafe(48))


@keys.command("status")
def status() -> None:
    """How many secrets each master key has sealed, and whether all can be opened."""
    with _vault() as (db, vault):
        from chat_app.services.vault.queries import count_by_key  # noqa: PLC0415
        from chat_app.services.vault.rotation import lost_secrets  # noqa: PLC0415

        counts = db.read_now(count_by_key)
        for key_id in sorted({vault.current_key_id, *counts}):
            kind = "current" if key_id == vault.current_key_id else "old" if key_id in vault.key_ids else "missing"
            click.echo(f"{key_id}  {kind:8} {counts.get(key_id, 0):>8} secrets")
        count, lost = lost_secrets(db, vault)
    click.echo(f"{count} secrets, {lost} of them cannot be opened.")
    if lost:
        raise SystemExit(1)


@keys.command("rotate")
def rotate() -> None:
    """Seal every secret with the current master key. May be interrupted and run again, also while Parley serves."""
    from chat_app.services.vault.rotation import MissingKeyError  # noqa: PLC0415
    from chat_app.services.vault.rotation import rotate as rotate_all  # noqa: PLC0415

    with _vault() as (db, vault):
        try:
            done = rotate_all(db, vault, lambda sealed, total: click.echo(f"{sealed} of {total}"))
        except MissingKeyError as error:
            raise click.ClickException(_missing(error.missing)) from None
    click.echo(f"{done.sealed} secrets were sealed with the key {vault.current_key_id}. PARLEY_OLD_SECRET_KEYS is not needed any more.")
    if done.damaged:
        raise click.ClickException(
            f"{len(done.damaged)} secrets were changed by somebody else and cannot be opened: {', '.join(done.damaged[:10])}. "
            "Whoever they belong to has to enter them again."
        )


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


@contextmanager
def _vault() -> Iterator[tuple[Database, Vault]]:
    """The database and the keys, without the rest of the product."""
    from chat_app.db import Database  # noqa: PLC0415
    from chat_app.services.kernel.clock import utc_now  # noqa: PLC0415
    from chat_app.services.vault import Vault  # noqa: PLC0415
    from chat_app.settings import SettingsError  # noqa: PLC0415

    enter_project()
    settings = settings_or_exit()
    db = Database(settings.sqlalchemy_url)
    try:
        yield db, Vault(lambda: settings.all_secrets, utc_now)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    finally:
        db.close()


def _missing(missing: dict[str, int]) -> str:
    which = "; ".join(f"{number} with the key {key_id}" for key_id, number in sorted(missing.items()))
    return (
        f"Secrets are sealed with a master key that is not here: {which}. Nothing was changed. "
        "Add the key from before, comma-separated, to PARLEY_OLD_SECRET_KEYS and run this again."
    )
