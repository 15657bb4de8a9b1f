"""A button that asks before it acts."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.components.admin.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t


class ConfirmButton(rx.Component):
    """Asks with the name of what will be gone; with `expect` that name has to be written."""

    library = module("confirm.jsx")
    tag = "ConfirmButton"
    lib_dependencies: list[str] = [LUCIDE]
    label: rx.Var[str]
    title: rx.Var[str]
    text: rx.Var[str]
    expect: rx.Var[str]
    expect_label: rx.Var[str]
    confirm_label: rx.Var[str]
    cancel_label: rx.Var[str]
    testid: rx.Var[str]
    danger: rx.Var[bool]
    on_confirm: rx.EventHandler[rx.event.no_args_event_spec]


def confirm_button(
    label: Any, title: Any, text: Any, on_confirm: Any, *, testid: str, expect: Any = "", danger: bool = True
) -> rx.Component:
    """`label`, `title` and `text` are finished words (`t(…)`), so that they can name the object."""
    return ConfirmButton.create(
        label=label,
        title=title,
        text=text,
        expect=expect,
        expect_label=t("admin_form.write_name", name="{name}"),
        confirm_label=label,
        cancel_label=t("admin_form.cancel"),
        testid=testid,
        danger=danger,
        on_confirm=on_confirm,
    )
