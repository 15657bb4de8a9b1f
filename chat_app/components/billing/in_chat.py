"""Money where people chat: the card below an answer that could not be paid for, and the balance in the composer's foot."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module
from chat_app.components.chat.message_labels import picker_labels
from chat_app.state.announcements.banner_state import BannerState
from chat_app.state.chat.branch_state import BranchState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import ModelView
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.views import MessageView

CARD = (
    "available", "held", "ask_admin", "go_on", "again", "top_up", "used", "ask_leader", "budgets", "other_model", "allow", "failed",
    "not_enough", "kept",
)  # fmt: skip
CHIP = ("balance", "low")


class MoneyCard(Part):
    """What happened, what is there, and the ways on."""

    library = module("money_card.jsx")
    tag = "MoneyCard"
    message: rx.Var[MessageView]
    conversation_id: rx.Var[str]
    models: rx.Var[list[ModelView]]
    picker_labels: rx.Var[dict[str, str]]
    on_regenerate: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]
    on_continue: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_models: rx.EventHandler[rx.event.no_args_event_spec]


class BalanceChip(Part):
    """What may still be spent."""

    library = module("balance_chip.jsx")
    tag = "BalanceChip"
    running: rx.Var[bool]


def money_labels() -> rx.Var[dict[str, str]]:
    """The words of the card."""
    return words("money_card", CARD)


def money_card(view: rx.Var[MessageView]) -> rx.Component:
    """For an answer that credit or a budget kept from being written."""
    return MoneyCard.create(
        message=view,
        conversation_id=ConversationState.current_id,
        models=ModelsState.models,
        labels=money_labels(),
        picker_labels=picker_labels(),
        on_regenerate=BranchState.regenerate,
        on_continue=BranchState.continue_answer,
        on_models=ModelsState.load_list,
    )


def balance_chip() -> rx.Component:
    """Where calls are paid from credit."""
    running = ConversationState.running_turn_id != ""
    return rx.cond(BannerState.charging, BalanceChip.create(running=running, labels=words("balance_chip", CHIP)))
