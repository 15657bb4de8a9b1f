"""`offline-check`: the words and the exit code, with an Ollama server and without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.fakes.ollama_server import ollama_server

PROJECT = Path(__file__).parents[2]


def checked(data: Path, url: str, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PARLEY_DATA_DIR": str(data), "PARLEY_OLLAMA_URL": url}
    subprocess.run([sys.executable, "-m", "chat_app", "migrate"], cwd=PROJECT, env=environment, check=True, capture_output=True)
    command = [sys.executable, "-m", "chat_app", "offline-check", *options]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def test_with_everything_there_it_ends_well(tmp_path: Path) -> None:
    with ollama_server("gemma3:4b", "nomic-embed-text:latest") as server:
        done = checked(tmp_path, server.url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "yes      Chats: With ollama/gemma3:4b." in done.stdout
    assert "Everything is there" in done.stdout


def test_without_a_server_it_says_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    done = checked(tmp_path, "", "--language", "de")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "missing  Bilder ansehen" in done.stdout
    assert "PARLEY_OLLAMA_URL" in done.stdout
