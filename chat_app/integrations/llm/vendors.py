"""The vendors of models, as data (vendors.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

_PATH = Path(__file__).with_name("vendors.toml")


class ProviderKind(StrEnum):
    OPENAI_COMPATIBLE = "openai_compatible"
    LITELLM = "litellm"
    OLLAMA = "ollama"


@dataclass(frozen=True, slots=True)
class VendorField:
    """Something that a vendor asks for beside address and key, and that is no secret."""

    name: str
    pattern: str
    required: bool = False
    default: str = ""
    placeholder: str = ""

    def takes(self, value: str) -> bool:
        """Whether this can be its value."""
        return re.fullmatch(self.pattern, value) is not None


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
    address: str = ""
    hosts: tuple[str, ...] = ()
    regions: tuple[tuple[str, str], ...] = ()
    fields: tuple[VendorField, ...] = ()

    def region_at(self, url: str, options: Mapping[str, str] | None = None) -> str:
        """Where it processes data when it is reached at `url`; empty when that cannot be told."""
        if chosen := (options or {}).get("region", ""):
            return next((region for beginning, region in self.regions if chosen.startswith(beginning)), "")
        return self.region if not self.url or url in {"", self.url} else ""

    def address_of(self, base_url: str, options: Mapping[str, str]) -> str:
        """Where requests go: the address that was given, else the one that the options make, else the vendor's own."""
        made = self.address.format(**options) if self.address and self.complete(options) else ""
        return base_url or made or self.url

    def complete(self, options: Mapping[str, str]) -> bool:
        """Whether everything it needs is there."""
        return all(field.name in options for field in self.fields if field.required)

    def sound(self, options: Mapping[str, object]) -> dict[str, str]:
        """Those of the options that it knows and that can be what they are: some of them become parts of an address."""
        known = {field.name: field for field in self.fields}
        return {name: value for name, value in options.items() if name in known and isinstance(value, str) and known[name].takes(value)}

    def is_at(self, url: str) -> bool:
        """Whether the vendor itself answers at this address, and not somebody else who speaks as it does."""
        host = urlsplit(url).hostname or ""
        own = url in ("", self.url) or any(host.endswith(ending) for ending in self.hosts)
        return own and bool(self.url or self.hosts)


@cache
def vendors() -> dict[str, Vendor]:
    """All vendors by id, in the order of the menu."""
    entries = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    return {name: _vendor(name, entry) for name, entry in entries.items()}


def _vendor(name: str, entry: dict[str, Any]) -> Vendor:
    fields = tuple(VendorField(**field) for field in entry.pop("fields", ()))
    kind, hosts, regions = ProviderKind(entry.pop("kind")), tuple(entry.pop("hosts", ())), entry.pop("regions", {})
    # The longest beginning goes first: "eu-west-2" is not where the other regions of "eu" are.
    ordered = tuple(sorted(regions.items(), key=lambda pair: -len(pair[0])))
    return Vendor(name, kind=kind, hosts=hosts, regions=ordered, fields=fields, **entry)
