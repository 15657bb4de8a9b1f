"""How the services of documents are put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.reading.port import DocumentReader, PageDrawer
from chat_app.integrations.vectors.port import VectorIndexes
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.files.service import FileService
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.kernel.clock import Clock
from chat_app.services.knowledge.adding import Adding
from chat_app.services.knowledge.adding_texts import AddingTexts, ChatWriter
from chat_app.services.knowledge.announcing import Announcer, ReadingNews
from chat_app.services.knowledge.changing import DocumentChanges
from chat_app.services.knowledge.cutting import cut
from chat_app.services.knowledge.documents import DocumentService
from chat_app.services.knowledge.embedders import Embedders, LocalSource, ModelEmbeddings
from chat_app.services.knowledge.follower import ChatFollower
from chat_app.services.knowledge.following import Following
from chat_app.services.knowledge.index_admin import EmbeddingPrices, IndexAdmin
from chat_app.services.knowledge.indexing.filling import VectorFiller
from chat_app.services.knowledge.indexing.generations import Generations, note_all
from chat_app.services.knowledge.indexing.reconciler import Encoder, Reconciler
from chat_app.services.knowledge.ingestion.fetching import Fetcher
from chat_app.services.knowledge.ingestion.stages import Stages, Tools
from chat_app.services.knowledge.ingestion.worker import IngestionWorker
from chat_app.services.knowledge.keeping import Keeper
from chat_app.services.knowledge.originals import Originals
from chat_app.services.knowledge.orphans import OrphanCheck
from chat_app.services.knowledge.passages import PassageService
from chat_app.services.knowledge.reading_again import DocumentReading
from chat_app.services.knowledge.trash import DocumentTrash
from chat_app.services.knowledge.viewing.service import ViewingService
from chat_app.services.site import SiteService


class ProviderEmbeddings(ModelEmbeddings, EmbeddingPrices, Protocol):
    """Models of providers, with what they take."""


@dataclass(frozen=True, slots=True)
class KnowledgeDoors:
    """What documents need from the rest."""

    db: Database
    site: SiteService
    blobs: BlobStore
    files: FileService
    sweeper: FileSweeper
    changes: ChangeFeed
    outbound: OutboundClient
    chats: ChatWriter
    models: ProviderEmbeddings
    reader: DocumentReader
    indexes: VectorIndexes
    local: LocalSource
    encode: Encoder
    language_of: Callable[[str], str]
    clock: Clock
    drawer: PageDrawer


@dataclass(frozen=True, slots=True)
class KnowledgeParts:
    """What the rest gets, and what works by itself."""

    documents: DocumentService
    trash: DocumentTrash
    reading: DocumentReading
    passages: PassageService
    adding: Adding
    texts: AddingTexts
    keeper: Keeper
    following: Following
    follower: ChatFollower
    index: IndexAdmin
    worker: IngestionWorker
    reconciler: Reconciler
    generations: Generations
    embedders: Embedders
    filler: VectorFiller
    orphans: OrphanCheck
    news: ReadingNews
    viewing: ViewingService
    doors: KnowledgeDoors

    def start(self) -> None:
        """Begin to work off what waits."""
        self.worker.start()
        self.reconciler.start()

    async def reindex(self) -> int:
        """Look at every document again and bring the index in step with all of them; how many documents."""
        await self.generations.live()
        count = await note_all(self.doors.db, self.doors.clock)
        await self.reconciler.work()
        await self.filler.run()
        return count

    async def close(self) -> None:
        """Stop; what is under way goes on with the next start."""
        await self.worker.close()
        await self.news.close()
        await self.reconciler.close()
        await self.viewing.close()
        await self.doors.indexes.close()
        await self.doors.local.close()


def build_knowledge(doors: KnowledgeDoors) -> KnowledgeParts:
    """Opens nothing."""
    db, clock = doors.db, doors.clock
    originals, announcer = Originals(db, doors.blobs, doors.files), Announcer(doors.changes)
    embedders = Embedders(doors.site, doors.local, doors.models, clock)
    generations = Generations(db, doors.indexes, embedders, clock)
    reconciler = Reconciler(db, generations, doors.encode)
    tools = Tools(originals, Fetcher(doors.outbound, originals, clock), doors.reader, doors.language_of, cut, embedders, reconciler)
    news = ReadingNews(db, announcer)
    worker = IngestionWorker(db, Stages(db, tools, clock, news.tell), news.tell, clock)
    changes = DocumentChanges(db, announcer, reconciler.wake)
    keeper = Keeper(db, doors.files, originals, doors.site, worker, announcer, clock)
    documents, trash = DocumentService(db, doors.blobs, changes, clock), DocumentTrash(db, worker, changes, clock)
    following = Following(db, doors.chats, keeper, documents, trash)
    follower = ChatFollower(db, following, trash, clock)
    doors.changes.listeners.append(follower.hear)
    return KnowledgeParts(
        documents,
        trash,
        DocumentReading(db, worker, changes, clock),
        PassageService(db, announcer, reconciler.wake, cut, clock),
        Adding(doors.files, keeper),
        AddingTexts(keeper, doors.outbound, doors.chats),
        keeper,
        following,
        follower,
        IndexAdmin(db, doors.site, generations, embedders, doors.models, doors.models),
        worker,
        reconciler,
        generations,
        embedders,
        VectorFiller(db, embedders, generations, reconciler, clock),
        OrphanCheck(db, doors.blobs, doors.sweeper, generations, reconciler, clock),
        news,
        ViewingService(db, originals, doors.drawer),
        doors,
    )
