"""A project with everything that a project can have, by chance."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from random import Random
from typing import Any

from sqlmodel import col, select

from chat_app import models
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from tests.services.knowledge.conftest import paragraphs
from tests.services.project_files.conftest import Desk

PNG = b"\x89PNG not really"


async def fill(desk: Desk, actor: Actor, seed: int) -> str:
    """The project's id."""
    chance = Random(seed)
    top = desk.project(actor)
    assistant = new_id()
    mine = {"owner_id": actor.user_id, "created_at": desk.clock()}
    inner = [
        models.Folder(id=new_id(), parent_id=top, name="Inner Ä/..", color="red", position=2, instructions="Be brief.", redact=True, **mine),
        models.Folder(id=new_id(), parent_id=top, name="Other", local_only=False, model_id="a/b", is_template=True, **mine),
    ]  # fmt: skip
    folders = [top, *(row.id for row in inner)]
    inner[1].assistant_id = assistant

    def begin(session: Any) -> None:
        session.add(models.Assistant(id=assistant, name="Ann", system_prompt="Kind.", starters='["Hi"]', updated_at=desk.now, **mine))
        session.flush()
        session.add_all(inner)
        row = session.get_one(models.Folder, top)
        row.name, row.description, row.payer = "Projekt: A/B", "What for", "owner"

    desk.db.write_now(begin)
    documents = [await _document(desk, actor, chance, folder_id, at) for at, folder_id in enumerate(folders)]
    tag = models.Tag(id=new_id(), owner_id=actor.user_id, name="Tag", color="blue")
    desk.db.write_now(lambda session: session.add(tag))
    for at in range(3):
        await _chat(desk, actor, chance, folders[at], documents, assistant, tag.id)
    now = desk.clock()
    notes = [
        models.ProjectNote(id=new_id(), folder_id=one, author_id=actor.user_id, title="N", text="n\n" * 9, version=4, created_at=now, updated_at=now)
        for one in folders
    ]  # fmt: skip
    desk.db.write_now(lambda session: session.add_all(notes))
    places = [[documents[0], new_id()], [documents[1], ""], [new_id(), ""]]
    for expected in (places, places[2:]):
        row = models.RetrievalQuestion(id=new_id(), folder_id=top, author_id=actor.user_id, text="Where?", expected=json.dumps(expected), created_at=now)  # fmt: skip
        desk.db.write_now(lambda session, row=row: session.add(row))
    return top


async def _document(desk: Desk, actor: Actor, chance: Random, folder_id: str, at: int) -> str:
    """One whose first passage was corrected and whose second one is switched off."""
    found = await desk.read(actor, paragraphs(*(f"{at}{chance.random()}" for _ in range(3))), f"d{at}.txt", folder_id)
    passages = (await desk.passages.list(actor, found.id)).items
    await desk.passages.edit(actor, passages[0].id, f"Corrected {chance.random()}")
    await desk.passages.enable(actor, passages[1].id, enabled=False)
    if at == 1:
        await desk.documents.enable(actor, found.id, enabled=False)
    await desk.parts.worker.work()
    return found.id


async def _chat(desk: Desk, actor: Actor, chance: Random, folder_id: str, documents: list[str], assistant: str, tag: str) -> None:
    when, ids = desk.clock(), [new_id() for _ in range(12)]
    scope = {"kind": "documents", "document_ids": documents[:2], "pinned_ids": documents[2:]}
    chat = models.Conversation(
        id=new_id(), owner_id=actor.user_id, folder_id=folder_id, title="Chat <1>", title_by_user=True, model_id="a/b", created_at=when,
        updated_at=when, favourite=True, draft="not yet", system_prompt="You are.", parameters='{"temperature": 0.5}', assistant_id=assistant,
        active_leaf_id=ids[11], read_message_id=ids[3], compare_model_ids='["a/b", "c/d"]', knowledge=json.dumps(scope, separators=(",", ":")),
    )  # fmt: skip
    comparison = models.Comparison(
        id=new_id(), owner_id=actor.user_id, conversation_id=chat.id, question_id=ids[0], blind=True, winner_id=ids[1], created_at=when
    )
    messages = [
        models.Message(
            id=id_, conversation_id=chat.id, parent_id=ids[chance.randrange(at)] if at else None, role="assistant" if at % 2 else "user",
            text=f"Text {chance.random()} é \u2028", created_at=when, status="complete", rating=chance.choice((-1, 0, 1)), pinned=at == 3,
            excluded=at == 4, reasoning="hm" * at,
        )
        for at, id_ in enumerate(ids)
    ]  # fmt: skip
    messages[1].comparison_id = messages[2].comparison_id = comparison.id
    messages[2].comparison_place = 1
    messages[5].merge = json.dumps({"recipe": "fuse", "answers": [ids[1], ids[2]]})
    messages[11].status = "running"
    canvas = models.Canvas(id=new_id(), owner_id=actor.user_id, conversation_id=chat.id, title="C", created_at=when, updated_at=when)
    gone = models.Message(
        id=new_id(), conversation_id=chat.id, parent_id=ids[1], role="user", text="gone", created_at=when, deleted_at=when
    )

    def write(session: Any) -> None:
        session.add(chat)
        session.flush()
        session.add(comparison)
        session.flush()
        for row in (*messages, gone):
            session.add(row)
            session.flush()
        chunk = session.exec(
            select(models.Chunk).where(models.Chunk.document_id == documents[0]).order_by(col(models.Chunk.number))
        ).first()
        session.add(models.ConversationTag(conversation_id=chat.id, tag_id=tag))
        session.add(models.Summary(id=new_id(), conversation_id=chat.id, message_id=ids[3], text="So far", created_at=when))
        session.add(canvas)
        session.flush()
        session.add(models.CanvasVersion(canvas_id=canvas.id, number=1, text="# C", change="written", created_at=when))
        for number, (chunk_id, document_id) in enumerate(((chunk.id, documents[0]), (new_id(), documents[1]), (new_id(), new_id())), 1):
            session.add(
                models.MessageSource(
                    message_id=ids[1], number=number, chunk_id=chunk_id, document_id=document_id, version=1, title="D", text="t",
                    start=0, end=1, boxes="[[1,2,3,4,5.5]]", cited=number == 1, pinned=number == 2,
                )
            )  # fmt: skip

    desk.db.write_now(write)
    await _attach(desk, actor, chat.id, ids[0], "a ü.txt", "text", "text/plain", f"file {chance.random()}".encode())
    await _attach(desk, actor, chat.id, ids[4], "p.png", "image", "image/png", PNG)


async def _attach(desk: Desk, actor: Actor, chat_id: str, message_id: str, name: str, kind: str, media_type: str, data: bytes) -> None:
    path, sha256 = Path(desk.folder) / new_id(), hashlib.sha256(data).hexdigest()
    path.write_bytes(data)
    await desk.blobs.put(path, sha256)
    sides = {"width": 2, "height": 2} if kind == "image" else {"text": data.decode()}
    row = models.Attachment(
        id=new_id(), owner_id=actor.user_id, conversation_id=chat_id, message_id=message_id, name=name, kind=kind, media_type=media_type,
        size=len(data), sha256=sha256, tokens=3, created_at=desk.clock(), **sides,
    )  # fmt: skip
    desk.db.write_now(lambda session: session.add(row))
