"""X15: what a file may do to us: nothing. Readers have little memory, little time and no network."""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.process_reader import ProcessReader
from chat_app.integrations.files.worker_process import ENVIRONMENT, PROJECT
from tests.corpus import CORPUS
from tests.integrations.files import hostile
from tests.integrations.files.conftest import Read

BOMBS = {
    "a huge picture": (lambda: hostile.png(50_000, 50_000), "attachment.image_too_large"),
    "an endless animation": (lambda: hostile.gif(10_000), "attachment.image_too_large"),
    "a cut picture": (lambda: hostile.png(4_000, 4_000)[:80], "attachment.broken"),
    "entities that multiply": (lambda: hostile.word_of("&i;", hostile.LAUGHS), "attachment.broken"),
    "entities that fetch": (lambda: hostile.word_of("&i;", hostile.ENTITY), "attachment.broken"),
    "a picture that unpacks to 300 MB": (lambda: hostile.zeros(300), "attachment.too_complex"),
    "too many members": (lambda: hostile.many_members(20_000), "attachment.too_complex"),
    "an archive cut off": (lambda: hostile.word_of("Hello")[:-30], "attachment.broken"),
    "a page that unpacks to 100 MB": (lambda: hostile.pdf(b"0 0 m " * 17_000_000), "attachment.too_complex"),
    "pages without text": (lambda: hostile.pdf(b"0 0 m", pages=500), "attachment.scan"),
    "a PDF that is none": (lambda: b"%PDF-1.7\nnothing", "attachment.broken"),
}


@pytest.mark.parametrize("name", BOMBS)
async def test_bombs_are_refused(read: Read, name: str) -> None:
    make, key = BOMBS[name]
    content, began = make(), time.monotonic()
    with pytest.raises(FileRefusedError) as refused:
        await read(content, "file")
    assert refused.value.key in {key, "attachment.too_complex", "attachment.scan"}
    assert refused.value.key == key or name.startswith("a page")
    assert time.monotonic() - began < 45


async def test_a_form_that_shows_itself(read: Read) -> None:
    file = CORPUS / "5_hostile" / "files" / "pdfminer__issue-1113-evil-xobjects.pdf"
    if not file.is_file():
        pytest.skip("no hostile files")
    with pytest.raises(FileRefusedError):
        await read(file, "evil.pdf")


async def test_an_honest_document_of_the_same_make_is_read(read: Read) -> None:
    assert (await read(hostile.word_of("Hello"), "a.docx")).text == "Hello"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000_000


async def test_one_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    path = hostile.saved(tmp_path, b"text")
    began = time.monotonic()
    with pytest.raises(FileRefusedError, match="too_complex"):
        await ProcessReader(wall_seconds=0.01).read(path, "a.txt", tmp_path / "work")
    assert time.monotonic() - began < 15


async def test_only_a_few_at_once(tmp_path: Path) -> None:
    reader, running, most = ProcessReader(at_once=2), 0, 0

    async def run(*_: object) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    reader._run = run  # type: ignore[method-assign]
    await asyncio.gather(*(reader.read(tmp_path, "x", tmp_path) for _ in range(8)), return_exceptions=True)
    assert most == 2


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "bytearray(2_000_000_000)",
        "import ctypes; ctypes.CDLL(None)",
    ],
)
def test_a_reader_may_nothing(code: str) -> None:
    script = f"from chat_app.integrations.files.sandbox import give_up_rights\ngive_up_rights()\n{code}\nprint('done')"
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "PermissionError" in done.stderr or "MemoryError" in done.stderr


async def test_a_reader_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert not [name for name in ENVIRONMENT if "KEY" in name or name.startswith("PARLEY")]
    script = "import json, os; print(json.dumps(dict(os.environ)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert "sk-secret" not in json.loads(done.stdout).values()
