"""Prompts and assistants as the page calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat_app.container import services
from chat_app.services.library.dto import AssistantDraft
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.trash_state import TrashState
from chat_app.state.library.library_state import LibraryState
from chat_app.state.library.writing_state import WritingState
from chat_app.state.shared.guards import current_actor
from tests.state.conftest import Tab


class TestPrompts:
    async def test_write_use_delete_undo(self, tab: Tab) -> None:
        library, writing = tab.state(LibraryState), tab.state(WritingState)
        await tab.call(WritingState.open_prompt, "")
        await tab.call(WritingState.save_prompt, "", "hi", "Say hi", "", "", "Hi {{who!}}")
        assert (writing.saved, library.prompts[0].command) == (1, "hi")
        prompt = library.prompts[0]
        await tab.call(LibraryState.fill, prompt.id, {"who": "Ada"}, "key-1")
        assert (library.filled_text, library.filled_key) == ("Hi Ada", "key-1")
        await tab.call(LibraryState.fill, prompt.id, {}, "key-2")
        assert library.filled_key == "key-1"
        assert "who" in tab.notice
        await tab.call(LibraryState.delete_prompt, prompt.id)
        assert all(each.builtin for each in library.prompts)
        await tab.call(TrashState.undo)
        assert library.prompts[0].id == prompt.id

    async def test_a_problem_keeps_the_dialog(self, tab: Tab) -> None:
        await tab.call(WritingState.save_prompt, "", "two words", "Title", "", "", "x")
        writing = tab.state(WritingState)
        assert writing.saved == 0
        assert "command" in writing.problem

    async def test_versions(self, tab: Tab) -> None:
        await tab.call(WritingState.save_prompt, "", "hi", "Hi", "", "", "one")
        prompt = tab.state(LibraryState).prompts[0]
        await tab.call(WritingState.save_prompt, prompt.id, "hi", "Hi", "", "", "two")
        await tab.call(WritingState.open_prompt, prompt.id)
        writing = tab.state(WritingState)
        assert [version.text for version in writing.versions] == ["two", "one"]
        await tab.call(WritingState.restore_version, prompt.id, 1)
        assert (writing.prompt.text, writing.prompt.version) == ("one", 3)

    async def test_built_in_ones_are_copied(self, tab: Tab) -> None:
        await tab.call(LibraryState.load)
        await tab.call(WritingState.open_prompt, "builtin:translate")
        assert tab.state(WritingState).prompt.builtin
        await tab.call(LibraryState.copy_prompt, "builtin:translate")
        assert not tab.state(LibraryState).prompts[0].builtin


class TestAssistants:
    async def test_a_new_chat_shows_its_model_and_keeps_it(self, tab: Tab, settled: Callable[[], Any]) -> None:
        actor = await current_actor(tab.root)
        made = await services().assistants.create(actor, AssistantDraft("Editor", model_id="test/large", system_prompt="Edit."))
        await tab.call(LibraryState.choose_assistant, "", made.id)
        assert tab.conversation.model_id == "test/large"
        await tab.call(ComposerState.submit, "Hello", "key-1", "", {"assistant_id": made.id})
        await settled()
        assert (tab.conversation.assistant_id, tab.conversation.model_id) == (made.id, "test/large")
        await tab.call(LibraryState.choose_assistant, tab.conversation.current_id, "")
        await settled()
        assert tab.conversation.assistant_id == ""

    async def test_write_keeps_parameters(self, tab: Tab) -> None:
        actor = await current_actor(tab.root)
        made = await services().assistants.create(actor, AssistantDraft("Editor", parameters={"temperature": 0.5}))
        await tab.call(WritingState.save_assistant, made.id, "Reader", "", "book:blue", "Read.", "", ["Go"])
        changed = await services().assistants.get(actor, made.id)
        assert (changed.name, changed.parameters, changed.starters) == ("Reader", {"temperature": 0.5}, ("Go",))
