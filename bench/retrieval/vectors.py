"""Vectors of the sets' texts by the product's embedder, made once and kept in the cache folder: they cost minutes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from bench.servers import PROJECT
from chat_app.integrations.embeddings.local import LocalEmbeddings
from chat_app.integrations.embeddings.port import Kind

MODEL = "sentence-transformers/all-MiniLM-L6-v2"
MADE = "1"
"""Change it when the embedder makes other vectors of the same texts."""
Vectors = list[list[float]]


def model_folder() -> Path:
    return Path(os.environ.get("PARLEY_EMBEDDING_MODEL_PATH") or PROJECT.parent / "shared" / "models" / "all-MiniLM-L6-v2")


async def vectors_of(texts: Sequence[str], kind: Kind) -> Vectors:
    """The vector of each text, of length 1."""
    named = json.dumps([MODEL, MADE, kind, *texts])
    path = _cache() / f"{hashlib.sha256(named.encode()).hexdigest()[:24]}.json"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(await _embedded(texts, kind)), encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))


async def _embedded(texts: Sequence[str], kind: Kind) -> Vectors:
    embeddings = LocalEmbeddings(MODEL, model_folder(), _cache())
    try:
        embedder = await embeddings.embedder()
        if embedder is None:
            raise RuntimeError(f"there is no model at {model_folder()}; PARLEY_EMBEDDING_MODEL_PATH names another folder")
        return [[round(number, 6) for number in vector] for vector in await embedder.embed(texts, kind)]
    finally:
        await embeddings.close()


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "parley-bench" / "vectors"
