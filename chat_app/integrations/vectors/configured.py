"""The index for the settings: in a process beside the app, or on a server."""

from __future__ import annotations

from pathlib import Path

from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from chat_app.integrations.vectors.port import VectorIndexes


def configured_indexes(data_dir: Path, qdrant_url: str, api_key: str, prefix: str) -> VectorIndexes:
    """Open nothing yet."""
    if not qdrant_url:
        return EdgeIndexes(data_dir / "vectors")
    # The client takes a second to import, which only those with a server pay.
    from chat_app.integrations.vectors.server_indexes import connected  # noqa: PLC0415

    return connected(qdrant_url, api_key, prefix)
