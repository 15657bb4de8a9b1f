"""Forms of settings of the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx

from chat_app.components.admin.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t


class AdminForm(rx.Component):
    """Fields that are saved together. `on_save` gets all values by name."""

    library = module("form.jsx")
    tag = "AdminForm"
    lib_dependencies: list[str] = [LUCIDE]
    fields: rx.Var[list[dict]]
    values: rx.Var[dict[str, Any]]
    problems: rx.Var[dict[str, str]]
    """By the name of the field; "" for what concerns none of them."""
    saved: rx.Var[int]
    ready: rx.Var[bool]
    testid: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


def field(
    name: str, kind: str, label: str, *, note: str = "", unit: str = "", part: str = "", options: Sequence[tuple[str, Any]] = ()
) -> dict[str, Any]:
    """A field of a form (kinds: form.jsx); `label`, `note`, `unit` and the heading `part` before it are keys of the catalogue.

    `options` are values with their words; a third part of one is a line of help.
    """
    choices = [{"value": value, "label": text, "help": more[0] if more else ""} for value, text, *more in options]
    words = {key: t(text) for key, text in (("help", note), ("unit", unit), ("part", part)) if text}
    return {"name": name, "kind": kind, "label": t(label), "options": choices, **words}


def form(
    testid: str,
    fields: Sequence[dict[str, Any]],
    *,
    values: Any,
    problems: Any,
    saved: Any,
    ready: Any,
    on_save: Any,
) -> rx.Component:
    """A form over the vars of a state: what is stored, what is wrong, how often it was saved, whether it was read."""
    return AdminForm.create(
        fields=rx.Var.create(list(fields)),
        values=values,
        problems=problems,
        saved=saved,
        ready=ready,
        testid=testid,
        labels=form_labels(),
        on_save=on_save,
    )


def form_labels() -> rx.Var[dict[str, str]]:
    """The words of every form."""
    labels = {name: t(f"admin_form.{name}") for name in ("save", "saved", "changed", "discard")}
    labels["wrong"] = t("admin_form.wrong", fields="{fields}")
    return rx.Var.create(labels)  # pyright: ignore[reportReturnType]  (Vars within a Var)
