"""What stands around the composer: the estimate below it, and above it what does not fit."""

import reflex as rx

from chat_app.components.billing.in_chat import balance_chip
from chat_app.components.citations.parts import knowledge_scope
from chat_app.components.models.labels import ESTIMATE, FIT, RUNNING, labels
from chat_app.components.models.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import language_var
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import ModelRates
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.compare.views import CompareChipView
from chat_app.state.models.fit_state import FitState, ProblemView
from chat_app.state.shared.reader import ReaderState


class ComposerFoot(rx.Component):
    """Model, tokens and price while typing, reckoned in the browser."""

    library = module("composer_foot.jsx")
    tag = "ComposerFoot"
    model: rx.Var[str]
    rates: rx.Var[ModelRates]
    columns: rx.Var[list[CompareChipView]]
    history: rx.Var[int]
    history_images: rx.Var[int]
    answer_limit: rx.Var[int]
    currency: rx.Var[str]
    exchange_rate: rx.Var[int]
    language: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_full: rx.EventHandler[rx.event.passthrough_event_spec(int)]


class ChatCost(rx.Component):
    """What the chat has cost, and what it costs while an answer is written, reckoned in the browser."""

    library = module("running_cost.jsx")
    tag = "ChatCost"
    cost: rx.Var[int]
    rates: rx.Var[ModelRates]
    columns: rx.Var[list[CompareChipView]]
    history: rx.Var[int]
    history_images: rx.Var[int]
    currency: rx.Var[str]
    exchange_rate: rx.Var[int]
    language: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    href: rx.Var[str]


class FitCard(rx.Component):
    """Problems with their offers."""

    library = module("fit_card.jsx")
    tag = "FitCard"
    lib_dependencies: list[str] = [LUCIDE]
    problems: rx.Var[list[ProblemView]]
    shown_for: rx.Var[str]
    conversation_id: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_drop_oldest: rx.EventHandler[rx.event.no_args_event_spec]
    on_dismiss: rx.EventHandler[rx.event.no_args_event_spec]


def composer_foot() -> rx.Component:
    """The faint line below the composer."""
    return rx.fragment(_estimate(), knowledge_scope(), balance_chip())


def _estimate() -> rx.Component:
    return ComposerFoot.create(
        model=ConversationState.model_label,
        rates=ConversationState.model_rates,
        columns=ConversationState.compare_models,
        history=ConversationState.context_tokens,
        history_images=ConversationState.context_images,
        answer_limit=ConversationState.answer_limit,
        currency=ReaderState.currency,
        exchange_rate=ReaderState.exchange_rate,
        language=language_var(),
        labels=labels(ESTIMATE),
        on_full=FitState.check,
    )


def chat_cost() -> rx.Component:
    """The figure in the header; it leads to the calls behind it."""
    return ChatCost.create(
        cost=ConversationState.cost_nano,
        rates=ConversationState.model_rates,
        columns=ConversationState.compare_models,
        history=ConversationState.context_tokens,
        history_images=ConversationState.context_images,
        currency=ReaderState.currency,
        exchange_rate=ReaderState.exchange_rate,
        language=language_var(),
        labels=labels(RUNNING),
        href=rx.cond(ConversationState.current_id, f"/usage?chat={ConversationState.current_id}", "/usage"),
    )


def fit_card() -> rx.Component:
    """What does not fit, with what can be done."""
    return FitCard.create(
        problems=FitState.problems,
        shown_for=FitState.conversation_id,
        conversation_id=ConversationState.current_id,
        labels=labels(FIT),
        on_choose=ModelsState.choose,
        on_drop_oldest=FitState.drop_oldest,
        on_dismiss=FitState.dismiss,
    )
