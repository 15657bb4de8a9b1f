"""What administrators set for everybody, over REST: each section is read and written as a whole."""

from __future__ import annotations

from typing import TypeVar

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor, permitted
from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.billing_sections import Credit, Seller, TopUps
from chat_app.services.site.sections import ConsentTexts, Fallbacks, Pricing, Privacy, Section, SignIn, UsageLimits

S = TypeVar("S", bound=Section)

router = APIRouter(prefix="/admin/site", tags=["administration"])


@router.get("/sign-in", dependencies=[permitted(SignIn.permission)])
async def get_sign_in() -> SignIn:
    """How people come in."""
    return await services().site.load(SignIn)


@router.put("/sign-in", dependencies=[permitted(SignIn.permission)])
async def set_sign_in(actor: CurrentActor, body: SignIn) -> SignIn:
    """Set how people come in; what is left out gets its default."""
    return await _save(actor, body)


@router.get("/limits", dependencies=[permitted(UsageLimits.permission)])
async def get_limits() -> UsageLimits:
    """The limits of everybody."""
    return await services().site.load(UsageLimits)


@router.put("/limits", dependencies=[permitted(UsageLimits.permission)])
async def set_limits(actor: CurrentActor, body: UsageLimits) -> UsageLimits:
    """Set the limits of everybody."""
    return await _save(actor, body)


@router.get("/privacy", dependencies=[permitted(Privacy.permission)])
async def get_privacy() -> Privacy:
    """How long what is kept, and what leaves the house."""
    return await services().site.load(Privacy)


@router.put("/privacy", dependencies=[permitted(Privacy.permission)])
async def set_privacy(actor: CurrentActor, body: Privacy) -> Privacy:
    """Set how long what is kept."""
    return await _save(actor, body)


@router.get("/consent-texts", dependencies=[permitted(ConsentTexts.permission)])
async def get_consent_texts() -> ConsentTexts:
    """What people agree to."""
    return await services().site.load(ConsentTexts)


@router.put("/consent-texts", dependencies=[permitted(ConsentTexts.permission)])
async def set_consent_texts(actor: CurrentActor, body: ConsentTexts) -> ConsentTexts:
    """Set what people agree to: a text counts when both its address and its version are there."""
    return await _save(actor, body)


@router.get("/pricing", dependencies=[permitted(Pricing.permission)])
async def get_pricing() -> Pricing:
    """What people pay on top of what the platform's providers take."""
    return await services().site.load(Pricing)


@router.put("/pricing", dependencies=[permitted(Pricing.permission)])
async def set_pricing(actor: CurrentActor, body: Pricing) -> Pricing:
    """Set the margin, in hundredths of a percent; it counts for answers that begin a few seconds from now on."""
    return await _save(actor, body)


@router.get("/fallbacks", dependencies=[permitted(Fallbacks.permission)])
async def get_fallbacks() -> Fallbacks:
    """Which models are asked when one fails."""
    return await services().site.load(Fallbacks)


@router.put("/fallbacks", dependencies=[permitted(Fallbacks.permission)])
async def set_fallbacks(actor: CurrentActor, body: Fallbacks) -> Fallbacks:
    """Set the chains, and whether the built-in assistant stands in at their end; what people chose themselves goes first."""
    return await _save(actor, body)


@router.get("/credit", dependencies=[permitted(Credit.permission)])
async def get_credit() -> Credit:
    """Whether calls are paid from credit, and for how much."""
    return await services().site.load(Credit)


@router.put("/credit", dependencies=[permitted(Credit.permission)])
async def set_credit(actor: CurrentActor, body: Credit) -> Credit:
    """Set charging, margins and free models; it counts for calls that begin a few seconds from now on."""
    return await _save(actor, body)


@router.get("/top-ups", dependencies=[permitted(TopUps.permission)])
async def get_top_ups() -> TopUps:
    """How credit can be bought."""
    return await services().site.load(TopUps)


@router.put("/top-ups", dependencies=[permitted(TopUps.permission)])
async def set_top_ups(actor: CurrentActor, body: TopUps) -> TopUps:
    """Set which amounts are offered, and what people may choose."""
    return await _save(actor, body)


@router.get("/seller", dependencies=[permitted(Seller.permission)])
async def get_seller() -> Seller:
    """Who sells, as invoices say it."""
    return await services().site.load(Seller)


@router.put("/seller", dependencies=[permitted(Seller.permission)])
async def set_seller(actor: CurrentActor, body: Seller) -> Seller:
    """Set who sells and how tax is declared; invoices that exist stay as they are."""
    return await _save(actor, body)


async def _save(actor: Actor, section: S) -> S:
    await services().site.save(actor, section)
    return section
