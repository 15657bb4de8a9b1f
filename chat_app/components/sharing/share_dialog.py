"""The dialog to share and export a chat."""

import reflex as rx

from chat_app.components.sharing.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import language_var, t, texts
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.sharing.share_state import ShareState, ShareView


class ShareDialog(rx.Component):
    """Opened by the actions "chat.share", "chat.export" and "export.selection"."""

    library = module("share_dialog.jsx")
    tag = "ShareDialog"
    lib_dependencies: list[str] = [LUCIDE]
    conversation_id: rx.Var[str]
    empty: rx.Var[bool]
    shares: rx.Var[list[ShareView]]
    new_path: rx.Var[str]
    language: rx.Var[str]
    export_title: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_load: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_create: rx.EventHandler[rx.event.passthrough_event_spec(str, str, int)]
    on_revoke: rx.EventHandler[rx.event.passthrough_event_spec(str)]


DAYS = {
    "days1": "share.one_day",
    "days7": "share.one_week",
    "days30": "share.one_month",
    "days90": "share.one_quarter",
    "days365": "share.one_year",
    "days0": "share.without_end",
}
FORMATS = {
    "markdown": "share.markdown",
    "html": "share.html",
    "pdf": "share.pdf",
    "json": "share.json",
    "markdownHint": "share.markdown_hint",
    "htmlHint": "share.html_hint",
    "pdfHint": "share.pdf_hint",
    "jsonHint": "share.json_hint",
}


def share_dialog() -> rx.Component:
    """For the chat on show, and for chats selected in the sidebar."""
    return ShareDialog.create(
        conversation_id=ConversationState.current_id,
        empty=ConversationState.first_id == "",
        shares=ShareState.shares,
        new_path=ShareState.new_path,
        language=language_var(),
        export_title=t("share.export_title", count="{count}"),
        labels=texts(
            title="share.title",
            close="share.close",
            scope="share.scope",
            branch="share.branch",
            all="share.all",
            link="share.link",
            linkHelp="share.link_help",
            valid="share.valid",
            create="share.create",
            address="share.address",
            once="share.once",
            copy="share.copy",
            copied="share.copied",
            links="share.links",
            revoke="share.revoke",
            file="share.file",
            fileHelp="share.file_help",
            busy="share.busy",
            failed="share.failed",
            zip="share.zip",
            **DAYS,
            **FORMATS,
        ),
        on_load=ShareState.load,
        on_create=ShareState.create,
        on_revoke=ShareState.revoke,
    )
