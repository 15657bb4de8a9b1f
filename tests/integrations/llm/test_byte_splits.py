"""However the network cuts a stream, the same events come out."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.json_objects import object_of
from chat_app.integrations.llm.lines import LineSplitter
from chat_app.integrations.llm.ollama_wire import OllamaReader
from chat_app.integrations.llm.openai_chunks import ChunkReader
from chat_app.integrations.llm.port import LlmEvent
from chat_app.integrations.llm.sse import DONE, SseParser
from chat_app.integrations.llm.think_tags import ThinkTags
from tests.integrations.llm.contract import reasoning_of, text_of
from tests.integrations.llm.recorded import CORPUS, OWN, body_of

STREAMS = [path.name for path in sorted(OWN.glob("*.sse"))]
if CORPUS.is_dir():
    STREAMS += [
        "crmne__chat_mistral",
        "vercel-ai__openai-compatible",
        "pydantic__test_openrouter_web_search",
        "simonw__test_tools_streaming_variant_b",
    ]
BODIES = {name: body_of(name) for name in STREAMS}
LINES = body_of("ollama_thinking.ndjson")

cuts = st.lists(st.integers(0, 20_000), max_size=40)


def pieces(body: bytes, at: list[int]) -> list[bytes]:
    places = sorted({min(place, len(body)) for place in at} | {0, len(body)})
    return [body[start:end] for start, end in pairwise(places)]


def openai_events(parts: list[bytes]) -> list[LlmEvent]:
    parser, reader = SseParser(), ChunkReader("test", think_tags=True)
    found = [data for part in parts for data in parser.feed(part)] + parser.flush()
    events = [event for data in found if data != DONE and (chunk := object_of(data)) for event in reader.read(chunk)]
    return [*events, *reader.finish()]


def ollama_events(parts: list[bytes]) -> list[LlmEvent]:
    splitter, reader = LineSplitter(), OllamaReader("test", "m")
    lines = [line for part in parts for line in splitter.feed(part)] + [splitter.flush()]
    return [event for line in lines if (value := object_of(line)) for event in reader.read(value)]


@given(name=st.sampled_from(STREAMS), at=cuts)
@settings(max_examples=150, deadline=None)
def test_any_split_of_an_event_stream_gives_the_same_events(name: str, at: list[int]) -> None:
    assert openai_events(pieces(BODIES[name], at)) == openai_events([BODIES[name]])


@given(at=cuts)
@settings(max_examples=100, deadline=None)
def test_any_split_of_json_lines_gives_the_same_events(at: list[int]) -> None:
    assert ollama_events(pieces(LINES, at)) == ollama_events([LINES])


@given(st.lists(st.binary(max_size=200), max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_the_parser(parts: list[bytes]) -> None:
    found = [data for parser in [SseParser()] for part in parts for data in parser.feed(part)]
    reader = ChunkReader("test")
    for data in found:
        try:
            reader.read(object_of(data) or {})
        except UpstreamError:
            return


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["choices", "delta", "content", "tool_calls", "function", "index", "usage", "error", "text", "finish_reason"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_shape_of_json_breaks_the_reader(value: object) -> None:
    for reader in (ChunkReader("test", think_tags=True), OllamaReader("test", "m")):
        for chunk in ({"choices": [{"delta": value}]}, {"choices": value}, {"message": value, "usage": value}, value):
            try:
                reader.read(chunk if isinstance(chunk, dict) else {})
            except UpstreamError:
                return


@given(
    st.sampled_from(
        [
            "<think>why\nnot</think>\n\nBecause.",
            "<think>only thought",
            "No <think>tag</think> first.",
            " \n<thin air",
            "<think></think>x",
            "a<",
        ]
    ),
    cuts,
)
@settings(deadline=None)
def test_any_split_of_think_tags_gives_the_same_parts(text: str, at: list[int]) -> None:
    def parts(fragments: list[str]) -> tuple[str, str]:
        tags = ThinkTags()
        events = [event for fragment in fragments for event in tags.feed(fragment)] + tags.flush()
        return reasoning_of([*events]), text_of([*events])

    places = sorted({min(place % 40, len(text)) for place in at} | {0, len(text)})
    assert parts([text[start:end] for start, end in pairwise(places)]) == parts([text])
