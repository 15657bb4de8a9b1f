"""The search field at the top of the sidebar; its hits take the place of the chats below."""

import reflex as rx

from chat_app.components.search.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.search.search_state import SearchState
from chat_app.state.search.views import HitView

passed = rx.event.passthrough_event_spec


class SearchField(rx.Component):
    """A combobox: text with operators above, hits and completions below."""

    library = module("search_field.jsx")
    tag = "SearchField"
    lib_dependencies: list[str] = [LUCIDE]
    answered: rx.Var[str]
    serial: rx.Var[int]
    hits: rx.Var[list[HitView]]
    problems: rx.Var[list[str]]
    more: rx.Var[bool]
    tags: rx.Var[list[str]]
    folders: rx.Var[list[str]]
    models: rx.Var[list[str]]
    recent: rx.Var[list[str]]
    labels: rx.Var[dict[str, str]]
    on_search: rx.EventHandler[passed(str, int, int)]
    on_words: rx.EventHandler[rx.event.no_args_event_spec]
    on_keep: rx.EventHandler[passed(str)]
    on_forget: rx.EventHandler[rx.event.no_args_event_spec]
    on_message: rx.EventHandler[passed(str)]
    on_restore: rx.EventHandler[passed(str, str)]


def search_field() -> rx.Component:
    """The field and what is found."""
    return SearchField.create(
        answered=SearchState.answered,
        serial=SearchState.serial,
        hits=SearchState.hits,
        problems=SearchState.problems,
        more=SearchState.more,
        tags=SearchState.tags,
        folders=SearchState.folders,
        models=SearchState.models,
        recent=SearchState.recent,
        labels=_labels(),
        on_search=SearchState.search,
        on_words=SearchState.load_words,
        on_keep=SearchState.keep,
        on_forget=SearchState.forget_recent,
        on_message=SearchState.open_message,
        on_restore=SearchState.restore,
    )


def _labels() -> rx.Var[dict[str, str]]:
    filled = {"count": t("search.count", count="{count}"), "none_hint": t("search.none_hint", example="{example}")}
    return rx.Var.create({name: t(f"search.{name}") for name in NAMES} | filled)  # pyright: ignore[reportReturnType]  (Vars within a Var)


NAMES = (
    "label", "placeholder", "clear", "results", "none", "count_one", "more", "grouped", "flat", "untitled", "you", "answer", "file", "chat",
    "archived", "trashed", "recent", "forget", "narrow", "hint_tag", "hint_folder", "hint_model", "hint_before", "hint_after", "hint_file",
    "hint_trash", "hint_archive", "hint_favourite", "hint_phrase", "hint_not", "phrase", "not", "in_trash", "restore",
)  # fmt: skip
