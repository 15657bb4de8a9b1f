"""Mail through an SMTP server, with Python's own client in a thread."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from chat_app.integrations.mail.port import Mail, MailError
from chat_app.settings import LOOPBACK_HOSTS, Settings, SettingsError

TIMEOUT_SECONDS = 20
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over, as `PARLEY_SMTP_URL` says."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted_from_start: bool = False
    needs_encryption: bool = True
    """Whether mail stays here when the server offers no STARTTLS."""

    @classmethod
    def of_url(cls, url: str) -> SmtpServer:
        """Read `smtp[s]://user:password@host:port`; raises `SettingsError`.

        Without encryption only to this machine itself, or with `?tls=no`.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise SettingsError("PARLEY_SMTP_URL: not a URL; write smtp://user:password@host:587") from None
        if parts.scheme not in _PORTS or not parts.hostname:
            raise SettingsError("PARLEY_SMTP_URL: must begin with smtp:// or smtps:// and name a host")
        plain = parse_qs(parts.query).get("tls") == ["no"] or parts.hostname in LOOPBACK_HOSTS
        return cls(
            parts.hostname,
            port or _PORTS[parts.scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            encrypted_from_start=parts.scheme == "smtps",
            needs_encryption=not plain,
        )


class SmtpSender:
    """Opens a connection for each mail: there are few, and none is kept waiting by a broken one."""

    def __init__(self, server: SmtpServer, sender: Address, context: ssl.SSLContext | None = None) -> None:
        """`context` checks the server's certificate; the default trusts what the system trusts."""
        self._server = server
        self._sender = sender
        self._context = context

    async def send(self, mail: Mail) -> None:
        """Return when the server has taken it; raises `MailError`, which tells neither address nor password."""
        try:
            await asyncio.to_thread(self._send, self._message(mail))
        except smtplib.SMTPResponseException as error:
            raise MailError(f"the mail server says {error.smtp_code}", may_succeed_later=error.smtp_code < 500) from None
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise MailError(
                f"the mail server refuses the recipient: {codes}", may_succeed_later=all(code < 500 for code in codes)
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            raise MailError(f"the mail server cannot be used: {type(error).__name__}", may_succeed_later=True) from None

    def _send(self, message: EmailMessage) -> None:
        with self._connect() as connection:
            if self._server.user:
                connection.login(self._server.user, self._server.password)
            connection.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, self._context or ssl.create_default_context()
        if server.encrypted_from_start:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=context)
            elif server.needs_encryption:
                raise smtplib.SMTPNotSupportedError("no STARTTLS")
        except BaseException:
            connection.close()
            raise
        return connection

    def _message(self, mail: Mail) -> EmailMessage:
        """The policy refuses line ends in headers, so that no text can add one."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = " ".join(mail.subject.split())
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._sender.domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        for file in mail.files:
            maintype, _, subtype = file.media_type.partition("/")
            message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=file.name)
        return message


def configured_mail(settings: Settings) -> SmtpSender | None:
    """The mail server of the settings, or None when there is none; raises `SettingsError`."""
    if settings.smtp_url is None:
        return None
    return SmtpSender(SmtpServer.of_url(settings.smtp_url.get_secret_value()), sender_address(settings))


def sender_address(settings: Settings) -> Address:
    """Who mail comes from: `PARLEY_MAIL_FROM`, or parley@ the host under which people reach us."""
    if not settings.mail_from:
        host = urlsplit(settings.origin).hostname or "localhost"
        return Address("Parley", "parley", host)
    name, address = parseaddr(settings.mail_from)
    try:
        return Address(name or "Parley", addr_spec=address)
    except (ValueError, IndexError):
        raise SettingsError("PARLEY_MAIL_FROM: write an address, or Parley <parley@example.org>") from None
