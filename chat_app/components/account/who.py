"""Who is signed in, at the foot of the sidebar, and what that person is offered."""

import reflex as rx

from chat_app.components.account.labels import who_words
from chat_app.components.account.library import module
from chat_app.components.account.proof import proof_dialog
from chat_app.components.ui.library import LUCIDE
from chat_app.state.account.account_state import AccountState


class Who(rx.Component):
    """Name and menu; nothing while there is no login. Also tells the page which features are off."""

    library = module("who.jsx")
    tag = "Who"
    lib_dependencies: list[str] = [LUCIDE]
    name: rx.Var[str]
    email: rx.Var[str]
    off: rx.Var[list[str]]
    ready: rx.Var[bool]
    labels: rx.Var[dict[str, str]]


class Offered(rx.Component):
    """Its children, as long as the person is offered `feature`."""

    library = module("offered.jsx")
    tag = "Offered"
    feature: rx.Var[str]


def who() -> rx.Component:
    """Once on each page, in the sidebar."""
    return Who.create(
        name=AccountState.name,
        email=AccountState.email,
        off=AccountState.off,
        ready=AccountState.ready,
        labels=who_words(),
    )


def account_overlays() -> rx.Component:
    """Dialogs that any page may need."""
    return proof_dialog()


def offered(feature: str, *children: rx.Component) -> rx.Component:
    """Leave out what the person's groups switched off, or what makes no sense without a login."""
    return Offered.create(*children, feature=feature)
