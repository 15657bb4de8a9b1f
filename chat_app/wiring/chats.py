"""Models, chats and the desk around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from chat_app.integrations.files.process_reader import ProcessReader
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline.gateway import OfflineGateway
from chat_app.integrations.llm.providers import bare_gateway, configured_providers
from chat_app.integrations.tokenizers.shelf import TokenizerShelf
from chat_app.services.access.policy import allowed_by_groups
from chat_app.services.accounts.service import AccountService
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.default_model import DefaultModel
from chat_app.services.charging.cover import CoverService
from chat_app.services.chat.chat_settings import ChatSettingsService
from chat_app.services.chat.comparisons import ComparisonService
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.fitting import FitService
from chat_app.services.chat.forks import ForkService
from chat_app.services.chat.marks import MarkService
from chat_app.services.chat.messages import MessageService
from chat_app.services.chat.news import AnswerNewsService
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.presets import PresetService
from chat_app.services.chat.relay_parts import RelayParts
from chat_app.services.chat.runner import TurnRunner
from chat_app.services.chat.second_chances import SecondChances
from chat_app.services.chat.side_questions import SideQuestionService
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.chat.titles import TitleMaker
from chat_app.services.chat.tree import TreeService
from chat_app.services.chat.turns import TurnService
from chat_app.services.chat.windows import BranchWindows
from chat_app.services.citations.chat_knowledge import ChatKnowledgeService
from chat_app.services.citations.service import CitationService
from chat_app.services.citations.turn_knowledge import TurnKnowledge
from chat_app.services.counting import TokenCounter
from chat_app.services.documents.artifact_service import ArtifactService
from chat_app.services.documents.canvas import CanvasService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.services.embedding import EmbeddingService
from chat_app.services.exports.service import ExportService
from chat_app.services.files.dto import FileLimits
from chat_app.services.files.service import FileService
from chat_app.services.files.shares import ShareInbox
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.files.turn_files import TurnFiles
from chat_app.services.files.uploads import UploadService
from chat_app.services.kernel.clock import utc_now
from chat_app.services.library.assistants import AssistantService
from chat_app.services.library.prompts import PromptService
from chat_app.services.library.transfer import LibraryTransfer
from chat_app.services.model_settings import ModelSettingService, SettingsBook
from chat_app.services.prices import PriceOverlay, PriceService
from chat_app.services.prices.updating import PriceUpdater
from chat_app.services.providers import ProviderService
from chat_app.services.providers.rows import ProviderRows
from chat_app.services.redaction import RedactionService
from chat_app.services.routing.health import HealthBook
from chat_app.services.routing.local_only import LocalOnly
from chat_app.services.routing.service import RoutingService
from chat_app.services.routing.watching import watched
from chat_app.services.search.backlog import SearchBacklog
from chat_app.services.search.service import SearchService
from chat_app.services.sharing.service import ShareService
from chat_app.services.temporary import TemporaryChats
from chat_app.services.usage import UsageService
from chat_app.services.usage.export import UsageExport
from chat_app.services.workspace.bulk import BulkService
from chat_app.services.workspace.folders import FolderService
from chat_app.services.workspace.listing import ListingService
from chat_app.services.workspace.reading import Reading
from chat_app.services.workspace.tabs import DeskTabs
from chat_app.services.workspace.tags import TagService
from chat_app.wiring.ground import Ground


@dataclass(frozen=True, slots=True)
class Answering:
    """What chats, temporary chats and administration need of the models and of each other."""

    catalogue: CatalogueService
    default_model: DefaultModel
    conversations: ConversationService
    messages: MessageService
    exports: ExportService
    files: FileService
    turns: TurnService
    knowledge: TurnKnowledge
    """Answers from documents, once it is told who finds passages."""
    services: dict[str, Any]
    """All use cases of chats, by their names in `Services`."""


@dataclass(frozen=True, slots=True)
class Models:
    """The catalogue, and the way through it to a model."""

    catalogue: CatalogueService
    routing: RoutingService
    services: dict[str, Any]


def build_models(ground: Ground, accounts: AccountService) -> Models:
    """Providers, the catalogue, and what is taken out of texts before a provider sees them."""
    rows = ProviderRows(ground.db, ground.vault, ground.site, ground.outbound.for_people, ground.outbound.for_administrators)
    redaction = RedactionService(ground.db, ground.site, lambda: ground.settings.secret)
    by_hand = SettingsBook(ground.db, utc_now)
    book = ModelFactsBook()
    overlay = PriceOverlay(ground.db, book)
    local_only, health = LocalOnly(ground.db), HealthBook()
    cover = CoverService(ground.db, ground.site, ground.currencies, utc_now)
    catalogue = CatalogueService(
        configured_providers(ground.settings),
        local_only.around(redaction.around(watched(health))),
        OfflineGateway(),
        book,
        utc_now,
        rows=rows,
        may_use=allowed_by_groups,
        by_hand=by_hand,
        prices=overlay,
        sales=cover,
    )
    settings = ModelSettingService(ground.db, ground.audit, catalogue, by_hand, utc_now)
    updater = PriceUpdater(ground.db, ground.site, ground.outbound, book, overlay, utc_now)
    providers = ProviderService(ground.db, ground.vault, ground.audit, rows, ground.outbound, bare_gateway, catalogue.changed, utc_now)
    services = {
        "catalogue": catalogue,
        "providers": providers,
        "prices": PriceService(ground.db, ground.audit, updater, catalogue),
        "redaction": redaction,
        "cover": cover,
        "model_settings": settings,
    }
    routing = RoutingService(catalogue, accounts, ground.site, local_only, health)
    return Models(catalogue, routing, {**services, "routing": routing})


def build_answering(ground: Ground, found: Models, accounts: AccountService) -> Answering:
    """Chats with everything that hangs on them."""
    catalogue, routing = found.catalogue, found.routing
    db, changes, limits, settings = ground.db, ground.changes, ground.limits, ground.settings
    file_limits = FileLimits.of_megabytes(
        settings.max_upload_mb, settings.max_message_mb, settings.max_message_files, settings.max_storage_mb
    )
    turn_files = TurnFiles(db, ground.blobs, file_limits)
    files = FileService(db, ground.blobs, ProcessReader(), settings.data_dir.resolve() / "uploads", file_limits, rates=limits)
    exports = ExportService(db, catalogue, ground.blobs)
    counter = TokenCounter(TokenizerShelf())
    messages, canvases, fit = MessageService(db, changes), CanvasService(db, changes), FitService(db, changes, catalogue, counter)
    summaries = SummaryService(db, routing, changes, turn_files, limits=limits)
    knowledge = TurnKnowledge(db)
    runner = TurnRunner(db, ground.hub, RelayParts(routing, summaries.before_turn, fit.check_route, turn_files, counter, knowledge))
    conversations = ConversationService(db, changes, runner)
    titles = TitleMaker(db, routing, changes) if settings.title_generation else None
    usage = UsageService(db)
    default_model = DefaultModel(accounts, routing)

    def check(session: Session, plan: Plan, *, counted: bool) -> None:
        routing.check(session, plan)
        fit.check(session, plan, counted=counted)

    turns = TurnService(
        db, ground.hub, changes, runner, messages, default_model, titles, check=check, count=fit.count, files=turn_files, limits=limits
    )
    second_chances = SecondChances(db, catalogue, turns.begin, changes, routing.found_back)
    turns.before_news = second_chances.note
    services: dict[str, Any] = {
        "second_chances": second_chances,
        "default_model": default_model,
        "conversations": conversations,
        "messages": messages,
        "turns": turns,
        "comparisons": ComparisonService(db, changes, turns),
        "marks": MarkService(db, changes),
        "forks": ForkService(db, changes),
        "trees": TreeService(db),
        "summaries": summaries,
        "side_questions": SideQuestionService(db, routing, changes, turn_files, limits=limits),
        "artifacts": ArtifactService(db),
        "canvases": canvases,
        "rewriter": CanvasRewriter(db, routing, canvases, limits=limits),
        "exports": exports,
        "shares": ShareService(db, exports, changes),
        "files": files,
        "uploads": UploadService(db, files),
        "share_inbox": ShareInbox(files),
        "file_sweeper": FileSweeper(db, ground.blobs, files),
        "answer_news": AnswerNewsService(db),
        "windows": BranchWindows(db, changes),
        "embedding": EmbeddingService(db, routing, limits),
        "chat_settings": ChatSettingsService(db, changes, catalogue),
        "chat_knowledge": ChatKnowledgeService(db, changes, catalogue),
        "citations": CitationService(db),
        "presets": PresetService(db, changes),
        "fit": fit,
        "counter": counter,
        "folders": FolderService(db, changes, runner),
        "bulk": BulkService(db, changes, runner),
        "usage": usage,
        "usage_export": UsageExport(usage, ground.audit),
        "temporary": TemporaryChats(db, ground.hub, routing, default_model, limits),
    }
    return Answering(catalogue, default_model, conversations, messages, exports, files, turns, knowledge, services)


def build_desk(ground: Ground) -> dict[str, Any]:
    """What stands around the chats: tabs, tags, lists, search, the library."""
    db, changes = ground.db, ground.changes
    return {
        "prompts": PromptService(db, changes),
        "assistants": AssistantService(db, changes),
        "library": LibraryTransfer(db, changes),
        "search": SearchService(db),
        "search_backlog": SearchBacklog(db),
        "tabs": DeskTabs(db, changes),
        "reading": Reading(db, changes),
        "tags": TagService(db, changes),
        "listing": ListingService(db),
    }
