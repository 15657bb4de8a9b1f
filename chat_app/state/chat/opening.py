"""Read a chat for the page: one record with everything that its view shows."""

import asyncio
from dataclasses import dataclass, field
from typing import TypedDict

from chat_app.container import services
from chat_app.services.chat.dto import Message, MessagePage
from chat_app.services.chat.windows import Window
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.fallback_words import fallback_sentence, models_of
from chat_app.state.chat.model_labels import model_label
from chat_app.state.chat.model_views import ModelRates, answer_limit, model_rates
from chat_app.state.chat.views import MessageView, QueuedView, message_view, queued_view
from chat_app.state.compare.rows import compare_chips, with_comparisons
from chat_app.state.compare.views import CompareChipView

PAGE_SIZE = 30
LARGE_PAGE = 200
"""A place further up than so many messages is shown without all that follows it."""
MOST_AT_ONCE = 1_000
"""A place further up than so many messages is not looked for."""


@dataclass(frozen=True)
class ChatView:
    """A chat on show; the defaults are a chat that has not begun."""

    id: str = ""
    title: str = ""
    messages: list[MessageView] = field(default_factory=list)
    has_earlier: bool = False
    end_id: str = ""
    """The last message, where the branch goes on behind it; empty at its end."""
    running_turn_id: str = ""
    compare_models: list[CompareChipView] = field(default_factory=list)
    compare_blind: bool = False
    queued: list[QueuedView] = field(default_factory=list)
    model_id: str = ""
    model_label: str = ""
    model_context: int = 0
    model_rates: ModelRates = field(default_factory=ModelRates)
    answer_limit: int = 0
    """The most tokens that the chat lets an answer have; 0 for the model's own limit."""
    assistant_id: str = ""
    folder_id: str = ""
    draft: str = ""
    cost_nano: int = 0
    context_tokens: int = 0
    context_images: int = 0
    read_id: str = ""
    """The message at which reading goes on; empty for the end."""

    def shown(self) -> dict[str, object]:
        """The vars of `ConversationState` that follow the stored chat."""
        return {
            "current_id": self.id,
            "title": self.title,
            "messages": self.messages,
            "has_earlier": self.has_earlier,
            "end_id": self.end_id,
            "running_turn_id": self.running_turn_id,
            "compare_models": self.compare_models,
            "compare_blind": self.compare_blind,
            "queued": self.queued,
            "model_id": self.model_id,
            "model_label": self.model_label,
            "model_context": self.model_context,
            "model_rates": self.model_rates,
            "answer_limit": self.answer_limit,
            "assistant_id": self.assistant_id,
            "folder_id": self.folder_id,
            "cost_nano": self.cost_nano,
            "context_tokens": self.context_tokens,
            "context_images": self.context_images,
        }


async def blank_chat(actor: Actor) -> ChatView:
    """A chat that has not begun, with the model that would answer."""
    preferences = await services().accounts.preferences(actor)
    preferred = preferences.default_model_id or next(iter(preferences.recent_model_ids), "")
    draft = await services().reading.new_chat_draft(actor)
    return ChatView(**await model_facts(actor, await services().catalogue.default_model_id(actor, preferred)), draft=draft)


async def read_chat(
    actor: Actor, conversation_id: str, language: str, limit: int = PAGE_SIZE, *, to_read_mark: bool = False, end_id: str = ""
) -> ChatView:
    """The chat with its last messages, with `to_read_mark` up to where reading stopped.

    With `end_id` that message is the last one instead of the branch's end.
    Raises `NotFoundError`.
    """
    parts = services()
    # The messages last: an answer that ends in between stays half-written on no page, and a message that waited is no
    # longer in the queue only where it is among them.
    chat, queued = await asyncio.gather(parts.conversations.get(actor, conversation_id), parts.turns.queued(actor, conversation_id))
    window = await _stretch(actor, conversation_id, limit, chat.read_message_id if to_read_mark else "", end_id)
    return ChatView(
        id=chat.id,
        title=chat.title,
        messages=await _views(actor, window.page.messages, language, _leaf(window) or chat.active_leaf_id),
        has_earlier=window.page.has_earlier,
        end_id=window.end_id,
        running_turn_id=chat.running_turn_id or _running_turn(window.page.messages),
        compare_models=await compare_chips(actor, chat.model_id, chat.compare_model_ids),
        compare_blind=chat.compare_blind,
        queued=[queued_view(turn) for turn in queued],
        **await model_facts(actor, chat.model_id),
        answer_limit=answer_limit(chat.parameters),
        assistant_id=chat.assistant_id,
        folder_id=chat.folder_id,
        draft=chat.draft,
        cost_nano=chat.cost_nano,
        context_tokens=chat.tokens_in_context,
        context_images=chat.image_tokens_in_context,
        read_id=chat.read_message_id if any(message.id == chat.read_message_id for message in window.page.messages) else "",
    )


