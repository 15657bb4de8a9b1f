"""What `make run` promises: built once, served anywhere, ended in good order."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chat_app.cli.frontend.plugin import script_hashes
from tests.e2e.server import PROJECT, AppProcess, build_frontend

pytestmark = pytest.mark.e2e
WEB = PROJECT / ".web"


@pytest.fixture(scope="module")
def build() -> Path:
    """The folder of the built frontend."""
    build_frontend()
    return WEB / "build"


def test_second_build_does_nothing(build: Path):
    before = (build / "build.json").stat().st_mtime_ns

    started = time.monotonic()
    build_frontend()

    assert (build / "build.json").stat().st_mtime_ns == before
    assert time.monotonic() - started < 15


def test_every_inline_script_is_allowed_by_hash(build: Path):
    allowed = set(json.loads((build / "csp.json").read_text())["script_hashes"])
    pages = [page.read_text() for page in (build / "client").rglob("*.html")]

    assert pages
    assert set().union(*(script_hashes(page) for page in pages)) <= allowed


def test_work_tree_is_as_it_was(build: Path):
    """A build must not change a file of the repository, the lock of the frontend's packages above all."""
    if not (PROJECT / ".git").exists():
        pytest.skip("not a clone")
    done = subprocess.run(
        ["git", "status", "--porcelain", "--", "reflex.lock", ".gitignore", "requirements.txt"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == ""


def test_ends_in_good_order(build: Path, tmp_path: Path):
    process = AppProcess(tmp_path, "http://127.0.0.1:9/v1")
    process.start()

    started = time.monotonic()
    process.stop()

    assert time.monotonic() - started < 14
    assert (tmp_path / "parley.db").exists()
    assert not (tmp_path / "parley.db-wal").exists()


WITNESS = """
import sys

def note(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in ("127.0.0.1", "::1", "localhost", None):
        with open({log!r}, "a") as file:
            print(event, host, file=file)

sys.addaudithook(note)
open({log!r}, "w").close()
"""


def test_a_start_calls_nobody(build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    log = tmp_path / "calls.txt"
    (tmp_path / "sitecustomize.py").write_text(WITNESS.format(log=str(log)))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    process = AppProcess(tmp_path, "http://127.0.0.1:9/v1")

    process.start()
    process.stop()

    assert log.read_text() == ""


def test_doctor_is_content(build: Path, tmp_path: Path):
    done = subprocess.run([sys.executable, "-m", "chat_app", "doctor"], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "problem" not in done.stdout
