"""The panel of parameters, and the button that opens it."""

from typing import Any

import reflex as rx

from chat_app.components.models.labels import CHOICES, PANEL, PARAMETERS, labels
from chat_app.components.models.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import language_var, t
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.models.parameters_state import ParametersState, ParameterView, PresetView


class ParametersButton(rx.Component):
    """In the header; a dot says that something is set."""

    library = module("parameters_panel.jsx")
    tag = "ParametersButton"
    lib_dependencies: list[str] = [LUCIDE]
    label: rx.Var[str]
    changed: rx.Var[int]


class ParametersPanel(rx.Component):
    """What the side panel shows."""

    library = module("parameters_panel.jsx")
    tag = "ParametersPanel"
    lib_dependencies: list[str] = [LUCIDE]
    parameters: rx.Var[list[ParameterView]]
    not_sent: rx.Var[list[str]]
    changed: rx.Var[int]
    system_prompt: rx.Var[str]
    inherited: rx.Var[str]
    presets: rx.Var[list[PresetView]]
    chat: rx.Var[str]
    model_id: rx.Var[str]
    model_label: rx.Var[str]
    language: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_load: rx.EventHandler[rx.event.no_args_event_spec]
    on_value: rx.EventHandler[rx.event.passthrough_event_spec(str, Any)]
    on_reset: rx.EventHandler[rx.event.no_args_event_spec]
    on_prompt: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_save_preset: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_use_preset: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_rename_preset: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_delete_preset: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def parameters_button() -> rx.Component:
    """Opens and closes the panel."""
    return ParametersButton.create(label=t("parameters.open"), changed=ParametersState.changed)


def parameters_panel() -> rx.Component:
    """Parameters, system prompt and presets of the chat on show."""
    return ParametersPanel.create(
        parameters=ParametersState.parameters,
        not_sent=ParametersState.not_sent,
        changed=ParametersState.changed,
        system_prompt=ParametersState.system_prompt,
        inherited=ParametersState.inherited,
        presets=ParametersState.presets,
        chat=ConversationState.current_id,
        model_id=ConversationState.model_id,
        model_label=ConversationState.model_label,
        language=language_var(),
        labels=labels({**PANEL, **PARAMETERS, **CHOICES}),
        on_load=ParametersState.load,
        on_value=ParametersState.set_value,
        on_reset=ParametersState.reset_all,
        on_prompt=ParametersState.set_system_prompt,
        on_save_preset=ParametersState.save_preset,
        on_use_preset=ParametersState.use_preset,
        on_rename_preset=ParametersState.rename_preset,
        on_delete_preset=ParametersState.delete_preset,
    )
