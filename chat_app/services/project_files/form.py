"""The ZIP of a project: what lies where in it, and which fields of each row go along. Out and in read the same lists.

`manifest.json` says what it is. `folders.jsonl`, `documents.jsonl`, `questions.jsonl` and `chats.jsonl` hold a row on each line, what others refer to
before them; `documents/`, `files/` and `texts/` the bytes of documents and attached files, and what was read out of documents.
Members, money and what was found on the way to an answer stay behind: turns, traces and vectors are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import SQLModel

from chat_app import models

FORMAT = "parley-project"
VERSION = 1
"""Counts changes that an older Parley could not read. Further fields need no new one: who does not know them leaves them out."""
MANIFEST = "manifest.json"
PROJECT, DOCUMENTS, QUESTIONS, CHATS = "folders.jsonl", "documents.jsonl", "questions.jsonl", "chats.jsonl"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line."""

    model: type[SQLModel]
    fields: tuple[str, ...]


def _kind(model: type[SQLModel], fields: str) -> Kind:
    return Kind(model, tuple(fields.split()))


KINDS: dict[str, Kind] = {
    "assistant": _kind(models.Assistant, "id name description avatar system_prompt model_id parameters starters"),
    "folder": _kind(
        models.Folder,
        "id parent_id name color position model_id instructions redact local_only description assistant_id is_template archived_at created_at",
    ),
    "note": _kind(models.ProjectNote, "id folder_id title text version created_at updated_at"),
    "document": _kind(
        models.Document,
        "id folder_id name kind media_type size sha256 source source_ref source_mark version tokens enabled created_at updated_at",
    ),
    "passage": _kind(models.Chunk, "id document_id number text heading kind start end page boxes tokens language edited enabled"),
    "question": _kind(models.RetrievalQuestion, "id folder_id text expected created_at"),
    "tag": _kind(models.Tag, "id name color"),
    "chat": _kind(
        models.Conversation,
        "id folder_id title title_by_user model_id active_leaf_id draft favourite read_message_id archived_at assistant_id system_prompt"
        " parameters compare_model_ids compare_blind redact knowledge created_at updated_at",
    ),
    "comparison": _kind(models.Comparison, "id conversation_id question_id blind winner_id vote_id created_at"),
    "message": _kind(
        models.Message,
        "id conversation_id parent_id role text reasoning reasoning_ms status model_id error_key comparison_id comparison_place merge"
        " excluded clears_context pinned rating created_at edited_at",
    ),
    "attachment": _kind(
        models.Attachment,
        "id conversation_id message_id position name kind media_type size sha256 width height text tokens problem created_at",
    ),
    "summary": _kind(models.Summary, "id conversation_id message_id text model_id created_at edited_at"),
    "canvas": _kind(models.Canvas, "id conversation_id title version created_at updated_at"),
    "canvas_version": _kind(models.CanvasVersion, "canvas_id number text change created_at"),
    "source": _kind(
        models.MessageSource, "message_id number chunk_id document_id version title heading text start end page boxes cited pinned"
    ),
}
