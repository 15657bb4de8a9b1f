"""All SQL of the library, filtered by the actor."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from chat_app.errors import NotFoundError
from chat_app.models import Assistant, Prompt, PromptVersion
from chat_app.services.kernel.actor import Actor


def list_prompts(session: Session, actor: Actor) -> Sequence[Prompt]:
    """The actor's prompts by folder and title."""
    own = select(Prompt).where(Prompt.owner_id == actor.user_id, col(Prompt.deleted_at).is_(None))
    return session.exec(own.order_by(Prompt.folder, Prompt.title, Prompt.id)).all()


def get_prompt(session: Session, actor: Actor, prompt_id: str, *, in_trash: bool = False) -> Prompt:
    """The actor's prompt; raises `NotFoundError`."""
    row = session.exec(select(Prompt).where(Prompt.id == prompt_id, Prompt.owner_id == actor.user_id)).first()
    if row is None or (row.deleted_at is not None and not in_trash):
        raise NotFoundError("library.error.prompt_not_found")
    return row


def has_command(session: Session, actor: Actor, command: str, besides: str = "") -> bool:
    """Whether another prompt of the actor's is called so."""
    same = select(Prompt.id).where(
        Prompt.owner_id == actor.user_id, Prompt.command == command, Prompt.id != besides, col(Prompt.deleted_at).is_(None)
    )
    return session.exec(same).first() is not None


def list_versions(session: Session, prompt_id: str) -> Sequence[PromptVersion]:
    """The versions of a prompt that has been checked to be the actor's, newest first."""
    versions = select(PromptVersion).where(PromptVersion.prompt_id == prompt_id)
    return session.exec(versions.order_by(col(PromptVersion.number).desc())).all()


def delete_versions(session: Session, prompt_id: str, up_to: int) -> None:
    """Forget the versions up to this number."""
    session.exec(delete(PromptVersion).where(col(PromptVersion.prompt_id) == prompt_id, col(PromptVersion.number) <= up_to))


def list_assistants(session: Session, actor: Actor) -> Sequence[Assistant]:
    """The actor's assistants by name."""
    own = select(Assistant).where(Assistant.owner_id == actor.user_id, col(Assistant.deleted_at).is_(None))
    return session.exec(own.order_by(Assistant.name, Assistant.id)).all()


def get_assistant(session: Session, actor: Actor, assistant_id: str, *, in_trash: bool = False) -> Assistant:
    """The actor's assistant; raises `NotFoundError`."""
    row = session.exec(select(Assistant).where(Assistant.id == assistant_id, Assistant.owner_id == actor.user_id)).first()
    if row is None or (row.deleted_at is not None and not in_trash):
        raise NotFoundError("library.error.assistant_not_found")
    return row
