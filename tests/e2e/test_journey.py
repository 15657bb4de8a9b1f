"""From a new project to the passage that proves an answer, with a second person who is let in and put out again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typst
from playwright.async_api import Locator, Page, expect

from chat_app.services.kernel.ids import new_id
from tests.e2e.chat_page import ChatPage
from tests.e2e.house import House, Opener, house, open_page, show
from tests.e2e.test_appearance import PHONE

HANGARS = " ".join(f"Hangar {number} shelters airships from wind and rain of the season." for number in range(60))
HANDBOOK = f"""
= Zeppelin handbook
{HANGARS}
#pagebreak()
= Gas
The zeppelin carries helium in sixteen cells. Each cell is inspected before every flight.
"""
QUOTED = "The zeppelin carries helium"
QUESTION = "cite how many cells of helium does the zeppelin carry?"

__all__ = ["house", "open_page"]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Five documents, one of them with pages."""
    texts = {
        "canteen.md": "# Canteen\n\nSoup is served on Tuesdays in the lower hall.",
        "prices.csv": "fruit,price\napple,3\npear,4\n",
        "bees.html": "<html><body><h1>Bees</h1><p>The waggle dance tells where nectar is.</p></body></html>",
        "notice.txt": "Tenants give notice three months before the end of a quarter.",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    source = tmp_path / "handbook.typ"
    source.write_text(HANDBOOK, encoding="utf-8")
    typst.compile(str(source), output=str(tmp_path / "handbook.pdf"))
    return [*(tmp_path / name for name in texts), tmp_path / "handbook.pdf"]


async def begun(page: Page, name: str) -> None:
    await page.get_by_test_id("new-project").click()
    await page.get_by_test_id("project-name").fill(name)
    await page.get_by_test_id("project-create").click()
    await expect(page.get_by_test_id("project-title")).to_have_text(name)


async def hand_in(page: Page, files: list[Path]) -> None:
    await show(page, "documents")
    await page.get_by_test_id("document-files").set_input_files(files)
    for file in files:
        row = page.get_by_test_id("document").filter(has_text=file.name)
        await expect(row).to_have_attribute("data-state", "ready", timeout=60_000)


async def ask(page: Page) -> Locator:
    """Ask in a new chat of the project; the number behind the quote."""
    await page.get_by_test_id("project-new-chat").click()
    await expect(page.get_by_test_id("new-chat-place")).to_be_visible()
    chat = ChatPage(page)
    await expect(chat.by_id("model-picker")).not_to_have_text("Choose a model")
    answer = await chat.ask(QUESTION)
    await expect(answer).to_contain_text(QUOTED)
    return answer.locator("p").filter(has_text=QUOTED).get_by_test_id("citation")


async def open_passage(page: Page, number: Locator, *, phone: bool) -> None:
    """From the number to the page of the document, where the passage is marked."""
    await number.click()
    if phone:
        await page.get_by_test_id("open-source").click()
    viewer = page.get_by_test_id("document-viewer")
    marked = viewer.locator("[data-testid=document-page][data-page='2']").get_by_test_id("highlight")
    await expect(marked.first).to_be_in_viewport()


async def let_in(page: Page, email: str) -> None:
    await show(page, "people")
    await page.get_by_test_id("who-field").fill(email)
    await page.get_by_test_id("role-field").select_option("editor")
    await page.get_by_test_id("add-member").click()
    await expect(page.get_by_test_id("member")).to_have_count(2)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
async def test_ask_the_documents_of_a_project_share_it_and_take_that_back(
    open_page: Opener, house: House, files: list[Path], options: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    name, phone = f"Zeppelins {request.node.callspec.id} {new_id()[-6:]}", options is PHONE
    ada = await open_page("ada", "/projects", **options)
    await begun(ada, name)
    project = ada.url.split("#")[0]
    await hand_in(ada, files)
    await open_passage(ada, await ask(ada), phone=phone)

    await ada.goto(project)
    await let_in(ada, "bo@parley.test")
    bo = await open_page("bo", project, **options)
    await expect(bo.get_by_test_id("project")).to_have_attribute("data-role", "editor")
    if not phone:
        await expect(bo.get_by_test_id("folder").filter(has_text=name).get_by_test_id("folder-shared")).to_be_visible()
    number = await ask(bo)
    await open_passage(bo, number, phone=phone)

    await ada.get_by_test_id("member-remove").click()
    await ada.get_by_test_id("confirm").click()
    await expect(ada.get_by_test_id("member")).to_have_count(1)
    await bo.goto(project)
    await expect(bo.get_by_test_id("project-gone")).to_be_visible()
    # The chat that they began is theirs; what it was given of the project's documents is not.
    await bo.go_back()
    await expect(bo.get_by_test_id("message-assistant")).to_be_visible()
    with house.rest("bo") as api:
        assert name not in [project["name"] for project in api.get("/projects").json()]
        inside = api.get("/documents", params={"folder_id": project.rsplit("/", 1)[1]})
        assert inside.json()["items"] == []
