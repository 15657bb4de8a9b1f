"""Banners for everybody who is signed in."""

from chat_app.services.announcements.service import AnnouncementService

__all__ = ["AnnouncementService"]
