"""`python -m chat_app admin …` on an empty data folder, and on that of a single owner."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.db import Database
from chat_app.services.accounts.owner import OWNER_ID
from tests.architecture.sources import PROJECT


@pytest.fixture
def admin(tmp_path, empty_database):
    """Run `admin …` without a terminal."""
    (tmp_path / "parley.db").write_bytes(empty_database.read_bytes())
    settings = {"PARLEY_DATA_DIR": str(tmp_path), "PARLEY_MODE": "multi", "PARLEY_PUBLIC_URL": "https://chat.example.org"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "chat_app", "admin", *arguments]
        return subprocess.run(
            command,
            cwd=PROJECT,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            stdin=subprocess.DEVNULL,
        )

    return run


def test_makes_lists_and_resets(admin, tmp_path):
    made = admin("create", "--email", "Ada@Example.org", "--name", "Ada")
    assert made.returncode == 0, made.stderr
    assert "https://chat.example.org/auth/reset?token=" in made.stdout
    again = admin("create", "--email", "ada@example.org")
    assert again.returncode == 1
    assert "has an account already" in again.stderr
    assert admin("create", "--email", "bob@example.org", "--link").returncode == 0
    listed = admin("list").stdout
    assert "ada@example.org  Ada" in listed
    assert "bob@example.org  bob" in listed
    assert admin("reset-password", "ada@example.org").stdout.startswith("https://chat.example.org/auth/reset?token=")
    missing = admin("reset-password", "eve@example.org")
    assert (missing.returncode, missing.stderr.strip()) == (1, "Error: No account has this address.")
    database = Database(f"sqlite:///{tmp_path / 'parley.db'}")
    rows = {row.email: (row.id, row.role) for row in database.read_now(lambda session: list(session.exec(select(models.User))))}
    database.close()
    assert rows["ada@example.org"] == (OWNER_ID, "admin")
    assert rows["bob@example.org"][1] == "admin"


def test_says_what_is_no_address(admin):
    made = admin("create", "--email", "ada")
    assert (made.returncode, "complete e-mail address" in made.stderr) == (1, True)
