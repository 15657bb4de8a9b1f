"""Where a local model was away, its answer is asked for again once it is back, by itself and once."""

from __future__ import annotations

import pytest

from chat_app.errors import UpstreamUnavailableError
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.chat import second_chances
from chat_app.services.chat.second_chances import SecondChances
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.routing.conftest import House, MakeHouse
from tests.waiting import eventually

HOME = ProviderConfig("home", "Home", ProviderKind.OLLAMA, "http://127.0.0.1:11434", region="local")
AWAY = UpstreamUnavailableError(provider="Home")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_chances, "EVERY_SECONDS", 0.05)


async def waiting_in(house: MakeHouse, home: ScriptedGateway) -> tuple[House, SecondChances]:
    place = await house(configs=(HOME,), gateways={"home": home})
    chances = SecondChances(place.db, place.catalogue, place.turns.begin, place.changes, place.routing.found_back)
    place.turns.before_news = chances.note
    return place, chances


async def texts(place: House, chat_id: str) -> list[str]:
    return [message.text for message in (await place.messages.page(place.actor, chat_id)).messages]


async def test_asks_again_when_the_model_is_back(house: MakeHouse):
    home = ScriptedGateway([AWAY], ["Back again."])
    place, chances = await waiting_in(house, home)
    turn, _ = await place.ask("home/llama")
    assert turn.answered_by == OFFLINE_MODEL_ID
    assert chances.is_waiting(turn.answer_id)

    home.models = [ModelInfo("llama")]

    async def answered() -> bool:
        return (await texts(place, turn.conversation_id))[-1] == "Back again."

    await eventually(answered)
    assert not chances.is_waiting(turn.answer_id)
    await chances.close()


async def test_not_where_its_person_went_on(house: MakeHouse):
    home = ScriptedGateway([AWAY])
    place, chances = await waiting_in(house, home)
    first, _ = await place.ask("home/llama")
    await place.ask("offline/parley", "Something else", first.conversation_id)
    asked = len(home.requests)
    home.models = [ModelInfo("llama")]
    await eventually(lambda: not chances.is_waiting(first.answer_id))
    assert len(home.requests) == asked
    await chances.close()


async def test_asks_again_only_once(house: MakeHouse):
    home = ScriptedGateway([AWAY])
    place, chances = await waiting_in(house, home)
    await place.ask("home/llama")
    home.models = [ModelInfo("llama")]
    await eventually(lambda: len(home.requests) == 2)
    await place.turns.close()
    assert not chances._waiting
    await chances.close()


async def test_says_nothing_of_models_of_providers(house: MakeHouse):
    away = ScriptedGateway([AWAY])
    config = ProviderConfig("cloud", "Cloud", ProviderKind.OPENAI_COMPATIBLE, "https://models.example.com/v1")
    place = await house(configs=(config,), gateways={"cloud": away})
    chances = SecondChances(place.db, place.catalogue, place.turns.begin, place.changes, place.routing.found_back)
    place.turns.before_news = chances.note
    turn, _ = await place.ask("cloud/x")
    assert turn.answered_by == OFFLINE_MODEL_ID
    assert not chances.is_waiting(turn.answer_id)
