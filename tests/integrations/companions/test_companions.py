"""Processes beside the app: questions in their order of haste, and what happens when they die."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chat_app.integrations.companions.companion import PROJECT, Companion, CompanionDiedError, RefusedError
from chat_app.integrations.companions.frames import PARENT, Message, framed
from chat_app.integrations.companions.turns import Turns
from tests.waiting import eventually

ECHO = "tests.integrations.companions.echo"


@pytest.fixture
async def echo():
    made = Companion(ECHO)
    yield made
    await made.close()


async def test_answers_keep_what_was_asked_whatever_a_library_prints(echo: Companion):
    body = os.urandom(3_000_000)
    answer = await echo.ask(Message({"do": "echo", "text": "Grüße\0"}, body))
    assert (answer.head["text"], answer.body) == ("Grüße\0", body)
    with pytest.raises(RefusedError, match="no such thing"):
        await echo.ask(Message({"do": "fail"}))
    assert (await echo.ask(Message({"do": "echo"}))).head["do"] == "echo"


async def test_one_that_dies_or_takes_too_long_is_replaced(echo: Companion):
    await echo.ask(Message({"do": "echo"}))
    first = echo.pid
    with pytest.raises(CompanionDiedError):
        await echo.ask(Message({"do": "die"}))
    with pytest.raises(CompanionDiedError):
        await echo.ask(Message({"do": "sleep"}), seconds=0.2)
    assert (await echo.ask(Message({"do": "echo"}))).head["do"] == "echo"
    assert echo.pid not in (None, first)


async def test_an_answer_that_nobody_wants_any_more_is_not_taken_for_the_next(echo: Companion):
    await echo.ask(Message({"do": "echo"}))
    asked = [asyncio.create_task(echo.ask(Message({"do": "echo", "number": number}))) for number in range(20)]
    await asyncio.sleep(0)
    for task in asked[::2]:
        task.cancel()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [answer.head["number"] for answer in answers[1::2] if isinstance(answer, Message)] == list(range(1, 20, 2))
    assert (await echo.ask(Message({"do": "echo", "number": 99}))).head["number"] == 99


async def test_the_app_does_not_wait_for_ever_when_it_ends(echo: Companion, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chat_app.integrations.companions.companion.END_SECONDS", 0.1)
    asked = asyncio.create_task(echo.ask(Message({"do": "sleep"})))
    await eventually(lambda: echo.pid)
    await echo.close()
    with pytest.raises(CompanionDiedError):
        await asked
    assert echo.pid is None


async def test_one_that_nobody_asks_ends_and_comes_back():
    companion = Companion(ECHO, idle_seconds=0.05)
    await companion.ask(Message({"do": "echo"}))
    await eventually(lambda: companion.pid is None)
    assert (await companion.ask(Message({"do": "echo", "number": 2}))).head["number"] == 2
    await companion.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux ends children with their parents")
async def test_it_ends_with_an_app_that_is_killed():
    program = (
        "import asyncio\n"
        "from chat_app.integrations.companions.companion import Companion\n"
        "from chat_app.integrations.companions.frames import Message\n"
        "async def main():\n"
        f"    companion = Companion({ECHO!r})\n"
        "    await companion.ask(Message({'do': 'echo'}))\n"
        "    print(companion.pid, flush=True)\n"
        "    await companion.ask(Message({'do': 'sleep'}))\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as app:
        assert app.stdout
        child = int(app.stdout.readline())
        app.kill()
    await eventually(lambda: not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split(")")[1])


def test_one_whose_app_ended_before_it_began_does_nothing():
    """What the app asked last must not be done after what its successor asks."""
    done = subprocess.run(
        [sys.executable, "-m", ECHO],
        cwd=PROJECT,
        env={**os.environ, PARENT: "1"},
        input=framed(Message({"do": "echo"})),
        stdout=subprocess.PIPE,
        check=True,
    )
    assert done.stdout == b""


async def test_urgent_ones_go_first_and_those_who_gave_up_hold_up_nobody():
    turns, order, go = Turns(), [], asyncio.Event()

    async def one(name: str, *, urgent: bool = False) -> None:
        async with turns.take(urgent=urgent):
            order.append(name)
            await go.wait()

    asked = [asyncio.create_task(one(name, urgent=name.startswith("query"))) for name in ("first", "a", "b", "gone", "query 1", "query 2")]
    await eventually(lambda: order)
    asked[3].cancel()
    go.set()
    await asyncio.gather(*asked, return_exceptions=True)
    assert order == ["first", "query 1", "query 2", "a", "b"]
    assert turns.idle
