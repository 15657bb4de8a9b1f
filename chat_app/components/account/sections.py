"""The sections of the own account on the page of settings.

They speak to the REST interface by themselves (`calls.js`): passwords, codes and keys never pass through Reflex's state.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.components.account.activity_labels import action_words
from chat_app.components.account.key_labels import key_words, scope_rows
from chat_app.components.account.labels import profile_words
from chat_app.components.account.library import module
from chat_app.components.account.privacy_labels import privacy_words, purpose_words
from chat_app.components.account.security_labels import security_words
from chat_app.components.ui.library import LUCIDE


class AccountSection(rx.Component):
    """Name, e-mail address, and the way out."""

    library = module("account_section.jsx")
    tag = "AccountSection"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]


class SecuritySection(rx.Component):
    """Password, second factor, passkeys, linked accounts, sessions."""

    library = module("security_section.jsx")
    tag = "SecuritySection"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]


class KeysSection(rx.Component):
    """Keys for programs."""

    library = module("keys_section.jsx")
    tag = "KeysSection"
    lib_dependencies: list[str] = [LUCIDE]
    scopes: rx.Var[list[dict[str, str]]]
    labels: rx.Var[dict[str, str]]


class PrivacySection(rx.Component):
    """Export, retention, consents, who looked, what happened, the end."""

    library = module("privacy_section.jsx")
    tag = "PrivacySection"
    lib_dependencies: list[str] = [LUCIDE]
    actions: rx.Var[dict[str, Any]]
    """What entries of the log say, by their name."""
    purposes: rx.Var[dict[str, str]]
    labels: rx.Var[dict[str, str]]


def account_section() -> rx.Component:
    """Who I am."""
    return AccountSection.create(labels=profile_words())


def security_section() -> rx.Component:
    """What protects the account."""
    return SecuritySection.create(labels=security_words())


def keys_section() -> rx.Component:
    """Keys with which programs act for the person."""
    return KeysSection.create(scopes=scope_rows(), labels=key_words())


def privacy_section() -> rx.Component:
    """What is kept of the person."""
    return PrivacySection.create(actions=action_words(), purposes=purpose_words(), labels=privacy_words())
