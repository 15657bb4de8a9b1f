"""The sections of the settings, with their names beside them."""

from __future__ import annotations

from collections.abc import Callable

import reflex as rx

from chat_app import __version__
from chat_app.components.account.sections import account_section, keys_section, privacy_section, security_section
from chat_app.components.account.who import offered
from chat_app.components.layout.buttons import sidebar_toggle
from chat_app.components.providers.section import providers_section
from chat_app.components.settings.fields import (
    DateExample,
    Money,
    Notifications,
    choice,
    fallback_selects,
    model_select,
    notification_labels,
)
from chat_app.components.settings.library import module
from chat_app.components.settings.registry import SECTIONS, SectionName
from chat_app.components.settings.shortcuts import shortcuts
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.settings.settings_state import SettingsState
from chat_app.state.shared.reader import ReaderState

HEDGES = (3, 8, 20)
FONT_SIZES = (90, 100, 110, 125, 150)
LANGUAGE_NAMES = (("en", "English"), ("de", "Deutsch"))


class SectionNav(rx.Component):
    """The names of the sections; marks the one that is read."""

    library = module("section_nav.jsx")
    tag = "SectionNav"
    label: rx.Var[str]
    sections: rx.Var[list[dict]]


class SavedNote(rx.Component):
    """Says for a moment that something was saved."""

    library = module("section_nav.jsx")
    tag = "SavedNote"
    lib_dependencies: list[str] = [LUCIDE]
    saved: rx.Var[int]
    label: rx.Var[str]


class InstallApp(rx.Component):
    """There while the browser offers to install the page as an app."""

    library = module("section_nav.jsx")
    tag = "InstallApp"
    label: rx.Var[str]
    help: rx.Var[str]


def settings_body() -> rx.Component:
    """Header, section names, sections."""
    names = [
        {"id": section.anchor, "label": t(section.label), "group": t(section.group) if section.group else "", "feature": section.feature}
        for section in SECTIONS
    ]
    return rx.el.main(
        rx.el.header(
            sidebar_toggle("header"),
            rx.el.h1(t("settings.title"), class_name="page-title"),
            SavedNote.create(saved=SettingsState.saved, label=t("settings.saved")),
            class_name="page-header",
        ),
        rx.el.div(
            SectionNav.create(label=t("settings.sections"), sections=rx.Var.create(names)),
            rx.el.div(
                *(_section(section) for section in SECTIONS),
                class_name="settings-sections",
            ),
            class_name="settings-page",
            id="settings-page",
            tab_index=0,
            role="region",
            aria_label=t("settings.title"),
        ),
        class_name="page",
    )


def _section(section: SectionName) -> rx.Component:
    heading = f"{section.anchor}-heading"
    shown = rx.el.section(
        rx.el.h2(t(section.label), id=heading),
        *_CONTENT[section.anchor](),
        id=section.anchor,
        class_name="settings-section",
        aria_labelledby=heading,
    )
    return offered(section.feature, shown) if section.feature else shown


def _appearance() -> tuple[rx.Component, ...]:
    themes = [("system", t("appearance.system")), ("light", t("appearance.light")), ("dark", t("appearance.dark"))]
    densities = [("comfortable", t("settings.comfortable")), ("compact", t("settings.compact"))]
    return (
        choice("theme", "appearance.theme", ReaderState.theme, themes),
        choice("language", "settings.language", ReaderState.language, LANGUAGE_NAMES),
        choice(
            "font_size",
            "settings.font_size",
            ReaderState.font_size,
            [(size, f"{size} %") for size in FONT_SIZES],
            "settings.font_size_help",
        ),
        choice("density", "settings.density", ReaderState.density, densities),
    )


def _chat() -> tuple[rx.Component, ...]:
    hedges = [(0, t("routing_settings.hedge_off")), *((each, t("routing_settings.hedge_after", seconds=each)) for each in HEDGES)]
    locals_ = [(False, t("routing_settings.all_models")), (True, t("routing_settings.only_local"))]
    enter = [(True, t("settings.enter_sends")), (False, t("settings.enter_breaks"))]
    return (
        choice("enter_sends", "settings.enter", ReaderState.enter_sends, enter, "settings.enter_help"),
        model_select(),
        rx.el.p(
            rx.el.a(t("catalogue_page.manage"), href="/models", custom_attrs={"data-testid": "settings-models"}),
            " – ",
            t("catalogue_page.manage_help"),
            class_name="settings-text",
        ),
        *fallback_selects(),
        choice("hedge_seconds", "routing_settings.hedge", SettingsState.hedge_seconds, hedges, "routing_settings.hedge_help"),
        choice("local_only", "routing_settings.local_only", SettingsState.local_only, locals_, "routing_settings.local_only_help"),
        Notifications.create(
            value=ReaderState.notifications, refused=SettingsState.refused, labels=notification_labels(), on_save=SettingsState.save
        ),
    )


def _money() -> tuple[rx.Component, ...]:
    formats = [("locale", t("settings.date_locale")), ("iso", t("settings.date_iso")), ("relative", t("settings.date_relative"))]
    return (
        Money.create(
            currency=ReaderState.currency,
            rate=ReaderState.exchange_rate,
            rate_day=ReaderState.rate_day,
            by_hand=ReaderState.rate_by_hand,
            refused=SettingsState.refused,
            labels=texts(
                currency="settings.currency", help="settings.currency_help", rate="settings.rate", example="settings.rate_example",
                wrong="settings.rate_wrong", source="settings.rate_source", published="settings.rate_published", own="settings.rate_own",
                rate_of="settings.rate_of", unknown="settings.rate_unknown",
            ),
            on_save=SettingsState.save,
        ),
        choice("date_format", "settings.date_format", ReaderState.date_format, formats),
        DateExample.create(label=t("settings.date_example")),
    )  # fmt: skip


def _about() -> tuple[rx.Component, ...]:
    return (
        rx.el.p(t("settings.version", version=__version__), class_name="settings-text"),
        rx.el.p(rx.el.a(t("settings.api_docs"), href="/api/v1/docs", target="_blank", rel="noopener"), class_name="settings-text"),
        InstallApp.create(label=t("action.install"), help=t("settings.install_help")),
    )


_CONTENT: dict[str, Callable[[], tuple[rx.Component, ...]]] = {
    "appearance": _appearance,
    "chat": _chat,
    "money": _money,
    "keyboard": lambda: (shortcuts(),),
    "account": lambda: (account_section(),),
    "security": lambda: (security_section(),),
    "providers": lambda: (providers_section(),),
    "api-keys": lambda: (keys_section(),),
    "privacy": lambda: (privacy_section(),),
    "about": _about,
}
"""What stands in each section of the registry."""
