"""What others reached on the same kind of machine with the same upstream, and the limits that follow from it.

Measured with the harness this one was made from: Open WebUI 0.12.4, Chainlit 2.12.0 (saves nothing), and a bare relay
(one SQLite write at the beginning and end of an answer, nothing else of a product).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StreamLimit:
    """Per number of streams: added time to first token in ms (p50), and what others add."""

    added_p50: float
    open_webui: str
    chainlit: str


STREAM_LIMITS = {
    1: StreamLimit(10, "102", "16"),
    10: StreamLimit(10, "891", "75"),
    50: StreamLimit(20, "6,737, 5 % errors", "269"),
    100: StreamLimit(40, "14,999, 45 % errors", "1,223"),
    200: StreamLimit(80, "not run", "2,149"),
}
ADDED_P99_AT_200 = 200.0
LAG_P99_AT_200 = 80.0
OF_DIRECT = 0.95
CPU_PER_1K = 0.20
CPU_FROM_STREAMS = 50


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure: where it is found (`part`, path of names), how much is allowed, what others have."""

    what: str
    part: str
    path: tuple[str, ...]
    limit: float
    unit: str
    open_webui: str = "–"
    chainlit: str = "–"
    bare: tuple[str, ...] = ()
    scale: float = 1.0
    at_least: bool = False


