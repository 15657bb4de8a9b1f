"""All use cases by name."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.db import Database
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.payments.port import PaymentProvider
from chat_app.services.accounting.giving import Giving
from chat_app.services.accounting.service import AccountingService
from chat_app.services.accounting.switch import WalletSwitch
from chat_app.services.accounting.watch import BooksWatch
from chat_app.services.accounts.invitations import Invitations
from chat_app.services.accounts.operator import Operator
from chat_app.services.accounts.own_account import OwnAccount
from chat_app.services.accounts.recovery import Recovery
from chat_app.services.accounts.registration import Registration
from chat_app.services.accounts.service import AccountService
from chat_app.services.announcements import AnnouncementService
from chat_app.services.api_keys import ApiKeyService
from chat_app.services.audit import AuditLog
from chat_app.services.audit.export import AuditExport
from chat_app.services.audit.keeping import AuditKeeper
from chat_app.services.audit.reading import AuditTrail
from chat_app.services.audit.refusals import Refusals
from chat_app.services.budgets.house import HouseBudgets
from chat_app.services.budgets.notices import MoneyNotices
from chat_app.services.budgets.own import OwnBudgets
from chat_app.services.budgets.watching import MoneyWatch
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.default_model import DefaultModel
from chat_app.services.charging.cover import CoverService
from chat_app.services.chat.chat_settings import ChatSettingsService
from chat_app.services.chat.comparisons import ComparisonService
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.fitting import FitService
from chat_app.services.chat.forks import ForkService
from chat_app.services.chat.marks import MarkService
from chat_app.services.chat.messages import MessageService
from chat_app.services.chat.news import AnswerNewsService
from chat_app.services.chat.presets import PresetService
from chat_app.services.chat.second_chances import SecondChances
from chat_app.services.chat.side_questions import SideQuestionService
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.chat.tree import TreeService
from chat_app.services.chat.turns import TurnService
from chat_app.services.chat.windows import BranchWindows
from chat_app.services.citations.chat_knowledge import ChatKnowledgeService
from chat_app.services.citations.service import CitationService
from chat_app.services.content_access import ContentAccessService
from chat_app.services.content_access.reading import ContentReading
from chat_app.services.counting import TokenCounter
from chat_app.services.currency import CurrencyService
from chat_app.services.disputes.service import DisputeService
from chat_app.services.documents.artifact_service import ArtifactService
from chat_app.services.documents.canvas import CanvasService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.services.embedding import EmbeddingService
from chat_app.services.exports.service import ExportService
from chat_app.services.files.service import FileService
from chat_app.services.files.shares import ShareInbox
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.files.uploads import UploadService
from chat_app.services.groups import GroupService
from chat_app.services.identity.external import Identities
from chat_app.services.identity.passkey_sign_in import PasskeySignIn
from chat_app.services.identity.passkeys import Passkeys
from chat_app.services.identity.second_factors import SecondFactors
from chat_app.services.identity.second_step import SecondStep
from chat_app.services.invoices.reports import TaxReports
from chat_app.services.invoices.service import InvoiceService
from chat_app.services.invoices.work import InvoiceWork
from chat_app.services.knowledge.adding import Adding
from chat_app.services.knowledge.adding_texts import AddingTexts
from chat_app.services.knowledge.building import KnowledgeParts
from chat_app.services.knowledge.documents import DocumentService
from chat_app.services.knowledge.passages import PassageService
from chat_app.services.knowledge.reading_again import DocumentReading
from chat_app.services.knowledge.room import RoomService
from chat_app.services.knowledge.trash import DocumentTrash
from chat_app.services.knowledge.viewing.service import ViewingService
from chat_app.services.library.assistants import AssistantService
from chat_app.services.library.prompts import PromptService
from chat_app.services.library.transfer import LibraryTransfer
from chat_app.services.limits import LimitService
from chat_app.services.mail import Outbox
from chat_app.services.model_settings import ModelSettingService
from chat_app.services.ollama import OllamaService
from chat_app.services.operations import OperationsService
from chat_app.services.payment_events.inbox import PaymentInbox
from chat_app.services.payment_events.working import EventWorker
from chat_app.services.people import PeopleService
from chat_app.services.prices import PriceService
from chat_app.services.privacy.consents import ConsentService
from chat_app.services.privacy.data_export import DataExportService
from chat_app.services.privacy.erasure import ErasureService
from chat_app.services.privacy.retention import RetentionService
from chat_app.services.project_files.exporting import ProjectExport
from chat_app.services.project_files.importing import ProjectImport
from chat_app.services.projects.cards import CardService
from chat_app.services.projects.dashboard import DashboardService
from chat_app.services.projects.members import MemberService
from chat_app.services.projects.notes import NoteService
from chat_app.services.projects.projects import ProjectService
from chat_app.services.providers import ProviderService
from chat_app.services.reconciliation.service import ReconciliationService
from chat_app.services.redaction import RedactionService
from chat_app.services.refunds.service import RefundService
from chat_app.services.retrieval.service import RetrievalService
from chat_app.services.retrieval_bench.questions import BenchQuestions
from chat_app.services.retrieval_bench.runs import BenchRuns
from chat_app.services.routing.service import RoutingService
from chat_app.services.search.backlog import SearchBacklog
from chat_app.services.search.service import SearchService
from chat_app.services.sharing.service import ShareService
from chat_app.services.site import SiteService
from chat_app.services.tax.checking import VatChecks
from chat_app.services.tax.service import BillingProfiles
from chat_app.services.temporary import TemporaryChats
from chat_app.services.tokens import TokenService
from chat_app.services.topups.automatic import AutomaticTopUps
from chat_app.services.topups.automatic_rules import AutomaticRules
from chat_app.services.topups.following import OrderFollower
from chat_app.services.topups.methods import MethodService
from chat_app.services.topups.offers import OfferService
from chat_app.services.topups.service import TopUpService
from chat_app.services.usage import UsageService
from chat_app.services.usage.export import UsageExport
from chat_app.services.usage.reports import UsageReports
from chat_app.services.vault import Vault
from chat_app.services.vouchers import VoucherService
from chat_app.services.wallets import WalletService
from chat_app.services.watching.service import WatchService
from chat_app.services.withdrawals import WithdrawalService
from chat_app.services.withdrawals.house import HouseWithdrawals
from chat_app.services.withdrawals.settling import Settling
from chat_app.services.workspace.bulk import BulkService
from chat_app.services.workspace.folders import FolderService
from chat_app.services.workspace.listing import ListingService
from chat_app.services.workspace.reading import Reading
from chat_app.services.workspace.tabs import DeskTabs
from chat_app.services.workspace.tags import TagService
from chat_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, wired."""

    settings: Settings
    db: Database
    vault: Vault
    audit: AuditLog
    audit_trail: AuditTrail
    audit_export: AuditExport
    audit_keeper: AuditKeeper
    refusals: Refusals
    data_exports: DataExportService
    erasure: ErasureService
    retention: RetentionService
    consents: ConsentService
    temporary: TemporaryChats
    site: SiteService
    accounts: AccountService
    people: PeopleService
    groups: GroupService
    content_access: ContentAccessService
    content_reading: ContentReading
    announcements: AnnouncementService
    operations: OperationsService
    api_keys: ApiKeyService
    tokens: TokenService
    limits: LimitService
    redaction: RedactionService
    routing: RoutingService
    second_factors: SecondFactors
    second_step: SecondStep
    passkeys: Passkeys
    passkey_sign_in: PasskeySignIn
    identities: Identities
    registration: Registration
    recovery: Recovery
    invitations: Invitations
    own_account: OwnAccount
    operator: Operator
    outbox: Outbox
    catalogue: CatalogueService
    providers: ProviderService
    model_settings: ModelSettingService
    prices: PriceService
    ollama: OllamaService
    default_model: DefaultModel
    conversations: ConversationService
    comparisons: ComparisonService
    messages: MessageService
    turns: TurnService
    second_chances: SecondChances
    marks: MarkService
    forks: ForkService
    trees: TreeService
    summaries: SummaryService
    side_questions: SideQuestionService
    prompts: PromptService
    assistants: AssistantService
    library: LibraryTransfer
    artifacts: ArtifactService
    canvases: CanvasService
    rewriter: CanvasRewriter
    embedding: EmbeddingService
    exports: ExportService
    shares: ShareService
    files: FileService
    uploads: UploadService
    share_inbox: ShareInbox
    file_sweeper: FileSweeper
    changes: ChangeFeed
    answer_news: AnswerNewsService
    outbound: OutboundClient
    search: SearchService
    windows: BranchWindows
    search_backlog: SearchBacklog
    tabs: DeskTabs
    reading: Reading
    folders: FolderService
    tags: TagService
    listing: ListingService
    bulk: BulkService
    chat_settings: ChatSettingsService
    presets: PresetService
    fit: FitService
    counter: TokenCounter
    usage: UsageService
    usage_export: UsageExport
    usage_reports: UsageReports
    currencies: CurrencyService
    cover: CoverService
    billing_profiles: BillingProfiles
    vat_checks: VatChecks
    invoices: InvoiceService
    invoice_work: InvoiceWork
    tax_reports: TaxReports
    budgets: OwnBudgets
    house_budgets: HouseBudgets
    money_notices: MoneyNotices
    money_watch: MoneyWatch
    wallets: WalletService
    vouchers: VoucherService
    withdrawals: WithdrawalService
    house_withdrawals: HouseWithdrawals
    withdrawal_work: Settling
    payments: PaymentProvider | None
    payment_inbox: PaymentInbox
    payment_worker: EventWorker
    refunds: RefundService
    disputes: DisputeService
    reconciliation: ReconciliationService
    offers: OfferService
    top_ups: TopUpService
    orders: OrderFollower
    payment_methods: MethodService
    automatic_rules: AutomaticRules
    automatic_top_ups: AutomaticTopUps
    accounting: AccountingService
    giving: Giving
    wallet_switch: WalletSwitch
    books_watch: BooksWatch
    projects: ProjectService
    project_cards: CardService
    project_members: MemberService
    project_notes: NoteService
    project_dashboard: DashboardService
    project_export: ProjectExport
    project_import: ProjectImport
    knowledge: KnowledgeParts
    documents: DocumentService
    document_trash: DocumentTrash
    document_reading: DocumentReading
    passages: PassageService
    viewing: ViewingService
    document_room: RoomService
    bench_questions: BenchQuestions
    bench_runs: BenchRuns
    new_documents: Adding
    new_texts: AddingTexts
    citations: CitationService
    chat_knowledge: ChatKnowledgeService
    retrieval: RetrievalService
    watching: WatchService

    async def close(self) -> None:
        """End running turns, connections and threads, in this order."""
        await self.ollama.close()
        await self.outbox.close()
        await self.data_exports.close()
        await self.temporary.close()
        await self.search_backlog.close()
        await self.project_import.close()
        await self.retrieval.close()
        await self.knowledge.close()
        await self.second_chances.close()
        await self.turns.close()
        await self.side_questions.close()
        await self.routing.close()
        await self.counter.close()
        await self.catalogue.close()
        await self.limits.close()
        await self.automatic_top_ups.close()
        await self.payment_worker.close()
        if self.payments:
            await self.payments.close()
        await self.changes.close()
        self.db.close()
