"""The composer: send, stop, the draft, the queue."""

import json
from dataclasses import replace
from typing import Any, TypedDict

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError, InvalidInputError
from chat_app.services.access.matrix import require
from chat_app.services.chat.dto import NewTurn, Turn
from chat_app.services.chat.errors import EmptyMessageError, MessageTooLongError
from chat_app.services.chat.fitting import DoesNotFitError
from chat_app.services.kernel.actor import Actor
from chat_app.services.retrieval.scopes import read_scope, scope_text
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.models.fit_state import FitState
from chat_app.state.models.parameters_state import ParametersState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import show_error

MAX_MESSAGE = 400_000

MAX_ATTACHMENTS = 20


class MessageExtras(TypedDict):
    """What can travel with a message besides its text."""

    attachment_ids: tuple[str, ...]
    folder_id: str
    assistant_id: str
    knowledge: str


def message_extras(given: dict[str, Any]) -> MessageExtras:
    """The extras that a page sent, checked; raises `InvalidInputError`."""
    attachment_ids = given.get("attachment_ids", [])
    folder_id, assistant_id = given.get("folder_id", ""), given.get("assistant_id", "")
    if not isinstance(attachment_ids, list) or len(attachment_ids) > MAX_ATTACHMENTS:
        raise InvalidInputError
    if not all(isinstance(value, str) for value in (*attachment_ids, folder_id, assistant_id)):
        raise InvalidInputError
    knowledge = scope_text(read_scope(json.dumps(given.get("knowledge") or {})))
    return {"attachment_ids": tuple(attachment_ids), "folder_id": folder_id, "assistant_id": assistant_id, "knowledge": knowledge}


class ComposerState(rx.State):
    """What became of the messages that the browser sent, by the keys it made for them."""

    accepted_key: rx.Field[str] = rx.field("")
    rejected_key: rx.Field[str] = rx.field("")

    @rx.event
    @signed_in
    async def submit(self, text: str, key: str, conversation_id: str, extras: dict[str, Any] | None = None):
        """Send `text`. `key` is one intent: the same key twice sends once. A refused text goes back into the composer.

        `extras` is what parts of the page add to the message: "attachment_ids", "folder_id", "assistant_id"; and "knowledge",
        where the answers of a new chat are found, as `/conversations/{id}/knowledge` takes it.
        """
        actor = await current_actor(self)
        try:
            turn = await self._begin(actor, text, key, conversation_id, message_extras(extras or {}))
        except DoesNotFitError as error:
            self.rejected_key = key
            await (await self.get_state(FitState))._show(error.fit)
            return
        except AppError as error:
            self.rejected_key = key
            await show_error(self, error)
            return
        if not conversation_id:
            await services().reading.save_new_chat_draft(actor, "")
        await self._show(actor, turn, conversation_id)
        self.accepted_key = key

    @rx.event
    @signed_in
    async def stop(self):
        """End the running answer, or all that are compared; what came so far is kept."""
        conversation = await self.get_state(ConversationState)
        if conversation.running_turn_id:
            actor = await current_actor(self)
            await services().turns.stop_all(actor, conversation.current_id)
            await conversation._refresh(actor)

    @rx.event
    @signed_in
    async def save_draft(self, conversation_id: str, text: str):
        """Keep an unsent text for the next visit, on any device."""
        actor = await current_actor(self)
        conversation = await self.get_state(ConversationState)
        if conversation.current_id == conversation_id:
            conversation._kept_draft = text
        if conversation_id:
            await services().conversations.save_draft(actor, conversation_id, text)
        else:
            await services().reading.save_new_chat_draft(actor, text)

    @rx.event
    @signed_in
    async def discard_queued(self, turn_id: str):
        """Take a waiting message out of the queue."""
        actor = await current_actor(self)
        await services().turns.discard_queued(actor, turn_id)
        await (await self.get_state(ConversationState))._refresh(actor)

    @rx.event
    @signed_in
    async def send_queued(self, turn_id: str):
        """Send a waiting message now: after a failure the queue waits for this."""
        actor = await current_actor(self)
        await services().turns.send_queued(actor, turn_id)
        await (await self.get_state(ConversationState))._refresh(actor)

    async def _begin(self, actor: Actor, text: str, key: str, conversation_id: str, extras: MessageExtras) -> Turn:
        if not (text.strip() or extras["attachment_ids"]):
            raise EmptyMessageError
        if len(text) > MAX_MESSAGE:
            raise MessageTooLongError(max=MAX_MESSAGE)
        model_id = "" if conversation_id else (await self.get_state(ConversationState)).model_id
        waiting = await self.get_state(ParametersState)
        begins_with: dict[str, Any] = {} if conversation_id else dict(waiting._begins_with())
        new = NewTurn(conversation_id, text=text, model_id=model_id, idempotency_key=key, **extras, **begins_with)
        if not conversation_id and (compares := (await self.get_state(ConversationState))._compares()):
            require(actor, "compare")
            new = replace(new, **compares)
        turn = await services().turns.begin(actor, new)
        if not conversation_id:
            waiting._begin_anew()
        return turn

    async def _show(self, actor: Actor, turn: Turn, sent_from: str) -> None:
        """Bring the turn onto the page, unless the reader has gone to another chat since."""
        conversation = await self.get_state(ConversationState)
        if conversation.current_id == sent_from:
            # Sending has emptied the composer; what stands in it by now is newer than any draft.
            conversation.current_id, conversation._kept_draft = turn.conversation_id, ""
            await conversation._refresh_end(actor)
