"""The HTTP API: everything that is not a page."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from chat_app.api import artifact_preview, docs, errors, health, joining, login, oidc, recovering, share_page, share_target, withdrawing
from chat_app.api import passkeys as passkey_door
from chat_app.api import second_factor as second_factor_door
from chat_app.api.auth import permitted
from chat_app.api.v1 import (
    admin_billing,
    admin_refunds,
    announcements,
    api_keys,
    assistants,
    audit,
    billing,
    billing_profile,
    branches,
    budgets,
    citations,
    comparisons,
    content_accesses,
    conversations,
    counting,
    currencies,
    document_deeds,
    documents,
    erasures,
    exports,
    files,
    folders,
    groups,
    identities,
    invoices,
    knowledge_documents,
    me,
    messages,
    model_settings,
    models,
    ollama,
    operations,
    own_account,
    parameters,
    passages,
    passkeys,
    people,
    prices,
    privacy,
    projects,
    prompts,
    providers,
    redaction,
    remote_images,
    search,
    second_factor,
    selections,
    seller,
    side_questions,
    sidebar,
    site,
    summaries,
    tabs,
    tags,
    tax_reports,
    temporary_chats,
    tokens,
    top_ups,
    turns,
    uploads,
    usage,
    vouchers,
    withdrawals,
)
from chat_app.api.webhooks import stripe


def _version_1() -> tuple[tuple[APIRouter, str], ...]:
    """Every route of the first version, with the permission it asks for (services/access/matrix.toml)."""
    return (
        (conversations.router, "chat"),
        (messages.router, "chat"),
        (branches.router, "chat"),
        (citations.router, "chat"),
        (summaries.router, "chat"),
        (side_questions.router, "chat"),
        (turns.router, "chat"),
        (temporary_chats.router, "temporary"),
        (tabs.router, "chat"),
        (folders.router, "chat"),
        (projects.router, "chat"),
        (projects.sharing_router, "sharing"),
        (sidebar.router, "chat"),
        (tags.router, "chat"),
        (selections.router, "chat"),
        (search.router, "chat"),
        (comparisons.router, "compare"),
        (model_settings.create_router(platform=True), "admin.providers"),
        (model_settings.create_router(platform=False), "models"),
        (models.router, "models"),
        (parameters.router, "models"),
        (counting.router, "models"),
        (providers.create_router(platform=False), "own_providers"),
        (providers.create_router(platform=True), "admin.providers"),
        (ollama.router, "admin.providers"),
        (prices.router, "admin.providers"),
        (me.router, "account"),
        (own_account.router, "account"),
        (audit.own_router, "account"),
        (privacy.router, "account"),
        (audit.router, "admin.audit"),
        (second_factor.router, "account"),
        (second_factor.admin_router, "admin.users"),
        (passkeys.router, "account"),
        (identities.own_router, "account"),
        (identities.router, "admin.sign_in"),
        (api_keys.router, "api_keys"),
        (redaction.router, "chat"),
        (top_ups.router, "billing"),
        (usage.router, "chat"),
        (usage.admin_router, "admin.providers"),
        (billing.router, "billing"),
        (vouchers.router, "billing"),
        (vouchers.admin_router, "admin.billing"),
        (withdrawals.router, "admin.billing"),
        (admin_refunds.router, "admin.billing"),
        (currencies.router, "account"),
        (currencies.admin_router, "admin.providers"),
        (billing_profile.router, "billing"),
        (invoices.router, "billing"),
        (invoices.admin_router, "admin.billing"),
        (tax_reports.router, "admin.billing"),
        (seller.router, "admin.billing"),
        (budgets.router, "billing"),
        (budgets.admin_router, "admin.billing"),
        (people.router, "admin.users"),
        (erasures.router, "admin.users"),
        (groups.router, "admin.groups"),
        (groups.led_router, "invite"),
        (content_accesses.router, "admin.content"),
        (content_accesses.own_router, "account"),
        (admin_billing.router, "admin.billing"),
        (announcements.router, "admin.announcements"),
        (announcements.banner_router, "account"),
        # Each of their routes asks for the permission of its own part.
        (site.router, "admin.overview"),
        (operations.router, "admin.overview"),
        (prompts.router, "library"),
        (assistants.router, "library"),
        (documents.router, "chat"),
        (document_deeds.router, "files"),
        (knowledge_documents.create_router(), "files"),
        (passages.router, "files"),
        (exports.router, "export"),
        (remote_images.create_router(), "chat"),
        (files.create_router(), "files"),
        (uploads.create_router(), "files"),
    )


def create_api() -> FastAPI:
    """Build the API application that Reflex is mounted beneath."""
    api = FastAPI(title="Parley", openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    errors.install(api)
    version_1 = APIRouter(prefix="/api/v1", responses=errors.DOCUMENTED)
    for router, permission in _version_1():
        version_1.include_router(router, dependencies=[permitted(permission)])
    # Whatever a program may do, it may do it with a token in place of its key.
    version_1.include_router(tokens.router)
    api.include_router(artifact_preview.router, dependencies=[permitted("chat")])
    for router in (
        version_1,
        docs.router,
        login.router,
        joining.router,
        second_factor_door.router,
        passkey_door.router,
        oidc.router,
        recovering.router,
        withdrawing.router,
        health.router,
        stripe.router,
        share_page.create_router(),
    ):
        api.include_router(router)
    api.include_router(share_target.router, dependencies=[permitted("files")])
    return api
