"""The page that says how people come in."""

from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.services.site.sections import SignIn
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.section_form import SectionMixin, lines

PROBLEMS = {"domains": "admin_sign_in.problem_domains"}


class SignInSettingsState(SectionMixin, rx.State):
    """The form. `mail` says whether confirmations and invitations can be sent."""

    mail: rx.Field[bool] = rx.field(True)

    @rx.event
    @for_admins("admin.sign_in")
    async def load(self):
        """Show what is stored."""
        self._show_section((await services().site.load(SignIn)).model_dump(mode="json"))
        self.mail = services().settings.smtp_url is not None

    @rx.event
    @for_admins("admin.sign_in")
    async def save(self, values: dict[str, Any]):
        """Store the form as a whole."""
        kept = await self._save_section(SignIn, values | {"domains": lines(values.get("domains"))}, PROBLEMS)
        if kept:
            self.values = kept.model_dump(mode="json")