def _running_turn(messages: list[Message]) -> str:
    """The turn that had begun when the messages were read: what waited may have started since the chat was asked."""
    return next((message.turn_id for message in reversed(messages) if message.status == "running"), "")


def _leaf(window: Window) -> str:
    """The end of the branch when the messages were read; empty when it is further down."""
    return window.page.messages[-1].id if window.page.messages and not window.end_id else ""


async def _stretch(actor: Actor, conversation_id: str, limit: int, until: str, end_id: str) -> Window:
    if end_id:
        return await services().windows.ending_at(actor, conversation_id, end_id, min(limit, MOST_AT_ONCE))
    page = await read_end(actor, conversation_id, limit, until)
    if until and all(message.id != until for message in page.messages):
        # Reading stopped far up: what lies between is not needed.
        far_up = await services().windows.near(actor, conversation_id, until)
        return far_up or Window(conversation_id, MessagePage(page.messages[-limit:], page.has_earlier or len(page.messages) > limit))
    return Window(conversation_id, page)


async def read_around(actor: Actor, message_id: str, language: str) -> tuple[Window, list[MessageView]]:
    """The messages around one; its branch comes on show. Raises `NotFoundError`."""
    window = await services().windows.around(actor, message_id)
    return window, await _views(actor, window.page.messages, language)


async def read_later(actor: Actor, conversation_id: str, after: str, language: str) -> tuple[list[MessageView], str]:
    """The page of messages behind the message `after`, and the last of them where the branch goes on still."""
    window = await services().windows.after(actor, conversation_id, after, PAGE_SIZE)
    return await _views(actor, window.page.messages, language), window.end_id


async def read_end(actor: Actor, conversation_id: str, least: int, until: str = "") -> MessagePage:
    """At least `least` messages of the end of the branch, and further up to the message `until` where that is near enough."""
    page = await services().messages.page(actor, conversation_id, limit=min(least, LARGE_PAGE))
    rows, more = page.messages, page.has_earlier
    while more and (len(rows) < least or (until and len(rows) < LARGE_PAGE and all(row.id != until for row in rows))):
        page = await services().messages.page(actor, conversation_id, before=rows[0].id, limit=LARGE_PAGE)
        rows, more = [*page.messages, *rows], page.has_earlier
    return MessagePage(rows, more)


async def read_draft(actor: Actor, conversation_id: str) -> str:
    """The unsent text of a chat, or of the one that has not begun for an empty id; raises `NotFoundError`."""
    if not conversation_id:
        return await services().reading.new_chat_draft(actor)
    return (await services().conversations.get(actor, conversation_id)).draft


async def read_earlier(actor: Actor, conversation_id: str, before: str, language: str) -> tuple[list[MessageView], bool]:
    """The page of messages before the message `before`, and whether there are still earlier ones."""
    page = await services().messages.page(actor, conversation_id, before=before, limit=PAGE_SIZE)
    return await _views(actor, page.messages, language), page.has_earlier


async def _views(actor: Actor, messages: list[Message], language: str, leaf_id: str = "") -> list[MessageView]:
    labels = {model_id: await model_label(model_id) for model_id in {each for message in messages for each in models_of(message)}}
    rows = [
        message_view(
            message,
            language,
            labels[message.answered_by or message.model_id],
            fallback_sentence(message, labels, language),
            retrying=services().second_chances.is_waiting(message.id),
        )
        for message in messages
    ]
    return await with_comparisons(actor, rows, messages, language, leaf_id)


class ModelFacts(TypedDict):
    """The vars of a chat that describe its model."""

    model_id: str
    model_label: str
    model_context: int
    model_rates: ModelRates


async def model_facts(actor: Actor, model_id: str) -> ModelFacts:
    """What the header shows of a model. `model_context` is its window in tokens, 0 when unknown."""
    card = await services().catalogue.card(actor, model_id) if model_id else None
    context = (card.context_tokens or 0) if card else 0
    label = await model_label(model_id)
    return {"model_id": model_id, "model_label": label, "model_context": context, "model_rates": model_rates(card)}
