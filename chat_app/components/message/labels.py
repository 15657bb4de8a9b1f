"""The texts of the message components as one object for their `labels`."""

import reflex as rx

from chat_app.components.ui.text import t

_PLAIN = (
    "code",
    "copy",
    "copied",
    "copy_code",
    "diagram",
    "diagram_failed",
    "footnote",
    "footnotes",
    "image",
    "image_failed",
    "load_image",
    "open_panel",
    "reconnecting",
    "show_source",
    "table",
    "task_done",
    "task_open",
    "thinking",
    "thought",
    "waiting",
    "wrap",
)
_FILLED_IN_THE_BROWSER = {"load_image_from": "host", "thought_for": "seconds"}


def message_labels() -> rx.Var[dict[str, str]]:
    """All texts, in the reader's language. Two keep their placeholder: what fills it is known only where it is shown."""
    labels = {name: t(f"message.{name}") for name in _PLAIN}
    labels |= {name: t(f"message.{name}", **{place: f"{{{place}}}"}) for name, place in _FILLED_IN_THE_BROWSER.items()}
    return rx.Var.create(labels)  # pyright: ignore[reportReturnType]  (Vars within a Var)
