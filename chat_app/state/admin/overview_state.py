"""The first page of administration."""

from __future__ import annotations

import reflex as rx

from chat_app.container import services
from chat_app.services.audit.dto import AuditFilter
from chat_app.services.kernel.clock import utc_now
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.overview_views import Figure, Notice, admin_warning, chain_warning, check_warnings, facts, figures
from chat_app.state.admin.person_views import FactView
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.reader import reader_language


class OverviewState(rx.State):
    """Figures, warnings and facts of this moment."""

    figures: rx.Field[list[Figure]] = rx.field(default_factory=list)
    warnings: rx.Field[list[Notice]] = rx.field(default_factory=list)
    facts: rx.Field[list[FactView]] = rx.field(default_factory=list)
    ready: rx.Field[bool] = rx.field(False)

    @rx.event
    @for_admins("admin.overview")
    async def load(self):
        """Ask everything at once."""
        actor, language = await current_actor(self), await reader_language(self)
        overview = await services().operations.overview(actor)
        checks = await services().operations.health(actor)
        checked = (await services().audit_trail.search(actor, AuditFilter(action="audit.verify"), limit=1)).items
        verified = checked[0].at if checked else None
        is_multi = overview.mode == "multi"
        self.figures, self.facts = figures(overview, language), facts(overview, verified.isoformat() if verified else "", language)
        self.warnings = [
            *check_warnings(checks, overview.mode, language),
            *admin_warning(await services().people.unprotected_admins(actor) if is_multi else 0, language),
            *(chain_warning(verified, utc_now(), language) if is_multi else []),
        ]
        self.ready = True
