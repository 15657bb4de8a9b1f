"""With local models only, nothing that is written reaches any other: whatever asks for it, and however it came to ask."""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path

import pytest

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError, UpstreamUnavailableError
from chat_app.integrations.embeddings.port import EmbeddingUnavailableError
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, ModelInfo, Role
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.catalogue.local import stays_in_house
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.feed import TurnHub
from chat_app.services.chat.side_questions import SideQuestion, SideQuestionService
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.documents.canvas import CanvasService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.services.embedding import EmbeddingService
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.embedders import ProviderMaker
from chat_app.services.routing.errors import LocalOnlyError
from chat_app.services.temporary import TemporaryChats
from chat_app.wiring import chats as wiring
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.routing.conftest import House, MakeHouse, Usual
from tests.waiting import eventually

CLOUD = ProviderConfig("cloud", "Cloud", ProviderKind.OPENAI_COMPATIBLE, "https://models.example.com/v1")
HOME = ProviderConfig("home", "Home", ProviderKind.OLLAMA, "http://127.0.0.1:11434", region="local")


@pytest.fixture
def cloud() -> ScriptedGateway:
    return ScriptedGateway(["From elsewhere."])


@pytest.fixture
def home() -> ScriptedGateway:
    return ScriptedGateway(["From home."])


@pytest.fixture
async def place(house: MakeHouse, cloud: ScriptedGateway, home: ScriptedGateway) -> House:
    return await house(configs=(CLOUD, HOME), gateways={"cloud": cloud, "home": home}, titles=True)


async def begun(place: House, cloud: ScriptedGateway) -> str:
    """A chat that a cloud model answered while that was allowed; from then on only local ones may."""
    turn, _ = await place.ask("cloud/x")
    await place.turns.close()
    cloud.requests.clear()
    await place.prefer(local_only=True)
    return turn.conversation_id


def put_into_folders(db: Database, place: House, chat_id: str, *rules: bool | None) -> None:
    """Into folders within each other, the topmost first."""

    def put(session) -> None:
        parent = None
        for rule in rules:
            folder = models.Folder(
                id=new_id(), owner_id=place.actor.user_id, parent_id=parent, name="F", local_only=rule, created_at=utc_now()
            )
            session.add(folder)
            session.flush()
            parent = folder.id
        session.get(models.Conversation, chat_id).folder_id = parent

    db.write_now(put)


class TestEachKindOfCall:
    async def test_turn(self, place: House, cloud: ScriptedGateway):
        chat = await begun(place, cloud)
        with pytest.raises(LocalOnlyError):
            await place.ask("cloud/x", "Secret", chat)
        with pytest.raises(LocalOnlyError):
            await place.turns.begin(place.actor, NewTurn("", text="Secret", model_id="cloud/x"))
        assert cloud.requests == []

    async def test_turn_that_waited_in_the_queue(self, place: House, cloud: ScriptedGateway):
        """The switch was turned after the message had been taken."""
        gate = asyncio.Event()
        cloud.scripts = [[gate, "First."]]
        first = await place.turns.begin(place.actor, NewTurn("", text="One", model_id="cloud/x"))
        second = await place.turns.begin(place.actor, NewTurn(first.conversation_id, text="Two", model_id="cloud/x"))
        await eventually(lambda: cloud.requests)
        await place.prefer(local_only=True)
        gate.set()
        async for _ in place.turns.follow(place.actor, second.id):
            pass
        assert len(cloud.requests) == 1
        assert (await place.turns.get(place.actor, second.id)).status == TurnStatus.FAILED

    async def test_title(self, place: House, cloud: ScriptedGateway):
        """The answer came while it was allowed, the title does not any more."""
        gate = asyncio.Event()
        cloud.scripts = [["Answer.", gate], ["Title"]]
        turn = await place.turns.begin(place.actor, NewTurn("", text="One", model_id="cloud/x"))
        await eventually(lambda: cloud.requests)
        await place.prefer(local_only=True)
        gate.set()
        async for _ in place.turns.follow(place.actor, turn.id):
            pass
        await place.turns.close()
        assert len(cloud.requests) == 1

    async def test_summary(self, place: House, cloud: ScriptedGateway):
        chat = await begun(place, cloud)
        leaf = (await place.messages.page(place.actor, chat)).messages[-1].id
        with pytest.raises(AppError):
            await SummaryService(place.db, place.routing, place.changes).summarise(place.actor, chat, leaf)
        assert cloud.requests == []

    async def test_side_question(self, place: House, cloud: ScriptedGateway):
        chat = await begun(place, cloud)
        with pytest.raises(LocalOnlyError):
            await SideQuestionService(place.db, place.routing, place.changes).ask(place.actor, SideQuestion(chat, "Secret?"))
        assert cloud.requests == []

    async def test_canvas(self, place: House, cloud: ScriptedGateway):
        chat = await begun(place, cloud)
        canvases = CanvasService(place.db, place.changes)
        canvas = await canvases.create(place.actor, chat, "Some words.", "Plan")
        rewriter = CanvasRewriter(place.db, place.routing, canvases)
        with pytest.raises(LocalOnlyError):
            await rewriter.rewrite(place.actor, canvas.id, canvas.revision, 0, 4, "shorter")
        assert cloud.requests == []

    async def test_temporary_chat(self, place: House, cloud: ScriptedGateway):
        chats = TemporaryChats(place.db, TurnHub(), place.routing, Usual(place.routing))
        chat = await chats.create(place.actor, "cloud/x")
        await place.prefer(local_only=True)
        with pytest.raises(LocalOnlyError):
            await chats.send(place.actor, chat.id, "Secret")
        assert cloud.requests == []
        await chats.close()

    async def test_fallback(self, place: House, cloud: ScriptedGateway, home: ScriptedGateway):
        home.scripts = [[UpstreamUnavailableError(provider="Home")]]
        await place.prefer(local_only=True, fallback_model_ids=("cloud/x",), hedge_seconds=1)
        turn, _ = await place.ask("home/llama", "Secret")
        assert cloud.requests == []
        assert turn.answered_by == OFFLINE_MODEL_ID

    async def test_whatever_takes_a_gateway_past_the_routing(self, place: House, cloud: ScriptedGateway):
        """The catalogue's own gateways ask, too: embeddings or anything that comes later cannot forget it."""
        await place.prefer(local_only=True)
        route = await place.catalogue.route(place.actor, "cloud/x")
        request = LlmRequest("x", (LlmMessage.of_text(Role.USER, "Secret"),), person=place.actor.user_id)
        with pytest.raises(LocalOnlyError):
            [event async for event in route.gateway.stream(request)]
        assert cloud.requests == []

    async def test_a_local_model_answers(self, place: House, cloud: ScriptedGateway):
        await place.prefer(local_only=True)
        turn, _ = await place.ask("home/llama", "Secret")
        await place.turns.close()
        assert turn.status == TurnStatus.COMPLETE
        assert cloud.requests == []


