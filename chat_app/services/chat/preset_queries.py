"""SQL of presets and of what the fit check reads."""

from __future__ import annotations

from sqlmodel import Session, col, select

from chat_app.errors import NotFoundError
from chat_app.models import Attachment, ParameterPreset
from chat_app.services.files.queries import WITHOUT_TEXT
from chat_app.services.kernel.actor import Actor


def list_presets(session: Session, actor: Actor) -> list[ParameterPreset]:
    """The actor's presets by name."""
    statement = select(ParameterPreset).where(ParameterPreset.owner_id == actor.user_id).order_by(col(ParameterPreset.name))
    return list(session.exec(statement).all())


def get_preset(session: Session, actor: Actor, preset_id: str) -> ParameterPreset:
    """The actor's preset; raises `NotFoundError`."""
    statement = select(ParameterPreset).where(ParameterPreset.id == preset_id, ParameterPreset.owner_id == actor.user_id)
    row = session.exec(statement).first()
    if row is None:
        raise NotFoundError("error.preset_not_found")
    return row


def list_sent_files(session: Session, conversation_id: str) -> list[Attachment]:
    """The files that went with messages of a chat."""
    statement = select(Attachment).where(Attachment.conversation_id == conversation_id, col(Attachment.message_id).is_not(None))
    return list(session.exec(statement.options(WITHOUT_TEXT)).all())
