"""Projects: the people in them, notes, figures."""

from __future__ import annotations

from typing import Any

from chat_app.services.projects.dashboard import DashboardService
from chat_app.services.projects.members import MemberService
from chat_app.services.projects.notes import NoteService
from chat_app.services.projects.projects import ProjectService
from chat_app.wiring.ground import Ground


def build_projects(ground: Ground) -> dict[str, Any]:
    """By their names in `Services`."""
    return {
        "projects": ProjectService(ground.db, ground.changes),
        "project_members": MemberService(ground.db, ground.audit, ground.changes),
        "project_notes": NoteService(ground.db),
        "project_dashboard": DashboardService(ground.db),
    }
