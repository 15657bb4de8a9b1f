"""Labels that several components of a message share."""

import reflex as rx

from chat_app.components.ui.text import texts


def action_labels() -> rx.Var[dict[str, str]]:
    """For the actions below a message."""
    return texts(
        edit="message_actions.edit",
        regenerate="message_actions.regenerate",
        regenerateWith="message_actions.regenerate_with",
        **{"continue": "message_actions.continue", "delete": "message_actions.delete"},
        retry="message_actions.retry",
        versions="message_actions.versions",
        previous="message_actions.previous",
        next="message_actions.next",
    )


def editor_labels() -> rx.Var[dict[str, str]]:
    """For a message being rewritten."""
    return texts(edit="message_actions.edit", send="composer.send", save="editor.save", saveOnly="editor.save_only", cancel="editor.cancel")


def picker_labels() -> rx.Var[dict[str, str]]:
    """For the list of models."""
    return texts(
        pick="picker.pick",
        models="picker.models",
        search="picker.search",
        nothing="picker.nothing",
        more="picker.more",
        chosen="picker.chosen",
        vision="picker.vision",
        tools="picker.tools",
        reasoning="picker.reasoning",
        context="picker.context",
    )
