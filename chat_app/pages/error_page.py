"""What stands in for a page that failed to render."""

import reflex as rx
from reflex_base.vars.function import ArgsFunctionOperation
from reflex_components_core.base.error_boundary import ErrorBoundary

from chat_app.components.layout.mark import mark
from chat_app.components.ui.text import t


def error_boundary(_has_state: bool) -> rx.Component:
    """Catches what breaks while a page renders; the error itself goes to the server's log."""
    return ErrorBoundary.create(fallback_render=ArgsFunctionOperation.create(("event_args",), rx.Var.create(broken_page())))


def broken_page() -> rx.Component:
    """One sentence and a way on. The link is a plain one: it loads everything anew."""
    return rx.el.main(
        rx.el.div(
            rx.el.span(mark(40), class_name="empty-mark"),
            rx.el.h1(t("broken.title"), class_name="empty-title"),
            rx.el.p(t("broken.text")),
            rx.el.a(t("broken.reload"), href="", class_name="button primary"),
            class_name="problem-card",
        ),
        class_name="page",
    )
