"""Letters on their way: beside the request, tried again, in the reader's language, with links to us only."""

from __future__ import annotations

import socket
import time
from email.headerregistry import Address

import pytest

from chat_app.i18n import LANGUAGES, catalogue, placeholders
from chat_app.integrations.mail.smtp import TIMEOUT_SECONDS, SmtpSender, SmtpServer
from chat_app.services.mail import Outbox
from chat_app.services.mail.letters import _LETTERS, write_letter
from tests.fakes.mail_server import html_of, mail_server, text_of

ORIGIN = "https://chat.example.org"
# Every gap that some letter has.
PARAMS = {
    name: 7
    for key, texts in catalogue().items()
    if key.startswith("mail.")
    for text in texts.values()
    for name in placeholders(text) - {"origin"}
}


def outbox(port: int, pauses: tuple[float, ...] = (0.05, 0.05)) -> Outbox:
    return Outbox(
        SmtpSender(SmtpServer("127.0.0.1", port, needs_encryption=False), Address("Parley", "parley", "example.org")), ORIGIN, pauses
    )


async def test_a_letter_in_the_readers_language_with_a_link_to_us():
    with mail_server() as mailbox:
        box = outbox(mailbox.port)
        box.post("ada@example.org", "de", "reset", "/auth/reset?token=abc", minutes=30)
        await box.drain()
    letter = mailbox.letters[0]
    assert letter["Subject"] == "Neues Passwort festlegen"
    assert "https://chat.example.org/auth/reset?token=abc" in text_of(letter)
    assert 'href="https://chat.example.org/auth/reset?token=abc"' in html_of(letter)


async def test_posting_waits_for_nobody():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        box = outbox(silent.getsockname()[1], ())
        begin = time.perf_counter()
        box.post("ada@example.org", "en", "exists", "/auth/login")
        assert time.perf_counter() - begin < TIMEOUT_SECONDS / 2
    await box.drain()


async def test_tries_again_when_that_has_a_point():
    with mail_server() as mailbox:
        mailbox.answers += ["451 busy", "451 busy"]
        box = outbox(mailbox.port)
        box.post("ada@example.org", "en", "exists", "/auth/login")
        await box.drain()
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize("answers", [["550 no"], ["451 busy"] * 3])
async def test_gives_up_without_telling_the_address(answers, caplog):
    with mail_server() as mailbox:
        mailbox.answers += answers
        box = outbox(mailbox.port)
        box.post("ada@example.org", "en", "reset", "/auth/reset?token=CANARY", minutes=30)
        await box.drain()
    assert mailbox.letters == []
    assert "was not sent" in caplog.text
    assert "ada@" not in caplog.text
    assert "CANARY" not in caplog.text


async def test_closing_lets_go_of_what_nobody_takes(monkeypatch):
    monkeypatch.setattr("chat_app.services.mail.outbox.CLOSING_SECONDS", 0.05)
    box = outbox(9, (60,))
    box.post("ada@example.org", "en", "exists", "/auth/login")
    await box.close()


def test_without_a_server_nothing_is_sent():
    box = Outbox(None, ORIGIN)
    box.post("ada@example.org", "en", "exists", "/auth/login")
    assert not box.is_open


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(_LETTERS))
def test_every_letter_is_whole(kind, language):
    link = f"{ORIGIN}/x?token=a&b=<" if _LETTERS[kind].button else ""
    letter = write_letter("ada@example.org", language, kind, ORIGIN, link, **PARAMS)
    assert "{" not in letter.subject + letter.text
    assert ORIGIN in letter.text
    assert "<script" not in letter.html
    assert "token=a&b=<" not in letter.html
    assert "src=" not in letter.html
