"""Starts and ends what is measured: Parley with a data folder of its own, and the fake upstream."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

PROJECT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
STOP_SECONDS = 10.0


class ServerError(RuntimeError):
    """A server did not start; the text holds the end of its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(port: int, path: str) -> int:
    """The HTTP status of a page on this machine, 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


@dataclass
class Server:
    """A child process that serves on `port`; use as a context manager."""

    command: list[str]
    port: int
    ready_path: str
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path = Path(os.devnull)
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        if self.process is None:
            raise ServerError("not started")
        return self.process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start it and wait for the first answer; returns the seconds that took."""
        started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=PROJECT, env={**os.environ, **self.environment}, stdout=log, stderr=log, start_new_session=True
            )
        while status_of(self.port, self.ready_path) != 200:
            if self.process.poll() is not None or time.monotonic() - started > START_SECONDS:
                self.kill()
                raise ServerError(self.log.read_text()[-2000:] if self.log.is_file() else "it did not come up")
            time.sleep(0.01)
        return time.monotonic() - started

    def stop(self) -> None:
        """End it the polite way."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def upstream() -> Server:
    """The fake upstream on a port that is free."""
    port = free_port()
    return Server([sys.executable, "-m", "bench.upstream", str(port)], port, "/v1/models")


@contextmanager
def running_parley(upstream_url: str, environment: Mapping[str, str] | None = None) -> Iterator[Parley]:
    """Parley with an empty data folder, which goes with it."""
    app = Parley(upstream_url)
    app.environment = {**app.environment, **(environment or {})}
    try:
        with app:
            yield app
    finally:
        app.forget()


class Parley(Server):
    """`python -m chat_app serve` with a data folder of its own, connected to an upstream; titles are off, as for the peers.

    It may be started again after its end, with the same data.
    """

    def __init__(self, upstream_url: str) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="parley-bench-"))
        port = free_port()
        environment = {
            "PARLEY_PORT": str(port),
            "PARLEY_DATA_DIR": str(self.data),
            "PARLEY_TITLE_GENERATION": "false",
            "PARLEY_EMBEDDING_MODEL": "none",
            "PARLEY_LOG_LEVEL": "WARNING",
            "OPENAI_API_KEY": "bench",
            "OPENAI_BASE_URL": f"{upstream_url}/v1",
        }
        command = [sys.executable, "-m", "chat_app", "serve"]
        super().__init__(command, port, "/", environment, log=self.data / "server.log")

    @property
    def url(self) -> str:
        """The name people type; the page's own origin."""
        return f"http://localhost:{self.port}"

    def query(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Ask the database directly, so that what is counted is what has been written."""
        connection = sqlite3.connect(f"file:{self.data / 'parley.db'}?mode=ro", uri=True)
        try:
            return connection.execute(sql, parameters).fetchall()
        finally:
            connection.close()

    def forget(self) -> None:
        """Remove the data folder."""
        shutil.rmtree(self.data, ignore_errors=True)
