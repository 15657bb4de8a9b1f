"""Real published lists of models of different dates, in the corpus beside the repository."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.corpus import CORPUS

FOLDER = CORPUS / "7_llm" / "prices"
AUGUST = FOLDER / "Prajwalsrinvas__model_prices_and_context_window.json"
SHORT = FOLDER / "Wei-Shaw__model_prices_and_context_window.json"
OPENROUTER = FOLDER / "Prajwalsrinvas__openrouter_models_2026-08-01.json"
needs_lists = pytest.mark.skipif(not AUGUST.is_file(), reason=f"no published lists at {FOLDER}; set PARLEY_TEST_CORPUS")


def shipped_list() -> Path:
    """The list inside the litellm package, later than those of the corpus."""
    spec = find_spec("litellm")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "model_prices_and_context_window_backup.json"
