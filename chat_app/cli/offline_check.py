"""`python -m chat_app offline-check`: what works without a network, and what to get while there is one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from chat_app.cli.environment import enter_project, settings_or_exit

if TYPE_CHECKING:
    from chat_app.services.ollama.dto import Readiness

SIGNS = {"works": "yes    ", "missing": "missing", "off": "off    ", "network": "no     "}


@click.command("offline-check")
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True)
def offline_check(language: str) -> None:
    """Say what works without a network; ends with code 1 when a model is missing."""
    from chat_app.services.ollama.sentences import feature_label, feature_text, readiness_advice  # noqa: PLC0415

    readiness = _checked()
    for feature in readiness.features:
        click.echo(f"{SIGNS[feature.state]}  {feature_label(feature, language)}: {feature_text(feature, language)}")
    click.echo(f"\n{readiness_advice(readiness, language)}")
    if not readiness.is_ready:
        raise SystemExit(1)


def _checked() -> Readiness:
    enter_project()
    settings_or_exit()
    from chat_app.container import services  # noqa: PLC0415

    async def check() -> Readiness:
        parts = services()
        try:
            return await parts.ollama.check_offline()
        finally:
            await parts.close()

    return asyncio.run(check())
