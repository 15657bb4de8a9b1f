"""The tables. Importing this package makes `SQLModel.metadata` complete."""

from chat_app.models.accounts import LoginSession, User
from chat_app.models.chat import Conversation, Message, MessageStatus, Turn, TurnStatus

__all__ = ["Conversation", "LoginSession", "Message", "MessageStatus", "Turn", "TurnStatus", "User"]
