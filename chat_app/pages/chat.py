"""The chat page."""

import reflex as rx


@rx.page(route="/", title="Parley")
def chat_page() -> rx.Component:
    return rx.el.main("Parley")
