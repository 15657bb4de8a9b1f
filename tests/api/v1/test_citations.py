"""Where answers have it from, over REST."""

from __future__ import annotations

import httpx

from chat_app.container import services
from chat_app.models import MessageSource, Retrieval
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.retrieval.trace import Step, Trace, TraceHit
from tests.api.conftest import OneModel
from tests.fakes.scripted_gateway import ScriptedGateway


async def document(api: httpx.AsyncClient, text: str = "Bees dance in the dark.", name: str = "bees.txt") -> dict:
    added = (await api.post("/documents", files=[("files", (name, text.encode()))])).json()["documents"][0]
    await services().knowledge.worker.work()
    return (await api.get(f"/documents/{added['id']}")).json()


async def test_sources_say_what_an_answer_was_given(api: httpx.AsyncClient, model: OneModel) -> None:
    bees = await document(api)
    (passage,) = (await api.get(f"/documents/{bees['id']}/chunks")).json()["items"]
    model.gateway = ScriptedGateway(['They "dance in the dark" [1], "at noon" [1].'])
    chat = (await api.post("/conversations", json={})).json()
    answer = (await api.post(f"/conversations/{chat['id']}/messages", json={"text": "Where?"})).json()
    assert (answer["source_count"], answer["searched"]) == (0, False)
    assert (await api.get(f"/messages/{answer['id']}/sources")).json() == []
    assert (await api.get(f"/messages/{answer['id']}/retrieval")).status_code == 404
    given = {"chunk_id": passage["id"], "document_id": bees["id"], "version": 1, "title": "bees.txt", "text": passage["text"], "start": 0}
    hit = TraceHit(passage["id"], bees["id"], 0.9)
    trace = Trace("Where?", ("Where do bees dance?",), (Step("fused", 3, 1, (hit,)),), given=((1, passage["id"]),))

    def keep(session) -> None:
        session.add(MessageSource(message_id=answer["id"], number=1, end=23, cited=True, **given))
        session.add(
            Retrieval(
                message_id=answer["id"], question="Where?", queries='["Where do bees dance?"]', steps=trace.to_json(), created_at=utc_now()
            )
        )

    services().db.write_now(keep)
    (source,) = (await api.get(f"/messages/{answer['id']}/sources")).json()
    assert (source["number"], source["title"], source["cited"], source["outdated"]) == (1, "bees.txt", True, False)
    assert source["quotes"] == [{"text": "dance in the dark", "literal": True}, {"text": "at noon", "literal": False}]
    why = (await api.get(f"/messages/{answer['id']}/retrieval")).json()
    assert [hit["chunk_id"] for hit in why["steps"][0]["hits"]] == [passage["id"]]
    assert why["known"][0]["text"] == "Bees dance in the dark."
    message = (await api.get(f"/messages/{answer['id']}")).json()
    assert (message["source_count"], message["searched"]) == (1, True)
    await api.delete(f"/documents/{bees['id']}")
    (gone,) = (await api.get(f"/messages/{answer['id']}/sources")).json()
    assert (gone["deleted"], gone["hidden"], gone["title"], gone["text"], gone["cited"]) == (True, False, "", "", True)
    row = services().db.read_now(lambda session: session.get_one(MessageSource, (answer["id"], 1)))
    assert (row.title, row.text, row.boxes) == ("", "", "[]")


async def test_a_chat_says_where_its_answers_are_found(api: httpx.AsyncClient, model: OneModel) -> None:
    bees = await document(api)
    chat = (await api.post("/conversations", json={"model_id": model.card.id})).json()
    usual = {"kind": "project", "document_ids": [], "pinned_ids": [], "rewrite": True, "pinned": [], "documents": 0}
    assert (await api.get(f"/conversations/{chat['id']}/knowledge")).json() == usual
    wanted = {"kind": "documents", "document_ids": [bees["id"]], "pinned_ids": [bees["id"]], "rewrite": False}
    assert (await api.post("/knowledge/scope", json=wanted)).json()["documents"] == 1
    set_ = (await api.put(f"/conversations/{chat['id']}/knowledge", json=wanted)).json()
    assert set_ == (await api.get(f"/conversations/{chat['id']}/knowledge")).json()
    assert set_["pinned"] == [{"id": bees["id"], "name": "bees.txt", "tokens": bees["tokens"], "cost_nano": None}]
    assert set_["documents"] == 1
    assert (await api.put(f"/conversations/{chat['id']}/knowledge", json={"kind": "everything"})).json()["documents"] == 1
    for wrong in ({"kind": "all"}, {"document_ids": ["x"]}, {"rewrite": None}):
        assert (await api.put(f"/conversations/{chat['id']}/knowledge", json=wrong)).status_code == 422
    assert (await api.put(f"/conversations/{chat['id']}/knowledge", json={"pinned_ids": [new_id()]})).status_code == 404


async def test_a_chat_of_a_project_says_how_many_documents_that_has(api: httpx.AsyncClient) -> None:
    project = (await api.post("/projects", json={"name": "Bees"})).json()["id"]
    bees = await document(api)
    chat = (await api.post("/conversations", json={"folder_id": project})).json()["id"]
    assert (await api.get(f"/conversations/{chat}/knowledge")).json()["documents"] == 0
    (await api.patch(f"/documents/{bees['id']}", json={"folder_id": project})).raise_for_status()
    told = (await api.get(f"/conversations/{chat}/knowledge")).json()
    assert (told["kind"], told["documents"]) == ("project", 1)
