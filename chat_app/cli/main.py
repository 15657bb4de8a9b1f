"""`python -m chat_app`: finds the command's module only when that command is asked for."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

COMMANDS = {
    "serve": "Serve pages and API on one port.",
    "build": "Build the frontend, if anything it depends on has changed.",
    "migrate": "Bring the database to the newest schema, or back to an earlier one.",
    "offline-check": "Say what works without a network, and which models are missing.",
    "doctor": "Check set-up and say in words what is wrong.",
    "admin": "Make administrators, and links for people who cannot sign in.",
    "audit": "Check that the audit log is whole, or export it.",
    "ledger": "Check and seal the books of credit, or stop and start all wallets.",
    "reindex": "Bring the index of passages in step with the database, or build it anew.",
    "keys": "Change the keys that Parley signs and seals with.",
    "erasures": "Erase again, after a restore, whoever was erased since the backup.",
    "dev": "Serve, and build and restart when a file changes.",
}


class LazyGroup(click.Group):
    """A group that lists its commands without importing them: `--help` costs 50 ms, not seconds."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"chat_app.cli.{cmd_name.replace('-', '_')}")
        return getattr(module, cmd_name.replace("-", "_"))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Parley: the chat platform you own."""
    # Reflex finds its configuration through the import path, wherever the command was started.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
