"""Composition root: the Reflex app with the API around it. No logic lives here."""

import reflex as rx

from chat_app.api.app import create_api
from chat_app.pages import chat  # noqa: F401  (a page registers itself when it is imported)

app = rx.App(
    api_transformer=[create_api()],
    enable_state=True,
)
