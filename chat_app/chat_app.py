"""Composition root: the Reflex app with the API around it. No logic lives here."""

import reflex as rx
from reflex.utils.prerequisites import get_web_dir

from chat_app.api.app import create_api
from chat_app.api.csp import ContentPolicy, load_script_hashes
from chat_app.api.security import secured
from chat_app.jobs.schedule import scheduled_work
from chat_app.pages import (  # noqa: F401  (a page registers itself when it is imported)
    admin,
    admin_site,
    billing,
    chat,
    knowledge,
    library,
    models,
    not_found,
    projects,
    settings,
    team,
    temporary,
    usage,
)
from chat_app.pages.error_page import error_boundary
from chat_app.pages.head import head_components, stylesheets
from chat_app.pages.loading_page import loading_page
from chat_app.settings import get_settings
from chat_app.state.shared.event_guard import EventGuard
from chat_app.state.shared.failures import backend_exception_handler

app = rx.App(
    # The last one is the outermost: every request passes it first.
    api_transformer=[create_api(), secured(get_settings(), ContentPolicy(load_script_hashes(get_web_dir() / "build")))],
    backend_exception_handler=backend_exception_handler,
    enable_state=True,
    html_lang="en",
    stylesheets=stylesheets(),
    reset_style=False,
    head_components=head_components(),
    hydrate_fallback=loading_page,
    # Notices and the state of the connection have components of our own (components/layout).
    toaster=None,
    app_wraps={(55, "ErrorBoundary"): error_boundary},
)
app.add_middleware(EventGuard(), index=0)
app.register_lifespan_task(scheduled_work)
