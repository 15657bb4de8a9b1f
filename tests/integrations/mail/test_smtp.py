"""Mail through a real server: encryption, refusals, and what no text can do to the headers (X21)."""

from __future__ import annotations

from email.headerregistry import Address

import pytest

from chat_app.integrations.mail.port import Mail, MailError
from chat_app.integrations.mail.smtp import SmtpSender, SmtpServer, configured_mail, sender_address
from chat_app.settings import Settings, SettingsError
from tests.fakes.mail_server import certificate, html_of, mail_server, text_of

FROM = Address("Parley", "parley", "example.org")
MAIL = Mail("ada@example.org", "Grüße", "Hallo Ada\n", "<p>Hallo Ada</p>")


def server(port: int, **changes: object) -> SmtpServer:
    return SmtpServer("127.0.0.1", port, **{"needs_encryption": False} | changes)


async def test_a_letter_arrives_as_text_and_html():
    with mail_server() as mailbox:
        await SmtpSender(server(mailbox.port), FROM).send(MAIL)
    letter = mailbox.letters[0]
    assert (letter["From"], letter["To"], letter["Subject"]) == ("Parley <parley@example.org>", "ada@example.org", "Grüße")
    assert (text_of(letter).strip(), html_of(letter).strip()) == ("Hallo Ada", "<p>Hallo Ada</p>")
    assert letter["Message-ID"].endswith("@example.org>")


@pytest.mark.parametrize("encrypted", ["starttls", "from_start"])
async def test_encrypts_and_signs_in(tmp_path, encrypted):
    ours, theirs = certificate(tmp_path)
    options = {"ssl_context": ours} if encrypted == "from_start" else {"tls_context": ours, "auth_required": True}
    with mail_server(**options) as mailbox:
        secret = {} if encrypted == "from_start" else {"user": "parley", "password": "secret: p@ss"}
        where = server(mailbox.port, needs_encryption=True, encrypted_from_start=encrypted == "from_start", **secret)
        await SmtpSender(where, FROM, theirs).send(MAIL)
    assert len(mailbox.letters) == 1
    assert mailbox.logins == ([] if encrypted == "from_start" else [("parley", "secret: p@ss")])


async def test_a_certificate_of_strangers_is_refused(tmp_path):
    ours, _ = certificate(tmp_path)
    with mail_server(tls_context=ours) as mailbox, pytest.raises(MailError, match="SSLCertVerificationError"):
        await SmtpSender(server(mailbox.port, user="parley", password="CANARY"), FROM).send(MAIL)
    assert (mailbox.letters, mailbox.logins) == ([], [])


async def test_nothing_goes_out_in_the_clear_unless_allowed():
    with mail_server() as mailbox, pytest.raises(MailError):
        await SmtpSender(server(mailbox.port, needs_encryption=True), FROM).send(MAIL)
    assert mailbox.letters == []


@pytest.mark.parametrize(("answer", "later"), [("451 later", True), ("550 no such user", False)])
async def test_tells_whether_another_try_has_a_point(answer, later):
    with mail_server() as mailbox:
        mailbox.answers.append(answer)
        with pytest.raises(MailError) as caught:
            await SmtpSender(server(mailbox.port), FROM).send(MAIL)
    assert caught.value.may_succeed_later is later
    assert "ada@example.org" not in str(caught.value)


async def test_nobody_there():
    with pytest.raises(MailError) as caught:
        await SmtpSender(server(9), FROM).send(MAIL)
    assert caught.value.may_succeed_later


@pytest.mark.parametrize(
    "text", ["x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "x\r\n\r\n<b>", "\u2028Bcc: evil@example.org", "x" * 10_000]
)
async def test_no_subject_adds_a_header(text):
    with mail_server() as mailbox:
        await SmtpSender(server(mailbox.port), FROM).send(Mail("ada@example.org", text, "text", "html"))
    assert mailbox.envelopes == [["ada@example.org"]]
    assert mailbox.letters[0]["Bcc"] is None
    assert text_of(mailbox.letters[0]).strip() == "text"


class TestSettings:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtp://mail.example.org", SmtpServer("mail.example.org", 587)),
            ("smtps://u:p%40ss@mail.example.org", SmtpServer("mail.example.org", 465, "u", "p@ss", encrypted_from_start=True)),
            ("smtp://localhost:1025", SmtpServer("localhost", 1025, needs_encryption=False)),
            ("smtp://mailpit:1025?tls=no", SmtpServer("mailpit", 1025, needs_encryption=False)),
        ],
    )
    def test_reads_the_address(self, url, expected):
        assert SmtpServer.of_url(url) == expected

    @pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example.org:25", "smtp://x:y"])
    def test_says_what_is_wrong(self, url):
        with pytest.raises(SettingsError, match="PARLEY_SMTP_URL"):
            SmtpServer.of_url(url)

    def test_the_password_is_never_shown(self):
        assert "CANARY" not in repr(SmtpServer.of_url("smtp://u:CANARY@mail.example.org"))

    def test_who_it_comes_from(self):
        assert str(sender_address(Settings(public_url="https://chat.example.org"))) == "Parley <parley@chat.example.org>"
        assert str(sender_address(Settings(mail_from="Our chat <a@example.org>"))) == "Our chat <a@example.org>"
        with pytest.raises(SettingsError, match="PARLEY_MAIL_FROM"):
            sender_address(Settings(mail_from="nobody"))

    def test_without_a_server_there_is_none(self):
        assert configured_mail(Settings()) is None
