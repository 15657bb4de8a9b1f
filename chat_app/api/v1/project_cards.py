"""Projects as their pages list them, and notes that are taken out of the trash."""

from __future__ import annotations

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.services.projects.cards import ProjectCard

router = APIRouter(prefix="/projects", tags=["projects"])


@router.get("/cards")
async def list_project_cards(actor: CurrentActor, archived: bool = False, templates: bool = False) -> list[ProjectCard]:
    """Projects with their figures, the last used first; `templates`: all that are marked as one."""
    return await services().project_cards.list(actor, archived=archived, templates=templates)


@router.post("/notes/{note_id}/restore", status_code=204)
async def restore_note(actor: CurrentActor, note_id: Id) -> None:
    """Take a note out of the trash."""
    await services().project_notes.restore(actor, note_id)