class TestFolders:
    @pytest.mark.parametrize(
        ("rules", "refused"),
        [
            ((True,), True),
            ((True, None), True),
            ((True, False), False),
            ((False, True), True),
            ((None, None), False),
            ((True, None, None), True),
        ],
    )
    async def test_the_nearest_that_says_anything_counts(self, place: House, db: Database, cloud: ScriptedGateway, rules, refused):
        turn, _ = await place.ask("cloud/x")
        put_into_folders(db, place, turn.conversation_id, *rules)
        if refused:
            with pytest.raises(LocalOnlyError):
                await place.ask("cloud/x", "Secret", turn.conversation_id)
        else:
            assert (await place.ask("cloud/x", "Open", turn.conversation_id))[0].status == TurnStatus.COMPLETE

    async def test_no_folder_takes_back_what_its_person_wants(self, place: House, db: Database, cloud: ScriptedGateway):
        chat = await begun(place, cloud)
        put_into_folders(db, place, chat, False)
        with pytest.raises(LocalOnlyError):
            await place.ask("cloud/x", "Secret", chat)


class TestOffer:
    async def test_only_local_models_are_offered_and_chosen(self, place: House, home: ScriptedGateway, cloud: ScriptedGateway):
        home.models, cloud.models = [ModelInfo("llama")], [ModelInfo("x")]
        assert {card.id for card in (await place.routing.offer(place.actor)).cards} == {"cloud/x", "home/llama", OFFLINE_MODEL_ID}
        await place.prefer(local_only=True)
        offer = await place.routing.offer(place.actor)
        assert {card.id for card in offer.cards} == {"home/llama", OFFLINE_MODEL_ID}
        assert offer.local_only_by == "person"
        assert await place.routing.default_model_id(place.actor, "cloud/x") == "home/llama"


def config(url: str, region: str = "", slug: str = "p", kind: ProviderKind = ProviderKind.OPENAI_COMPATIBLE) -> ProviderConfig:
    return ProviderConfig(slug, "P", kind, url, region=region)


@pytest.mark.parametrize(
    ("where", "model", "local"),
    [
        (config("http://127.0.0.1:8000/v1"), "m", True),
        (config("http://[::1]:8000/v1"), "m", True),
        (config("http://192.168.1.5/v1"), "m", True),
        (config("http://ollama:11434", kind=ProviderKind.OLLAMA), "llama3.2:3b", True),
        (config("http://gpu.lan:8000"), "m", True),
        (config("https://llm.firm.example/v1", region="local"), "m", True),
        (config("https://llm.firm.example/v1"), "m", False),
        (config("https://api.openai.com/v1"), "m", False),
        (config("", kind=ProviderKind.LITELLM), "m", False),
        (config("https://93.184.216.34/v1"), "m", False),
        (config("https://ollama.com", region="local", kind=ProviderKind.OLLAMA), "llama", False),
        (config("http://127.0.0.1:11434", kind=ProviderKind.OLLAMA), "gpt-oss:120b-cloud", False),
        (config("http://127.0.0.1:11434", kind=ProviderKind.OLLAMA), "kimi-k2:cloud", False),
        (config("http://gpu.lan:8000", slug="my-0123"), "m", False),
    ],
)
def test_which_models_stay_in_the_house(where: ProviderConfig, model: str, local: bool):
    assert stays_in_house(where, model) is local


def test_every_gateway_of_the_container_asks():
    """The one place where gateways of the catalogue are made puts the question around them."""
    source = Path(wiring.__file__).read_text()
    calls = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CatalogueService"
    ]
    (made,) = calls
    assert ast.unparse(made.args[1]).startswith("local_only.around(")


async def test_questions_of_a_local_chat_are_not_embedded_elsewhere(db: Database, place: House, cloud: ScriptedGateway):
    turn, _ = await place.ask("home/llama")
    put_into_folders(db, place, turn.conversation_id, True)
    maker = ProviderMaker(EmbeddingService(db, place.routing), "cloud/x")
    with pytest.raises(EmbeddingUnavailableError):
        await maker.embed(place.actor, ["Secret"], "query", turn.conversation_id)
    assert not cloud.embedded
