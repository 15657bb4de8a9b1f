"""What an address shows that is none of ours."""

import reflex as rx

from chat_app.components.layout.mark import mark
from chat_app.components.ui.text import t
from chat_app.pages import routes


@rx.page(route=routes.NOT_FOUND, title="Parley")
def not_found_page() -> rx.Component:
    """One sentence and the way home."""
    return rx.el.main(
        rx.el.div(
            rx.el.span(mark(40), class_name="empty-mark"),
            rx.el.h1(t("not_found.title"), class_name="empty-title"),
            rx.el.p(t("not_found.text")),
            rx.el.a(t("not_found.home"), href=routes.NEW_CHAT, class_name="button primary"),
            class_name="problem-card",
        ),
        class_name="page",
    )
