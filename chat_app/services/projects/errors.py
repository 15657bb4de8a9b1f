"""What can be wrong about people in projects and their notes."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, NotFoundError


class ProjectMemberNotFoundError(NotFoundError):
    default_key = "project.error.member_not_found"


class NobodyThereError(NotFoundError):
    """Nobody of this name or address can be let in: unknown, closed, or not to be seen by whoever asks."""

    default_key = "project.error.nobody_there"


class OwnerIsThereError(ConflictError):
    """Whose project it is needs no membership."""

    default_key = "project.error.owner_is_there"


class ThroughGroupError(ConflictError):
    """Nobody can leave what their group is in."""

    default_key = "project.error.through_group"


class TooManyMembersError(InvalidInputError):
    default_key = "project.error.too_many_members"


class NoteNotFoundError(NotFoundError):
    default_key = "project.error.note_not_found"


class NoteChangedError(ConflictError):
    """Somebody else changed the note meanwhile: nobody's words are lost, the writer decides."""

    default_key = "project.error.note_changed"
