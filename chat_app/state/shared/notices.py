"""One notice at a time: what ended elsewhere, what went wrong, what can be undone."""

import time

import reflex as rx

from chat_app.errors import AppError
from chat_app.i18n import DEFAULT_LANGUAGE, catalogue, placeholders, translate
from chat_app.state.shared.reader import reader_language


class NoticeState(rx.State):
    """The toast. It hides by itself in the browser; `serial`, a time in milliseconds, tells a new notice from all before."""

    text: rx.Field[str] = rx.field("")
    tone: rx.Field[str] = rx.field("info")
    undo: rx.Field[str] = rx.field("")
    """What the undo button restores: "chats", "folder", "message" or nothing."""
    serial: rx.Field[int] = rx.field(0)
    _undo_id: str = ""

    def _show(self, text: str, *, tone: str = "info", undo: str = "", undo_id: str = "") -> None:
        self.text, self.tone, self.undo, self._undo_id = text, tone, undo, undo_id
        self.serial = max(self.serial + 1, time.time_ns() // 1_000_000)

    def _take_undo(self) -> tuple[str, str]:
        """What to restore, once: its kind and what names it; the toast goes."""
        taken = (self.undo, self._undo_id)
        self._show("")
        return taken


async def show_error(state: rx.State, error: AppError) -> None:
    """Say in the reader's language what went wrong. Inside a background handler: call it in `async with self`."""
    notices = await state.get_state(NoticeState)
    notices._show(error_sentence(error.key, await reader_language(state), **error.params), tone="error")


async def show_undo(state: rx.State, key: str, undo: str, undo_id: str, **params: str | int) -> None:
    """Say what was done and offer to take it back."""
    notices = await state.get_state(NoticeState)
    notices._show(translate(key, await reader_language(state), **params), undo=undo, undo_id=undo_id)


def error_sentence(key: str, language: str, /, **params: str | int) -> str:
    """The sentence of an error; one without a sentence of its own, or without what fills it, is "unexpected"."""
    entry = catalogue().get(key)
    if entry is None or not placeholders(entry[DEFAULT_LANGUAGE]) <= set(params):
        key = AppError.default_key
    return translate(key, language, **params)
