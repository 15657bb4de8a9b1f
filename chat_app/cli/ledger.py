"""`python -m chat_app ledger …`"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from chat_app.cli.environment import enter_project, settings_or_exit

if TYPE_CHECKING:
    from chat_app.services.ledger.dto import Violation
    from chat_app.wiring import Services

MOST_NAMED = 20


@click.group()
def ledger() -> None:
    """Check and seal the books of credit, or stop and start all wallets."""


@ledger.command()
def check() -> None:
    """Read all books and the whole chain; ends with code 1 and names what does not hold."""
    with _services() as parts:
        found = parts.books_watch.look_now()
    _name(found)
    if found:
        raise SystemExit(1)
    click.echo("The books are right: I1 to I10 hold.")


@ledger.command()
def seal() -> None:
    """Seal all journals that are not sealed yet."""
    with _services() as parts:
        click.echo(f"{parts.books_watch.seal_now()} journals sealed.")


@ledger.command()
@click.argument("reason")
def stop(reason: str) -> None:
    """Refuse everything new that concerns wallets; what is under way is still charged."""
    with _services() as parts:
        parts.wallet_switch.stop_now(reason)
    click.echo("Wallets are stopped. Running servers know within seconds.")


@ledger.command()
@click.option("--accept", is_flag=True, help="Carry on although the books are wrong: what is wrong now stops nothing any more.")
def start(accept: bool) -> None:
    """Let wallets be used again, after a look at the books; ends with code 1 when they are wrong."""
    from chat_app.services.accounting.switch import BooksWrongError  # noqa: PLC0415

    with _services() as parts:
        found = parts.books_watch.look_now()
        try:
            parts.wallet_switch.start_now(found, accept=accept)
        except BooksWrongError:
            _name(found)
            click.echo("Wallets stay stopped. Put it right, or carry on with --accept.", err=True)
            raise SystemExit(1) from None
    click.echo("Wallets can be used again.")


@ledger.command()
@click.option("--series", default="", help="How numbers of invoices begin from now on; without it as before, with the minute.")
@click.option("--corrections", default="", help="The same for corrections.")
def restored(series: str, corrections: str) -> None:
    """Begin new series of invoices after a backup was restored, before the server starts: no number is given twice."""
    from chat_app.errors import AppError  # noqa: PLC0415
    from chat_app.i18n import translate  # noqa: PLC0415

    with _services() as parts:
        try:
            seller = parts.invoices.begin_anew_now(series, corrections)
        except AppError as error:
            raise click.ClickException(translate(error.key, "en")) from None
        except ValueError:
            raise click.ClickException("numbers begin with at most 12 capitals, digits and hyphens.") from None
    click.echo(f"Invoices are numbered {seller.series}-… from now on, corrections {seller.correction_series}-….")
    click.echo("Next: “ledger check”; when it names nothing but I10, “ledger start --accept”; then start the server.")


def _name(found: list[Violation]) -> None:
    for each in found[:MOST_NAMED]:
        click.echo(f"{each.rule}  {each.where}: {each.expected} expected, {each.found} found", err=True)
    if len(found) > MOST_NAMED:
        click.echo(f"… and {len(found) - MOST_NAMED} more", err=True)


@contextmanager
def _services() -> Iterator[Services]:
    enter_project()
    settings_or_exit()
    from chat_app.container import services  # noqa: PLC0415

    parts = services()
    try:
        yield parts
    finally:
        parts.db.close()
