"""A model that a person's groups do not allow does not exist for them: not in lists, not as default, not for a request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_app.errors import NotFoundError
from chat_app.services.access.policy import Policy
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services


@pytest.fixture
def parts(tmp_path: Path, empty_database: Path) -> Iterator[Services]:
    (tmp_path / "parley.db").write_bytes(empty_database.read_bytes())
    built = build_services(Settings(data_dir=tmp_path, anthropic_api_key="x"))
    yield built
    built.db.close()


def member(*patterns: str) -> Actor:
    return Actor(new_id(), policy=Policy(models=patterns))


async def test_without_a_policy_everything_is_there(parts):
    ids = [card.id for card in await parts.catalogue.models(member())]

    assert len(ids) > 2
    assert (await parts.catalogue.default_model_id(member())).startswith("anthropic/")


async def test_what_is_not_allowed_is_unknown(parts):
    everything = [card.id for card in await parts.catalogue.models(member())]
    forbidden, outsider = next(each for each in everything if each.startswith("anthropic/")), member("openai/*")

    assert [card.id for card in await parts.catalogue.models(outsider)] == [OFFLINE_MODEL_ID]
    assert await parts.catalogue.default_model_id(outsider, forbidden) == OFFLINE_MODEL_ID
    assert await parts.catalogue.card(outsider, forbidden) is None
    with pytest.raises(NotFoundError) as refused:
        await parts.catalogue.route(outsider, forbidden)
    with pytest.raises(NotFoundError) as unknown:
        await parts.catalogue.route(outsider, "nowhere/model")
    assert refused.value.key == unknown.value.key


async def test_patterns_leave_what_they_name(parts):
    everything = [card.id for card in await parts.catalogue.models(member())]
    allowed = next(each for each in everything if each.startswith("anthropic/"))

    assert [card.id for card in await parts.catalogue.models(member(allowed))] == [allowed, OFFLINE_MODEL_ID]
    assert (await parts.catalogue.route(member(allowed), allowed)).card.id == allowed
