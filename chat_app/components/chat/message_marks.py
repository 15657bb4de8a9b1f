"""What stands behind a message: the divider of the context, a summary of what came before it."""

import reflex as rx

from chat_app.components.chat.library import module
from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.marks_state import MarksState
from chat_app.state.chat.summary_state import SummaryState
from chat_app.state.chat.views import MessageView


class ContextDivider(rx.Component):
    """The line before which models read nothing."""

    library = module("message_marks.jsx")
    tag = "ContextDivider"
    message_id: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_undo: rx.EventHandler[rx.event.passthrough_event_spec(str, bool)]


class SummaryBlock(rx.Component):
    """A summary: opened, edited, written anew, removed."""

    library = module("message_marks.jsx")
    tag = "SummaryBlock"
    lib_dependencies: list[str] = [LUCIDE, *PACKAGES]
    summary_id: rx.Var[str]
    label: rx.Var[str]
    text: rx.Var[str]
    edited: rx.Var[bool]
    renewing: rx.Var[bool]
    labels: rx.Var[dict[str, str]]
    message_labels: rx.Var[dict[str, str]]
    on_edit: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_regenerate: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_remove: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class SummaryWorking(rx.Component):
    """Says that a summary is on its way."""

    library = module("message_marks.jsx")
    tag = "SummaryWorking"
    lib_dependencies: list[str] = [LUCIDE]
    text: rx.Var[str]


def marks_behind(view: rx.Var[MessageView]) -> rx.Component:
    """Summary and divider behind a message, if they are there."""
    return rx.fragment(
        rx.cond(view.summary_id != "", summary_block(view)),
        rx.cond(
            view.divided,
            ContextDivider.create(message_id=view.id, labels=texts(text="divider.text", undo="divider.undo"), on_undo=MarksState.divide),
        ),
    )


def summary_block(view: rx.Var[MessageView]) -> rx.Component:
    """The summary behind a message."""
    return SummaryBlock.create(
        summary_id=view.summary_id,
        label=view.summary_label,
        text=view.summary_text,
        edited=view.summary_edited,
        renewing=SummaryState.renewing_id == view.summary_id,
        labels=texts(
            note="summary.note",
            failed="summary.failed",
            edited="summary.edited",
            edit="summary.edit",
            again="summary.again",
            remove="summary.remove",
            save="summary.save",
            cancel="summary.cancel",
            working="summary.working",
        ),
        message_labels=message_labels(),
        on_edit=SummaryState.edit,
        on_regenerate=SummaryState.regenerate,
        on_remove=SummaryState.remove,
    )


def summary_working() -> rx.Component:
    """While a summary of the chat on show is being written on demand."""
    here = (SummaryState.working != "") & (SummaryState.working == ConversationState.current_id) & (SummaryState.renewing_id == "")
    return rx.cond(here, SummaryWorking.create(text=t("summary.working")))
