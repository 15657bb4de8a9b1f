"""One's own billing profile over REST."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body
from chat_app.container import services
from chat_app.services.tax.dto import Profile, ProfileFacts

router = APIRouter(prefix="/billing/profile", tags=["billing"])

Line = Annotated[str, Field(max_length=200)]


class ProfileBody(Body):
    """The profile as a whole. Consumers have no company and no VAT id."""

    business: bool = False
    name: Line = ""
    company: Line = ""
    street: Line = ""
    extra: Line = ""
    postal_code: Annotated[str, Field(max_length=20)] = ""
    city: Annotated[str, Field(max_length=100)] = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    vat_id: Annotated[str, Field(max_length=20)] = ""
    """With its country's prefix; spaces do not count."""
    reference: Annotated[str, Field(max_length=100)] = ""
    """What you want to read on invoices: an order number, a Leitweg-ID."""
    email: Annotated[str, Field(max_length=254)] = ""
    """Where invoices go; empty for the account's address."""


@router.get("")
async def get_profile(actor: CurrentActor) -> ProfileFacts:
    """The profile, what is missing of it, and which VAT follows from it."""
    return await services().billing_profiles.get(actor)


@router.put("")
async def save_profile(actor: CurrentActor, body: ProfileBody) -> ProfileFacts:
    """Write the profile as a whole. A new VAT id is checked with the register of the EU (VIES), which may take seconds."""
    return await services().billing_profiles.save(actor, Profile(**body.model_dump()))


@router.post("/check")
async def check_vat_id(actor: CurrentActor) -> ProfileFacts:
    """Ask the register about the VAT id once more."""
    return await services().billing_profiles.check(actor)
