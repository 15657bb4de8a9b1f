"""The sections of the settings, with their names beside them."""

from __future__ import annotations

import reflex as rx

from chat_app import __version__
from chat_app.components.layout.buttons import sidebar_toggle
from chat_app.components.palette.sources import SECTIONS
from chat_app.components.settings.fields import DateExample, Money, Notifications, choice, model_select, notification_labels
from chat_app.components.settings.library import module
from chat_app.components.settings.shortcuts import shortcuts
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.settings.settings_state import SettingsState
from chat_app.state.shared.reader import ReaderState

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
    names = [{"id": anchor, "label": t(label)} for anchor, label in SECTIONS]
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
                _section("appearance", "settings.appearance", *_appearance()),
                _section("chat", "settings.chat", *_chat()),
                _section("money", "settings.money", *_money()),
                _section("keyboard", "settings.keyboard", shortcuts()),
                _section("about", "settings.about", *_about()),
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


def _section(anchor: str, title: str, *content: rx.Component) -> rx.Component:
    heading = f"{anchor}-heading"
    return rx.el.section(rx.el.h2(t(title), id=heading), *content, id=anchor, class_name="settings-section", aria_labelledby=heading)


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
    enter = [(True, t("settings.enter_sends")), (False, t("settings.enter_breaks"))]
    return (
        choice("enter_sends", "settings.enter", ReaderState.enter_sends, enter, "settings.enter_help"),
        model_select(),
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
            refused=SettingsState.refused,
            labels=texts(
                currency="settings.currency", help="settings.currency_help", rate="settings.rate", example="settings.rate_example",
                wrong="settings.rate_wrong", usd="settings.usd", eur="settings.eur", chf="settings.chf", gbp="settings.gbp",
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
