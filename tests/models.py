"""The small embedding model beside the repository (`PARLEY_EMBEDDING_MODEL_PATH`, default `../shared/models/all-MiniLM-L6-v2`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

MODEL = Path(
    os.environ.get("PARLEY_TEST_MODEL")
    or os.environ.get("PARLEY_EMBEDDING_MODEL_PATH")
    or Path(__file__).parents[2] / "shared" / "models" / "all-MiniLM-L6-v2"
)
needs_model = pytest.mark.skipif(not MODEL.is_dir(), reason=f"no model at {MODEL}; set PARLEY_EMBEDDING_MODEL_PATH")
