"""Personal data stays in the house: whatever asks a model of a provider, and only where somebody wants it."""

from __future__ import annotations

import ast
import logging
import re
from dataclasses import replace

import pytest

from chat_app.errors import NotFoundError, UpstreamUnavailableError
from chat_app.integrations.llm.port import (
    Finished,
    LlmMessage,
    LlmRequest,
    ReasoningDelta,
    Role,
    TextDelta,
    ToolCall,
    ToolCallPart,
    ToolResultPart,
)
from chat_app.models import Folder
from chat_app.services.accounts.preferences import PreferenceStore
from chat_app.services.audit import AuditLog
from chat_app.services.chat.side_questions import SideQuestion, SideQuestionService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.redaction import RedactionService
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Privacy
from tests.architecture.sources import modules
from tests.services.chat.conftest import make_chat, make_user

TEXT = "Write to ada@example.com, IBAN DE89 3704 0044 0532 0130 00."
SECRETS = re.compile(r"ada@example|DE89|0532")
ADMIN = Actor("", permissions=frozenset({"admin.privacy"}))


class Parrot:
    """Says what it was told, sign by sign, and keeps it."""

    def __init__(self) -> None:
        self.requests: list[LlmRequest] = []

    async def stream(self, request):
        self.requests.append(request)
        said = request.messages[-1].text
        yield ReasoningDelta(f"They say {said}")
        for sign in said:
            yield TextDelta(sign)
        yield ToolCall("1", "send", f'{{"to": "{said}"}}')
        yield Finished()

    async def list_models(self):
        return []

    async def close(self):
        pass

    @property
    def heard(self) -> str:
        return repr([request.messages for request in self.requests])


@pytest.fixture
def site(db):
    return SiteService(db, AuditLog(db, utc_now), utc_now)


@pytest.fixture
def redaction(db, site):
    return RedactionService(db, site, lambda: b"s" * 40)


@pytest.fixture
def parrot():
    return Parrot()


@pytest.fixture
async def chat(db, redaction, parrot):
    chat = make_chat(db, make_user(db), titles=True)
    chat.model.gateway = redaction.guard(parrot, local=False)
    yield chat
    await chat.turns.close()


async def switch_on(site) -> None:
    await site.save(ADMIN, Privacy(redact_personal_data=True))


async def test_the_model_gets_placeholders_and_the_person_their_own_words(chat, site, parrot, caplog):
    caplog.set_level(logging.DEBUG)
    await switch_on(site)

    turn = await chat.ask(TEXT)

    shown = await chat.shown(turn.conversation_id)
    assert not SECRETS.search(parrot.heard)
    assert "⟦EMAIL_" in parrot.heard
    assert [message.text for message in shown] == [TEXT, TEXT]
    assert shown[1].reasoning == f"They say {TEXT}"
    assert not SECRETS.search(caplog.text)
    assert "⟦" not in caplog.text


async def test_viewers_never_see_a_placeholder(chat, site):
    await switch_on(site)

    events = await chat.end(await chat.begin(TEXT))

    assert "⟦" not in repr([event.data for event in events])


async def test_the_whole_branch_is_covered_with_the_same_placeholders(chat, site, parrot):
    first = await chat.ask(TEXT)
    await switch_on(site)

    await chat.ask("And ada@example.com again?", first.conversation_id)

    request = next(each for each in parrot.requests if each.messages[-1].text.startswith("And"))
    assert not SECRETS.search(repr(request.messages))
    assert len(set(re.findall(r"⟦EMAIL_\d+⟧", repr(request.messages[1:])))) == 1


async def test_titles_and_side_questions_are_covered(chat, site, parrot):
    await switch_on(site)
    turn = await chat.ask(TEXT)
    while chat.turns._background:
        await next(iter(chat.turns._background))
    service = SideQuestionService(chat.db, chat.model, chat.changes)

    events = await service.ask(chat.actor, SideQuestion(turn.conversation_id, TEXT))
    said = [event async for batch in events for event in batch]
    await service.close()

    assert len(parrot.requests) == 3
    assert not SECRETS.search(parrot.heard)
    assert said[-1].data["message"]["text"] == TEXT


async def test_without_anybody_who_wants_it_all_goes_in_clear(chat, redaction, parrot):
    turn = await chat.ask(TEXT)

    assert SECRETS.search(parrot.heard)
    assert await redaction.decided_by(chat.actor, turn.conversation_id) == ""


async def test_chat_goes_before_folder_and_folder_before_person(chat, db, site, redaction):
    now, parent_id, folder_id = utc_now(), new_id(), new_id()
    conversation = await chat.conversations.create(chat.actor)

    def put(session) -> None:
        session.add(Folder(id=parent_id, owner_id=chat.actor.user_id, name="a", created_at=now))
        session.flush()
        session.add(Folder(id=folder_id, owner_id=chat.actor.user_id, name="b", parent_id=parent_id, created_at=now))
        session.flush()
        from chat_app.models import Conversation

        session.get_one(Conversation, conversation.id).folder_id = folder_id

    db.write_now(put)

    async def decided() -> str:
        return await redaction.decided_by(chat.actor, conversation.id)

    assert await decided() == ""
    await PreferenceStore(db).save(chat.actor, {"redact": True})
    assert await decided() == "person"
    await redaction.set_for_folder(chat.actor, parent_id, False)
    assert await decided() == ""
    await redaction.set_for_folder(chat.actor, folder_id, True)
    assert await decided() == "folder"
    await redaction.set_for_chat(chat.actor, conversation.id, False)
    assert await decided() == ""
    await redaction.set_for_chat(chat.actor, conversation.id, True)
    assert await decided() == "chat"
    await redaction.set_for_chat(chat.actor, conversation.id, False)
    await switch_on(site)
    assert await decided() == "site"


