"""The controls of the page of settings. Each saves at once what it is given the name of."""

from __future__ import annotations

from collections.abc import Sequence

import reflex as rx

from chat_app.components.settings.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.settings.settings_state import ModelOption, SettingsState


class Choice(rx.Component):
    """One of a few, side by side."""

    library = module("fields.jsx")
    tag = "Choice"
    lib_dependencies: list[str] = [LUCIDE]
    name: rx.Var[str]
    label: rx.Var[str]
    help: rx.Var[str]
    value: rx.Var[str | int | bool]
    options: rx.Var[list[dict]]
    refused: rx.Var[int]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


class ModelSelect(rx.Component):
    """The model that new chats begin with."""

    library = module("fields.jsx")
    tag = "ModelSelect"
    name: rx.Var[str]
    label: rx.Var[str]
    help: rx.Var[str]
    value: rx.Var[str]
    models: rx.Var[list[ModelOption]]
    automatic: rx.Var[str]
    testid: rx.Var[str]
    refused: rx.Var[int]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


class Money(rx.Component):
    """Currency and its rate, published or by hand, with an example."""

    library = module("money.jsx")
    tag = "Money"
    currency: rx.Var[str]
    rate: rx.Var[int]
    rate_day: rx.Var[str]
    by_hand: rx.Var[bool]
    refused: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


class DateExample(rx.Component):
    """How a moment of today looks."""

    library = module("money.jsx")
    tag = "DateExample"
    label: rx.Var[str]


class Notifications(rx.Component):
    """Off, notification, sound; asks the browser's permission, and tries it."""

    library = module("notifications_field.jsx")
    tag = "Notifications"
    lib_dependencies: list[str] = [LUCIDE]
    value: rx.Var[str]
    refused: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


def choice(name: str, label: str, value: rx.Var, options: Sequence[tuple[object, rx.Var[str] | str]], help_key: str = "") -> rx.Component:
    """`name` is the preference; `options` are its values with their labels."""
    return Choice.create(
        name=name,
        label=t(label),
        help=t(help_key) if help_key else "",
        value=value,
        options=rx.Var.create([{"value": option, "label": text} for option, text in options]),
        refused=SettingsState.refused,
        on_save=SettingsState.save,
    )


def model_select() -> rx.Component:
    """All models by provider; "" lets Parley choose."""
    return ModelSelect.create(
        name="default_model_id",
        label=t("settings.default_model"),
        help=t("settings.default_model_help"),
        value=SettingsState.default_model_id,
        models=SettingsState.models,
        automatic=t("settings.automatic"),
        refused=SettingsState.refused,
        on_save=SettingsState.save,
    )


def fallback_selects() -> tuple[rx.Component, ...]:
    """The models that step in, in their order; one place more than are chosen."""
    words = (
        ("routing_settings.first", "routing_settings.first_help"),
        ("routing_settings.second", "routing_settings.second_help"),
        ("routing_settings.third", ""),
    )
    selects = [
        ModelSelect.create(
            name=str(place),
            label=t(label),
            help=t(note) if note else "",
            value=SettingsState.fallback_ids[place],
            models=SettingsState.models,
            automatic=t("routing_settings.none"),
            refused=SettingsState.refused,
            testid=f"fallback-{place}",
            on_save=SettingsState.save_fallback,
        )
        for place, (label, note) in enumerate(words)
    ]
    later = [rx.cond(SettingsState.fallback_ids[place] != "", select) for place, select in enumerate(selects[1:])]
    return (selects[0], *later)


def notification_labels() -> rx.Var[dict[str, str]]:
    """For the field of notifications and its trial."""
    return texts(
        label="settings.notifications",
        help="settings.notifications_help",
        off="settings.notifications_off",
        hidden="settings.notifications_hidden",
        sound="settings.notifications_sound",
        denied="settings.notifications_denied",
        missing="settings.notifications_missing",
        waiting="settings.notifications_waiting",
        test="settings.notifications_test",
        title="notification.test",
        body="notification.test_body",
    )
