"""Announcements over REST."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.people import Cursor, Limit, Search, csv_file
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.announcements.dto import Announcement, AnnouncementText, Banner, Level
from chat_app.services.kernel.pagination import Page

router = APIRouter(prefix="/admin/announcements", tags=["administration"])
banner_router = APIRouter(prefix="/announcements", tags=["announcements"])


class AnnouncementBody(Body):
    """An announcement as a whole. Times without a zone are UTC."""

    text_en: str = Field(default="", max_length=2_000)
    text_de: str = Field(default="", max_length=2_000)
    level: Level = "info"
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@router.get("")
async def list_announcements(actor: CurrentActor, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> Page[Announcement]:
    """All announcements, or those that say something; newest first."""
    return await services().announcements.list(actor, search, cursor, limit)


@router.get("/export", response_class=Response)
async def export_announcements(actor: CurrentActor, search: Search = "") -> Response:
    """The list as CSV."""
    return csv_file("parley-announcements.csv", await services().announcements.export(actor, search))


@router.post("", status_code=201)
async def create_announcement(actor: CurrentActor, body: AnnouncementBody, response: Response) -> Announcement:
    """Announce something to everybody who is signed in."""
    made = await services().announcements.create(actor, _text(body))
    response.headers["Location"] = f"/api/v1/admin/announcements/{made.id}"
    return made


@router.put("/{announcement_id}")
async def change_announcement(actor: CurrentActor, announcement_id: Id, body: AnnouncementBody) -> Announcement:
    """Write an announcement anew."""
    return await services().announcements.change(actor, announcement_id, _text(body))


@router.delete("/{announcement_id}", status_code=204)
async def delete_announcement(actor: CurrentActor, announcement_id: Id) -> None:
    """Take an announcement away from all pages."""
    await services().announcements.delete(actor, announcement_id)


@banner_router.get("")
async def current_announcements(actor: CurrentActor) -> list[Banner]:
    """What is announced now, in one's own language."""
    return await services().announcements.banners(actor)


def _text(body: AnnouncementBody) -> AnnouncementText:
    return AnnouncementText(body.text_en, body.text_de, body.level, body.starts_at, body.ends_at)
