"""The texts that people agree to, below the settings of privacy."""

from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.site.sections import ConsentTexts
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.section_form import SectionMixin
from chat_app.state.shared.reader import reader_language

PROBLEMS = {
    "terms_url": "admin_consent.problem_url",
    "terms_version": "admin_consent.problem_version",
    "privacy_url": "admin_consent.problem_url",
    "privacy_version": "admin_consent.problem_version",
}


class ConsentTextsState(SectionMixin, rx.State):
    """The form."""

    @rx.event
    @for_admins("admin.privacy")
    async def load(self):
        """Show what is stored."""
        self._show_section((await services().site.load(ConsentTexts)).model_dump(mode="json"))

    @rx.event
    @for_admins("admin.privacy")
    async def save(self, values: dict[str, Any]):
        """Store the form as a whole."""
        given = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        if alone := _without_their_other_half(given):
            sentence = translate("admin_consent.problem_both", await reader_language(self))
            self.problems = dict.fromkeys(alone, sentence)
        elif kept := await self._save_section(ConsentTexts, given, PROBLEMS):
            self.values = kept.model_dump(mode="json")


def _without_their_other_half(given: dict[str, Any]) -> list[str]:
    """Empty fields of a text of which the other field is filled in."""
    pairs = [(f"{purpose}_url", f"{purpose}_version") for purpose in ("terms", "privacy")]
    return [name for pair in pairs for name in pair if not given.get(name) and any(given.get(other) for other in pair)]
