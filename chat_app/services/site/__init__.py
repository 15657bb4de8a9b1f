"""What administrators set while Parley runs."""

from chat_app.services.site.service import SiteService

__all__ = ["SiteService"]
