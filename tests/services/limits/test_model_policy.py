"""A model that a person's groups do not allow is not there for them: not in lists, not as default, not for a request.

They are told that it is their group that does not allow it, in the same words whether or not there is such a model.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_app.errors import NotFoundError
from chat_app.services.access.policy import Policy
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.catalogue.errors import ModelNotAllowedError
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


async def test_what_is_not_allowed_is_not_there(parts):
    everything = [card.id for card in await parts.catalogue.models(member())]
    forbidden, outsider = next(each for each in everything if each.startswith("anthropic/")), member("openai/*")

    assert [card.id for card in await parts.catalogue.models(outsider)] == [OFFLINE_MODEL_ID]
    assert await parts.catalogue.default_model_id(outsider, forbidden) == OFFLINE_MODEL_ID
    assert await parts.catalogue.card(outsider, forbidden) is None


@pytest.mark.parametrize("ask", ["route", "require", "get"])
async def test_the_reason_is_the_group_and_tells_nothing_of_what_exists(parts, ask):
    listed = next(card.id for card in await parts.catalogue.models(member()) if card.id.startswith("anthropic/"))
    for model_id in (listed, "anthropic/never-listed", "nowhere/model"):
        with pytest.raises(ModelNotAllowedError) as refused:
            await getattr(parts.catalogue, ask)(member("openai/*"), model_id)
        assert (refused.value.key, refused.value.params) == ("error.model_not_allowed", {})


async def test_within_what_is_allowed_a_missing_model_is_missing(parts):
    for model_id in ("openai/gpt-5", "openai", "openai/", "", "anthropic/"):
        with pytest.raises(NotFoundError) as unknown:
            await parts.catalogue.route(member("openai/*"), model_id)
        assert unknown.value.key == "error.model_unknown"


async def test_patterns_leave_what_they_name(parts):
    everything = [card.id for card in await parts.catalogue.models(member())]
    allowed = next(each for each in everything if each.startswith("anthropic/"))

    assert [card.id for card in await parts.catalogue.models(member(allowed))] == [allowed, OFFLINE_MODEL_ID]
    assert (await parts.catalogue.route(member(allowed), allowed)).card.id == allowed
