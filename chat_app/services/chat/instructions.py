"""What a model is told before the conversation: the assistant's prompt, the chat's own, the instructions of its folders."""

from __future__ import annotations

import json
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.services.chat import queries
from chat_app.services.kernel.actor import Actor


def system_prompt(session: Session, actor: Actor, conversation: models.Conversation) -> str:
    """All that applies to the chat, joined by blank lines; empty when there is nothing.

    The assistant comes first, then the chat's own prompt, then the folders from the root down to the chat's.
    """
    assistant = queries.find_assistant_of_chat(session, conversation)
    folders = queries.list_folder_path(session, actor, conversation.folder_id)
    texts = [assistant.system_prompt if assistant else "", conversation.system_prompt, *(folder.instructions for folder in folders)]
    return "\n\n".join(text.strip() for text in texts if text.strip())


def parameters_of_chat(session: Session, conversation: models.Conversation) -> dict[str, Any]:
    """The parameters that answers of the chat are asked for with: the chat's own over its assistant's."""
    assistant = queries.find_assistant_of_chat(session, conversation)
    return {**(json.loads(assistant.parameters) if assistant else {}), **json.loads(conversation.parameters)}
