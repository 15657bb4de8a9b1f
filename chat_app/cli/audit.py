"""`python -m chat_app audit …`"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Literal

import click

from chat_app.cli.environment import enter_project, settings_or_exit

if TYPE_CHECKING:
    from chat_app.services.audit.dto import Verdict
    from chat_app.wiring import Services

SENTENCES = {
    "changed": "Entry {seq} is not what was written.",
    "unreadable": "Entry {seq} cannot be read.",
    "missing": "Entry {seq} is missing.",
    "end": "The end of the log is missing, from entry {seq} on.",
    "rewritten": "Entry {seq} is not the one that was written down outside the database: the log was written anew up to here.",
    "pruned": "Entries up to {seq} were taken away, and not by retention.",
}


@click.group()
def audit() -> None:
    """Check or export the audit log."""


@audit.command()
def verify() -> None:
    """Read the whole chain; ends with code 1 and names the first entry that is not as it was written."""
    parts = _services()
    try:
        verdict = parts.audit_keeper.verify_now()
    finally:
        parts.db.close()
    click.echo(_sentence(verdict))
    if not verdict.is_whole:
        raise SystemExit(1)


@audit.command()
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="jsonl", show_default=True)
def export(form: Literal["csv", "jsonl"]) -> None:
    """Write all entries to standard output, newest first."""
    parts = _services()
    try:
        asyncio.run(_write(parts, form))
    finally:
        parts.db.close()


async def _write(parts: Services, form: Literal["csv", "jsonl"]) -> None:
    from chat_app.services.audit.dto import AuditFilter  # noqa: PLC0415

    async for piece in parts.audit_export.pieces(AuditFilter(), form):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _sentence(verdict: Verdict) -> str:
    if verdict.is_whole:
        return f"The audit log is whole: {verdict.checked} entries, the last is {verdict.head_seq}."
    return SENTENCES[verdict.problem].format(seq=verdict.seq)


def _services() -> Services:
    enter_project()
    settings_or_exit()
    from chat_app.container import services  # noqa: PLC0415

    return services()
