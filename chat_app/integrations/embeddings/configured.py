"""The embeddings for the settings."""

from __future__ import annotations

from pathlib import Path

from chat_app.integrations.embeddings.local import LocalEmbeddings, WithoutModel

NONE = "none"


def configured_embeddings(data_dir: Path, model: str, path: Path | None, reranker: Path | None = None) -> LocalEmbeddings | WithoutModel:
    """Load nothing yet; fetched models are kept below the data folder."""
    return WithoutModel() if model == NONE else LocalEmbeddings(model, path, data_dir / "models", reranker)
