"""The sections of what administrators set. Each is one JSON object; what is not stored has its default."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from chat_app.services.access.policy import Limits, Pattern

Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=253, to_lower=True)]
Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,12}$")]
TextUrl = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s<>\"']+|/[^\s<>\"'/\\][^\s<>\"'\\]*)?$", max_length=500)]
"""Of the web, or a path of this site."""
TextVersion = Annotated[str, StringConstraints(pattern=r"^[\w .-]{0,40}$")]
Days = Annotated[StrictInt, Field(ge=1, le=36_500)]


class Section(BaseModel):
    """A section; `name` is its key in the table, `permission` what it takes to change it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: ClassVar[str]
    permission: ClassVar[str]
    needs_proof: ClassVar[bool] = False
    """Whether a change asks for a recent proof: what opens doors, or lets others see what they could not."""


class SignIn(Section):
    """How people come in."""

    name = "sign_in"
    permission = "admin.sign_in"
    needs_proof = True

    registration: Literal["open", "invitation", "domain", "closed"] = "closed"
    domains: tuple[Domain, ...] = Field(default=(), max_length=100)
    """For `domain`: whose addresses may register."""
    passwords: StrictBool = True
    """Whether people sign in with passwords; else only through an identity provider (administrators still can)."""
    admin_second_factor: StrictBool = True
    """Whether administrators must have a second factor or a passkey."""
    breach_lookup: StrictBool = False
    """Whether new passwords are looked up in a public list of breached ones, by the first five digits of their SHA-1."""


class OidcProvider(BaseModel):
    """A provider where people may sign in. The secret is in the vault, bound to slug and issuer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    preset: Literal["google", "microsoft", "github", "keycloak", "generic"]
    label: Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
    issuer: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    secret_id: Annotated[str, StringConstraints(max_length=36)] = ""
    allow_registration: StrictBool = False
    """Whether people unknown here get an account through this provider, whatever `SignIn.registration` says."""
    domains: tuple[Domain, ...] = Field(default=(), max_length=100)
    """Whose verified addresses alone may come in for the first time; empty for everybody whom the provider knows."""


class OidcProviders(Section):
    """Where people may sign in instead of giving a password here."""

    name = "oidc_providers"
    permission = "admin.sign_in"
    needs_proof = True

    providers: tuple[OidcProvider, ...] = Field(default=(), max_length=20)


class UsageLimits(Section):
    """The limits of everybody; groups set theirs beside them."""

    name = "limits"
    permission = "admin.limits"

    limits: Limits = Limits(requests_per_minute=1_200, concurrent_turns=20)
    network_requests_per_minute: Annotated[StrictInt, Field(ge=60, le=1_000_000)] = 6_000
    """Of all who come from one /24 of IPv4 or /64 of IPv6, signed in or not."""


class Privacy(Section):
    """How long what is kept, and what leaves the house."""

    name = "privacy"
    permission = "admin.privacy"
    needs_proof = True

    chat_days: Days | None = None
    """Chats untouched for so long go to the trash; None keeps them."""
    upload_days: Days | None = None
    audit_days: Annotated[StrictInt, Field(ge=90, le=3_650)] = 730
    deletion_days: Annotated[StrictInt, Field(ge=0, le=30)] = 7
    """For how long a deleted account can come back."""
    blocked_regions: tuple[Region, ...] = Field(default=(), max_length=50)
    content_access: StrictBool = True
    """Whether administrators may open access to somebody's chats at all; each time with a reason, and seen by that person."""
    redact_personal_data: StrictBool = False
    """Whether addresses, numbers of accounts and the like are replaced before a model of a provider sees them."""
    redact_for_local_models: StrictBool = False
    """Whether the same holds for models of an own server."""


class Pricing(Section):
    """What people pay for answers of the platform's providers."""

    name = "pricing"
    permission = "admin.providers"

    margin_points: Annotated[StrictInt, Field(ge=0, le=100_000)] = 0
    """Hundredths of a percent on top of what the provider takes. Whoever brings an own key pays nothing here."""


class FallbackChain(BaseModel):
    """Which models are asked, in this order, when one that the pattern names fails."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: Pattern
    """Of model ids, such as `openai/*`."""
    model_ids: tuple[Pattern, ...] = Field(min_length=1, max_length=3)


class Fallbacks(Section):
    """What happens when a model fails; what people chose for themselves goes first."""

    name = "fallbacks"
    permission = "admin.providers"

    chains: tuple[FallbackChain, ...] = Field(default=(), max_length=100)
    """The first one whose pattern fits counts."""
    stand_in: StrictBool = True
    """Whether the built-in assistant answers people where all models failed, saying so; programs get the error."""


ListUrl = Annotated[str, StringConstraints(pattern=r"^(https?://[^\s<>\"']+)?$", max_length=500)]


class PriceLists(Section):
    """Where prices and abilities of models are published; an empty address leaves that list out."""

    name = "price_lists"
    permission = "admin.providers"

    fetch: StrictBool = True
    """Whether the lists are fetched once a day. Nothing of this house is sent along."""
    litellm_url: ListUrl = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json"
    openrouter_url: ListUrl = "https://openrouter.ai/api/v1/models"


class ConsentTexts(Section):
    """Texts that people agree to; each counts when both its address and its version are set."""

    name = "consent_texts"
    permission = "admin.privacy"

    terms_url: TextUrl = ""
    terms_version: TextVersion = ""
    privacy_url: TextUrl = ""
    privacy_version: TextVersion = ""
