"""Processes die at each place between a file and its points; the next start puts everything right.

On SQLite alone: `python -m bench ingestion` does it on both databases, a hundred times.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.ingestion.kills import POINTS, kill_at


def test_after_kill_9_at_each_place_every_passage_has_its_point(empty_database: Path, tmp_path: Path):
    shutil.copy(empty_database, tmp_path / "test.db")
    killed, left = kill_at(f"sqlite:///{tmp_path / 'test.db'}", tmp_path / "house", POINTS)
    assert killed == len(POINTS)
    assert (left.documents, left.ready) == (len(POINTS), len(POINTS))
    assert left.chunks == left.points > 2 * len(POINTS)
    assert (left.duplicates, left.orphans, left.tasks) == (0, 0, 0)
