"""The part "rotation": the master key is changed under 10,000 secrets, and the command that seals them anew is killed.

Each time at a moment after a batch that nobody chose; afterwards every secret is opened and compared with what went in.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from sqlmodel import Session

from bench import figures
from chat_app.db import Database, migrate
from chat_app.services.kernel.clock import utc_now
from chat_app.services.vault import Vault
from chat_app.services.vault.vault import SecretLostError

PROJECT = Path(__file__).resolve().parents[1]
BEFORE, AFTER = "the master key before; long enough", "the master key from now on; long enough"
WITHIN = 0.05
"""Seconds after a batch within which the process is killed."""


def measure(secrets: int = 10_000, kills: int = 5) -> None:
    """Rotate on SQLite and on PostgreSQL."""
    import pgserver  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="parley-rotation-"))
    server = pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    try:
        urls = {
            "sqlite": f"sqlite:///{folder / 'parley.db'}",
            "postgres": server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
        }
        figures.save("rotation", {"kills": kills, **{name: _engine(url, folder, secrets, kills) for name, url in urls.items()}})
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def fill(db: Database, secrets: int) -> dict[str, str]:
    """Seal so many secrets with the key before; the texts by id."""
    vault = Vault(lambda: [BEFORE.encode()], utc_now)

    def keep(session: Session) -> dict[str, str]:
        texts = (f"secret number {number}" for number in range(secrets))
        return {vault.keep(session, text, f"test:{text}"): text for text in texts}

    return db.write_now(keep)


def rotate_and_kill(url: str, folder: Path, kills: int, seed: int = 1) -> int:
    """Run `keys rotate`, killed so often after a batch, then once to its end; how many kills met a running process."""
    dice, met = random.Random(seed), 0
    for _ in range(kills):
        process = subprocess.Popen(
            _command(), cwd=PROJECT, env=_environment(url, folder), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.uniform(0, WITHIN))
        met += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    subprocess.run(_command(), cwd=PROJECT, env=_environment(url, folder), check=True, capture_output=True)
    return met


def unreadable(db: Database, texts: Mapping[str, str]) -> int:
    """How many secrets the new key alone does not give back as they went in."""
    vault = Vault(lambda: [AFTER.encode()], utc_now)

    def wrong(session: Session, secret_id: str, text: str) -> bool:
        try:
            return vault.reveal(session, secret_id, f"test:{text}") != text
        except SecretLostError:
            return True

    return db.read_now(lambda session: sum(wrong(session, secret_id, text) for secret_id, text in texts.items()))


def _engine(url: str, folder: Path, secrets: int, kills: int) -> dict[str, object]:
    migrate(url)
    db = Database(url)
    try:
        texts = fill(db, secrets)
        began = time.monotonic()
        met = rotate_and_kill(url, folder, kills)
        return {
            "secrets": secrets,
            "killed_while_running": met,
            "seconds": round(time.monotonic() - began, 2),
            "undecryptable": unreadable(db, texts),
        }
    finally:
        db.close()


def _command() -> list[str]:
    return [sys.executable, "-u", "-m", "chat_app", "keys", "rotate"]


def _environment(url: str, folder: Path) -> dict[str, str]:
    own = {"PARLEY_DATABASE_URL": url, "PARLEY_DATA_DIR": str(folder / "data")}
    return {**os.environ, **own, "PARLEY_SECRET_KEY": AFTER, "PARLEY_OLD_SECRET_KEYS": BEFORE}
