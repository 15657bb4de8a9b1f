"""Administration from outside: for whom it is there, what nobody can do even there, and what takes effect at once."""

from __future__ import annotations

import re
import time
from typing import Any

import httpx
import pytest
from sqlmodel import select

from chat_app import models
from chat_app.api.app import create_api
from chat_app.errors import NotAuthenticatedError
from chat_app.services.accounts.authentication import Knock
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services
from tests.security.people import person

PREFIX = "/api/v1/admin"
REASON = "Reported for threats, case 17"
SPEC = create_api().openapi()
ROUTES = [(method, path) for path, verbs in SPEC["paths"].items() if path.startswith(PREFIX) for method in verbs]
ORIGIN = {"Origin": "http://parley.test"}
VOLATILE = re.compile(r'"(?:instance|reference)":"[^"]*"')

Visitor = tuple[Actor, httpx.AsyncClient]


@pytest.fixture
async def visitor(shared: Services, browser):
    """Make somebody with a role, and their browser."""

    async def make(name: str, role: str = "user") -> Visitor:
        actor, headers = await person(shared, name, role)
        return actor, browser(shared, **(headers | ORIGIN))

    return make


async def rows(shared: Services, table: type) -> list[Any]:
    return await shared.db.read(lambda session: [row.model_dump() for row in session.exec(select(table)).all()])


async def role_of(shared: Services, actor: Actor) -> str:
    return (await shared.db.read(lambda session: session.get_one(models.User, actor.user_id))).role


class TestForWhom:
    @pytest.mark.parametrize("role", ["user", "manager"])
    async def test_every_route_is_not_there_for_others(self, shared: Services, visitor, role: str) -> None:
        assert len(ROUTES) > 30
        admin, _ = await visitor("root", "admin")
        _, client = await visitor("other", role)
        before = await rows(shared, models.User)
        nowhere = await client.get("/api/v1/nowhere")
        for method, path in ROUTES:
            answer = await client.request(
                method, re.sub(r"\{\w+\}", admin.user_id, path), json={"role": "admin"} if method != "get" else None
            )
            assert answer.status_code == 404, (method, path)
            assert VOLATILE.sub("", answer.text) == VOLATILE.sub("", nowhere.text), (method, path)
        assert await rows(shared, models.User) == before

    async def test_nor_for_nobody(self, shared: Services, browser) -> None:
        client = browser(shared, **ORIGIN)
        for method, path in ROUTES:
            answer = await client.request(method, re.sub(r"\{\w+\}", new_id(), path))
            assert answer.status_code == 401, (method, path)

    async def test_pages_are_not_there_for_others(self, visitor) -> None:
        _, client = await visitor("other", "manager")
        elsewhere = await client.get("/no/such/page")
        for path in ("/admin", "/admin/users", "/ADMIN/health", "//admin/jobs", "/admin/;x"):
            answer = await client.get(path)
            assert (answer.status_code, answer.text) == (elsewhere.status_code, elsewhere.text)


class TestInvisible:
    """R12 and §5: nobody but administrators can tell that there are any."""

    async def test_managers_see_no_administrator_in_their_groups(self, shared: Services, visitor) -> None:
        admin, root = await visitor("root", "admin")
        boss, manager = await visitor("boss", "manager")
        ada, _ = await visitor("ada")
        group = (await root.post(f"{PREFIX}/groups", json={"name": "Team"})).json()["id"]
        await root.post(f"{PREFIX}/groups/{group}/members", json={"user_ids": [admin.user_id, boss.user_id, ada.user_id]})
        await root.patch(f"{PREFIX}/groups/{group}/members/{boss.user_id}", json={"leads": True})
        led = (await manager.get("/api/v1/led-groups")).json()
        assert [(each["name"], each["members"]) for each in led] == [("Team", 2)]
        for query in ("", "?search=root", "?search=parley.test", "?limit=1"):
            text = (await manager.get(f"/api/v1/led-groups/{group}/members{query}")).text
            assert admin.user_id not in text
            assert "root" not in text

    async def test_nor_can_anybody_else_find_one(self, shared: Services, visitor) -> None:
        admin, _ = await visitor("root", "admin")
        _, client = await visitor("other", "manager")
        for path in [path for path, verbs in SPEC["paths"].items() if "get" in verbs and "{" not in path and not path.startswith(PREFIX)]:
            if "events" in path:
                continue
            text = (await client.get(path, params={"q": "root", "query": "root", "search": "root"})).text
            assert admin.user_id not in text, path
            assert "root@parley.test" not in text, path

    async def test_the_time_of_a_refusal_tells_nothing(self, shared: Services, visitor) -> None:
        admin, _ = await visitor("root", "admin")
        _, client = await visitor("other")

        async def timed(id_: str) -> float:
            begun = time.perf_counter()
            await client.get(f"{PREFIX}/people/{id_}")
            return time.perf_counter() - begun

        known, unknown = [], []
        for _try in range(40):
            known.append(await timed(admin.user_id))
            unknown.append(await timed(new_id()))
        # The quickest of each: what else the machine does only ever adds.
        assert abs(min(known) - min(unknown)) < 0.02


