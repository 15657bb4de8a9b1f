"""How the use cases are wired to each other and to what they need from outside.

Imported when the first of them is asked for (container.py): it pulls in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.db import Database
from chat_app.integrations.counters.redis import configured_counters
from chat_app.integrations.files.blob_store import configured_blobs
from chat_app.integrations.files.process_reader import ProcessReader
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline.gateway import OfflineGateway
from chat_app.integrations.llm.providers import bare_gateway, configured_providers, gateway_for
from chat_app.integrations.mail.smtp import configured_mail
from chat_app.integrations.oidc.gateway import OidcGateway
from chat_app.integrations.oidc.web import ProviderWeb
from chat_app.integrations.webauthn.ceremonies import WebAuthnCeremonies
from chat_app.services.access.policy import allowed_by_groups
from chat_app.services.accounts.asking import AskingThrottle
from chat_app.services.accounts.breaches import fetch_through
from chat_app.services.accounts.invitations import Invitations
from chat_app.services.accounts.operator import Operator
from chat_app.services.accounts.own_account import OwnAccount
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.proof import ProofRule
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
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.default_model import DefaultModel
from chat_app.services.chat.chat_settings import ChatSettingsService
from chat_app.services.chat.comparisons import ComparisonService
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed, TurnHub
from chat_app.services.chat.fitting import FitService
from chat_app.services.chat.forks import ForkService
from chat_app.services.chat.halting import TurnHalt
from chat_app.services.chat.marks import MarkService
from chat_app.services.chat.messages import MessageService
from chat_app.services.chat.news import AnswerNewsService
from chat_app.services.chat.presets import PresetService
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.side_questions import SideQuestionService
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.chat.titles import TitleMaker
from chat_app.services.chat.tree import TreeService
from chat_app.services.chat.turns import TurnService
from chat_app.services.chat.windows import BranchWindows
from chat_app.services.content_access import ContentAccessService
from chat_app.services.content_access.reading import ContentReading
from chat_app.services.documents.artifact_service import ArtifactService
from chat_app.services.documents.canvas import CanvasService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.services.exports.service import ExportService
from chat_app.services.files.dto import FileLimits
from chat_app.services.files.service import FileService
from chat_app.services.files.shares import ShareInbox
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.files.turn_files import TurnFiles
from chat_app.services.files.uploads import UploadService
from chat_app.services.groups import GroupService
from chat_app.services.identity.external import Identities
from chat_app.services.identity.factors import FactorRules
from chat_app.services.identity.passkey_sign_in import PasskeySignIn
from chat_app.services.identity.passkeys import Passkeys
from chat_app.services.identity.providers import ProviderBook
from chat_app.services.identity.second_factors import SecondFactors
from chat_app.services.identity.second_step import SecondStep
from chat_app.services.kernel.clock import utc_now
from chat_app.services.library.assistants import AssistantService
from chat_app.services.library.prompts import PromptService
from chat_app.services.library.transfer import LibraryTransfer
from chat_app.services.limits import LimitService
from chat_app.services.mail import Outbox
from chat_app.services.operations import OperationsService
from chat_app.services.operations.job_book import JobBook
from chat_app.services.people import PeopleService
from chat_app.services.people.leaving import Leaving
from chat_app.services.privacy.building import PrivacyDoors, build_privacy
from chat_app.services.privacy.consents import ConsentService
from chat_app.services.privacy.data_export import DataExportService
from chat_app.services.privacy.erasure import ErasureService
from chat_app.services.privacy.retention import RetentionService
from chat_app.services.providers import ProviderService
from chat_app.services.providers.rows import ProviderRows
from chat_app.services.redaction import RedactionService
from chat_app.services.search.backlog import SearchBacklog
from chat_app.services.search.service import SearchService
from chat_app.services.sharing.service import ShareService
from chat_app.services.site import SiteService
from chat_app.services.temporary import TemporaryChats
from chat_app.services.tokens import Programs, TokenService
from chat_app.services.vault import Vault
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
    default_model: DefaultModel
    conversations: ConversationService
    comparisons: ComparisonService
    messages: MessageService
    turns: TurnService
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

    async def close(self) -> None:
        """End running turns, connections and threads, in this order."""
        await self.outbox.close()
        await self.data_exports.close()
        await self.temporary.close()
        await self.search_backlog.close()
        await self.turns.close()
        await self.side_questions.close()
        await self.catalogue.close()
        await self.limits.close()
        self.db.close()


def build_services(settings: Settings) -> Services:
    """Wire the services. Opens nothing: connections are made when first needed."""
    db = Database(settings.sqlalchemy_url)
    vault, audit = Vault(lambda: settings.all_secrets, utc_now), AuditLog(db, utc_now)
    site = SiteService(db, audit, utc_now, ProofRule(settings, utc_now))
    counters = configured_counters(settings.redis_url.get_secret_value() if settings.redis_url else "")
    limits = LimitService(db, site, counters, settings)
    changes, hub = ChangeFeed(), TurnHub()
    outbound = OutboundClient(allowed=settings.outbound_hosts)
    rows = ProviderRows(db, vault, site, outbound.for_people, outbound.for_administrators)
    redaction = RedactionService(db, site, lambda: settings.secret)
    catalogue = CatalogueService(
        configured_providers(settings),
        redaction.around(gateway_for),
        OfflineGateway(),
        ModelFactsBook(),
        utc_now,
        rows=rows,
        may_use=allowed_by_groups,
    )
    fit = FitService(db, changes, catalogue)
    blobs = configured_blobs(settings)
    file_limits = FileLimits.of_megabytes(
        settings.max_upload_mb, settings.max_message_mb, settings.max_message_files, settings.max_storage_mb
    )
    turn_files = TurnFiles(db, blobs, file_limits)
    files = FileService(db, blobs, ProcessReader(), settings.data_dir.resolve() / "uploads", file_limits, rates=limits)
    canvases = CanvasService(db, changes)
    exports = ExportService(db, catalogue, blobs)
    messages = MessageService(db, changes)
    runner = TurnRunner(db, hub, catalogue)
    conversations = ConversationService(db, changes, runner)
    summaries = SummaryService(db, catalogue, changes, turn_files, limits=limits)
    runner.before_turn = summaries.before_turn
    titles = TitleMaker(db, catalogue, changes) if settings.title_generation else None
    programs = Programs(db, utc_now, OWNER_ID if settings.mode == "single" else "")
    programs.tokens = tokens = TokenService(db, vault, audit, settings.origin, on_change=programs.forget_cached)
    outbound = OutboundClient(allowed=settings.outbound_hosts)
    passwords = PasswordMaker(site, fetch_through(outbound))
    outbox, asking = Outbox(configured_mail(settings), settings.origin), AskingThrottle(counters)
    accounts = AccountService(
        db,
        settings,
        utc_now,
        announce=lambda user_id: changes.publish(user_id, ConversationChange("", "settings")),
        audit=audit,
        site=site,
        programs=programs,
        passwords=passwords,
        counters=counters,
    )
    rules = FactorRules(site, settings, utc_now, accounts.require_recent_proof, accounts.forget_cached)
    site.consequences.append(rules.after_site_change)
    second_factors, ceremonies = SecondFactors(db, vault, audit, rules), WebAuthnCeremonies()
    accounts.ask_second_factor(second_factors.is_required)
    passkeys = Passkeys(db, audit, rules, ceremonies)
    gateway = OidcGateway(ProviderWeb(outbound, settings.outbound_hosts), utc_now)
    identity_providers = ProviderBook(db, vault, site, settings, gateway)
    default_model = DefaultModel(accounts, catalogue)
    turns = TurnService(db, hub, changes, runner, messages, default_model, titles, check=fit.check, files=turn_files, limits=limits)
    data_dir, halt = settings.data_dir.resolve(), TurnHalt(db, turns)
    keeper = AuditKeeper(db, audit, data_dir / "audit-anchors.log", utc_now)

    temporary = TemporaryChats(db, hub, catalogue, default_model, limits)

    async def closed(user_id: str) -> None:
        accounts.forget_cached()
        temporary.forget(user_id)
        await halt(user_id)

    forget = (accounts.forget_person, changes.forget, temporary.forget)
    doors = PrivacyDoors(db, audit, site, blobs, files, exports, changes, data_dir, accounts.require_recent_proof, closed, forget, utc_now)
    privacy = build_privacy(doors, keeper)
    return Services(
        settings=settings,
        db=db,
        vault=vault,
        audit=audit,
        audit_trail=AuditTrail(db),
        audit_export=AuditExport(db, audit),
        audit_keeper=keeper,
        refusals=Refusals(audit),
        data_exports=privacy.data_exports,
        erasure=privacy.erasure,
        retention=privacy.retention,
        consents=privacy.consents,
        temporary=temporary,
        site=site,
        accounts=accounts,
        people=PeopleService(db, audit, Leaving(audit, utc_now), accounts.forget_cached, halt, accounts.require_recent_proof),
        groups=GroupService(db, audit, accounts.forget_cached),
        content_access=ContentAccessService(db, audit, site, changes, accounts.require_recent_proof),
        content_reading=ContentReading(db, audit, site, conversations, messages, exports),
        announcements=AnnouncementService(db, audit),
        operations=OperationsService(db, audit, settings, blobs, JobBook()),
        api_keys=ApiKeyService(db, audit, accounts.require_recent_proof, on_change=programs.forget_cached),
        tokens=tokens,
        limits=limits,
        redaction=redaction,
        second_factors=second_factors,
        second_step=SecondStep(db, accounts, second_factors, utc_now),
        passkeys=passkeys,
        passkey_sign_in=PasskeySignIn(db, audit, accounts, passkeys, ceremonies, site, utc_now),
        identities=Identities(db, audit, accounts, second_factors, rules, identity_providers, gateway),
        registration=Registration(
            db, site, outbox, passwords, audit, utc_now, asking, privacy.consents, one_person=settings.mode == "single"
        ),
        recovery=Recovery(db, accounts, outbox, passwords, audit, utc_now, asking, proof=accounts.require_recent_proof),
        invitations=Invitations(db, site, outbox, passwords, audit, utc_now, privacy.consents, proof=accounts.require_recent_proof),
        own_account=OwnAccount(db, accounts, outbox, passwords, audit, utc_now, asking),
        operator=Operator(db, settings, accounts, passwords, audit, utc_now),
        outbox=outbox,
        default_model=default_model,
        catalogue=catalogue,
        providers=ProviderService(db, vault, audit, rows, outbound, bare_gateway, catalogue.changed, utc_now),
        conversations=conversations,
        messages=messages,
        turns=turns,
        comparisons=ComparisonService(db, changes, turns),
        marks=MarkService(db, changes),
        forks=ForkService(db, changes),
        trees=TreeService(db),
        summaries=summaries,
        side_questions=SideQuestionService(db, catalogue, changes, turn_files, limits=limits),
        prompts=PromptService(db, changes),
        assistants=AssistantService(db, changes),
        library=LibraryTransfer(db, changes),
        artifacts=ArtifactService(db),
        canvases=canvases,
        rewriter=CanvasRewriter(db, catalogue, canvases, limits=limits),
        exports=exports,
        shares=ShareService(db, exports, changes),
        files=files,
        uploads=UploadService(db, files),
        share_inbox=ShareInbox(files),
        file_sweeper=FileSweeper(db, blobs, files),
        changes=changes,
        answer_news=AnswerNewsService(db),
        outbound=outbound,
        search=SearchService(db),
        windows=BranchWindows(db, changes),
        search_backlog=SearchBacklog(db),
        tabs=DeskTabs(db, changes),
        reading=Reading(db, changes),
        folders=FolderService(db, changes, runner),
        tags=TagService(db, changes),
        listing=ListingService(db),
        bulk=BulkService(db, changes, runner),
        chat_settings=ChatSettingsService(db, changes, catalogue),
        presets=PresetService(db, changes),
        fit=fit,
    )
