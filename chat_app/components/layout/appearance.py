"""The switches at the foot of the sidebar."""

import reflex as rx

from chat_app.components.layout.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.account.preferences_state import PreferencesState


class Appearance(rx.Component):
    """Theme, language, settings."""

    library = module("appearance.jsx")
    tag = "Appearance"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]
    on_language: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_theme: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def appearance() -> rx.Component:
    """The switches for theme and language, and the way to the settings."""
    return Appearance.create(
        labels=texts(
            theme="appearance.theme",
            system="appearance.system",
            light="appearance.light",
            dark="appearance.dark",
            language="appearance.language",
            other="appearance.other",
            projects="projects.title",
            library="library.title",
            knowledge="knowledge_page.title",
            settings="settings.title",
            usage="usage.own_usage",
            billing="billing.title",
        ),
        on_language=PreferencesState.choose_language,
        on_theme=PreferencesState.choose_theme,
    )
