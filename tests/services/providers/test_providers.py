"""Setting up providers: who may, what is kept, what happens to the key."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError, NotAllowedError, NotFoundError
from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.models import Provider
from chat_app.services.kernel.actor import Actor
from chat_app.services.providers import rules
from chat_app.services.providers.dto import NewProvider, ProviderChange
from chat_app.services.providers.records import bound_to
from chat_app.services.site.sections import Privacy
from tests.services.providers.conftest import KEY, Desk, somebody


class TestKey:
    async def test_goes_in_and_never_comes_out(self, desk: Desk) -> None:
        made = await desk.own()
        assert (made.key_hint, made.state) == ("…6789", "untested")
        assert KEY not in repr([asdict(made), await desk.providers.list(desk.user), desk.row(made.id), desk.secrets()])

    async def test_is_sealed(self, desk: Desk) -> None:
        made = await desk.own()
        row = desk.row(made.id)
        assert KEY.encode() not in desk.secrets()[0].sealed
        assert desk.db.read_now(lambda session: desk.vault.reveal(session, row.secret_id or "", bound_to(row))) == KEY

    async def test_replaced_leaves_nothing_behind(self, desk: Desk) -> None:
        made = await desk.own()
        changed = await desk.providers.change(desk.user, made.id, ProviderChange(key="sk-another-987654321"))
        assert (changed.key_hint, changed.state, len(desk.secrets())) == ("…4321", "untested", 1)
        assert (await desk.providers.change(desk.user, made.id, ProviderChange(key=""))).key_hint == ""
        assert desk.secrets() == []

    async def test_another_address_clears_it(self, desk: Desk) -> None:
        """X19: the key was meant for the address before."""
        made = await desk.own()
        changed = await desk.providers.change(desk.user, made.id, ProviderChange(base_url="https://evil.test/v1"))
        assert (changed.base_url, changed.key_hint, desk.secrets()) == ("https://evil.test/v1", "", [])

    async def test_stays_with_the_same_address(self, desk: Desk) -> None:
        made = await desk.own()
        changed = await desk.providers.change(desk.user, made.id, ProviderChange(label="Ours", base_url="https://models.test/v1/"))
        assert (changed.label, changed.key_hint) == ("Ours", "…6789")

    async def test_a_new_one_can_come_with_the_address(self, desk: Desk) -> None:
        made = await desk.own()
        await desk.providers.change(desk.user, made.id, ProviderChange(base_url="https://other.test/v1", key="sk-for-the-other-one"))
        row = desk.row(made.id)
        assert desk.db.read_now(lambda session: desk.vault.reveal(session, row.secret_id or "", bound_to(row))) == "sk-for-the-other-one"

    @pytest.mark.parametrize(("field", "value"), [("base_url", "https://evil.test/v1"), ("vendor", "openai"), ("owner_id", None)])
    async def test_a_tampered_row_cannot_open_it(self, desk: Desk, field: str, value: str | None) -> None:
        made = await desk.own()

        def tamper(session) -> None:
            setattr(session.get(Provider, made.id), field, value)

        desk.db.write_now(tamper)
        desk.catalogue.changed(desk.user.user_id)
        assert await desk.catalogue.card(desk.user, f"{made.slug}/gpt-5") is None
        found = await desk.providers.list(desk.admin if field == "owner_id" else desk.user, platform=field == "owner_id")
        assert [(info.state, info.problem_key) for info in found] == [("failing", "providers.problem.lost")]

    @pytest.mark.parametrize("key", ["sk-\r\nX-Evil: 1", "schlüssel", "with blank", "x" * 4_001, "nul\0"])
    async def test_has_to_look_like_one(self, desk: Desk, key: str) -> None:
        with pytest.raises(InvalidInputError, match=r"providers\.error\.key"):
            await desk.own(key=key)

    def test_a_short_one_is_not_given_away_by_its_hint(self) -> None:
        assert (rules.hint_of("short"), rules.hint_of(""), rules.hint_of("sk-123456789")) == ("…", "", "…6789")


class TestDelete:
    async def test_takes_the_key_along(self, desk: Desk) -> None:
        made = await desk.own()
        await desk.providers.delete(desk.user, made.id)
        assert (await desk.providers.list(desk.user), desk.secrets()) == ([], [])
        assert await desk.catalogue.card(desk.user, f"{made.slug}/gpt-5") is None


class TestOthers:
    """Somebody else's provider does not exist."""

    @pytest.mark.parametrize("verb", ["get", "change", "delete", "test"])
    async def test_cannot_be_reached(self, desk: Desk, verb: str) -> None:
        made, other = await desk.own(), somebody(desk.db)
        call = getattr(desk.providers, verb)
        arguments = (ProviderChange(label="Mine now"),) if verb == "change" else ()
        for provider_id in (made.id, "0192a000-0000-7000-8000-000000000000", "x"):
            with pytest.raises(NotFoundError):
                await call(other, provider_id, *arguments)
            with pytest.raises(NotFoundError):
                await call(desk.admin, provider_id, *arguments, platform=True)
        assert (await desk.providers.get(desk.user, made.id)).label == "Mine"

    async def test_those_of_the_platform_are_for_administrators(self, desk: Desk) -> None:
        made = await desk.platform()
        for actor in (desk.user, somebody(desk.db, "manager"), Actor("")):
            with pytest.raises(NotFoundError):
                await desk.providers.list(actor, platform=True)
            with pytest.raises(NotFoundError):
                await desk.providers.test(actor, made.id, platform=True)
        assert await desk.providers.list(desk.user) == []

    async def test_own_ones_need_the_permission(self, desk: Desk) -> None:
        without = Actor(desk.user.user_id, permissions=desk.user.permissions - {"own_providers"})
        with pytest.raises(NotAllowedError):
            await desk.own(without)