class TestRoles:
    async def test_nobody_changes_their_own_and_the_last_one_stays(self, shared: Services, visitor) -> None:
        admin, root = await visitor("root", "admin")
        for request in (
            root.put(f"{PREFIX}/people/{admin.user_id}/role", json={"role": "user"}),
            root.post(f"{PREFIX}/people/{admin.user_id}/suspend"),
            root.delete(f"{PREFIX}/people/{admin.user_id}"),
        ):
            assert (await request).status_code == 409
        assert await role_of(shared, admin) == "admin"

    async def test_two_admins_cannot_leave_none(self, shared: Services, visitor) -> None:
        one, first = await visitor("one", "admin")
        two, second = await visitor("two", "admin")
        assert (await first.put(f"{PREFIX}/people/{two.user_id}/role", json={"role": "user"})).status_code == 204
        # The session of who was demoted has ended with the role.
        assert (await second.put(f"{PREFIX}/people/{one.user_id}/role", json={"role": "user"})).status_code == 401
        assert await role_of(shared, one) == "admin"

    @pytest.mark.parametrize(
        ("verb", "path", "body"),
        [("put", "role", {"role": "user"}), ("post", "suspend", None), ("delete", "", None), ("delete", "sessions", None)],
    )
    async def test_what_changes_ends_open_sessions_at_once(self, shared: Services, visitor, verb: str, path: str, body) -> None:
        _, root = await visitor("root", "admin")
        boss, client = await visitor("boss", "manager")
        assert (await client.get("/api/v1/me")).status_code == 200
        token = client.headers["cookie"].partition("=")[2]
        knock = Knock({"cookie": f"parley_session={token}", "host": "parley.test"}, "127.0.0.1", "http")
        assert (await shared.accounts.authenticate(knock)).user_id == boss.user_id
        answer = await root.request(verb, f"{PREFIX}/people/{boss.user_id}/{path}".rstrip("/"), json=body)
        assert answer.status_code == 204, answer.text
        assert (await client.get("/api/v1/me")).status_code == 401
        # Streams, websockets and events of pages ask here, too.
        with pytest.raises(NotAuthenticatedError):
            await shared.accounts.authenticate(knock)

    async def test_a_group_takes_a_feature_away_within_seconds(self, shared: Services, visitor) -> None:
        _, root = await visitor("root", "admin")
        ada, client = await visitor("ada")
        assert (await client.get("/api/v1/prompts")).status_code == 200
        policy = {"features_off": ["library"]}
        group = (await root.post(f"{PREFIX}/groups", json={"name": "Team", "policy": policy})).json()["id"]
        await root.put(f"{PREFIX}/people/{ada.user_id}/groups", json={"groups": [{"group_id": group}]})
        assert (await client.get("/api/v1/prompts")).status_code == 403

    async def test_an_old_proof_is_not_enough(self, shared: Services, visitor) -> None:
        admin, root = await visitor("root", "admin")
        ada, _ = await visitor("ada")
        old = utc_now().replace(year=2020)

        def age(session) -> None:
            session.get_one(models.LoginSession, admin.session_id).proved_at = old

        await shared.db.write(age)
        shared.accounts.forget_cached()
        role = await root.put(f"{PREFIX}/people/{ada.user_id}/role", json={"role": "admin"})
        opened = await root.post(f"{PREFIX}/content-accesses", json={"user_id": ada.user_id, "reason": REASON})
        assert role.status_code == opened.status_code == 403
        assert await role_of(shared, ada) == "user"


