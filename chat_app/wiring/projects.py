"""Projects: the people in them, notes, figures."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.files.process_reader import ProcessReader
from chat_app.services.knowledge.building import KnowledgeParts
from chat_app.services.project_files.exporting import ProjectExport
from chat_app.services.project_files.importing import ProjectImport
from chat_app.services.project_files.taking_over import ImportDoors
from chat_app.services.projects.cards import CardService
from chat_app.services.projects.dashboard import DashboardService
from chat_app.services.projects.members import MemberService
from chat_app.services.projects.notes import NoteService
from chat_app.services.projects.projects import ProjectService
from chat_app.wiring.chats import Answering
from chat_app.wiring.ground import Ground


def build_project_files(ground: Ground, chats: Answering, knowledge: KnowledgeParts) -> dict[str, Any]:
    """By their names in `Services`."""

    def wake() -> None:
        knowledge.worker.wake()
        knowledge.reconciler.wake()

    doors = ImportDoors(ground.db, ground.blobs, chats.files, ProcessReader(), ground.site, ground.audit, ground.changes, wake)
    return {"project_export": ProjectExport(ground.db, ground.blobs, ground.audit), "project_import": ProjectImport(doors)}


def build_projects(ground: Ground, chats: Answering) -> dict[str, Any]:
    """By their names in `Services`."""
    return {
        "projects": ProjectService(ground.db, ground.changes, ground.site, chats.files.limits),
        "project_members": MemberService(ground.db, ground.audit, ground.changes),
        "project_notes": NoteService(ground.db),
        "project_cards": CardService(ground.db),
        "project_dashboard": DashboardService(ground.db),
    }
