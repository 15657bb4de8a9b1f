"""The providers where people may sign in: one from the environment, others as administrators set them up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pydantic import ValidationError
from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.integrations.oidc.port import IdentityProviderError, IdentityProviders, Registration
from chat_app.integrations.oidc.presets import issuer_of
from chat_app.services.access.matrix import require
from chat_app.services.identity.dto import ProviderButton, ProviderForm, ProviderInfo
from chat_app.services.kernel.actor import Actor
from chat_app.services.site import SiteService
from chat_app.services.site.sections import OidcProvider, OidcProviders
from chat_app.services.vault import Vault
from chat_app.settings import Settings

DEFAULT_SLUG = "default"
"""Of the provider that the environment names."""


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """A provider with all that it takes to sign in there."""

    slug: str
    label: str
    registration: Registration
    allow_registration: bool
    domains: tuple[str, ...]


class ProviderBook:
    """Finds and changes providers."""

    def __init__(self, db: Database, vault: Vault, site: SiteService, settings: Settings, gateway: IdentityProviders) -> None:
        self._db = db
        self._vault = vault
        self._site = site
        self._settings = settings
        self._gateway = gateway

    async def buttons(self) -> list[ProviderButton]:
        """For the login page."""
        ours = [ProviderButton(DEFAULT_SLUG, self._settings.oidc_label, "generic")] if self._settings.oidc_issuer else []
        return ours + [ProviderButton(entry.slug, entry.label, entry.preset) for entry in await self._entries()]

    async def find(self, slug: str) -> KnownProvider:
        """Raises `NotFoundError`."""
        if slug == DEFAULT_SLUG and self._settings.oidc_issuer:
            return self._from_environment()
        entry = next((entry for entry in await self._entries() if entry.slug == slug), None)
        if entry is None:
            raise NotFoundError
        return await self._known(entry)

    def redirect_uri(self, slug: str) -> str:
        """Where the provider sends people back to: always at our one public address, whatever a request says."""
        return f"{self._settings.origin}/auth/oidc/{slug}/callback"

    async def labels(self) -> dict[str, str]:
        """How providers are called, by their issuer."""
        ours = {self._settings.oidc_issuer: self._settings.oidc_label} if self._settings.oidc_issuer else {}
        return {entry.issuer.rstrip("/"): entry.label for entry in await self._entries()} | {
            issuer.rstrip("/"): label for issuer, label in ours.items()
        }

    async def list(self, actor: Actor) -> list[ProviderInfo]:
        """All of them, for administrators; raises `NotFoundError` for others."""
        require(actor, OidcProviders.permission)
        ours = [self._own_info()] if self._settings.oidc_issuer else []
        return ours + [self._info(entry) for entry in await self._entries()]

    async def put(self, actor: Actor, slug: str, form: ProviderForm) -> ProviderInfo:
        """Set a provider up, or change it; another issuer or client forgets the secret, which was not meant for it.

        Raises `InvalidInputError`, `NotFoundError` for whoever may not.
        """
        require(actor, OidcProviders.permission)
        if slug == DEFAULT_SLUG:
            raise InvalidInputError("identity.error.provider_slug")
        before = {entry.slug: entry for entry in await self._entries()}
        entry = self._entry(slug, form)
        old = before.get(slug)
        kept = old.secret_id if old and (old.issuer, old.client_id) == (entry.issuer, entry.client_id) else ""
        entry = entry.model_copy(update={"secret_id": await self._sealed(entry, form.client_secret, kept)})
        await self._save(actor, before | {slug: entry})
        if old and old.secret_id != entry.secret_id:
            await self._forget(old.secret_id)
        return self._info(entry)

    async def remove(self, actor: Actor, slug: str) -> None:
        """Nobody signs in there any more; raises `NotFoundError`."""
        require(actor, OidcProviders.permission)
        entries = {entry.slug: entry for entry in await self._entries()}
        gone = entries.pop(slug, None)
        if gone is None:
            raise NotFoundError
        await self._save(actor, entries)
        await self._forget(gone.secret_id)

    async def check(self, actor: Actor, slug: str) -> None:
        """Whether the provider answers and is the one it claims to be; raises `InvalidInputError` if not."""
        require(actor, OidcProviders.permission)
        provider = await self.find(slug)
        try:
            await self._gateway.check(provider.registration)
        except IdentityProviderError as error:
            raise InvalidInputError("identity.error.provider_silent", reason=str(error)) from error

    async def _entries(self) -> tuple[OidcProvider, ...]:
        return (await self._site.load(OidcProviders)).providers

    async def _save(self, actor: Actor, entries: dict[str, OidcProvider]) -> None:
        try:
            section = OidcProviders(providers=tuple(entries.values()))
        except ValidationError:
            raise InvalidInputError("identity.error.provider_many") from None
        await self._site.save(actor, section)

    def _entry(self, slug: str, form: ProviderForm) -> OidcProvider:
        try:
            issuer = issuer_of(form.preset, form.issuer)
        except ValueError:
            raise InvalidInputError(
                "identity.error.provider_tenant" if form.preset == "microsoft" else "identity.error.provider_issuer"
            ) from None
        try:
            return OidcProvider(
                slug=slug,
                preset=form.preset,
                label=form.label,
                issuer=issuer,
                client_id=form.client_id.strip(),
                allow_registration=form.allow_registration,
                domains=form.domains,
            )
        except ValidationError as error:
            raise InvalidInputError("identity.error.provider_field", name=str(error.errors()[0]["loc"][0])) from None

    async def _sealed(self, entry: OidcProvider, secret: str | None, kept: str) -> str:
        if secret is None:
            return kept
        return await self._db.write(lambda session: self._vault.keep(session, secret, _bound(entry))) if secret else ""

    async def _forget(self, secret_id: str) -> None:
        await self._db.write(lambda session: self._vault.forget(session, secret_id))

    async def _known(self, entry: OidcProvider) -> KnownProvider:
        def reveal(session: Session) -> str:
            return self._vault.reveal(session, entry.secret_id, _bound(entry)) if entry.secret_id else ""

        registration = Registration(entry.preset, entry.issuer, entry.client_id, await self._db.read(reveal))
        return KnownProvider(entry.slug, entry.label, registration, entry.allow_registration, entry.domains)

    def _from_environment(self) -> KnownProvider:
        ours = self._settings
        secret = ours.oidc_client_secret.get_secret_value() if ours.oidc_client_secret else ""
        registration = Registration("generic", ours.oidc_issuer, ours.oidc_client_id, secret)
        return KnownProvider(DEFAULT_SLUG, ours.oidc_label, registration, ours.oidc_registration, ())

    def _own_info(self) -> ProviderInfo:
        ours = self._settings
        return ProviderInfo(
            DEFAULT_SLUG,
            "generic",
            ours.oidc_label,
            ours.oidc_issuer,
            ours.oidc_client_id,
            has_secret=ours.oidc_client_secret is not None,
            allow_registration=ours.oidc_registration,
            domains=(),
            from_environment=True,
            redirect_uri=self.redirect_uri(DEFAULT_SLUG),
        )

    def _info(self, entry: OidcProvider) -> ProviderInfo:
        return ProviderInfo(
            entry.slug,
            entry.preset,
            entry.label,
            entry.issuer,
            entry.client_id,
            has_secret=bool(entry.secret_id),
            allow_registration=entry.allow_registration,
            domains=entry.domains,
            from_environment=False,
            redirect_uri=self.redirect_uri(entry.slug),
        )


def _bound(entry: OidcProvider) -> str:
    """A secret opens for the slug, issuer and client it was given for, and for nothing that is put in their place."""
    whom = hashlib.sha256(f"{entry.issuer}\0{entry.client_id}".encode()).hexdigest()[:32]
    return f"oidc:{entry.slug}:{whom}"