class TestFields:
    """X13: only what is listed can be written."""

    EXTRA = (
        {"role": "admin"},
        {"is_admin": True},
        {"user_id": new_id()},
        {"created_at": "2020-01-01T00:00:00Z"},
        {"user": {"role": "admin"}},
    )

    async def test_nothing_else_is_taken(self, shared: Services, visitor) -> None:
        _, root = await visitor("root", "admin")
        ada, client = await visitor("ada")
        for extra in self.EXTRA:
            for send, path, body in (
                (client.patch, "/api/v1/me", {}),
                (root.post, f"{PREFIX}/groups", {"name": "Team"}),
                (root.post, f"{PREFIX}/announcements", {"text_en": "x"}),
                (root.put, f"{PREFIX}/site/sign-in", {}),
                (root.put, f"{PREFIX}/people/{ada.user_id}/groups", {"groups": []}),
            ):
                assert (await send(path, json=body | extra)).status_code == 422, (path, extra)
        assert await role_of(shared, ada) == "user"
        assert await rows(shared, models.Group) == []

    @pytest.mark.parametrize("role", ["root", "", "ADMIN", None, ["admin"], 1])
    async def test_only_roles_that_there_are(self, shared: Services, visitor, role: object) -> None:
        _, root = await visitor("root", "admin")
        ada, _ = await visitor("ada")
        assert (await root.put(f"{PREFIX}/people/{ada.user_id}/role", json={"role": role})).status_code == 422


class TestContent:
    async def test_nothing_of_anybody_without_an_open_access(self, shared: Services, visitor) -> None:
        _, root = await visitor("root", "admin")
        ada, client = await visitor("ada")
        chat = (await client.post("/api/v1/conversations", json={})).json()["id"]
        await client.patch(f"/api/v1/conversations/{chat}", json={"title": "canary-title"})
        assert (await root.get(f"/api/v1/conversations/{chat}")).status_code == 404
        assert (await root.get(f"{PREFIX}/content-accesses/{new_id()}/conversations")).status_code == 404
        days = {"from": "2026-01-01", "to": "2026-03-31"}
        asked = {f"{PREFIX}/prices/history": {"model_id": "openai/gpt-4o"}, f"{PREFIX}/billing/reports/vat.json": days}
        everything = [await root.get(path, params=asked.get(path)) for method, path in ROUTES if method == "get" and "{" not in path]
        everything.append(await root.get(f"{PREFIX}/people/{ada.user_id}"))
        assert all(answer.status_code == 200 for answer in everything), [
            str(answer.url) for answer in everything if answer.status_code != 200
        ]
        assert not any("canary" in answer.text for answer in everything)

    async def test_with_one_it_is_read_written_down_and_seen(self, shared: Services, visitor) -> None:
        admin, root = await visitor("root", "admin")
        ada, client = await visitor("ada")
        chat = (await client.post("/api/v1/conversations", json={})).json()["id"]
        assert (await root.post(f"{PREFIX}/content-accesses", json={"user_id": ada.user_id, "reason": "because"})).status_code == 422
        opened = (await root.post(f"{PREFIX}/content-accesses", json={"user_id": ada.user_id, "reason": REASON})).json()
        path = f"{PREFIX}/content-accesses/{opened['id']}"
        assert [each["id"] for each in (await root.get(f"{path}/conversations")).json()["items"]] == [chat]
        assert (await root.get(f"{path}/conversations/{chat}")).status_code == 200
        assert (await root.patch(f"/api/v1/conversations/{chat}", json={"title": "x"})).status_code == 404
        seen = (await client.get("/api/v1/me/content-accesses")).json()
        assert [each["reason"] for each in seen] == [REASON]
        assert admin.user_id not in str(seen)
        entries = await rows(shared, models.AuditEntry)
        assert [each["action"] for each in entries if each["subject_id"] == ada.user_id] == ["content.open", "content.list", "content.read"]
        assert (await root.delete(path)).status_code == 204
        assert (await root.get(f"{path}/conversations/{chat}")).status_code == 404

    async def test_the_site_can_forbid_it(self, shared: Services, visitor) -> None:
        _, root = await visitor("root", "admin")
        ada, _ = await visitor("ada")
        assert (await root.put(f"{PREFIX}/site/privacy", json={"content_access": False})).status_code == 200
        opened = await root.post(f"{PREFIX}/content-accesses", json={"user_id": ada.user_id, "reason": REASON})
        assert opened.status_code == 403


async def test_lists_as_files_do_no_harm(shared: Services, visitor) -> None:
    _, root = await visitor("root", "admin")
    await visitor("=cmd|' /C calc'!A0")
    await root.post(f"{PREFIX}/groups", json={"name": "@SUM(1)"})
    await root.post(f"{PREFIX}/announcements", json={"text_en": "-1+1"})
    for name in ("people", "groups", "announcements"):
        file = await root.get(f"{PREFIX}/{name}/export")
        assert file.headers["content-type"].startswith("text/csv")
        assert file.headers["content-disposition"].startswith("attachment")
        assert not re.search(r'(?:^|,)"[=+@-]', file.text, re.MULTILINE)
