"""The pictures: each function gets a page that shows its address and brings it to what is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from scripts.screens.credit import buy_and_use, charge
from scripts.screens.desk import Desk
from scripts.screens.documents import add_documents

POSTER = Path(__file__).parents[2] / "assets" / "icon-512.png"


@dataclass(frozen=True, slots=True)
class Picture:
    """`chat` is the key of the chat that is open, or an address."""

    name: str
    prepare: Callable[[Page, Desk], None]
    chat: str
    language: str
    dark: bool
    phone: bool


PICTURES: list[Picture] = []


def picture(name: str, chat: str, *, language: str = "en", dark: bool = False, phone: bool = False) -> Callable[..., None]:
    """Lists the function below as a picture."""

    def add(prepare: Callable[[Page, Desk], None]) -> None:
        PICTURES.append(Picture(name, prepare, chat, language, dark, phone))

    return add


def part(page: Page, test_id: str) -> Locator:
    return page.get_by_test_id(test_id)


def choose(page: Page, action: str) -> None:
    part(page, "header-menu").click()
    part(page, f"menu-{action}").click()


@picture("desk-light", "interest")
def _desk(page: Page, _desk: Desk) -> None:
    part(page, "message-user").first.scroll_into_view_if_needed()


@picture("desk-dark-de", "interest", language="de", dark=True)
def _dark(page: Page, _desk: Desk) -> None:
    part(page, "message-user").first.scroll_into_view_if_needed()


@picture("new-chat-de", "/", language="de")
def _empty(page: Page, desk: Desk) -> None:
    part(page, "composer").fill(desk.texts["draft"])


@picture("search-dark", "interest", dark=True)
def _search(page: Page, desk: Desk) -> None:
    part(page, "chat-search").fill(desk.texts["search"])
    part(page, "search-hit").first.wait_for()


@picture("palette", "interest")
def _palette(page: Page, _desk: Desk) -> None:
    page.keyboard.press("Control+K")
    part(page, "palette-option").first.wait_for()


@picture("models-dark", "interest", dark=True)
def _models(page: Page, _desk: Desk) -> None:
    part(page, "model-picker").click()
    part(page, "model-option").nth(3).hover()


@picture("parameters-de", "interest", language="de")
def _parameters(page: Page, desk: Desk) -> None:
    choose(page, "parameters.open")
    part(page, "system-prompt").fill(desk.texts["system_prompt"])


@picture("compare-light", "compare")
def _compare(page: Page, _desk: Desk) -> None:
    part(page, "compare-column").first.wait_for()


@picture("compare-dark-de", "compare", language="de", dark=True)
def _compare_dark(page: Page, _desk: Desk) -> None:
    part(page, "compare-merge").click()


@picture("tree", "interest")
def _tree(page: Page, _desk: Desk) -> None:
    choose(page, "chat.tree")
    part(page, "tree-node").first.wait_for()


@picture("attachments", "files")
def _attachments(page: Page, _desk: Desk) -> None:
    files = [
        {"name": "poster.png", "mimeType": "image/png", "buffer": POSTER.read_bytes()},
        {"name": "prices.csv", "mimeType": "text/csv", "buffer": b"stall;price\ncorner;180\npath;150\n" * 40},
    ]
    part(page, "attach-input").set_input_files(files)
    part(page, "composer").fill("And this year?")
    for progress in part(page, "tray-progress").all():
        progress.wait_for(state="detached")


@picture("artifacts-dark", "artifact", dark=True)
def _artifacts(page: Page, _desk: Desk) -> None:
    part(page, "open-artifact").first.click()
    part(page, "artifact-frame").wait_for()


@picture("canvas", "canvas")
def _canvas(page: Page, _desk: Desk) -> None:
    choose(page, "canvas.open")
    part(page, "canvas-text").wait_for()


@picture("canvas-history-dark-de", "canvas", language="de", dark=True)
def _canvas_history(page: Page, _desk: Desk) -> None:
    choose(page, "canvas.open")
    part(page, "canvas-history").check(force=True)
    part(page, "canvas-version").first.click()


@picture("library", "/library")
def _library(page: Page, _desk: Desk) -> None:
    part(page, "prompt-card").first.wait_for()


@picture("prompt-de", "/", language="de")
def _prompt(page: Page, _desk: Desk) -> None:
    part(page, "composer").fill("")
    part(page, "composer").press_sequentially("/übersetzen")
    part(page, "trigger-option").first.wait_for()
    part(page, "composer").press("Enter")
    part(page, "prompt-form").wait_for()


@picture("share-dark-de", "interest", language="de", dark=True)
def _share(page: Page, _desk: Desk) -> None:
    choose(page, "chat.share")
    part(page, "share-create").click()
    part(page, "share-address").wait_for()


@picture("settings", "/settings")
def _settings(page: Page, _desk: Desk) -> None:
    part(page, "density-compact").wait_for(state="attached")


@picture("shortcuts-de", "/settings#keyboard", language="de")
def _shortcuts(page: Page, _desk: Desk) -> None:
    part(page, "shortcuts").wait_for()


@picture("phone-chat", "interest", phone=True)
def _phone(page: Page, _desk: Desk) -> None:
    part(page, "message-assistant").first.wait_for()


@picture("phone-chat-dark-de", "files", language="de", dark=True, phone=True)
def _phone_dark(page: Page, _desk: Desk) -> None:
    part(page, "message-assistant").first.wait_for()


@picture("phone-drawer-de", "interest", language="de", phone=True)
def _drawer(page: Page, _desk: Desk) -> None:
    page.locator("[data-testid^=sidebar-toggle]:visible").first.tap()


@picture("phone-compare-dark", "compare", dark=True, phone=True)
def _phone_compare(page: Page, _desk: Desk) -> None:
    part(page, "compare-dots").scroll_into_view_if_needed()


@picture("split-de", "interest", language="de")
def _split(page: Page, _desk: Desk) -> None:
    part(page, "tab").nth(1).click(button="right")
    part(page, "tab-split").click()
    page.frame_locator("[data-testid=split-frame]").get_by_test_id("message-assistant").first.wait_for()


@picture("admin-overview", "/admin")
def _administration(page: Page, _desk: Desk) -> None:
    part(page, "overview").wait_for()


@picture("admin-audit-de", "/admin/audit", language="de", dark=True)
def _audit(page: Page, _desk: Desk) -> None:
    part(page, "verify").click()
    page.locator("[data-testid=verdict][data-state=whole]").wait_for()


@picture("admin-people-phone", "/admin/users", phone=True)
def _people(page: Page, _desk: Desk) -> None:
    part(page, "admin-row").first.wait_for()


@picture("usage", "/usage")
def _usage(page: Page, _desk: Desk) -> None:
    part(page, "call").first.wait_for()


@picture("usage-phone-dark-de", "/usage", language="de", phone=True, dark=True)
def _usage_phone(page: Page, _desk: Desk) -> None:
    part(page, "call").first.wait_for(state="attached")


@picture("admin-models-dark", "/admin/models", dark=True)
def _catalogue(page: Page, _desk: Desk) -> None:
    part(page, "catalogue-row").first.wait_for()


@picture("admin-prices-de", "/admin/prices", language="de")
def _prices(page: Page, _desk: Desk) -> None:
    page.locator("h1").wait_for()


@picture("knowledge", "/knowledge")
def _knowledge(page: Page, desk: Desk) -> None:
    add_documents(desk)
    page.reload()
    part(page, "document").filter(has_text="Lease").get_by_test_id("open-document").click()
    part(page, "document-viewer").wait_for()


def _project(page: Page, _desk: Desk) -> None:
    part(page, "project-open").last.click()
    part(page, "chart").wait_for()


picture("project", "/projects")(_project)
picture("project-phone-dark-de", "/projects", language="de", dark=True, phone=True)(_project)


# From here on answers cost credit: these stay the last.
@picture("out-of-credit", "/")
def _out_of_credit(page: Page, desk: Desk) -> None:
    charge(desk)
    page.reload()
    part(page, "composer").fill(desk.texts["draft"])
    part(page, "send").click()
    part(page, "money-card").wait_for()
    part(page, "money-top-up").wait_for()


def _credit(page: Page, desk: Desk) -> None:
    buy_and_use(desk)
    page.reload()
    part(page, "entry").first.wait_for()


picture("billing", "/billing")(_credit)
picture("billing-phone-dark-de", "/billing", language="de", dark=True, phone=True)(_credit)


@picture("admin-billing", "/admin/billing")
def _house(page: Page, desk: Desk) -> None:
    buy_and_use(desk)
    page.reload()
    part(page, "house-figures").wait_for()
