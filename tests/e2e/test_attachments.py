"""Files in the chat: dropped, pasted, chosen; large ones resumed; refused ones explained; sent and looked at."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.e2e.chat_page import ChatPage
from tests.e2e.test_appearance import PHONE, in_context, violations
from tests.fakes.model_server import ModelServer

NewContext = Callable[..., BrowserContext]
SLOW = 30_000
"""Files are read in a process of their own, which takes its time on a busy machine."""


def png() -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(file, "PNG")
    return file.getvalue()


def upload(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


NOTE = upload("note.txt", b"The secret word is mango.")
PICTURE = upload("beach.png", png())
PROGRAM = upload("setup.pdf", b"MZ" + bytes(500))


async def attach(chat: ChatPage, *files: dict | Path) -> None:
    await chat.by_id("attach-input").set_input_files(list(files))


async def ready(chat: ChatPage, count: int) -> None:
    await expect(chat.page.locator("[data-testid=tray-item][data-status=done]")).to_have_count(count, timeout=SLOW)


async def hand_over(page: Page, way: str, name: str, content: bytes) -> None:
    """Drop a file on the page, or paste it, as a browser reports it."""
    await page.evaluate(
        """([way, name, data]) => {
            const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], name, { type: "text/plain" }));
            const target = way === "paste" ? document.getElementById("composer") : document.body;
            const steps = way === "paste" ? ["paste"] : ["dragover", "drop"];
            for (const step of steps) {
              const options = { bubbles: true, cancelable: true };
              const event = step === "paste" ? new ClipboardEvent(step, { ...options, clipboardData: transfer }) : new DragEvent(step, { ...options, dataTransfer: transfer });
              target.dispatchEvent(event);
            }
        }""",
        [way, name, base64.b64encode(content).decode()],
    )


async def empty_tray(chat: ChatPage) -> None:
    """The new chat's tray outlives a page: what a test leaves there would be the next one's."""
    while await chat.by_id("tray-remove").count():
        await chat.by_id("tray-remove").first.click()


class TestWaysIn:
    async def test_chosen_dropped_and_pasted(self, chat: ChatPage) -> None:
        await attach(chat, NOTE, PICTURE)
        await hand_over(chat.page, "drop", "dropped.txt", b"dropped words")
        await hand_over(chat.page, "paste", "pasted.txt", b"pasted words")
        await ready(chat, 4)
        names = chat.by_id("tray").locator(".file-name")
        await expect(names).to_have_text(["note.txt", "beach.png", "dropped.txt", "pasted.txt"])
        await expect(chat.by_id("tray-item").first).to_contain_text("tokens")
        await expect(chat.by_id("estimate-tokens")).to_be_visible()
        await empty_tray(chat)
        await expect(chat.by_id("tray")).to_have_count(0)

    async def test_by_key_and_still_there_after_a_reload(self, chat: ChatPage) -> None:
        async with chat.page.expect_file_chooser() as chooser:
            await chat.composer.press("Control+Alt+U")
        await (await chooser.value).set_files([NOTE])
        await ready(chat, 1)
        await expect(chat.composer).to_be_focused()
        await chat.page.reload()
        await ready(chat, 1)
        await empty_tray(chat)


class TestSending:
    async def test_a_model_with_eyes_gets_picture_and_text(self, chat: ChatPage, models: ModelServer) -> None:
        await attach(chat, NOTE, PICTURE)
        await ready(chat, 2)
        await chat.ask("What do you see?")
        content = models.requests[-1]["messages"][-1]["content"]
        assert [part["type"] for part in content] == ["text", "image_url", "text"]
        assert "The secret word is mango." in content[0]["text"]
        assert content[1]["image_url"]["url"].startswith("data:image/png;base64,")
        await expect(chat.by_id("tray")).to_have_count(0)
        await expect(chat.questions.first.get_by_test_id("message-file")).to_have_count(2)
        assert (
            await chat.questions.first.locator(".message-image img").evaluate("(image) => image.decode().then(() => image.naturalWidth)")
            == 320
        )

    async def test_files_alone_and_one_less_when_edited(self, chat: ChatPage, models: ModelServer) -> None:
        await attach(chat, NOTE, upload("other.md", b"# Other"))
        await ready(chat, 2)
        await chat.by_id("send").click()
        await expect(chat.answers.first).to_have_attribute("data-status", "complete", timeout=SLOW)
        await expect(chat.questions.first.get_by_test_id("message-text")).to_have_count(0)
        await chat.questions.first.hover()
        await chat.questions.first.get_by_test_id("edit").click()
        await chat.by_id("edit-file-remove").first.click()
        await chat.by_id("edit-text").fill("say only that one")
        await chat.by_id("edit-send").click()
        await expect(chat.questions.first.get_by_test_id("message-file")).to_have_count(1)
        await expect(chat.questions.first).to_contain_text("other.md")
        assert "mango" not in json.dumps(models.requests[-1]["messages"])

    async def test_pressed_too_early_it_goes_by_itself(self, chat: ChatPage) -> None:
        await attach(chat, NOTE)
        await chat.send("say early bird")
        await expect(chat.questions.first).to_contain_text("early bird", timeout=SLOW)
        await expect(chat.questions.first.get_by_test_id("message-file")).to_have_count(1)


class TestPreview:
    async def test_of_a_text_and_of_a_picture(self, chat: ChatPage) -> None:
        await attach(chat, NOTE, PICTURE)
        await ready(chat, 2)
        await chat.page.get_by_role("button", name="Preview of note.txt").click()
        await expect(chat.by_id("preview-text")).to_have_text("The secret word is mango.")
        async with chat.page.expect_download() as download:
            await chat.by_id("preview-download").click()
        assert (await download.value).suggested_filename == "note.txt"
        await chat.page.keyboard.press("Escape")
        await expect(chat.by_id("preview")).to_have_count(0)
        await expect(chat.page.get_by_role("button", name="Preview of note.txt")).to_be_focused()
        await chat.page.get_by_role("button", name="Preview of beach.png").press("Enter")
        await expect(chat.by_id("preview").get_by_role("img")).to_be_visible()
        await chat.page.keyboard.press("Escape")
        await empty_tray(chat)


class TestTrouble:
    async def test_a_refused_file_says_why_and_is_not_sent(self, new_context: NewContext) -> None:
        chat = await in_context(await new_context(locale="de-DE"))
        await attach(chat, NOTE, PROGRAM)
        await ready(chat, 1)
        refused = chat.page.locator("[data-testid=tray-item][data-status=failed]")
        await expect(refused).to_contain_text("lässt sich nicht lesen", timeout=SLOW)
        await chat.send("say without it")
        await expect(chat.by_id("tray-note")).to_contain_text("Datei entfernen")
        await expect(chat.questions).to_have_count(0)
        await refused.get_by_test_id("tray-remove").click()
        await expect(chat.by_id("tray-note")).to_have_count(0)
        await chat.by_id("send").click()
        await expect(chat.questions.first.get_by_test_id("message-file")).to_have_count(1)

    async def test_a_model_without_eyes(self, new_context: NewContext) -> None:
        context = await new_context()

        async def blind(route: Route) -> None:
            answer = await route.fetch()
            listed = await answer.json()
            for model in listed["items"]:
                model["vision"] = model["id"].endswith("gpt-4o")
            await route.fulfill(json=listed)

        await context.route("**/api/v1/models", blind)
        chat = await in_context(context)
        await attach(chat, PICTURE)
        await ready(chat, 1)
        await expect(chat.by_id("no-sight")).to_contain_text("does not see images")
        await chat.by_id("no-sight-model").click()
        await expect(chat.by_id("no-sight")).to_have_count(0)
        await expect(chat.by_id("model-picker")).to_contain_text("4o")
        await empty_tray(chat)

    async def test_a_large_file_goes_on_after_a_lost_connection_and_a_reload(self, new_context: NewContext, tmp_path: Path) -> None:
        large = tmp_path / "large.csv"
        large.write_bytes(b"1,2,3\n" * 1_600_000)
        context, pieces = await new_context(), []

        async def lossy(route: Route) -> None:
            if route.request.method != "PATCH":
                return await route.fallback()
            pieces.append(int(route.request.headers["upload-offset"]))
            if len(pieces) == 2 or 4 <= len(pieces) < 100:
                return await route.abort()
            return await route.fallback()

        await context.route("**/api/v1/uploads/*", lossy)
        chat = await in_context(context)
        await attach(chat, large)
        item = chat.by_id("tray-item")
        await expect(item).to_contain_text("87", timeout=SLOW)
        await expect(chat.by_id("tray-progress")).to_be_visible()
        assert pieces[:3] == [0, 4_194_304, 4_194_304]
        pieces += [0] * 100
        await chat.page.reload()
        await expect(item).to_have_attribute("data-status", "paused")
        await expect(item).to_contain_text("Choose the file again")
        pieces_before = len(pieces)
        await attach(chat, large)
        await ready(chat, 1)
        assert pieces[pieces_before:] == [8_388_608]
        await expect(item).to_contain_text("beginning only")
        await empty_tray(chat)


class TestShared:
    async def test_what_another_app_shares_waits_in_a_new_chat(self, new_context: NewContext, app: object) -> None:
        context = await new_context()
        url = app.url  # type: ignore[attr-defined]
        form = {
            "title": "Look",
            "text": "https://example.com",
            "files": {"name": "shared.txt", "mimeType": "text/plain", "buffer": b"shared words"},
        }
        answer = await context.request.post(f"{url}/share-target", multipart=form, headers={"Origin": url}, max_redirects=0)
        assert answer.status == 303
        chat = await in_context(context, answer.headers["location"])
        await expect(chat.composer).to_have_value("Look\n\nhttps://example.com")
        await ready(chat, 1)
        await expect(chat.by_id("tray")).to_contain_text("shared.txt")
        await empty_tray(chat)
        await chat.composer.fill("")


class TestEverywhere:
    async def test_on_the_phone(self, new_context: NewContext) -> None:
        phone = await in_context(await new_context(**PHONE))
        await attach(phone, NOTE, PICTURE, PROGRAM)
        await ready(phone, 2)
        await expect(phone.page.locator("[data-status=failed]")).to_have_count(1, timeout=SLOW)
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390
        small = await phone.page.evaluate(
            """() => [...document.querySelectorAll(".tray button, .attach")].filter((element) => {
                const { width, height } = element.getBoundingClientRect();
                return width < 43.5 || height < 43.5;
            }).map((element) => element.outerHTML.slice(0, 100))"""
        )
        assert small == []
        assert await violations(phone.page) == []
        await phone.page.get_by_role("button", name="Preview of note.txt").tap()
        await expect(phone.by_id("preview-text")).to_be_visible()
        assert await violations(phone.page) == []
        await phone.by_id("preview").get_by_role("button", name="Close").tap()
        await phone.page.locator("[data-status=failed]").get_by_test_id("tray-remove").tap()
        await phone.send("say seen on the phone")
        await expect(phone.questions.first.get_by_test_id("message-file")).to_have_count(2)
        assert await violations(phone.page) == []

    async def test_axe_finds_nothing(self, new_context: NewContext) -> None:
        chat = await in_context(await new_context())
        await attach(chat, NOTE, PICTURE, PROGRAM)
        await ready(chat, 2)
        await expect(chat.page.locator("[data-status=failed]")).to_have_count(1, timeout=SLOW)
        assert await violations(chat.page) == []
        await chat.page.get_by_role("button", name="Preview of beach.png").click()
        await expect(chat.by_id("preview").get_by_role("img")).to_be_visible()
        assert await violations(chat.page) == []
        await chat.page.keyboard.press("Escape")
        await empty_tray(chat)
