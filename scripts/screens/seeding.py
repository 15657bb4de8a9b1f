"""Fills an empty app with the desk of the pictures: over REST like anybody else, except that its chats grow older at once."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from PIL import Image, ImageDraw
from sqlmodel import Session, select

from chat_app.db import Database
from chat_app.models import Conversation, Turn, UsageCall

COMPARED = ["openai/gpt-5", "anthropic/claude-sonnet-4-5", "gemini/gemini-2.5-pro"]
OPEN_FOLDERS = ("work", "site")
UNREAD = "files"
TABS = ("files", "canvas", "compare", "artifact", "interest")


class Seeding:
    """One pass through a desk; afterwards `chats` knows the id of each chat by its key."""

    def __init__(self, url: str, desk: dict[str, Any]) -> None:
        self.desk = desk
        self.chats: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._ages: dict[str, float] = {}
        self._api = httpx.Client(base_url=f"{url}/api/v1", headers={"Origin": url}, timeout=60)

    def run(self, language: str) -> None:
        self._api.patch("/me", json={"language": language, "default_model_id": COMPARED[0]}).raise_for_status()
        for folder in self.desk["folders"]:
            body = {name: folder[name] for name in ("name", "color", "instructions") if name in folder}
            self._folders[folder["key"]] = self._made("/folders", **body, parent_id=self._folders.get(folder.get("parent", ""), ""))
        for tag in self.desk["tags"]:
            self._tags[tag["key"]] = self._made("/tags", name=tag["name"], color=tag["color"])
        for kind in ("prompts", "assistants"):
            for entry in self.desk[kind]:
                self._made(f"/{kind}", **entry)
        for quiet in self.desk["quiet"]:
            self._chat(quiet)
        for chat in self.desk["chats"]:
            self.chats[chat["key"]] = self._talk(chat)
        for key in TABS:
            self._api.put(f"/tabs/{self.chats[key]}").raise_for_status()
        self._api.patch("/me", json={"open_folder_ids": [self._folders[key] for key in OPEN_FOLDERS]}).raise_for_status()

    def ask(self, chat_id: str, **body: object) -> dict[str, Any]:
        """A message and all that it says back."""
        return self._api.post(f"/conversations/{chat_id}/messages", json=body).raise_for_status().json()

    def age(self, data: Path) -> None:
        """Let chats be as old as the desk says, and answers as slow as real ones."""
        database = Database(f"sqlite:///{data / 'parley.db'}")
        database.write_now(self._age)
        database.close()

    def _age(self, session: Session) -> None:
        now, dice = datetime.now(UTC), random.Random(7)
        for chat in session.exec(select(Conversation)):
            chat.created_at = chat.updated_at = now - timedelta(hours=self._ages.get(chat.id, 0))
            chat.seen_at = chat.updated_at - timedelta(hours=chat.id == self.chats[UNREAD])
        days = random.Random(11)
        for call in session.exec(select(UsageCall)):
            call.day = (now - timedelta(days=days.randint(0, 24))).date()
        for turn in session.exec(select(Turn)):
            turn.ended_at = now - timedelta(hours=self._ages.get(turn.conversation_id, 0))
            turn.ttft_ms = dice.randint(350, 900)
            turn.duration_ms = turn.ttft_ms + turn.tokens_out * dice.randint(9, 16)

    def _talk(self, chat: dict[str, Any]) -> str:
        chat_id = self._chat(chat)
        files = [self._file(chat_id, file) for file in chat.get("files", [])]
        for number, turn in enumerate(chat["turns"]):
            models = COMPARED if "by_model" in turn else []
            said = self.ask(chat_id, text=turn["ask"], model_ids=models, attachment_ids=[] if number else files)
            for _ in turn.get("answers", [])[1:]:
                self.ask(chat_id, kind="regenerate", message_id=said["id"])
                self._api.patch(f"/messages/{said['id']}", json={"active": True}).raise_for_status()
        if canvas := chat.get("canvas"):
            self._canvas(chat_id, canvas)
        return chat_id

    def _canvas(self, chat_id: str, canvas: dict[str, str]) -> None:
        made = self._api.post(f"/conversations/{chat_id}/canvases", json={"title": canvas["title"], "text": canvas["text"].lstrip()}).json()
        body = {"revision": made["revision"], "start": 0, "end": len(canvas["text"].strip()), "kind": "shorter"}
        self._api.post(f"/canvases/{made['id']}/rewrite", json=body).raise_for_status()

    def _chat(self, chat: dict[str, Any]) -> str:
        chat_id = self._made("/conversations", folder_id=self._folders.get(chat.get("folder", ""), ""))
        tags = [self._tags[key] for key in chat.get("tags", [])]
        body = {"title": chat["title"], "favourite": chat.get("favourite", False), "tag_ids": tags}
        self._api.patch(f"/conversations/{chat_id}", json=body).raise_for_status()
        self._ages[chat_id] = chat["at"]
        return chat_id

    def _file(self, chat_id: str, file: dict[str, Any]) -> str:
        content = _picture() if "picture" in file else file["text"].encode()
        params = {"name": file["name"], "conversation_id": chat_id}
        return str(self._api.post("/files", params=params, content=content).raise_for_status().json()["id"])

    def _made(self, path: str, **body: object) -> str:
        return str(self._api.post(path, json=body).raise_for_status().json()["id"])


def _picture() -> bytes:
    """A plan of three stalls at a crossing."""
    image = Image.new("RGB", (900, 600), "#e8efe9")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 250, 900, 350), fill="#d8d2c4")
    draw.rectangle((400, 0, 500, 600), fill="#d8d2c4")
    for left, top, color in ((290, 140, "#0f6e6a"), (60, 140, "#8a5c00"), (620, 400, "#8a5c00")):
        draw.rectangle((left, top, left + 90, top + 90), fill=color)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
