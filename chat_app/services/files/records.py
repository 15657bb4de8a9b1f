"""From rows to the records that leave the domain."""

from __future__ import annotations

from chat_app import models
from chat_app.services.files import dto
from chat_app.services.files.image_tokens import VENDORS, image_tokens


def attachment_record(row: models.Attachment) -> dto.Attachment:
    """Everything about a file but its text."""
    by_vendor = {vendor: image_tokens(vendor, row.width, row.height) for vendor in VENDORS} if row.kind == "image" else {}
    return dto.Attachment(
        id=row.id,
        name=row.name,
        kind=row.kind,
        media_type=row.media_type,
        size=row.size,
        created_at=row.created_at,
        tokens=row.tokens,
        image_tokens=by_vendor,
        width=row.width,
        height=row.height,
        problem=row.problem,
        conversation_id=row.conversation_id or "",
        message_id=row.message_id or "",
    )
