"""Empty databases of both kinds, thrown away after use."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def sqlite() -> Iterator[str]:
    """The address of a SQLite file."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'parley.db'}"


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server from the `pgserver` wheel."""
    import pgserver  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="parley-bench-pg-"))
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
