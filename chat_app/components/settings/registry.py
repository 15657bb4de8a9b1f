"""The sections of the page of settings, in their order: the page, the names beside it and the command palette read them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SectionName:
    """`anchor` is its address on the page, `label` a key of the catalogue."""

    anchor: str
    label: str
    group: str = ""
    """What the names beside the page are grouped under: a key of the catalogue, or nothing."""
    feature: str = ""
    """It is left out while this is off (`AccountState.off`)."""


GENERAL, ACCOUNT = "settings.general", "account.group"

SECTIONS = (
    SectionName("appearance", "settings.appearance", GENERAL),
    SectionName("chat", "settings.chat", GENERAL),
    SectionName("money", "settings.money", GENERAL),
    SectionName("keyboard", "settings.keyboard", GENERAL),
    SectionName("account", "account.title", ACCOUNT, "login"),
    SectionName("security", "account.security", ACCOUNT, "login"),
    SectionName("providers", "providers.section", ACCOUNT, "own_providers"),
    SectionName("api-keys", "account.keys", ACCOUNT, "api_keys"),
    SectionName("privacy", "account.privacy", ACCOUNT),
    SectionName("about", "settings.about"),
)
