"""Who reads: the language in which handlers format what they put into state."""

import reflex as rx

from chat_app.i18n import DEFAULT_LANGUAGE, LANGUAGES


class ReaderState(rx.State):
    """Language and theme of the reader, as `PreferencesState` found them; empty language means the browser's."""

    language: rx.Field[str] = rx.field("")
    theme: rx.Field[str] = rx.field("")


async def reader_language(state: rx.State) -> str:
    """The language to write in: the person's choice, else the browser's first one that we speak."""
    reader = await state.get_state(ReaderState)
    return reader.language or browser_language(state.router.headers.accept_language)


def browser_language(accept_language: str) -> str:
    """The first of our languages in an Accept-Language header, which lists them by preference.

    >>> browser_language("de-CH,de;q=0.9,en;q=0.8")
    'de'
    """
    tags = (part.split(";")[0].strip().lower().split("-")[0] for part in accept_language.split(","))
    return next((tag for tag in tags if tag in LANGUAGES), DEFAULT_LANGUAGE)
