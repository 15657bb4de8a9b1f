"""Who may do what with documents: the one place that says so. All queries of documents are filtered by these conditions."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from chat_app.models import Document, Folder
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import may_read, may_write


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition of documents that somebody may read, and be answered from: their own, and those of projects that they are in."""
    return may_read(Document, actor.user_id)


def writable(actor: Actor) -> ColumnElement[bool]:
    """The condition of documents that somebody may change and delete."""
    return may_write(Document, actor.user_id)


def folder_open_to(actor: Actor) -> ColumnElement[bool]:
    """The condition of folders that somebody may put documents into."""
    return may_write(Folder, actor.user_id)
