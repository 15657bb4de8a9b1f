"""The page that says how long what is kept, and what leaves the house."""

from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.services.site.sections import Privacy
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.section_form import SectionMixin, lines

PROBLEMS = {
    "chat_days": "admin_privacy.problem_days",
    "upload_days": "admin_privacy.problem_days",
    "audit_days": "admin_privacy.problem_audit_days",
    "deletion_days": "admin_privacy.problem_deletion_days",
    "blocked_regions": "admin_privacy.problem_regions",
}


class PrivacyState(SectionMixin, rx.State):
    """The form."""

    @rx.event
    @for_admins("admin.privacy")
    async def load(self):
        """Show what is stored."""
        self._show_section((await services().site.load(Privacy)).model_dump(mode="json"))

    @rx.event
    @for_admins("admin.privacy")
    async def save(self, values: dict[str, Any]):
        """Store the form as a whole."""
        kept = await self._save_section(Privacy, values | {"blocked_regions": lines(values.get("blocked_regions"))}, PROBLEMS)
        if kept:
            self.values = kept.model_dump(mode="json")
