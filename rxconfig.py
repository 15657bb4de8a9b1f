"""Reflex's own configuration: thin, everything comes from `chat_app.settings`."""

import reflex as rx
from reflex.plugins.sitemap import SitemapPlugin

from chat_app.pages.head_plugin import HeadPlugin
from chat_app.settings import get_settings

settings = get_settings()

config = rx.Config(
    app_name="chat_app",
    frontend_port=settings.port,
    backend_port=settings.port,
    backend_host=settings.host,
    cors_allowed_origins=list(settings.allowed_origins),
    trusted_proxy_hops=settings.trusted_proxy_hops,
    state_manager_mode="memory",
    redis_token_expiration=3600,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    disable_plugins=[SitemapPlugin],
    plugins=[HeadPlugin()],
)
