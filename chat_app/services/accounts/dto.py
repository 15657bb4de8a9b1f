"""What crosses the border of the accounts domain."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person has chosen. `language` is "" for the browser's own, `theme` "system", "light" or "dark"."""

    language: str = ""
    theme: str = "system"
    default_model_id: str = ""
