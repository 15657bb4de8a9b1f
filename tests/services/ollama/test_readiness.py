"""What works without a network, with servers that have this and that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat_app.i18n import LANGUAGES
from chat_app.services.ollama.dto import Feature, Readiness
from chat_app.services.ollama.errors import NothingMissingError
from chat_app.services.ollama.sentences import feature_label, feature_text, readiness_advice
from chat_app.services.ollama.suggestions import default_for, suggestions, wanted_for
from tests.fakes.ollama_server import REGISTRY
from tests.services.ollama.conftest import CHAT, EMBED, VISION, Stable
from tests.waiting import eventually


def states(readiness: Readiness) -> dict[str, str]:
    return {feature.name: feature.state for feature in readiness.features}


ALWAYS = {"assistant": "works", "documents": "works", "search": "works", "pages": "works", "cloud": "network"}


async def test_an_embedder_and_a_chat_model_leave_the_pictures(stable: Stable) -> None:
    readiness = await stable.ollama.readiness(stable.admin)
    assert states(readiness) == {
        "chat": "works",
        "vision": "missing",
        "knowledge": "works",
        "titles": "works",
        "summaries": "works",
        **ALWAYS,
    }
    assert (readiness.missing, readiness.server, readiness.is_ready) == ((VISION,), "ollama", False)
    by_name = {feature.name: feature for feature in readiness.features}
    assert by_name["chat"].models == (f"ollama/{CHAT}",)
    assert by_name["knowledge"].models == (f"ollama/{EMBED}",)


async def test_all_of_it_and_none_of_it(stable: Stable) -> None:
    stable.fake.models[VISION] = REGISTRY[VISION]
    assert (await stable.ollama.readiness(stable.admin)).is_ready
    stable.fake.models.clear()
    readiness = await stable.ollama.readiness(stable.admin)
    assert [name for name, state in states(readiness).items() if state == "missing"] == [
        "chat",
        "vision",
        "knowledge",
        "titles",
        "summaries",
    ]
    # One model answers and sees: nobody needs a second one for chats.
    assert readiness.missing == (VISION, EMBED)


async def test_a_server_that_is_gone_works_for_nothing_though_its_models_are_listed(stable: Stable) -> None:
    assert states(await stable.ollama.readiness(stable.admin))["chat"] == "works"
    shelf = stable.catalogue._shelves.find("", "ollama")
    assert shelf
    gone = replace(shelf.config, base_url="http://127.0.0.1:9")
    stable.ollama._servers._environment[0] = shelf.config = gone
    await shelf.gateway.close()  # pyright: ignore[reportOptionalMemberAccess]
    shelf.gateway = None
    readiness = await stable.ollama.readiness(stable.admin)
    assert stable.catalogue.shown(stable.user)
    assert (states(readiness)["chat"], readiness.server, readiness.has_server) == ("missing", "", True)


async def test_models_that_ollama_only_passes_on_do_not_count(stable: Stable) -> None:
    stable.fake.models = {"gpt-oss:120b-cloud": REGISTRY[CHAT]}
    assert states(await stable.ollama.readiness(stable.admin))["chat"] == "missing"


async def test_what_is_missing_is_fetched(stable: Stable) -> None:
    stable.fake.models.clear()
    pulls = await stable.ollama.pull_missing(stable.admin)
    assert [pull.model for pull in pulls] == [VISION, EMBED]
    await eventually(lambda: all(pull.state == "done" for pull in stable.ollama.pulls(stable.admin)))
    assert (await stable.ollama.readiness(stable.admin)).is_ready
    with pytest.raises(NothingMissingError):
        await stable.ollama.pull_missing(stable.admin)


def test_suggestions_are_complete() -> None:
    assert {use for each in suggestions() for use in each.uses} == {"chat", "vision", "embedding"}
    assert all(50_000_000 < each.size < each.memory * 2 for each in suggestions())
    assert {default_for(use) for use in ("chat", "vision", "embedding")} <= {each.name for each in suggestions()}
    assert wanted_for(["chat"]) == {"chat": "llama3.2:3b"}
    assert wanted_for([]) == {}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everything_has_words(stable: Stable, language: str) -> None:
    full = await stable.ollama.readiness(stable.admin)
    stable.fake.models.clear()
    empty = await stable.ollama.readiness(stable.admin)
    off = [Feature("titles", "off"), Feature("documents", "off")]
    for feature in [*full.features, *empty.features, *off]:
        assert feature_label(feature, language)
        assert "{" not in feature_text(feature, language)
    for readiness in (full, empty, replace(empty, server=""), replace(empty, has_server=False), Readiness([], (), "", False)):
        assert readiness_advice(readiness, language)
