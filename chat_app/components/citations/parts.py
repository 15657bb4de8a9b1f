"""What the chat page shows of documents besides the answers themselves: cards, why an answer is as it is, where answers are found."""

from __future__ import annotations

import reflex as rx

from chat_app.components.billing.library import Part
from chat_app.components.citations.labels import chip_words, citation_words, scope_words, why_words
from chat_app.components.citations.library import module
from chat_app.components.layout.side_panel import panel_section
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import ModelRates
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.workspace.folder_state import FolderState
from chat_app.state.workspace.sidebar_views import FolderView


class CitationCards(Part):
    """The card beside a number, or the sheet on a phone; one for all answers. It also hands their words to them."""

    library = module("card.jsx")
    tag = "CitationCards"


class WhyPanel(Part):
    """The way from a question to what the model was given, in the side panel."""

    library = module("why_panel.jsx")
    tag = "WhyPanel"


class KnowledgeScope(Part):
    """Below the composer: which documents answers are found in."""

    library = module("scope_picker.jsx")
    tag = "KnowledgeScope"
    conversation_id: rx.Var[str]
    opened: rx.Var[int]
    folder_id: rx.Var[str]
    folders: rx.Var[list[FolderView]]
    rates: rx.Var[ModelRates]


class ScopeChip(Part):
    """In the header: the same in a word, where there is something to be found."""

    library = module("scope_picker.jsx")
    tag = "ScopeChip"
    folder_id: rx.Var[str]
    folders: rx.Var[list[FolderView]]


def citation_cards() -> rx.Component:
    """Once on each page with answers."""
    return CitationCards.create(labels=citation_words())


def why_section() -> rx.Component:
    """For the side panel."""
    return panel_section("why", "why_answer.title", WhyPanel.create(labels=why_words()))


def knowledge_scope() -> rx.Component:
    """For the line below the composer."""
    return KnowledgeScope.create(
        # Of a chat that could not be opened nothing is asked.
        conversation_id=rx.cond(ConversationState.problem == "", ConversationState.current_id, ""),
        opened=ConversationState.opened,
        folder_id=_folder_id(),
        folders=SidebarState.folders,
        rates=ConversationState.model_rates,
        labels=scope_words(),
    )


def scope_chip() -> rx.Component:
    """For the header."""
    return ScopeChip.create(folder_id=_folder_id(), folders=SidebarState.folders, labels=chip_words())


def _folder_id() -> rx.Var[str]:
    """The project of the chat on show; of one that has not begun, where it will be put."""
    begins_in = rx.cond(ConversationState.opened == FolderState.place_opened, FolderState.place_id, "")
    return rx.cond(ConversationState.current_id != "", ConversationState.folder_id, begins_in)
