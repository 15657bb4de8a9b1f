"""The assistant's sentences, as data beside the code: `phrases.toml`, every language side by side."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from chat_app.integrations.llm.offline.language import Language

FOLDER = Path(__file__).parent


class Phrases:
    """Sentences by name. Where several are given they take turns, by the number the caller passes."""

    def __init__(self) -> None:
        self._texts = tomllib.loads((FOLDER / "phrases.toml").read_text(encoding="utf-8"))

    def text(self, name: str, language: Language, turn: int = 0, /, **params: object) -> str:
        """The sentence "area.name" with its `{placeholders}` filled."""
        area, _, key = name.partition(".")
        entry: str | Sequence[str] = self._texts[area][key][language]
        text = entry if isinstance(entry, str) else entry[turn % len(entry)]
        for placeholder, value in params.items():
            text = text.replace(f"{{{placeholder}}}", str(value))
        return text
