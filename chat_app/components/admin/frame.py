"""The frame of every page of administration: who may see it, the parts beside it, the head of the page."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.library import module
from chat_app.components.admin.sections import SECTIONS
from chat_app.components.layout.buttons import sidebar_toggle
from chat_app.components.layout.mark import mark
from chat_app.components.layout.shell import shell
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.admin.gate_state import AdminGateState


class AdminGate(rx.Component):
    """Shows its page once the server has said that the reader may, and `closed` when it says no."""

    library = module("frame.jsx")
    tag = "AdminGate"
    lib_dependencies: list[str] = [LUCIDE]
    status: rx.Var[str]
    closed: rx.Var[rx.Component]
    on_check: rx.EventHandler[rx.event.no_args_event_spec]


class AdminNav(rx.Component):
    """The parts that the reader may open."""

    library = module("frame.jsx")
    tag = "AdminNav"
    lib_dependencies: list[str] = [LUCIDE]
    label: rx.Var[str]
    sections: rx.Var[list[dict]]
    permissions: rx.Var[list[str]]


class PageHead(rx.Component):
    """Title, a sentence, the actions of the page as children."""

    library = module("frame.jsx")
    tag = "PageHead"
    title: rx.Var[str]
    text: rx.Var[str]
    back: rx.Var[dict]
    """"href" and "label" of the list above."""


def admin_frame(*content: rx.Component) -> rx.Component:
    """A page of administration, in the frame that all pages have."""
    navigation = AdminNav.create(label=t("admin_nav.title"), sections=_sections(), permissions=AdminGateState.permissions)
    page = _framed("admin_nav.title", "admin-page", navigation, rx.el.div(*content, class_name="admin-content"))
    return AdminGate.create(page, status=AdminGateState.status, closed=nothing_here(), on_check=AdminGateState.check)


def page_alone(title: str, place: str, *content: rx.Component, panel: rx.Component | None = None) -> rx.Component:
    """A page without sections beside it, in the same frame, with what opens at its right in `panel`.

    `title` is a key of the catalogue, `place` the id of what scrolls.
    """
    inner = rx.el.div(*content, class_name="admin-content")
    return _framed(title, place, inner, class_name="admin-page admin-page-alone", panel=panel)


def _framed(
    title: str, place: str, *content: rx.Component, class_name: str = "admin-page", panel: rx.Component | None = None
) -> rx.Component:
    header = rx.el.header(sidebar_toggle("header"), rx.el.span(t(title), class_name="page-title"), class_name="page-header admin-top")
    region = rx.el.div(*content, class_name=class_name, id=place, tab_index=0, role="region", aria_label=t(title))
    return shell(rx.el.main(header, region, class_name="page"), panel=panel, skip_to=place)


def page_head(title: str, *actions: rx.Component, text: str = "") -> rx.Component:
    """`title` and `text` are keys of the catalogue."""
    return PageHead.create(*actions, title=t(title), text=t(text) if text else "")


def nothing_here() -> rx.Component:
    """What an address shows that is none of ours (pages/not_found.py)."""
    return rx.el.main(
        rx.el.div(
            rx.el.span(mark(40), class_name="empty-mark"),
            rx.el.h1(t("not_found.title"), class_name="empty-title"),
            rx.el.p(t("not_found.text")),
            rx.el.a(t("not_found.home"), href="/", class_name="button primary"),
            class_name="problem-card",
        ),
        class_name="page",
    )


def _sections() -> rx.Var[list[dict]]:
    parts = [{"route": each.route, "label": t(each.label), "permission": each.permission, "icon": each.icon} for each in SECTIONS]
    return rx.Var.create(parts)  # pyright: ignore[reportReturnType]  (Vars within a Var)
