"""The tables. Importing this package makes `SQLModel.metadata` complete."""

from chat_app.models.accounts import LoginSession, User
from chat_app.models.chat import Comparison, Conversation, Message, MessageStatus, Summary, Turn, TurnStatus
from chat_app.models.documents import Canvas, CanvasVersion, ShareLink
from chat_app.models.files import Attachment, Upload
from chat_app.models.library import Assistant, ParameterPreset, Prompt, PromptVersion
from chat_app.models.search import RecentSearch, SearchEntry
from chat_app.models.workspace import ConversationTag, DeskTab, Folder, Tag

__all__ = [
    "Assistant",
    "Attachment",
    "Canvas",
    "CanvasVersion",
    "Comparison",
    "Conversation",
    "ConversationTag",
    "DeskTab",
    "Folder",
    "LoginSession",
    "Message",
    "MessageStatus",
    "ParameterPreset",
    "Prompt",
    "PromptVersion",
    "RecentSearch",
    "SearchEntry",
    "ShareLink",
    "Summary",
    "Tag",
    "Turn",
    "TurnStatus",
    "Upload",
    "User",
]
