"""What a person leaves who has documents and projects, in the order in which the rows refer to each other."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlmodel import SQLModel

from chat_app import models
from chat_app.services.kernel.ids import new_id


def knowledge_rows(person: str, name: str, folder: str, message: str, now: datetime, shared: str) -> list[list[SQLModel]]:
    """Two documents, one of bytes that nobody else has and one of those with the hash `shared`; texts hold `name`."""
    own, mine, common = hashlib.sha256(f"document of {name}".encode()).hexdigest(), new_id(), new_id()
    contents = [models.DocumentContent(id=new_id(), sha256=own, reader="1", text=f"document of {name}", layout=b"{}", created_at=now)]
    return [
        [*contents, models.ChunkEmbedding(text_hash=hashlib.sha256(name.encode()).hexdigest(), model="m", vector=name.encode())],
        [_document(mine, person, name, folder, own, contents[0].id, now), _document(common, person, name, folder, shared, None, now)],
        [
            models.Chunk(
                id=new_id(), document_id=mine, number=0, text=f"passage {name}", text_hash=hashlib.sha256(name.encode()).hexdigest(), start=0, end=1, tokens=1
            ),
            models.IngestionJob(document_id=mine, due_at=now),
            models.IngestionLine(document_id=mine, at=now, key="document.log.read", params=f'{{"name": "{name}"}}'),
            models.MessageSource(message_id=message, number=1, chunk_id=new_id(), document_id=mine, version=1, title=name, text=name, start=0, end=1),
            models.Retrieval(message_id=message, question=name, created_at=now),
            models.FolderMember(id=new_id(), folder_id=folder, person_id=person, role="viewer", invited_by=person, created_at=now),
            models.ProjectNote(id=new_id(), folder_id=folder, author_id=person, text=name, created_at=now, updated_at=now),
            models.RetrievalQuestion(id=new_id(), folder_id=folder, author_id=person, text=name, created_at=now),
            models.RetrievalRun(id=new_id(), folder_id=folder, runner_id=person, created_at=now),
            models.WatchedFolder(id=new_id(), path=f"/{name}", owner_id=person, folder_id=folder, created_at=now),
        ],
    ]  # fmt: skip


def _document(id_: str, person: str, name: str, folder: str, sha256: str, content: str | None, now: datetime) -> SQLModel:
    return models.Document(
        id=id_, owner_id=person, folder_id=folder, name=f"{name}.txt", sha256=sha256, content_id=content, created_at=now, updated_at=now
    )
