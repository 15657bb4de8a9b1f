"""Records of providers. None of them has a field for a key: what was stored is never shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ProviderState = Literal["ok", "failing", "untested", "no_key", "disabled", "blocked"]


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """A provider as its owner sees it."""

    id: str
    slug: str
    """The first part of its models' ids."""
    vendor: str
    label: str
    base_url: str
    """Where requests go."""
    region: str
    """Where data is processed: `eu`, `us`, … or `local`; empty when unknown."""
    enabled: bool
    key_hint: str
    """The last characters of the key; empty without one."""
    state: ProviderState
    problem_key: str
    """The sentence that says what is wrong; empty when nothing is."""
    created_at: datetime
    tested_at: datetime | None
    options: Mapping[str, str] = field(default_factory=dict)
    """What its vendor asks for besides, by the names of vendors.toml."""


@dataclass(frozen=True, slots=True)
class NewProvider:
    """What it takes to set one up. An empty `base_url` is the vendor's own address."""

    vendor: str
    label: str = ""
    base_url: str = ""
    key: str = ""
    region: str = ""
    """Of the platform's providers only; those of people have their vendor's."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What the vendor asks for besides, none of it secret."""


@dataclass(frozen=True, slots=True)
class ProviderChange:
    """What to change; None stays. Another `base_url` removes the key unless a new `key` comes with it."""

    label: str | None = None
    base_url: str | None = None
    key: str | None = None
    """Empty removes it."""
    region: str | None = None
    enabled: bool | None = None
    options: Mapping[str, str] | None = None
    """All of them, in place of those before."""


@dataclass(frozen=True, slots=True)
class ProviderTest:
    """How a test went: the provider as it is now, and how many models it offers."""

    provider: ProviderInfo
    models: int
