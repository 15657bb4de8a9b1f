"""The vendors of models, as data (vendors.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

_PATH = Path(__file__).with_name("vendors.toml")


class ProviderKind(StrEnum):
    OPENAI_COMPATIBLE = "openai_compatible"
    LITELLM = "litellm"
    OLLAMA = "ollama"


@dataclass(frozen=True, slots=True)
class Vendor:
    """One entry of the file, which says what its fields mean."""

    id: str
    label: str
    kind: ProviderKind
    url: str
    url_fixed: bool
    key: Literal["required", "optional"]
    key_page: str
    region: str
    admin_only: bool = False

    def region_at(self, url: str) -> str:
        """Where it processes data when it is reached at `url`; empty when that cannot be told."""
        return self.region if not self.url or url in {"", self.url} else ""


@cache
def vendors() -> dict[str, Vendor]:
    """All vendors by id, in the order of the menu."""
    entries = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    return {name: Vendor(name, kind=ProviderKind(entry.pop("kind")), **entry) for name, entry in entries.items()}
