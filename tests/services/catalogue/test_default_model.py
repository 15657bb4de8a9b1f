from __future__ import annotations

from types import SimpleNamespace

from chat_app.services.accounts.dto import Preferences
from chat_app.services.catalogue.default_model import DefaultModel
from chat_app.services.kernel.actor import Actor

OWNER = Actor("owner", "owner")


async def test_a_request_that_names_no_model_goes_to_the_one_its_person_prefers() -> None:
    async def preferences(_actor: Actor) -> Preferences:
        return Preferences(default_model_id="openai/gpt-5")

    async def default_model_id(_actor: Actor, preferred: str = "", folder_id: str = "") -> str:
        return preferred or "anthropic/claude-opus-4-5"

    default = DefaultModel(SimpleNamespace(preferences=preferences), SimpleNamespace(default_model_id=default_model_id))
    assert await default.default_model_id(OWNER) == "openai/gpt-5"
