"""The built app in a process of its own, with a data directory that is thrown away."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

from chat_app.db import migrate
from tests.canaries import PROVIDER_KEY, search

PROJECT = Path(__file__).parents[2]
PATIENCE = 40


class AppProcess:
    """`python -m chat_app serve`, to start, kill and start again on the same port and data."""

    def __init__(self, data: Path, model_url: str, **environment: str) -> None:
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.data = data
        self._log = data / "server.log"
        self._environment = {
            **os.environ,
            "PARLEY_PORT": str(self.port),
            "PARLEY_DATA_DIR": str(data),
            "PARLEY_TITLE_GENERATION": "false",
            "PARLEY_EXCHANGE_RATES_URL": "",
            "PARLEY_VIES_URL": "",
            "OPENAI_API_KEY": PROVIDER_KEY,
            "OPENAI_BASE_URL": model_url,
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers. The first start finds its tables made: making them takes longer than the start itself."""
        if not (self.data / "parley.db").exists():
            shutil.copy(_empty_database(), self.data / "parley.db")
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "chat_app", "serve"]
            self._process = subprocess.Popen(command, cwd=PROJECT, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                # One that starts too late must not take the time of what comes next.
                self.kill()
                raise RuntimeError(self._log.read_text())
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it in good order."""
        self._process.terminate()
        self._process.wait(15)
        search(self._log.read_text(errors="replace"), "the log of a served app")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=1):
                return True
        except (urllib.error.URLError, OSError):
            return False


def build_frontend() -> None:
    """Build what the server serves, unless it is there already."""
    subprocess.run([sys.executable, "-m", "chat_app", "build"], cwd=PROJECT, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@cache
def _empty_database() -> Path:
    path = Path(tempfile.mkdtemp()) / "empty.db"
    migrate(f"sqlite:///{path}")
    return path
