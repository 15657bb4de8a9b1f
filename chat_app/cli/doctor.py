"""`python -m chat_app doctor`: looks at everything a start needs, and says what is wrong and how to mend it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from chat_app.cli.environment import PROJECT, enter_project, settings_or_exit, web_directory
from chat_app.cli.frontend.fingerprint import fingerprint, is_current

if TYPE_CHECKING:
    from chat_app.settings import Settings

OLDEST_PYTHON = (3, 11)
PROVIDER_KEYS = ("openai", "anthropic", "gemini", "deepseek", "openrouter", "runpod", "mistral", "groq", "xai", "cohere")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` is empty when all is well."""

    what: str
    mend: str = ""


@click.command()
def doctor() -> None:
    """Check set-up and say in words what is wrong."""
    enter_project()
    settings = settings_or_exit()
    findings = [finding for check in CHECKS for finding in check(settings)]
    for finding in findings:
        click.echo(f"{'problem' if finding.mend else 'ok     '}  {finding.what}{': ' if finding.mend else ''}{finding.mend}")
    if any(finding.mend for finding in findings):
        raise SystemExit(1)


def check_python(_settings: Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(f"Python {version}", "" if sys.version_info >= OLDEST_PYTHON else "3.11 or newer is needed.")


def check_settings(settings: Settings) -> Iterator[Finding]:
    yield Finding(f"settings, to be reached at {settings.origin}")
    try:
        settings.ensure_data_dir()
    except OSError as error:
        yield Finding(f"data folder {settings.data_dir.resolve()}", f"it cannot be written ({error.strerror}); set PARLEY_DATA_DIR.")
    else:
        yield Finding(f"data folder {settings.data_dir.resolve()}")


def check_database(settings: Settings) -> Iterator[Finding]:
    from sqlalchemy import text  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from chat_app.db import Database  # noqa: PLC0415

    database = Database(settings.sqlalchemy_url)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        database.write_now(lambda session: session.connection().execute(text("SELECT 1")))
        yield Finding(f"database ({kind})")
    except SQLAlchemyError as error:
        yield Finding(
            f"database ({kind})", f"it does not answer ({error.__class__.__name__}); look at PARLEY_DATABASE_URL and whether it runs."
        )
    finally:
        database.close()


def check_secrets(settings: Settings) -> Iterator[Finding]:
    """Sealed secrets need the master key that sealed them; without any there is nothing to look at."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from chat_app.db import Database  # noqa: PLC0415
    from chat_app.services.kernel.clock import utc_now  # noqa: PLC0415
    from chat_app.services.vault import Vault  # noqa: PLC0415
    from chat_app.services.vault.queries import count_by_key  # noqa: PLC0415
    from chat_app.services.vault.rotation import lost_secrets  # noqa: PLC0415
    from chat_app.settings import SettingsError  # noqa: PLC0415

    database = Database(settings.sqlalchemy_url)
    try:
        if database.read_now(count_by_key):
            count, lost = lost_secrets(database, Vault(lambda: settings.all_secrets, utc_now))
            mend = (
                f"{lost} cannot be opened; add the master key from before to PARLEY_OLD_SECRET_KEYS, then: python -m chat_app keys rotate"
            )
            yield Finding(f"{count} sealed secrets", mend if lost else "")
    except SettingsError as error:
        yield Finding("master key", str(error))
    except SQLAlchemyError:
        # No tables yet, or no database: that is told elsewhere.
        return
    finally:
        database.close()


def check_frontend(_settings: Settings) -> Iterator[Finding]:
    current = is_current(web_directory(), fingerprint(PROJECT))
    yield Finding("frontend build", "" if current else "it is missing or older than its sources; run: python -m chat_app build")


def check_providers(settings: Settings) -> Iterator[Finding]:
    named = [name for name in PROVIDER_KEYS if getattr(settings, f"{name}_api_key", None)]
    named += [name for name, url in (("OpenAI-compatible", settings.openai_base_url), ("Ollama", settings.ollama_url)) if url]
    yield Finding(f"model providers: {', '.join(named) or 'none, the built-in assistant answers'}")


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    check_python,
    check_settings,
    check_database,
    check_secrets,
    check_frontend,
    check_providers,
)
