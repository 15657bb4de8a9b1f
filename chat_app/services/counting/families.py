"""Which models read text in the same pieces."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from chat_app.services.kernel.tokens import Weights, estimate_tokens

_PATH = Path(__file__).with_name("families.toml")
_WEIGHTS = "weights"


@dataclass(frozen=True, slots=True)
class Family:
    """Models with one tokenizer. `encoding` is empty where there is none to count with."""

    id: str
    label: str
    weights: Weights
    encoding: str = ""

    def estimate(self, text: str) -> int:
        """About how many tokens `text` is to these models."""
        return estimate_tokens(text, self.weights)


@cache
def families() -> dict[str, Family]:
    """All of the file, by id, in its order."""
    return {row.id: row for row, _ in _rows()}


def usual_family() -> Family:
    """What is taken for models that nobody knows: counted rather too much than too little."""
    return Family("", "", _weights()["usual"])


@lru_cache(maxsize=4_096)
def family_of(model_id: str, base: str = "") -> Family:
    """The family of a model ("provider/name"); `base` is the vendor's own name of it where its name says nothing."""
    name = (base or model_id).lower()
    return next((row for row, pattern in _rows() if pattern.search(name)), None) or usual_family()


@cache
def _rows() -> list[tuple[Family, re.Pattern[str]]]:
    entries = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    return [(_family(name, entry), _pattern(entry["names"])) for name, entry in entries.items() if name != _WEIGHTS]


@cache
def _weights() -> dict[str, Weights]:
    return {name: tuple(row) for name, row in tomllib.loads(_PATH.read_text(encoding="utf-8"))[_WEIGHTS].items()}


def _family(name: str, entry: dict[str, str | int]) -> Family:
    weights = _weights()[str(entry.get("like") or entry["encoding"])]
    percent = int(entry.get("percent", 100))
    return Family(name, str(entry["label"]), tuple(-(-weight * percent // 100) for weight in weights), str(entry.get("encoding", "")))


def _pattern(names: list[str]) -> re.Pattern[str]:
    """One of the names at the beginning, or after a prefix."""
    return re.compile(r"(?:^|[/.:])(?:" + "|".join(re.escape(name) for name in names) + r")(?![a-z]{2})")
