"""What the person chose, brought to the browser; and notifications of answers."""

import reflex as rx

from chat_app.components.settings.library import module
from chat_app.components.ui.text import texts
from chat_app.state.settings.answer_news_state import AnswerNewsState
from chat_app.state.settings.settings_state import SettingsState
from chat_app.state.shared.reader import ReaderState


class Habits(rx.Component):
    """Looks, Enter, money, dates; renders nothing."""

    library = module("habits.jsx")
    tag = "Habits"
    language: rx.Var[str]
    theme: rx.Var[str]
    font_size: rx.Var[int]
    density: rx.Var[str]
    enter_sends: rx.Var[bool]
    notifications: rx.Var[str]
    currency: rx.Var[str]
    exchange_rate: rx.Var[int]
    date_format: rx.Var[str]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


class Notifier(rx.Component):
    """Tells of answers that end while the page is hidden; renders nothing."""

    library = module("notifier.jsx")
    tag = "Notifier"
    serial: rx.Var[int]
    ended: rx.Var[list[dict[str, str]]]
    labels: rx.Var[dict[str, str]]


def habits() -> rx.Component:
    """Once on each page, in the shell."""
    return rx.fragment(
        Habits.create(
            language=ReaderState.language,
            theme=ReaderState.theme,
            font_size=ReaderState.font_size,
            density=ReaderState.density,
            enter_sends=ReaderState.enter_sends,
            notifications=ReaderState.notifications,
            currency=ReaderState.currency,
            exchange_rate=ReaderState.exchange_rate,
            date_format=ReaderState.date_format,
            on_save=SettingsState.save,
        ),
        Notifier.create(
            serial=AnswerNewsState.serial,
            ended=AnswerNewsState.ended,
            labels=texts(ready="notification.ready", untitled="sidebar.untitled"),
        ),
    )
