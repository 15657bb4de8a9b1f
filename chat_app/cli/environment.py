"""What the commands share: where the project lies, its settings, and the environment that Reflex reads."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chat_app.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]

# Reflex would otherwise report usage, ask PyPI for its newest version and probe npm mirrors.
QUIET_REFLEX = {"REFLEX_TELEMETRY_ENABLED": "false", "REFLEX_CHECK_LATEST_VERSION": "false"}

# Names with two leading underscores are Reflex's internal ones; the version is pinned and a test starts the server.
SERVING = {
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "REFLEX_ENV_MODE": "prod",
    # Without it the import of litellm asks a foreign host for its price list.
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
}


def web_directory() -> Path:
    """Where Reflex keeps the generated frontend: `.web`, or `REFLEX_WEB_WORKDIR`."""
    return PROJECT / os.environ.get("REFLEX_WEB_WORKDIR", ".web")


def enter_project() -> None:
    """Work from the project's folder: Reflex and relative paths in the settings count from there."""
    os.chdir(PROJECT)


def prepare_serving() -> None:
    """Set what Reflex reads when it is imported; call before the app is."""
    os.environ.update(QUIET_REFLEX | SERVING)
    # Reflex wants a home to name, though a server keeps nothing there; a container may run as a user without one.
    os.environ.setdefault("HOME", str(PROJECT))


def settings_or_exit() -> Settings:
    """The settings; on a bad one, say so and leave with code 2."""
    from chat_app.settings import SettingsError, get_settings  # noqa: PLC0415  (pydantic: 0.2 s that --help does not need)

    try:
        settings = get_settings()
        settings.check_secret()
        return settings
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201  (the command line speaks to a person)
        raise SystemExit(2) from None
