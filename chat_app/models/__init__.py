"""The tables. Importing this package makes `SQLModel.metadata` complete."""

from chat_app.models.access import ApiKey, ContentAccess, Group, GroupMember, RevokedToken, UsageDay
from chat_app.models.accounts import LoginSession, User
from chat_app.models.audit import AuditEntry, AuditHead
from chat_app.models.chat import Comparison, Conversation, Message, MessageStatus, Summary, Turn, TurnStatus
from chat_app.models.documents import Canvas, CanvasVersion, ShareLink
from chat_app.models.files import Attachment, Upload
from chat_app.models.identity import ExternalIdentity, OneTimeToken, Passkey, RecoveryCode, TotpFactor
from chat_app.models.library import Assistant, ParameterPreset, Prompt, PromptVersion
from chat_app.models.pricing import ExchangeRate, ModelSetting, PriceChange, PriceRun, PriceVersion, PublishedFacts
from chat_app.models.privacy import Consent, DataExport, Erasure
from chat_app.models.search import RecentSearch, SearchEntry
from chat_app.models.site import Announcement, SiteSetting
from chat_app.models.usage import UsageCall
from chat_app.models.vault import Provider, Secret, SigningKey
from chat_app.models.workspace import ConversationTag, DeskTab, Folder, Tag

__all__ = [
    "Announcement",
    "ApiKey",
    "Assistant",
    "Attachment",
    "AuditEntry",
    "AuditHead",
    "Canvas",
    "CanvasVersion",
    "Comparison",
    "Consent",
    "ContentAccess",
    "Conversation",
    "ConversationTag",
    "DataExport",
    "DeskTab",
    "Erasure",
    "ExchangeRate",
    "ExternalIdentity",
    "Folder",
    "Group",
    "GroupMember",
    "LoginSession",
    "Message",
    "MessageStatus",
    "ModelSetting",
    "OneTimeToken",
    "ParameterPreset",
    "Passkey",
    "PriceChange",
    "PriceRun",
    "PriceVersion",
    "Prompt",
    "PromptVersion",
    "Provider",
    "PublishedFacts",
    "RecentSearch",
    "RecoveryCode",
    "RevokedToken",
    "SearchEntry",
    "Secret",
    "ShareLink",
    "SigningKey",
    "SiteSetting",
    "Summary",
    "Tag",
    "TotpFactor",
    "Turn",
    "TurnStatus",
    "Upload",
    "UsageCall",
    "UsageDay",
    "User",
]
