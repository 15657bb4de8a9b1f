"""How the services of data protection are put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chat_app.db import Database
from chat_app.integrations.files.port import BlobStore
from chat_app.services.audit.keeping import AuditKeeper
from chat_app.services.audit.log import AuditLog
from chat_app.services.audit.reading import AuditTrail
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.exports.service import ExportService
from chat_app.services.files.service import FileService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.people.leaving import Leaving
from chat_app.services.privacy.consents import ConsentService
from chat_app.services.privacy.data_export import DataExportService
from chat_app.services.privacy.eraser import Eraser
from chat_app.services.privacy.erasure import ErasureService
from chat_app.services.privacy.erasure_list import ErasureList
from chat_app.services.privacy.export_archive import ExportArchive
from chat_app.services.privacy.export_files import ExportFolder
from chat_app.services.privacy.retention import RetentionService
from chat_app.services.site import SiteService


@dataclass(frozen=True, slots=True)
class PrivacyDoors:
    """What data protection needs from the rest."""

    db: Database
    audit: AuditLog
    site: SiteService
    blobs: BlobStore
    files: FileService
    chats: ExportService
    changes: ChangeFeed
    folder: Path
    """The data folder."""
    prove: Callable[[Actor], None]
    closed: Callable[[str], Awaitable[None]]
    forget: Sequence[Callable[[str], None]]
    clock: Clock


@dataclass(frozen=True, slots=True)
class PrivacyParts:
    """What the rest gets."""

    data_exports: DataExportService
    erasure: ErasureService
    retention: RetentionService
    consents: ConsentService


def build_privacy(doors: PrivacyDoors, keeper: AuditKeeper) -> PrivacyParts:
    """Opens nothing."""
    db, audit, clock = doors.db, doors.audit, doors.clock
    folder, gone = ExportFolder(doors.folder / "exports"), ErasureList(doors.folder / "erasures.log")
    eraser = Eraser(db, audit, doors.blobs, doors.files, folder, gone, clock, doors.forget)
    archive = ExportArchive(db, doors.blobs, doors.chats, AuditTrail(db))
    return PrivacyParts(
        DataExportService(db, audit, archive, folder, doors.prove, clock),
        ErasureService(db, doors.site, Leaving(audit, clock), eraser, gone, doors.prove, doors.closed, clock),
        RetentionService(db, doors.site, keeper, doors.changes, clock),
        ConsentService(db, doors.site, audit, clock),
    )
