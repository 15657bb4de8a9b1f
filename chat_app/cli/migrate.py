"""`python -m chat_app migrate`"""

from __future__ import annotations

import click

from chat_app.cli.environment import enter_project, settings_or_exit


@click.command()
@click.argument("revision", default="head")
def migrate(revision: str) -> None:
    """Bring the database to REVISION: "head", the newest, or an earlier one to go back."""
    enter_project()
    settings = settings_or_exit()
    from chat_app import db  # noqa: PLC0415  (SQLAlchemy: 0.4 s that --help does not need)

    if settings.sqlalchemy_url.startswith("sqlite"):
        settings.ensure_data_dir()
    db.migrate(settings.sqlalchemy_url, revision)
    click.echo(f"The database is at {revision}.")
