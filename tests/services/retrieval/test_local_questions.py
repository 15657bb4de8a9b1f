"""What holds for a chat holds for the questions that are searched for in it."""

from __future__ import annotations

from collections.abc import Sequence

from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.index_admin import IndexAdmin
from chat_app.services.routing.errors import LocalOnlyError
from tests.services.knowledge.conftest import paragraphs
from tests.services.knowledge.test_index_admin import Provider, root_of
from tests.services.retrieval.conftest import Library


class Careful(Provider):
    """Refuses what is asked in the chat that must stay in house."""

    closed = ""

    async def embed(self, actor: Actor, model_id: str, texts: Sequence[str], chat_id: str = "") -> tuple[tuple[float, ...], ...]:
        if chat_id and chat_id == self.closed:
            raise LocalOnlyError("folder")
        return await super().embed(actor, model_id, texts, chat_id)


async def test_a_question_of_a_local_chat_finds_by_words_alone(library: Library):
    provider = Careful()
    library.parts.embedders._models = provider
    root, ada = root_of(library), library.person()
    admin = IndexAdmin(library.db, library.site, library.parts.generations, library.parts.embedders, provider, provider)
    document = await library.read(ada, paragraphs("Alpha", "Beta"))
    await admin.choose(root, "there/vectors")
    await library.parts.filler.run()
    provider.closed = "inside"
    provider.texts.clear()
    within = await library.ask(ada, "Alpha", chat_id="inside")
    assert {source.document_id for source in within.sources} == {document.id}
    assert (within.failed, provider.texts) == ("", [])
    await library.ask(ada, "Alpha", chat_id="outside")
    assert provider.texts == ["Alpha"]