async def test_nobody_chooses_for_chats_of_others(chat, db, redaction):
    conversation = await chat.conversations.create(chat.actor)
    eve = make_user(db, "Eve")

    for attempt in (redaction.set_for_chat(eve, conversation.id, True), redaction.set_for_folder(eve, new_id(), True)):
        with pytest.raises(NotFoundError):
            await attempt
    await redaction.set_for_chat(chat.actor, conversation.id, True)
    assert await redaction.decided_by(eve, conversation.id) == ""


async def test_own_servers_get_it_in_clear_unless_the_site_says_otherwise(redaction, site, parrot):
    await switch_on(site)
    local, request = redaction.guard(parrot, local=True), LlmRequest("m", (LlmMessage.of_text(Role.USER, TEXT),))
    assert [event async for event in local.stream(request)]
    assert SECRETS.search(parrot.heard)
    parrot.requests.clear()

    await site.save(ADMIN, Privacy(redact_personal_data=True, redact_for_local_models=True))

    assert [event async for event in local.stream(request)]
    assert not SECRETS.search(parrot.heard)


async def test_tools_get_the_values_and_models_do_not(redaction, site, parrot):
    await switch_on(site)
    asked = LlmMessage(Role.ASSISTANT, (ToolCallPart("1", "find", '{"mail": "ada@example.com"}'),))
    told = LlmMessage(Role.TOOL, (ToolResultPart("1", "ada@example.com has DE89 3704 0044 0532 0130 00"),))
    request = LlmRequest("m", (asked, told, LlmMessage.of_text(Role.USER, "ada@example.com")), person="p", chat="c")

    events = [event async for event in redaction.guard(parrot, local=False).stream(request)]

    assert not SECRETS.search(parrot.heard)
    assert [event.arguments for event in events if isinstance(event, ToolCall)] == ['{"to": "ada@example.com"}']


async def test_models_are_told_what_the_placeholders_are(redaction, site, parrot):
    await switch_on(site)
    guard = redaction.guard(parrot, local=False)
    for messages in ([TEXT], ["Be brief.", TEXT], ["Be brief.", "Hello"]):
        roles = (Role.SYSTEM, Role.USER)[-len(messages) :]
        request = LlmRequest("m", tuple(LlmMessage.of_text(role, text) for role, text in zip(roles, messages, strict=True)))
        assert [event async for event in guard.stream(request)]

    first, second, third = (request.messages for request in parrot.requests)
    assert (len(first), first[0].role) == (2, Role.SYSTEM)
    assert second[0].text.startswith("Be brief.\n\nPersonal data")
    assert third[0].text == "Be brief."


async def test_what_came_before_an_error_stays(redaction, site):
    class Broken(Parrot):
        async def stream(self, request):
            yield TextDelta("Hello ⟦EMA")
            raise UpstreamUnavailableError

    await switch_on(site)
    request = LlmRequest("m", (LlmMessage.of_text(Role.USER, TEXT),))
    came = []
    with pytest.raises(UpstreamUnavailableError):
        async for event in redaction.guard(Broken(), local=False).stream(request):
            came.append(event.text)  # noqa: PERF401  (what came before the error is what counts)

    assert "".join(came) == "Hello ⟦EMA"


async def test_long_texts_are_covered_too(redaction, site, parrot):
    await switch_on(site)
    request = LlmRequest("m", (LlmMessage.of_text(Role.USER, "x " * 20_000 + TEXT),))

    assert [event async for event in redaction.guard(parrot, local=False).stream(replace(request, person="p"))]

    assert not SECRETS.search(parrot.heard)


def test_every_request_to_a_model_says_whose_it_is():
    """Else neither the person's nor the chat's choice would count for it."""
    requests = [
        (name, {keyword.arg for keyword in call.keywords})
        for name, tree in modules("services")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "LlmRequest"
    ]

    assert len(requests) >= 5
    assert [name for name, keywords in requests if not {"person", "chat"} <= keywords] == []


def test_the_catalogue_gets_its_gateways_from_here(build_parts):
    from chat_app.services.redaction.gateway import RedactingGateway

    config = next(iter(build_parts.catalogue._shelves.of(""))).config

    # Outside stands what keeps people who want local models only from all others.
    assert isinstance(build_parts.catalogue._stockroom._make_gateway(config).inner, RedactingGateway)


@pytest.fixture
def build_parts(tmp_path):
    from chat_app.settings import Settings
    from chat_app.wiring import build_services

    parts = build_services(Settings(data_dir=tmp_path, openai_api_key="x"))
    yield parts
    parts.db.close()