class TestAddress:
    @pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "https://[::1]/v1", "https://169.254.169.254/", "https://user@models.test/", "file:///etc/passwd"])  # fmt: skip
    async def test_of_a_person_is_public(self, desk: Desk, url: str) -> None:
        with pytest.raises(AddressRefusedError):
            await desk.own(base_url=url)
        made = await desk.own()
        with pytest.raises(AddressRefusedError):
            await desk.providers.change(desk.user, made.id, ProviderChange(base_url=url))
        assert (await desk.providers.get(desk.user, made.id)).key_hint == "…6789"

    async def test_the_allow_list_is_for_administrators(self, desk: Desk) -> None:
        assert (await desk.platform()).base_url == desk.models.base_url
        with pytest.raises(AddressRefusedError):
            await desk.own(base_url=desk.models.base_url)

    @pytest.mark.parametrize("platform", [False, True])
    async def test_a_key_does_not_travel_in_clear(self, desk: Desk, platform: bool) -> None:
        new = NewProvider("openai_compatible", base_url="http://models.test/v1", key=KEY)
        with pytest.raises(InvalidInputError, match=r"providers\.error\.https"):
            await desk.providers.create(desk.admin, new, platform=platform)

    async def test_of_a_vendor_stays_the_vendors(self, desk: Desk) -> None:
        with pytest.raises(InvalidInputError, match=r"providers\.error\.url_fixed"):
            await desk.providers.create(desk.user, NewProvider("anthropic", base_url="https://evil.test", key=KEY))
        made = await desk.providers.create(desk.user, NewProvider("anthropic", base_url="https://api.anthropic.com/", key=KEY))
        assert made.base_url == "https://api.anthropic.com"

    async def test_ollama_is_for_administrators(self, desk: Desk) -> None:
        with pytest.raises(NotAllowedError):
            await desk.providers.create(desk.user, NewProvider("ollama", base_url="https://ollama.test"))
        assert "ollama" not in [vendor.id for vendor in desk.providers.vendors(desk.user)]
        made = await desk.providers.create(desk.admin, NewProvider("ollama", base_url="https://ollama.test"), platform=True)
        assert (made.state, made.region) == ("untested", "local")


