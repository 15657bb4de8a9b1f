"""`python -m chat_app keys …` as an operator runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.rotation import AFTER, BEFORE, fill, unreadable
from chat_app.db import Database, migrate
from tests.architecture.sources import PROJECT


@pytest.fixture
def command(tmp_path: Path):
    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PARLEY_DATA_DIR": str(tmp_path), **settings}
        return subprocess.run([sys.executable, "-m", "chat_app", *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False, timeout=120)  # fmt: skip

    return run


@pytest.fixture
def secrets(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'parley.db'}"
    migrate(url)
    db = Database(url)
    yield db, fill(db, 5)
    db.close()


def test_new_prints_a_key_that_is_long_enough(command):
    first, second = command("keys", "new").stdout.strip(), command("keys", "new").stdout.strip()
    assert len(first) >= 48
    assert first != second


def test_rotate_refuses_in_words_without_the_key_from_before(command, secrets):
    db, texts = secrets
    done = command("keys", "rotate", PARLEY_SECRET_KEY=AFTER)
    assert done.returncode == 1
    assert "PARLEY_OLD_SECRET_KEYS" in done.stderr
    assert "5 with the key" in done.stderr
    assert "Traceback" not in done.stderr
    assert BEFORE not in done.stdout + done.stderr
    assert AFTER not in done.stdout + done.stderr
    assert unreadable(db, texts) == 5


def test_rotate_says_how_many_and_status_and_doctor_agree(command, secrets):
    db, texts = secrets
    new = {"PARLEY_SECRET_KEY": AFTER}
    assert "5 cannot be opened" in command("doctor", **new).stdout
    assert command("keys", "status", **new).returncode == 1
    done = command("keys", "rotate", **new, PARLEY_OLD_SECRET_KEYS=BEFORE)
    assert (done.returncode, "5 secrets were sealed" in done.stdout) == (0, True)
    assert unreadable(db, texts) == 0
    status = command("keys", "status", **new)
    assert (status.returncode, "5 secrets, 0 of them cannot be opened" in status.stdout) == (0, True)
    assert "ok       5 sealed secrets" in command("doctor", **new).stdout


@pytest.mark.parametrize("secret", ["short", "changeme", "x" * 31])
def test_no_command_works_with_a_short_key(command, secret):
    done = command("keys", "status", PARLEY_SECRET_KEY=secret)
    assert done.returncode != 0
    assert "PARLEY_SECRET_KEY" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