LIMITS = (
    Limit("fresh clone, `make run` to first page", "fresh", ("first_page_s",), 120, "s"),
    Limit("… size on disk", "fresh", ("disk_mib",), 1.6, "GB", "2.9", scale=1.048576 / 1000),
    Limit("second start to first page", "startup", ("first_page_s",), 4, "s", "20", "3.0"),
    Limit("idle memory of all processes (PSS)", "startup", ("idle_pss_mib",), 200, "MB", "700", "105", scale=1.048576),
    Limit("… after the load of 200 streams", "streams", ("pss_after_mib",), 350, "MB", "1,000", "176 (RSS)", scale=1.048576),
    Limit("first visit: bytes over the wire", "browser", ("cold", "bytes"), 1000, "kB", "2,730", "1,320", scale=0.001),
    Limit("… requests", "browser", ("cold", "requests"), 60, "", "237", "17"),
    Limit("… JavaScript", "browser", ("cold", "js_bytes"), 800, "kB", "2,180", "1,290", scale=0.001),
    Limit("… to a composer that reacts, cold", "browser", ("cold", "composer_usable_ms"), 1.3, "s", "4.0", "1.5", scale=0.001),
    Limit("… warm", "browser", ("warm", "composer_usable_ms"), 0.8, "s", "2.4", "1.2", scale=0.001),
    Limit(
        "2,000 tokens, unlimited: first token painted",
        "browser",
        ("answer", "first_ms"),
        250,
        "ms",
        "2,022",
        "2,000–4,000",
        ("answer_bare", "first_ms"),
    ),
    Limit("… last token painted", "browser", ("answer", "last_ms"), 1.0, "s", "6.9", "56–69", ("answer_bare", "last_ms"), scale=0.001),
    Limit("… CPU of the browser", "browser", ("answer", "browser_cpu_s"), 2.5, "s", "9.2", "75", ("answer_bare", "browser_cpu_s")),
    Limit("… longest task", "browser", ("answer", "longest_task_ms"), 200, "ms", "–", "–", ("answer_bare", "longest_task_ms")),
    Limit("… bytes per byte of text", "browser", ("answer", "bytes_per_text"), 4, "×", "94", "38", ("answer_bare", "bytes_per_text")),
    Limit(
        "10 pages at once, 250 tokens at 50/s: complete",
        "browser",
        ("parallel", "complete"),
        10,
        "",
        "10",
        "–",
        ("parallel_bare", "complete"),
        at_least=True,
    ),
    Limit(
        "… first token, p50", "browser", ("parallel", "first_ms_p50"), 1.5, "s", "24.9", "–", ("parallel_bare", "first_ms_p50"), scale=0.001
    ),
    Limit("… last token, p50", "browser", ("parallel", "last_ms_p50"), 7, "s", "48.3", "–", ("parallel_bare", "last_ms_p50"), scale=0.001),
    Limit("chat of 1,000 messages: last message painted", "browser", ("long_chat", "last_message_ms"), 1.0, "s", "6.8", "–", scale=0.001),
    Limit("5,000 chats: first entry of the sidebar painted", "browser", ("sidebar", "first_entry_ms"), 500, "ms", "3,413", "–"),
    Limit("… bytes of that visit", "browser", ("sidebar", "bytes"), 200, "kB", "–", "–", scale=0.001),
    Limit("10,000 chats in 200 folders: first folder painted", "sidebar", ("shown", "first_folder_ms"), 500, "ms"),
    Limit("… first chat painted", "sidebar", ("shown", "first_chat_ms"), 500, "ms"),
    Limit("… a dropped chat is shown in its folder", "sidebar", ("dropped", "shown_ms"), 150, "ms"),
    Limit("… and stored", "sidebar", ("dropped", "stored_ms"), 150, "ms"),
    Limit("4,000 models: first row of the list painted", "catalogue", ("shown", "first_row_ms"), 500, "ms"),
    Limit("… first paint of the page", "catalogue", ("shown", "first_paint_ms"), 500, "ms"),
    Limit("… what a letter finds is painted (slowest of three)", "catalogue", ("search", "shown_ms"), 100, "ms"),
    Limit("… the chat's picker is open", "catalogue", ("picker", "opened_ms"), 500, "ms"),
    Limit("… and finds the last of them", "catalogue", ("picker", "found_ms"), 100, "ms"),
    Limit("search over 200,000 messages, SQLite: p95", "search", ("sqlite", "p95_ms"), 100, "ms"),
    Limit("… PostgreSQL: p95", "search", ("postgres", "p95_ms"), 100, "ms"),
    Limit("… first hit painted, p95", "search", ("painted", "p95_ms"), 300, "ms"),
    Limit("… indexing a message, SQLite", "search", ("sqlite", "rows_ms"), 0.5, "ms"),
    Limit("kill -9 in mid-stream: text lost, worst of all streams", "crash", ("lost_s_max",), 1.0, "s"),
    Limit("… turns left running 60 s after the restart", "crash", ("still_running",), 0, ""),
    Limit("… interrupted answers that could be continued", "crash", ("continued_share",), 100, "%", at_least=True, scale=100),
    Limit("events answered with the guard before them, of those without", "guard", ("ratio",), 0.8, "", at_least=True),
    Limit("CPU per chunk of a stream, thin adapter", "gateway", ("thin_us",), 20, "µs"),
    Limit("… of a direct read of the same stream", "gateway", ("thin_ratio",), 2, "×"),
    Limit("… LiteLLM adapter", "gateway", ("litellm_us",), 1_000, "µs"),
    Limit("… of a direct read", "gateway", ("litellm_ratio",), 200, "×"),
    Limit("audit log of 100,000 entries verified", "audit", ("verified_in_s",), 10, "s"),
    Limit("10,000 secrets sealed anew, killed 5 times: lost, SQLite", "rotation", ("sqlite", "undecryptable"), 0, ""),
    Limit("… PostgreSQL", "rotation", ("postgres", "undecryptable"), 0, ""),
    Limit(
        "6 models compared at 50 tokens/s: slowest column, of direct",
        "browser",
        ("compare", "slowest_share_of_direct"),
        0.95,
        "",
        at_least=True,
    ),
    Limit("… longest task", "browser", ("compare", "longest_task_ms"), 200, "ms"),
    Limit("key to paint, chat of 1,000 messages, an answer streaming: p95", "browser", ("keystrokes", "p95_ms"), 50, "ms"),
    Limit("… p50", "browser", ("keystrokes", "p50_ms"), 50, "ms"),
    Limit("nDCG@10 by words and meaning, Cranfield", "retrieval", ("cranfield", "hybrid"), 43.7, "%", at_least=True, scale=100),
    Limit("… XQuAD, English", "retrieval", ("xquad_en", "hybrid"), 97.7, "%", at_least=True, scale=100),
    Limit("… XQuAD, German", "retrieval", ("xquad_de", "hybrid"), 95.7, "%", at_least=True, scale=100),
    Limit("a passage of 500 tokens read into weights of words, CPU", "retrieval", ("speed", "passage_ms"), 1, "ms"),
    Limit("… a question", "retrieval", ("speed", "question_ms"), 0.5, "ms"),
    Limit("… two lists of 100 passages fused", "retrieval", ("speed", "fusion_ms"), 0.3, "ms"),
)
