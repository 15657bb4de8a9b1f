"""The commands as a person starts them: each in a process of its own."""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from chat_app.cli.main import COMMANDS
from tests.architecture.sources import PROJECT


@pytest.fixture
def command(tmp_path: Path):
    """Run `python -m chat_app …` with an own data folder."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PARLEY_DATA_DIR": str(tmp_path / "data"), **settings}
        return subprocess.run(
            [sys.executable, "-m", "chat_app", *arguments],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture
def built_frontend(tmp_path: Path) -> str:
    """A folder that looks like a built frontend."""
    client = tmp_path / "web" / "build" / "client"
    client.mkdir(parents=True)
    (client / "index.html").write_text("<!doctype html>")
    return str(tmp_path / "web")


def test_help_lists_every_command(command):
    shown = command("--help").stdout

    assert [name for name in COMMANDS if name not in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(command, name: str):
    done = command(name, "--help")

    assert done.returncode == 0, done.stderr
    assert COMMANDS[name].split(",")[0].split(" ")[0] in done.stdout


class TestServe:
    def test_bad_setting_stops_the_start_with_one_line(self, command):
        done = command("serve", PARLEY_PORT="eighty")

        assert done.returncode == 2
        assert done.stderr.startswith("PARLEY_PORT: ")
        assert len(done.stderr.splitlines()) == 1

    def test_busy_port_is_one_line(self, command, built_frontend: str):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])

            done = command("serve", PARLEY_PORT=port, REFLEX_WEB_WORKDIR=built_frontend)

        assert done.returncode == 1
        assert done.stderr == f"Error: 127.0.0.1 port {port} is in use by another program. PARLEY_PORT chooses another one.\n"

    def test_data_folder_of_another_server_is_one_line(self, command, tmp_path: Path, built_frontend: str):
        folder = tmp_path / "data"
        folder.mkdir()
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

            done = command("serve", PARLEY_PORT=free_port(), REFLEX_WEB_WORKDIR=built_frontend)

        assert done.returncode == 1
        assert done.stderr == f"Error: another Parley is at work in {folder}. PARLEY_DATA_DIR chooses another folder.\n"

    def test_data_folder_that_cannot_be_is_one_line(self, command, tmp_path: Path, built_frontend: str):
        (tmp_path / "file").touch()

        done = command("serve", PARLEY_PORT=free_port(), PARLEY_DATA_DIR=str(tmp_path / "file"), REFLEX_WEB_WORKDIR=built_frontend)

        assert done.returncode == 1
        assert done.stderr == f"Error: PARLEY_DATA_DIR: {tmp_path / 'file'} cannot be used (File exists).\n"

    def test_missing_frontend_is_said(self, command, tmp_path: Path):
        done = command("serve", REFLEX_WEB_WORKDIR=str(tmp_path / "nothing"))

        assert done.returncode == 1
        assert "python -m chat_app build" in done.stderr


class TestMigrate:
    def test_makes_the_database(self, command, tmp_path: Path):
        done = command("migrate")

        assert done.returncode == 0, done.stderr
        assert (tmp_path / "data" / "parley.db").stat().st_size > 0
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


class TestDoctor:
    def test_names_what_is_wrong(self, command, tmp_path: Path):
        done = command("doctor", REFLEX_WEB_WORKDIR=str(tmp_path / "nothing"), PARLEY_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")

        assert done.returncode == 1
        assert "ok       Python 3." in done.stdout
        assert "problem  database (PostgreSQL): it does not answer" in done.stdout
        assert "problem  frontend build: " in done.stdout

    def test_names_the_providers_but_no_key(self, command):
        shown = command("doctor", OPENAI_API_KEY="sk-very-secret", PARLEY_OLLAMA_URL="http://127.0.0.1:11434").stdout

        assert "model providers: openai, Ollama" in shown
        assert "sk-very-secret" not in shown
