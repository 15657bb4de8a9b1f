"""The dialog in which a person proves once more who they are."""

import reflex as rx

from chat_app.components.account.labels import proof_words
from chat_app.components.account.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.state.account.proof_state import ProofState
from chat_app.state.shared.proof_wish import ProofWish


class ProofDialog(rx.Component):
    """Opened by whatever is refused for want of a recent proof: an event, or a request of the page."""

    library = module("proof_dialog.jsx")
    tag = "ProofDialog"
    lib_dependencies: list[str] = [LUCIDE]
    serial: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_proved: rx.EventHandler[rx.event.no_args_event_spec]


def proof_dialog() -> rx.Component:
    """Once on each page, in the shell."""
    return ProofDialog.create(serial=ProofWish.serial, labels=proof_words(), on_proved=ProofState.repeat)
