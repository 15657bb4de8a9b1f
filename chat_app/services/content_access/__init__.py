"""Administrators' looks into what is not theirs: for a reason, for a time, in the audit log, and seen by the person."""

from chat_app.services.content_access.service import ContentAccessService

__all__ = ["ContentAccessService"]
