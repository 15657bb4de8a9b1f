"""Runs Reflex's export in a process of its own, with what it needs and nothing that calls out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from chat_app.cli.environment import QUIET_REFLEX
from chat_app.cli.frontend import bun


class ExportError(Exception):
    """Reflex could not build the frontend; the text holds what it said."""


def export(project: Path, tools: Path) -> None:
    """Compile the pages and bundle them into `<web>/build/client`."""
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(  # noqa: S603  (our own interpreter, fixed arguments)
        command,
        cwd=project,
        env=build_environment(project, tools),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ExportError(done.stdout.strip())


def build_environment(project: Path, tools: Path) -> dict[str, str]:
    """The environment of a Reflex command that needs JavaScript tools."""
    path = os.pathsep.join((str(bun.install(tools)), str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    own = {
        "PATH": path,
        "REFLEX_USE_SYSTEM_BUN": "1",
        "REFLEX_USE_NPM": "0",
        "REFLEX_DIR": str(tools / "reflex"),
        "REFLEX_EXTRA_PLUGINS": "chat_app.cli.frontend.plugin.ParleyBuild",
        "BUN_INSTALL_CACHE_DIR": str(tools / "cache"),
        # Else bun keeps what it has translated in the home directory.
        "BUN_RUNTIME_TRANSPILER_CACHE_PATH": "0",
        "NPM_CONFIG_REGISTRY": bun.registry(),
        # A company's own certificate authority counts for bun, too.
        "NODE_USE_SYSTEM_CA": "1",
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(project), os.environ.get("PYTHONPATH")))),
    }
    return {**os.environ, **QUIET_REFLEX, **own}
