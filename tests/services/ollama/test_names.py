"""Names of models, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.ollama.errors import ModelNameError, RegistryError
from chat_app.services.ollama.names import checked_pull_name

ALLOWED = {("registry.lan", 5000)}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("llama3.2", "llama3.2:latest"),
        (" ollama run llama3.2:1b ", "llama3.2:1b"),
        ("someone/model", "someone/model:latest"),
        ("hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M", "hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M"),
        ("registry.ollama.ai/library/qwen3:4b", "registry.ollama.ai/library/qwen3:4b"),
        ("registry.lan:5000/house/model", "registry.lan:5000/house/model:latest"),
    ],
)
def test_are_completed(written: str, name: str) -> None:
    assert checked_pull_name(written, ALLOWED) == name


@pytest.mark.parametrize(
    "name",
    ["169.254.169.254/latest/meta-data", "evil.test/a/b", "localhost:6379/a/b:x", "registry.lan/a/b", "hf.co:8080/a/b", "127.0.0.1/x"],
)
def test_no_host_is_opened_that_is_not_known(name: str) -> None:
    """The Ollama server would fetch from it, from within the operator's network."""
    with pytest.raises(RegistryError):
        checked_pull_name(name, ALLOWED)


@given(st.text(max_size=60))
def test_whatever_is_written_either_has_the_shape_of_a_name_or_is_refused(text: str) -> None:
    try:
        name = checked_pull_name(text)
    except (ModelNameError, RegistryError):
        return
    assert ".." not in name
    assert not set(name) & set(" \n?#%\\@")
    assert checked_pull_name(name) == name
