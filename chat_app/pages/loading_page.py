"""What a chat's own address shows while its scripts load: the page in outline."""

import reflex as rx

from chat_app.components.chat.empty_state import chat_skeleton
from chat_app.components.layout.mark import mark


def loading_page() -> rx.Component:
    """The sidebar, the header and the composer as empty shapes; nothing moves when the real ones come."""
    return rx.el.div(
        rx.el.div(rx.el.div(rx.el.span(mark(20), class_name="brand"), class_name="sidebar-head"), class_name="sidebar"),
        rx.el.div(
            rx.el.div(class_name="tab-strip"),
            rx.el.main(
                rx.el.div(class_name="page-header"),
                rx.el.div(rx.el.div(chat_skeleton(), class_name="messages-column"), class_name="messages-frame"),
                rx.el.div(
                    rx.el.div(class_name="composer-box composer-outline"), rx.el.div(class_name="composer-foot"), class_name="composer"
                ),
                class_name="page",
            ),
            class_name="desk",
        ),
        class_name="shell",
    )
