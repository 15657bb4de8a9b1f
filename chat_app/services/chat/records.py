"""From rows to the records that leave the domain."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chat_app import models
from chat_app.services.chat import dto
from chat_app.services.files.records import attachment_record


def conversation_record(
    row: models.Conversation,
    marks: models.Conversation | models.ConversationReader | None = None,
    *,
    running_turn_ids: Sequence[str] = (),
    cost_nano: int = 0,
    tokens_in_context: int = 0,
    image_tokens: int = 0,
    role: str = "owner",
) -> dto.Conversation:
    """`marks`: what belongs to its reader (`chat/personal`); an owner's stand in the row."""
    marks = marks or row
    return dto.Conversation(
        id=row.id,
        title=row.title,
        model_id=row.model_id,
        draft=marks.draft,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
        active_leaf_id=row.active_leaf_id or "",
        running_turn_id=running_turn_ids[0] if running_turn_ids else "",
        running_turn_ids=tuple(running_turn_ids),
        cost_nano=cost_nano,
        tokens_in_context=tokens_in_context,
        image_tokens_in_context=image_tokens,
        folder_id=row.folder_id or "",
        favourite=marks.favourite,
        archived_at=row.archived_at,
        read_message_id=marks.read_message_id or "",
        assistant_id=row.assistant_id or "",
        system_prompt=row.system_prompt,
        parameters=json.loads(row.parameters),
        compare_model_ids=tuple(json.loads(row.compare_model_ids)),
        compare_blind=row.compare_blind,
        role=role,
    )


def message_record(
    row: models.Message,
    siblings: Sequence[str],
    turns: Sequence[models.Turn],
    summary: dto.Summary | None = None,
    files: Sequence[models.Attachment] = (),
    source_count: int = 0,
    *,
    searched: bool = False,
) -> dto.Message:
    """`siblings`: ids of all living children of its parent, itself among them; `turns`: those that wrote it."""
    place = siblings.index(row.id) if row.id in siblings else 0
    return dto.Message(
        id=row.id,
        conversation_id=row.conversation_id,
        parent_id=row.parent_id or "",
        role=row.role,
        text=row.text,
        status=row.status,
        created_at=row.created_at,
        reasoning=row.reasoning,
        reasoning_ms=row.reasoning_ms,
        model_id=row.model_id,
        turn_id=row.turn_id or "",
        error_key=row.error_key,
        edited_at=row.edited_at,
        sibling_index=place + 1,
        sibling_count=max(1, len(siblings)),
        previous_sibling_id=siblings[place - 1] if place > 0 else "",
        next_sibling_id=siblings[place + 1] if place + 1 < len(siblings) else "",
        usage=sum_usage(turns) if turns else None,
        finish_reason=turns[-1].finish_reason if turns else "",
        comparison_id=row.comparison_id or "",
        comparison_place=row.comparison_place,
        merged_from=tuple(json.loads(row.merge)["answers"]) if row.merge else (),
        excluded=row.excluded,
        clears_context=row.clears_context,
        pinned=row.pinned,
        rating=row.rating,
        summary=summary,
        attachments=tuple(attachment_record(file) for file in files),
        answered_by=turns[-1].answered_by if turns else "",
        tries=tries_of(turns[-1]) if turns else (),
        source_count=source_count,
        searched=searched,
    )


def summary_record(row: models.Summary, count: int) -> dto.Summary:
    return dto.Summary(row.id, row.message_id, row.text, row.model_id, count, row.created_at, row.edited_at)


def turn_record(row: models.Turn) -> dto.Turn:
    return dto.Turn(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=row.kind,
        status=row.status,
        model_id=row.model_id,
        created_at=row.created_at,
        queued_text=row.queued_text,
        user_message_id=row.user_message_id or "",
        answer_id=row.answer_id or "",
        error_key=row.error_key,
        finish_reason=row.finish_reason,
        usage=sum_usage([row]),
        answered_by=row.answered_by,
        tries=tries_of(row),
    )


def tries_of(turn: models.Turn) -> tuple[dto.Try, ...]:
    """What failed before a turn was answered."""
    return tuple(dto.Try(model_id, key) for model_id, key in json.loads(turn.tries)) if turn.tries != "[]" else ()


def sum_usage(turns: Sequence[models.Turn]) -> dto.Usage:
    """The usage of an answer: the sum over its turns; the wait for the first token is that of the first turn."""
    costs = [turn.cost_nano for turn in turns if turn.cost_nano is not None]
    return dto.Usage(
        tokens_in=sum(turn.tokens_in for turn in turns),
        tokens_out=sum(turn.tokens_out for turn in turns),
        tokens_cached=sum(turn.tokens_cached for turn in turns),
        tokens_reasoning=sum(turn.tokens_reasoning for turn in turns),
        counted_by="parley" if any(turn.counted_by == "parley" for turn in turns) else turns[0].counted_by,
        cost_nano=sum(costs) if costs else None,
        price_version=turns[-1].price_version,
        ttft_ms=turns[0].ttft_ms,
        duration_ms=sum(turn.duration_ms or 0 for turn in turns) if any(turn.duration_ms is not None for turn in turns) else None,
    )
