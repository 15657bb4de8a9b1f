"""The part "ingestion": kill -9 at each stage, a person with many documents erased, and documents read while people chat."""

from __future__ import annotations

import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import figures
from bench.databases import postgres, sqlite
from bench.ingestion import beside
from bench.ingestion.erasing import erase
from bench.ingestion.kills import POINTS, kill_at
from chat_app.db import migrate

KILLS = 100
DOCUMENTS = 1_000
COPIES = 20


def measure(patience: float, kills: int = KILLS) -> None:
    """Measure and keep `ingestion.json`. The documents are those of `PARLEY_TEST_CORPUS`; without them nothing is read beside chats."""
    results: dict[str, Any] = {"points": POINTS}
    for name, database in (("sqlite", sqlite), ("postgres", postgres)):
        with database() as url:
            results[name] = _kills(url, kills)
            print(f"{name}: {results[name]}", flush=True)
    results["erasing"] = erase(DOCUMENTS)
    print(results["erasing"], flush=True)
    corpus = Path(os.environ.get("PARLEY_TEST_CORPUS", "../shared/data")) / "3_rag_docs"
    if corpus.is_dir():
        results["beside"] = beside.measure(corpus, COPIES, patience)
        print(results["beside"], flush=True)
    figures.save("ingestion", results)


def _kills(url: str, kills: int) -> dict[str, object]:
    migrate(url)
    points = [POINTS[number % len(POINTS)] for number in range(kills)]
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        killed, left = kill_at(url, Path(folder) / "house", points)
    return {"killed": killed, **asdict(left)}
