"""Answers from documents: their numbers, the card and the list, why they are as they are, and where they are found."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Locator, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.server import AppProcess
from tests.e2e.test_appearance import violations
from tests.fakes.model_server import ModelServer

NewContext = Callable[..., BrowserContext]
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "en-US"}
DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
TEXTS = {
    "Zeppelin handbook.txt": "The zeppelin carries helium in sixteen cells. Each cell is inspected before every flight.",
    "Canteen menu.txt": "Soup is served on Tuesdays in the lower hall.",
}
QUESTION = "cite how many cells of helium does the zeppelin carry?"
QUOTED = "The zeppelin carries helium in sixteen"


@dataclass
class Shelf:
    """The documents of these tests, and the API as the setting of a scene."""

    http: httpx.AsyncClient
    ids: dict[str, str]

    async def chat(self, **knowledge: object) -> str:
        """A chat without messages that is answered from this; its id."""
        made = (await self.http.post("/conversations", json={"model_id": "openai/gpt-5"})).json()["id"]
        (await self.http.put(f"/conversations/{made}/knowledge", json=knowledge)).raise_for_status()
        return made

    async def knowledge_of(self, chat: ChatPage) -> dict:
        """What the server keeps of the chat on show."""
        await chat.page.wait_for_url("**/c/*")
        return (await self.http.get(f"/conversations/{chat.page.url.rsplit('/', 1)[1]}/knowledge")).json()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shelf(app: AppProcess) -> AsyncIterator[Shelf]:
    async with httpx.AsyncClient(base_url=f"{app.url}/api/v1", timeout=60) as http:
        ids = {}
        for name, text in TEXTS.items():
            added = (await http.post("/documents", json={"text": text, "name": name})).raise_for_status().json()
            ids[name] = added["documents"][0]["id"]
        for each in ids.values():
            while (await http.get(f"/documents/{each}")).json()["state"] != "ready":
                await asyncio.sleep(0.2)
        yield Shelf(http, ids)
        for each in ids.values():
            await http.delete(f"/documents/{each}")


async def opened(new_context: NewContext, device: dict, path: str = "/") -> ChatPage:
    chat = ChatPage(await (await new_context(**device)).new_page())
    await chat.open(path)
    await chat.page.evaluate("window.opened = []; addEventListener('parley:document', (event) => opened.push(event.detail))")
    return chat


async def opened_documents(chat: ChatPage) -> list[dict]:
    """What the viewer was asked to show."""
    return await chat.page.evaluate("opened")


def numbers(answer: Locator) -> Locator:
    return answer.get_by_test_id("citation")


class TestAnswer:
    @DEVICES
    async def test_a_number_shows_the_passage_and_opens_it(self, device: dict, shelf: Shelf, new_context: NewContext) -> None:
        chat = await opened(new_context, device, f"/c/{await shelf.chat(kind='everything')}")
        answer = await chat.ask(QUESTION)
        await expect(numbers(answer)).to_have_count(1)
        await expect(numbers(answer)).to_have_accessible_name("Source 1: Zeppelin handbook.txt")
        await expect(answer.locator(".md")).to_contain_text("Nobody says this, and list[1] is code.")
        if device is PHONE:
            await numbers(answer).tap()
            card = chat.by_id("citation-sheet")
        else:
            await numbers(answer).hover()
            card = chat.by_id("citation-card")
        await expect(card).to_contain_text("Each cell is inspected before every flight.")
        await expect(card.locator("mark")).to_have_text(QUOTED)
        await expect(card).to_contain_text("Quoted word for word")
        assert await violations(chat.page) == []
        await (chat.by_id("open-source").tap() if device is PHONE else numbers(answer).click())
        await expect(card).to_have_count(0)
        assert [place["documentId"] for place in await opened_documents(chat)] == [shelf.ids["Zeppelin handbook.txt"]]
        assert chat.errors == []

    async def test_keys_show_a_passage_close_it_and_open_the_document(self, shelf: Shelf, new_context: NewContext) -> None:
        chat = await opened(new_context, DESKTOP, f"/c/{await shelf.chat(kind='everything')}")
        answer = await chat.ask(QUESTION)
        await chat.composer.focus()
        await numbers(answer).focus()
        await expect(chat.by_id("citation-card")).to_contain_text(QUOTED)
        await chat.page.keyboard.press("Escape")
        await expect(chat.by_id("citation-card")).to_have_count(0)
        await expect(numbers(answer)).to_be_focused()
        await chat.page.keyboard.press("Enter")
        assert len(await opened_documents(chat)) == 1

    async def test_numbers_are_there_while_the_answer_is_written(self, shelf: Shelf, models: ModelServer, new_context: NewContext) -> None:
        models.hold()
        chat = await opened(new_context, DESKTOP, f"/c/{await shelf.chat(kind='everything')}")
        await chat.send(QUESTION.replace("cite", "cite held"))
        await expect(numbers(chat.answers)).to_have_count(1)
        await expect(chat.answers).to_have_attribute("data-status", "running")
        await expect(numbers(chat.answers)).to_have_accessible_name("Source 1: Zeppelin handbook.txt")
        await expect(chat.by_id("sources")).to_have_count(0)
        models.release()
        await expect(chat.by_id("source-row")).to_contain_text("Zeppelin handbook.txt")
        await expect(chat.answers.locator(".md")).not_to_contain_text("[99]")

    async def test_says_that_nothing_was_found(self, shelf: Shelf, models: ModelServer, new_context: NewContext) -> None:
        models.hold()
        chat = await opened(new_context, DESKTOP, f"/c/{await shelf.chat(kind='everything')}")
        await chat.send("cite held xylophone qwertz")
        await expect(chat.by_id("knowledge-state")).to_have_text("Nothing in your documents answers this.")
        models.release()
        await expect(chat.answers).to_have_attribute("data-status", "complete")
        await expect(numbers(chat.answers)).to_have_count(0)


class TestSources:
    @DEVICES
    async def test_the_list_comes_again_and_tells_why(self, device: dict, shelf: Shelf, new_context: NewContext) -> None:
        chat_id = await shelf.chat(kind="everything")
        (await shelf.http.post(f"/conversations/{chat_id}/messages", json={"text": QUESTION})).raise_for_status()
        chat = await opened(new_context, device, f"/c/{chat_id}")
        await expect(chat.by_id("source-row")).to_have_accessible_name("Source 1: Zeppelin handbook.txt")
        await chat.by_id("why-button").click()
        why = chat.by_id("why-answer")
        await expect(why.get_by_test_id("why-summary")).to_contain_text("passages were searched")
        await expect(why.get_by_test_id("why-given")).to_contain_text("Zeppelin handbook.txt")
        await expect(why.get_by_test_id("why-given")).to_contain_text("By words")
        await why.get_by_test_id("why-prompt").locator("summary").click()
        await expect(why.get_by_test_id("why-prompt")).to_contain_text("put its number in square brackets")
        await why.get_by_test_id("why-steps").locator("summary").click()
        await expect(why.get_by_test_id("why-step").first).to_contain_text("By words")
        assert await violations(chat.page) == []
        assert chat.errors == []

    async def test_a_deleted_document_leaves_its_number_alone(self, shelf: Shelf, new_context: NewContext) -> None:
        added = (
            await shelf.http.post("/documents", json={"text": "The gondola of the airship seats ninety.", "name": "Gondola.txt"})
        ).json()
        document = added["documents"][0]["id"]
        while (await shelf.http.get(f"/documents/{document}")).json()["state"] != "ready":
            await asyncio.sleep(0.2)
        chat_id = await shelf.chat(kind="documents", document_ids=[document])
        await shelf.http.post(f"/conversations/{chat_id}/messages", json={"text": "cite how many does the gondola seat?"})
        (await shelf.http.delete(f"/documents/{document}")).raise_for_status()
        chat = await opened(new_context, DESKTOP, f"/c/{chat_id}")
        await expect(chat.by_id("source-row")).to_have_accessible_name("Source 1: deleted")
        await numbers(chat.answers).hover()
        await expect(chat.by_id("citation-card")).to_contain_text("has been deleted")
        await numbers(chat.answers).click()
        assert await opened_documents(chat) == []


class TestScope:
    @DEVICES
    async def test_a_new_chat_takes_its_documents_along(self, device: dict, shelf: Shelf, new_context: NewContext) -> None:
        chat = await opened(new_context, device)
        button = chat.by_id("knowledge-scope")
        await expect(button).to_contain_text("No documents")
        await button.click()
        await chat.by_id("scope-documents").click()
        chooser = chat.by_id("document-chooser")
        await chooser.get_by_test_id("chooser-search").fill("zepp")
        await expect(chooser.get_by_test_id("chooser-row")).to_have_count(1)
        await chooser.get_by_test_id("chooser-row").click()
        assert await violations(chat.page) == []
        await chooser.get_by_test_id("chooser-save").click()
        await expect(button).to_contain_text("1 document")
        answer = await chat.ask(QUESTION)
        await expect(numbers(answer)).to_have_count(1)
        kept = await shelf.knowledge_of(chat)
        assert (kept["kind"], kept["document_ids"]) == ("documents", [shelf.ids["Zeppelin handbook.txt"]])
        await expect(button).to_contain_text("1 document")
        if device is DESKTOP:
            await expect(chat.by_id("scope-chip")).to_contain_text("1 document")
        assert chat.errors == []

    async def test_a_document_is_read_in_full_and_the_model_rewrites_nothing(self, shelf: Shelf, new_context: NewContext) -> None:
        chat = await opened(new_context, DESKTOP, f"/c/{await shelf.chat(kind='none')}")
        await chat.by_id("knowledge-scope").click()
        await chat.by_id("scope-rewrite").uncheck()
        await chat.by_id("pin-documents").click()
        row = chat.by_id("chooser-row").filter(has_text="Canteen menu.txt")
        await row.click()
        await chat.by_id("chooser-save").click()
        await expect(chat.by_id("knowledge-scope")).to_contain_text("1 in full")
        await chat.by_id("knowledge-scope").click()
        await expect(chat.by_id("pinned-document")).to_contain_text("Canteen menu.txt")
        await expect(chat.by_id("pinned-price")).to_contain_text("tokens more with each message")
        assert await violations(chat.page) == []
        await chat.page.keyboard.press("Escape")
        answer = await chat.ask("cite when is there soup?")
        await expect(numbers(answer)).to_have_accessible_name("Source 1: Canteen menu.txt")
        kept = await shelf.knowledge_of(chat)
        assert (kept["kind"], kept["pinned_ids"], kept["rewrite"]) == ("none", [shelf.ids["Canteen menu.txt"]], False)
