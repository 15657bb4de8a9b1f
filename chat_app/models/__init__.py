"""The tables. Importing this package makes `SQLModel.metadata` complete."""

from chat_app.models.access import ApiKey, ContentAccess, Group, GroupMember, RevokedToken, UsageDay
from chat_app.models.accounts import LoginSession, User
from chat_app.models.audit import AuditEntry, AuditHead
from chat_app.models.billing import (
    BillingProfile,
    Dispute,
    PaymentAccount,
    PaymentEvent,
    Reconciliation,
    Refund,
    TopUpOrder,
    Voucher,
    Withdrawal,
)
from chat_app.models.budgets import Budget, BudgetPeriod, BudgetUse, LowCreditNotice
from chat_app.models.chat import Comparison, Conversation, Message, MessageStatus, Summary, Turn, TurnStatus
from chat_app.models.documents import Canvas, CanvasVersion, ShareLink
from chat_app.models.files import Attachment, Upload
from chat_app.models.identity import ExternalIdentity, OneTimeToken, Passkey, RecoveryCode, TotpFactor
from chat_app.models.invoices import Invoice, InvoiceDocument, InvoiceMail, InvoiceSeries, VatCheck
from chat_app.models.knowledge import (
    Chunk,
    ChunkEmbedding,
    Document,
    DocumentContent,
    IndexTask,
    IngestionJob,
    IngestionLine,
    MessageSource,
    Retrieval,
)
from chat_app.models.ledger import Hold, Journal, LedgerAccount, LedgerSeal, Lot, LotUse, Posting
from chat_app.models.library import Assistant, ParameterPreset, Prompt, PromptVersion
from chat_app.models.pricing import ExchangeRate, ModelSetting, PriceChange, PriceRun, PriceVersion, PublishedFacts
from chat_app.models.privacy import Consent, DataExport, Erasure
from chat_app.models.projects import ConversationReader, FolderMember, ProjectNote, WatchedFolder
from chat_app.models.retrieval_bench import RetrievalQuestion, RetrievalRun
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
    "BillingProfile",
    "Budget",
    "BudgetPeriod",
    "BudgetUse",
    "Canvas",
    "CanvasVersion",
    "Chunk",
    "ChunkEmbedding",
    "Comparison",
    "Consent",
    "ContentAccess",
    "Conversation",
    "ConversationReader",
    "ConversationTag",
    "DataExport",
    "DeskTab",
    "Dispute",
    "Document",
    "DocumentContent",
    "Erasure",
    "ExchangeRate",
    "ExternalIdentity",
    "Folder",
    "FolderMember",
    "Group",
    "GroupMember",
    "Hold",
    "IndexTask",
    "IngestionJob",
    "IngestionLine",
    "Invoice",
    "InvoiceDocument",
    "InvoiceMail",
    "InvoiceSeries",
    "Journal",
    "LedgerAccount",
    "LedgerSeal",
    "LoginSession",
    "Lot",
    "LotUse",
    "LowCreditNotice",
    "Message",
    "MessageSource",
    "MessageStatus",
    "ModelSetting",
    "OneTimeToken",
    "ParameterPreset",
    "Passkey",
    "PaymentAccount",
    "PaymentEvent",
    "Posting",
    "PriceChange",
    "PriceRun",
    "PriceVersion",
    "ProjectNote",
    "Prompt",
    "PromptVersion",
    "Provider",
    "PublishedFacts",
    "RecentSearch",
    "Reconciliation",
    "RecoveryCode",
    "Refund",
    "Retrieval",
    "RetrievalQuestion",
    "RetrievalRun",
    "RevokedToken",
    "SearchEntry",
    "Secret",
    "ShareLink",
    "SigningKey",
    "SiteSetting",
    "Summary",
    "Tag",
    "TopUpOrder",
    "TotpFactor",
    "Turn",
    "TurnStatus",
    "Upload",
    "UsageCall",
    "UsageDay",
    "User",
    "VatCheck",
    "Voucher",
    "WatchedFolder",
    "Withdrawal",
]
