"""The form that says which models are asked when one fails."""

from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.services.site.sections import Fallbacks
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.section_form import SectionMixin

PROBLEMS = {"chains": "admin_fallbacks.problem"}


class FallbacksState(SectionMixin, rx.State):
    """The form. A chain is a line: "openai/*: anthropic/claude-sonnet-4-5, ollama/llama3.2"."""

    @rx.event
    @for_admins("admin.providers")
    async def load(self):
        """Show what is stored."""
        self._show_section(_shown(await services().site.load(Fallbacks)))

    @rx.event
    @for_admins("admin.providers")
    async def save(self, values: dict[str, Any]):
        """Store the form as a whole."""
        kept = await self._save_section(Fallbacks, values | {"chains": chains_of(values.get("chains"))}, PROBLEMS)
        if kept:
            self.values = _shown(kept)


def chains_of(lines: object) -> object:
    """The chains that lines say. What is no line with a pattern and models stays as it is, and is refused."""
    if not isinstance(lines, list):
        return lines
    return [_chain(line.strip()) for line in lines if isinstance(line, str) and line.strip()]


def _chain(line: str) -> object:
    """Names of models hold colons, too ("ollama/llama3.2:3b"): the one before a space ends the pattern."""
    pattern, colon, models = line.partition(": ")
    if not colon:
        return line
    return {"pattern": pattern.strip(), "model_ids": [each.strip() for each in models.split(",") if each.strip()]}


def _shown(section: Fallbacks) -> dict[str, Any]:
    return {"chains": [f"{chain.pattern}: {', '.join(chain.model_ids)}" for chain in section.chains], "stand_in": section.stand_in}
