"""Looking after the models of Ollama servers: who may, what is done, what is written down."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest

from chat_app.errors import AppError, NotFoundError
from chat_app.i18n import translate
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.services.kernel.actor import Actor
from chat_app.services.ollama.dto import Pull
from chat_app.services.ollama.errors import ModelNameError, PullNotFoundError, PullRunningError, ServerNotFoundError, TooManyPullsError
from chat_app.services.providers.dto import NewProvider, ProviderChange
from chat_app.services.site.sections import Privacy
from tests.fakes.ollama_server import NO_NETWORK, NO_SPACE, REGISTRY
from tests.services.ollama.conftest import CHAT, EMBED, NEW, Stable
from tests.waiting import eventually


async def ended(stable: Stable, pull: Pull) -> Pull:
    await eventually(lambda: stable.ollama.get_pull(stable.admin, pull.id).state != "running")
    return stable.ollama.get_pull(stable.admin, pull.id)


async def watched(stable: Stable, pull: Pull, at_least: int) -> None:
    """Wait until so many bytes came."""
    await eventually(lambda: stable.ollama.get_pull(stable.admin, pull.id).done >= at_least)


class TestServers:
    async def test_that_of_the_environment_and_those_of_the_platform(self, stable: Stable) -> None:
        made = await stable.providers.create(stable.admin, NewProvider("ollama", label="Cellar", base_url=stable.fake.url), platform=True)
        first, second = await stable.ollama.servers(stable.admin)
        assert (first.id, first.source, first.version, first.problem_key) == ("ollama", "environment", "0.12.6", "")
        assert (second.label, second.source, second.address) == ("Cellar", "provider", f"127.0.0.1:{stable.fake.port}")
        await stable.providers.change(stable.admin, made.id, ProviderChange(enabled=False), platform=True)
        assert [each.id for each in await stable.ollama.servers(stable.admin)] == ["ollama"]

    async def test_a_blocked_region_takes_its_servers_away(self, stable: Stable) -> None:
        await stable.site.save(stable.admin, Privacy(blocked_regions=("local",)))
        assert await stable.ollama.servers(stable.admin) == []
        with pytest.raises(ServerNotFoundError):
            await stable.ollama.content(stable.admin, "ollama")

    async def test_one_that_does_not_answer_says_so(self, stable: Stable) -> None:
        stable.ollama._servers._environment[0] = _elsewhere(stable)
        (server,) = await stable.ollama.servers(stable.admin)
        assert (server.version, server.problem_key) == ("", "ollama_errors.gone")
        assert "Ollama" in translate(server.problem_key, "de", **server.problem_params)
        with pytest.raises(AppError) as caught:
            await stable.ollama.content(stable.admin, "ollama")
        assert caught.value.key == "ollama_errors.gone"


def _elsewhere(stable: Stable) -> ProviderConfig:
    return replace(stable.ollama._servers._environment[0], base_url="http://127.0.0.1:9")


class TestContent:
    async def test_models_with_what_is_in_memory(self, stable: Stable) -> None:
        stable.fake.load(CHAT)
        content = await stable.ollama.content(stable.admin, "ollama")
        chat, embed = content.models
        assert (chat.name, chat.family, chat.quantisation, chat.capabilities) == (CHAT, "llama", "Q8_0", ("chat", "tools"))
        assert chat.loaded
        assert chat.loaded.size == REGISTRY[CHAT].size
        assert (embed.capabilities, embed.loaded) == (("embedding",), None)
        assert content.disk == REGISTRY[CHAT].size + REGISTRY[EMBED].size
        assert (content.memory, content.memory_vram) == (REGISTRY[CHAT].size, REGISTRY[CHAT].size // 2)

    async def test_show(self, stable: Stable) -> None:
        assert (await stable.ollama.show(stable.admin, "ollama", CHAT)).context_tokens == 131_072
        with pytest.raises(AppError):
            await stable.ollama.show(stable.admin, "ollama", "nothing:1b")


class TestPull:
    async def test_a_model_comes_in_and_can_be_chosen(self, stable: Stable) -> None:
        await stable.catalogue.refresh(stable.user)
        assert f"ollama/{NEW}" not in await stable.listed()
        pull = await stable.ollama.pull(stable.admin, "ollama", f"ollama pull {NEW} ")
        done = await ended(stable, pull)
        assert (done.state, done.phase, done.done, done.total) == ("done", "done", 30_001_400, 30_001_400)
        await eventually(lambda: len(stable.acts()) == 2)
        assert stable.acts() == [("ollama.pull", "done", NEW), ("ollama.pull_end", "done", NEW)]
        await eventually(lambda: f"ollama/{NEW}" in {card.id for card in stable.catalogue.shown(stable.user)})

    async def test_who_asks_twice_gets_the_same_one(self, stable: Stable) -> None:
        stable.fake.hold()
        first = await stable.ollama.pull(stable.admin, "ollama", NEW)
        assert (await stable.ollama.pull(stable.admin, "ollama", NEW)).id == first.id
        stable.fake.release()
        await ended(stable, first)
        again = await stable.ollama.pull(stable.admin, "ollama", NEW)
        assert again.id != first.id
        assert [each.id for each in stable.ollama.pulls(stable.admin)] == [again.id]

    async def test_several_viewers_see_the_same_progress_whenever_they_come(self, stable: Stable) -> None:
        stable.fake.pause = 0.002

        async def watch() -> list[Pull]:
            async with aclosing(stable.ollama.follow(stable.admin, 60)) as batches:
                seen: list[Pull] = []
                async for (pull,) in batches:
                    seen.append(pull)
                    if pull.state == "done":
                        break
            return seen

        pull = await stable.ollama.pull(stable.admin, "ollama", NEW)
        early = asyncio.create_task(watch())
        await watched(stable, pull, 5_000_000)
        late = await watch()
        assert late[0].done >= 5_000_000
        for seen in (await early, late):
            assert seen[-1].done == 30_001_400
            assert [each.done for each in seen] == sorted(each.done for each in seen)
            assert [each.version for each in seen] == sorted(each.version for each in seen)

    async def test_a_viewer_who_leaves_ends_nothing(self, stable: Stable) -> None:
        stable.fake.hold()
        pull = await stable.ollama.pull(stable.admin, "ollama", NEW)
        async with aclosing(stable.ollama.follow(stable.admin, 60)) as batches:
            async for _ in batches:
                break
        stable.fake.release()
        assert (await ended(stable, pull)).state == "done"

    async def test_cancel_keeps_what_came(self, stable: Stable) -> None:
        stable.fake.pause = 0.005
        pull = await stable.ollama.pull(stable.admin, "ollama", NEW)
        await watched(stable, pull, 3_000_000)
        cancelled = await stable.ollama.cancel(stable.admin, pull.id)
        assert cancelled.state == "cancelled"
        await eventually(lambda: stable.fake.pulling == 0)
        assert 3_000_000 <= sum(stable.fake.layers.values()) < 30_000_000
        assert [act[0] for act in stable.acts()] == ["ollama.pull", "ollama.pull_end", "ollama.pull_cancel"]
        assert (await stable.ollama.cancel(stable.admin, pull.id)).state == "cancelled"
        stable.fake.pause = 0
        again = await ended(stable, await stable.ollama.pull(stable.admin, "ollama", NEW))
        assert again.state == "done"

    @pytest.mark.parametrize(
        ("said", "key"), [(NO_SPACE, "ollama_errors.no_space"), (NO_NETWORK, "ollama_errors.no_network")], ids=["no space", "no network"]
    )
    async def test_a_failure_is_told_in_words(self, stable: Stable, said: str, key: str) -> None:
        stable.fake.fail = said
        failed = await ended(stable, await stable.ollama.pull(stable.admin, "ollama", NEW))
        assert (failed.state, failed.problem_key) == ("failed", key)
        assert NEW in translate(failed.problem_key, "en", **failed.problem_params)
        await eventually(lambda: stable.acts()[-1] == ("ollama.pull_end", "failed", NEW))

    async def test_an_unknown_name_and_a_server_that_goes_away(self, stable: Stable) -> None:
        unknown = await ended(stable, await stable.ollama.pull(stable.admin, "ollama", "nothing:1b"))
        assert unknown.problem_key == "ollama_errors.unknown_model"
        stable.fake.cut = True
        cut = await ended(stable, await stable.ollama.pull(stable.admin, "ollama", NEW))
        assert cut.problem_key == "ollama_errors.broken_off"

    async def test_no_more_than_a_few_at_once(self, stable: Stable) -> None:
        stable.fake.hold()
        for name in ("a:1", "b:1", "c:1", "d:1"):
            await stable.ollama.pull(stable.admin, "ollama", name)
        with pytest.raises(TooManyPullsError):
            await stable.ollama.pull(stable.admin, "ollama", "e:1")

    async def test_the_end_of_the_process_ends_them_in_good_order(self, stable: Stable) -> None:
        stable.fake.hold()
        pull = await stable.ollama.pull(stable.admin, "ollama", NEW)
        await stable.ollama.close()
        assert stable.ollama.get_pull(stable.admin, pull.id).state == "cancelled"
        assert stable.acts()[-1] == ("ollama.pull_end", "done", NEW)
        await eventually(lambda: stable.fake.pulling == 0)

    async def test_one_that_ended_can_be_put_away(self, stable: Stable) -> None:
        stable.fake.hold()
        pull = await stable.ollama.pull(stable.admin, "ollama", NEW)
        with pytest.raises(PullRunningError):
            stable.ollama.dismiss(stable.admin, pull.id)
        stable.fake.release()
        await ended(stable, pull)
        stable.ollama.dismiss(stable.admin, pull.id)
        assert stable.ollama.pulls(stable.admin) == []
        with pytest.raises(PullNotFoundError):
            await stable.ollama.cancel(stable.admin, pull.id)


class TestActs:
    async def test_delete_takes_it_from_the_choice(self, stable: Stable) -> None:
        await stable.catalogue.refresh(stable.user)
        assert f"ollama/{CHAT}" in await stable.listed()
        await stable.ollama.delete(stable.admin, "ollama", CHAT)
        assert CHAT not in stable.fake.models
        assert await stable.listed() == []
        with pytest.raises(AppError) as caught:
            await stable.ollama.delete(stable.admin, "ollama", CHAT)
        assert caught.value.key == "ollama_errors.unknown_model"
        assert stable.acts() == [("ollama.delete", "done", CHAT), ("ollama.delete", "failed", CHAT)]

    async def test_unload(self, stable: Stable) -> None:
        stable.fake.load(CHAT)
        await stable.ollama.unload(stable.admin, "ollama", CHAT)
        assert stable.fake.loaded == {}
        assert stable.acts() == [("ollama.unload", "done", CHAT)]


class TestWhoMay:
    @pytest.mark.parametrize("nobody", [False, True], ids=["user", "nobody"])
    async def test_nobody_else_learns_that_there_is_anything(self, stable: Stable, nobody: bool) -> None:
        stable.fake.hold()
        pull = await stable.ollama.pull(stable.admin, "ollama", NEW)
        actor, ollama = Actor("") if nobody else stable.user, stable.ollama
        for verb in (
            lambda: ollama.servers(actor),
            lambda: ollama.content(actor, "ollama"),
            lambda: ollama.show(actor, "ollama", CHAT),
            lambda: ollama.pull(actor, "ollama", NEW),
            lambda: ollama.cancel(actor, pull.id),
            lambda: ollama.delete(actor, "ollama", CHAT),
            lambda: ollama.unload(actor, "ollama", CHAT),
            lambda: ollama.readiness(actor),
            lambda: ollama.pull_missing(actor),
        ):
            with pytest.raises(NotFoundError):
                await verb()
        for plain in (
            lambda: ollama.pulls(actor),
            lambda: ollama.get_pull(actor, pull.id),
            lambda: ollama.dismiss(actor, pull.id),
            lambda: ollama.follow(actor, 1),
            lambda: ollama.suggestions(actor),
        ):
            with pytest.raises(NotFoundError):
                plain()
        assert CHAT in stable.fake.models
        assert ollama.get_pull(stable.admin, pull.id).state == "running"

    @pytest.mark.parametrize("name", ["", "..", "a b", "a//b", "http://evil.test/x", "x" * 300, "a@b"])
    async def test_names_are_checked_before_anything_is_sent(self, stable: Stable, name: str) -> None:
        with pytest.raises(ModelNameError):
            await stable.ollama.pull(stable.admin, "ollama", name)
        with pytest.raises(ModelNameError):
            await stable.ollama.delete(stable.admin, "ollama", name)
        assert stable.fake.requests == []
