"""Who reads: language and habits in which handlers format what they put into state."""

from __future__ import annotations

from typing import Self

import reflex as rx

from chat_app.i18n import DEFAULT_LANGUAGE, LANGUAGES
from chat_app.services.kernel.money import DOLLAR_RATE


class ReaderLanguage(str):
    """A language that knows its reader's money and dates.

    It is a plain "en" or "de" for everybody who asks for a text, and carries the habits to `formats.money` and
    `formats.date` through all the functions in between, which need not know of them.
    """

    __slots__ = ("currency", "date_format", "rate")

    currency: str
    rate: int
    """Millionths of `currency` that a dollar is worth."""
    date_format: str

    def __new__(cls, language: str, currency: str = "USD", rate: int = DOLLAR_RATE, date_format: str = "locale") -> Self:
        made = super().__new__(cls, language)
        made.currency, made.rate, made.date_format = currency, rate, date_format
        return made


class ReaderState(rx.State):
    """What the reader chose, as `PreferencesState` found it; empty language means the browser's."""

    language: rx.Field[str] = rx.field("")
    theme: rx.Field[str] = rx.field("")
    font_size: rx.Field[int] = rx.field(0)
    """In percent; 0 while unknown."""
    density: rx.Field[str] = rx.field("")
    enter_sends: rx.Field[bool] = rx.field(True)
    notifications: rx.Field[str] = rx.field("off")
    currency: rx.Field[str] = rx.field("USD")
    exchange_rate: rx.Field[int] = rx.field(DOLLAR_RATE)
    """Millionths of the currency that a dollar is worth now; 0 when nobody knows."""
    rate_day: rx.Field[str] = rx.field("")
    """The day of the published rate (ISO); empty for dollars, and for a rate by hand."""
    rate_by_hand: rx.Field[bool] = rx.field(False)
    date_format: rx.Field[str] = rx.field("locale")
    shortcuts: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """The keys of the actions that the reader changed."""


async def reader_language(state: rx.State) -> ReaderLanguage:
    """The language to write in, with the reader's habits: the person's choice, else the browser's first one that we speak."""
    reader = await state.get_state(ReaderState)
    language = reader.language or browser_language(state.router.headers.accept_language)
    return ReaderLanguage(language, reader.currency, reader.exchange_rate, reader.date_format)


def browser_language(accept_language: str) -> str:
    """The first of our languages in an Accept-Language header, which lists them by preference.

    >>> browser_language("de-CH,de;q=0.9,en;q=0.8")
    'de'
    """
    tags = (part.split(";")[0].strip().lower().split("-")[0] for part in accept_language.split(","))
    return next((tag for tag in tags if tag in LANGUAGES), DEFAULT_LANGUAGE)
