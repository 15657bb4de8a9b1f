"""`python -m chat_app serve`"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import sys
from typing import TYPE_CHECKING, Any

import click

from chat_app.cli.data_folder import take_data_folder
from chat_app.cli.environment import enter_project, prepare_serving, settings_or_exit, web_directory

if TYPE_CHECKING:
    from chat_app.settings import Settings

GRACE_SECONDS = 5
SWITCH_SECONDS = 0.0005
"""How long a database thread may keep the interpreter while the event loop has tokens to deliver (Python's default: 5 ms)."""
GC_THRESHOLDS = (20_000, 20, 100)
"""Rarer looks for cycles: with Python's own thresholds a full one, of 70 ms, came with every hundred answers and found next to nothing."""
BACKLOG = 2048


@click.command()
def serve() -> None:
    """Serve pages and API on one port."""
    enter_project()
    settings = settings_or_exit()
    if not (web_directory() / "build" / "client" / "index.html").is_file():
        raise click.ClickException("The frontend is not built. Run: python -m chat_app build")
    listener = listen(settings.host, settings.port)
    lock = take_data_folder(settings)
    prepare_serving()
    with lock or contextlib.nullcontext():
        run(settings, listener)


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is loaded; says in one line when that fails."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = "is in use by another program" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise click.ClickException(f"{host} port {port} {reason}. PARLEY_PORT chooses another one.") from None
    listener.listen(BACKLOG)
    return listener


def run(settings: Settings, listener: socket.socket) -> None:
    """Migrate, load the app and serve until a signal comes."""
    import gc  # noqa: PLC0415

    import uvicorn  # noqa: PLC0415  (from here on everything is heavy)

    from chat_app.log_filter import PrivacyFilter  # noqa: PLC0415
    from chat_app.logging import configure_logging  # noqa: PLC0415

    configure_logging(settings.log_level, as_json=settings.log_json, filters=[PrivacyFilter()])
    _migrate(settings)
    server = uvicorn.Server(uvicorn.Config(_load_app(), **_options()))
    # What is loaded now lives as long as the process: the garbage collector need not walk through it again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    sys.setswitchinterval(SWITCH_SECONDS)
    click.echo(f"Parley is ready: {settings.origin}")
    _announce_setup()
    # Uvicorn has shut down in good order by then and only passes Ctrl-C on.
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _announce_setup() -> None:
    """Print the link for setting up, if nobody could sign in yet: whoever reads this output owns the server."""
    from chat_app.container import services  # noqa: PLC0415

    if link := asyncio.run(services().accounts.setup_link_if_needed()):
        click.echo(f"Set it up first, within an hour and only once: {link}")


def _migrate(settings: Settings) -> None:
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from chat_app import db  # noqa: PLC0415

    try:
        db.migrate(settings.sqlalchemy_url)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise click.ClickException(f"The database cannot be used: {reason} (PARLEY_DATABASE_URL, PARLEY_DATA_DIR)") from None


def _load_app() -> Any:
    from chat_app.chat_app import app  # noqa: PLC0415

    return app()


def _options() -> dict[str, Any]:
    """Uvicorn's options. It never believes forwarding headers: our own code counts the proxies that are trusted."""
    return {
        "loop": "uvloop",
        "http": "httptools",
        "ws": "websockets-sansio",
        "ws_per_message_deflate": False,
        "access_log": False,
        "log_config": None,
        "server_header": False,
        "date_header": False,
        "proxy_headers": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