class TestRegion:
    async def test_follows_from_the_vendor(self, desk: Desk) -> None:
        made = await desk.providers.create(desk.user, NewProvider("mistral", key=KEY, region="us"))
        assert made.region == "eu"
        with pytest.raises(InvalidInputError, match="region_own"):
            await desk.providers.change(desk.user, made.id, ProviderChange(region="eu"))
        assert (await desk.own(region="eu")).region == ""

    async def test_is_a_label_of_administrators_for_the_platform(self, desk: Desk) -> None:
        made = await desk.platform(region="CH")
        assert made.region == "ch"
        assert (await desk.providers.change(desk.admin, made.id, ProviderChange(region="eu"), platform=True)).region == "eu"

    @pytest.mark.parametrize(("blocked", "left"), [("cn", ["us"]), ("us", ["cn"]), ("unknown", ["us", "cn"])])
    async def test_a_blocked_one_answers_nobody(self, desk: Desk, blocked: str, left: list[str]) -> None:
        made = {vendor: await desk.providers.create(desk.user, NewProvider(vendor, key=KEY)) for vendor in ("openai", "deepseek")}
        own = await desk.own()
        await desk.site.save(desk.admin, Privacy(blocked_regions=(blocked,)))
        desk.catalogue.changed()
        found = {info.region: await desk.catalogue.card(desk.user, f"{info.slug}/some-model") for info in made.values()}
        assert [region for region, card in found.items() if card] == left
        assert (await desk.catalogue.card(desk.user, f"{own.slug}/x") is None) == (blocked == "unknown")
        states = {info.region or "unknown": info.state for info in await desk.providers.list(desk.user)}
        assert states[blocked] == "blocked"
        with pytest.raises(ConflictError):
            await desk.providers.test(desk.user, next(info.id for info in (*made.values(), own) if (info.region or "unknown") == blocked))


class TestTest:
    async def test_lists_the_models(self, desk: Desk) -> None:
        made = await desk.platform()
        tested = await desk.providers.test(desk.admin, made.id, platform=True)
        assert (tested.models, tested.provider.state, tested.provider.problem_key) == (3, "ok", "")
        assert tested.provider.tested_at is not None

    async def test_says_what_is_wrong(self, desk: Desk) -> None:
        made = await desk.platform(base_url=f"http://127.0.0.1:{desk.models.port}/nowhere")
        tested = await desk.providers.test(desk.admin, made.id, platform=True)
        assert (tested.models, tested.provider.state, tested.provider.problem_key) == (0, "failing", "providers.problem.address")

    async def test_a_change_makes_it_untested(self, desk: Desk) -> None:
        made = await desk.platform()
        await desk.providers.test(desk.admin, made.id, platform=True)
        assert (
            await desk.providers.change(desk.admin, made.id, ProviderChange(key="sk-new-0123456789"), platform=True)
        ).state == "untested"


async def test_states(desk: Desk) -> None:
    made = await desk.providers.create(desk.user, NewProvider("openai"))
    assert (made.state, made.label) == ("no_key", "OpenAI")
    assert await desk.catalogue.card(desk.user, f"{made.slug}/gpt-5") is None
    assert (await desk.providers.change(desk.user, made.id, ProviderChange(enabled=False))).state == "disabled"


@pytest.mark.parametrize(("field", "value"), [("vendor", "nobody"), ("label", "x" * 101), ("label", "a\0b"), ("base_url", "https://models.test/v1?key=x"), ("base_url", "")])  # fmt: skip
async def test_what_cannot_be_is_refused(desk: Desk, field: str, value: str) -> None:
    fields = {"vendor": "openai_compatible", "base_url": "https://models.test/v1", field: value}
    with pytest.raises(InvalidInputError):
        await desk.providers.create(desk.user, NewProvider(**fields))
    assert await desk.providers.list(desk.user) == []


async def test_there_is_an_end_to_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_OWN", 2)
    await desk.own()
    await desk.own()
    with pytest.raises(LimitReachedError):
        await desk.own()


async def test_everything_is_in_the_audit_log(desk: Desk) -> None:
    made = await desk.platform()
    await desk.providers.change(desk.admin, made.id, ProviderChange(label="Other", key="sk-new-0123456789"), platform=True)
    await desk.providers.test(desk.admin, made.id, platform=True)
    await desk.providers.delete(desk.admin, made.id, platform=True)
    assert desk.actions() == ["provider.create done", "provider.change done", "provider.test done", "provider.delete done"]


def test_slugs_of_the_platform_are_names_and_never_the_environments() -> None:
    assert rules.platform_slug("House models", {"x"}) == "house-models"
    assert rules.platform_slug("OpenAI", {"openai-2"}) == "openai-3"
    assert rules.platform_slug("offline", ()) == "offline-2"
    assert rules.platform_slug("日本", ()) == "provider"
    assert not rules.platform_slug("my-123", ()).startswith("my-")
    assert rules.own_slug() != rules.own_slug()
