"""Administrators choose what makes vectors, and see how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chat_app.errors import InvalidInputError, NotFoundError, UpstreamUnavailableError
from chat_app.integrations.llm.rates import Rates
from chat_app.integrations.vectors.port import IndexUnavailableError
from chat_app.services.access.matrix import permissions_of
from chat_app.services.catalogue.dto import Price
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.index_admin import IndexAdmin
from chat_app.services.ledger.errors import InsufficientCreditError
from tests.services.knowledge.conftest import House, paragraphs


class Provider:
    """A provider with one model for vectors, at 20 nano-dollars a token."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.price_known = True
        self.refused = ""
        self.is_away = False

    async def embed(self, actor: Actor, model_id: str, texts: Sequence[str], chat_id: str = "") -> tuple[tuple[float, ...], ...]:
        if model_id != "there/vectors":
            raise NotFoundError("error.model_not_found")
        if actor.user_id == self.refused:
            raise InsufficientCreditError
        if self.is_away:
            raise UpstreamUnavailableError
        self.texts += texts
        return tuple((1.0, len(text) / 10_000) for text in texts)

    async def price(self, actor: Actor, model_id: str) -> Price | None:
        return Price(Rates(input=20_000_000, output=0), "1") if self.price_known else None


@pytest.fixture
def provider(house: House) -> Provider:
    provider = Provider()
    house.parts.embedders._models = provider
    return provider


@pytest.fixture
def admin(house: House, provider: Provider) -> IndexAdmin:
    parts = house.parts
    return IndexAdmin(house.db, house.site, parts.generations, parts.embedders, provider, provider)


def root_of(house: House) -> Actor:
    return replace(house.person("Root"), role="admin", permissions=permissions_of("admin"))


@pytest.fixture
def root(house: House) -> Actor:
    return root_of(house)


async def test_another_model_takes_over_when_all_is_made(house: House, admin: IndexAdmin, root: Actor, provider: Provider):
    await house.read(house.person(), paragraphs("Alpha", "Beta"))
    before = await admin.state(root)
    assert (before.chosen, before.serving, before.filling, before.local, before.missing) == ("", "letters", "", "letters", 0)
    assert before.texts > 1
    chosen = await admin.choose(root, "there/vectors")
    assert (chosen.chosen, chosen.serving, chosen.missing) == ("there/vectors", "letters", before.texts)
    await house.parts.filler.run()
    after = await admin.state(root)
    assert (after.serving, after.filling, after.missing, after.waiting) == ("there/vectors", "", 0, 0)
    assert len(provider.texts) == before.texts + 1
    back = await admin.choose(root, "letters")
    assert (back.chosen, back.missing) == ("", 0)


async def test_one_without_credit_keeps_nobody_waiting(house: House, admin: IndexAdmin, root: Actor, provider: Provider):
    bob, ada = house.person("Bob"), house.person("Ada")
    await house.read(bob, paragraphs("Poor"))
    await house.read(ada, paragraphs("Alpha", "Beta"))
    provider.refused = bob.user_id
    await admin.choose(root, "there/vectors")
    await house.parts.filler.run()
    state = await admin.state(root)
    assert any("Alpha" in text for text in provider.texts)
    assert (state.serving, state.filling) == ("there/vectors", "")
    assert state.missing > 0
    provider.refused = ""
    await house.parts.filler.run()
    assert (await admin.state(root)).missing == 0


async def test_a_provider_that_is_away_is_waited_for(house: House, admin: IndexAdmin, root: Actor, provider: Provider):
    await house.read(house.person("Ada"), paragraphs("Alpha", "Beta"))
    await admin.choose(root, "there/vectors")
    provider.is_away = True
    await house.parts.filler.run()
    assert (await admin.state(root)).serving == "letters"


async def test_the_estimate_counts_what_is_missing(house: House, admin: IndexAdmin, root: Actor, provider: Provider):
    ada = house.person()
    document = await house.read(ada, paragraphs("Alpha"))
    await house.read(ada, paragraphs("Alpha"), "again.txt")
    found = await admin.estimate(root, "there/vectors")
    passages = (await house.passages.list(ada, document.id)).items
    assert (found.texts, found.tokens) == (len(passages), sum(each.tokens for each in passages))
    assert found.cost_nano == found.tokens * 20
    assert [(await admin.estimate(root, each)).cost_nano for each in ("", "none", "letters")] == [0, 0, 0]
    provider.price_known = False
    assert (await admin.estimate(root, "there/vectors")).cost_nano is None


async def test_a_model_that_makes_no_vectors_is_not_chosen(house: House, admin: IndexAdmin, root: Actor):
    with pytest.raises(InvalidInputError):
        await admin.choose(root, "there/chat")
    assert (await admin.state(root)).chosen == ""
    words = await admin.choose(root, "none")
    assert (words.chosen, words.missing) == ("none", 0)
    assert (await admin.limit(root, 7)).documents_per_person == 7
    assert (await admin.state(root)).chosen == "none"


async def test_the_index_is_put_in_order(house: House, admin: IndexAdmin, root: Actor, monkeypatch: pytest.MonkeyPatch):
    assert await admin.optimize(root) is False
    await house.read(house.person(), paragraphs("Alpha"))
    done = list[str]()

    async def optimize() -> bool:
        done.append("letters")
        return True

    monkeypatch.setattr(house.index(), "optimize", optimize, raising=False)
    assert await admin.optimize(root) is True
    assert done == ["letters"]

    async def away() -> bool:
        raise IndexUnavailableError

    monkeypatch.setattr(house.index(), "optimize", away, raising=False)
    with pytest.raises(UpstreamUnavailableError):
        await admin.optimize(root)


async def test_only_administrators_may(house: House, admin: IndexAdmin):
    ada = house.person()
    for attempt in (admin.state(ada), admin.estimate(ada, ""), admin.choose(ada, "none"), admin.limit(ada, 1), admin.optimize(ada)):
        with pytest.raises(NotFoundError):
            await attempt
