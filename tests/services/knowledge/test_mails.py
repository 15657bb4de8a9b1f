"""E-mails come in with what is attached to them, and mailboxes message by message."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from chat_app.integrations.files import mailboxes
from chat_app.services.knowledge import unpacking
from tests.services.knowledge.conftest import House, pieces


def mail(subject: str, text: str = "Hello, this is what I had to say.", *attached: tuple[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@example.org", "bob@example.org", subject
    message["Date"] = "Mon, 2 Mar 2026 10:00:00 +0000"
    message.set_content(text)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


async def names(house: House, data: bytes, name: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What became documents, read to the end, and what was refused."""
    ada = house.person()
    added = await house.adding.add(ada, pieces(data), name)
    await house.parts.worker.work()
    rows = [await house.documents.get(ada, each.id) for each in added.documents]
    assert {row.state for row in rows} <= {"ready"}, rows
    return [row.name for row in rows], [(each.name, each.problem) for each in added.refused]


async def test_what_is_attached_becomes_documents_of_their_own(house: House):
    message = mail(
        "Figures", "See the file.", ("Zahlen für März.txt", b"Turnover rose."), ("../../etc/notes.md", b"# Notes"), ("none.txt", b"")
    )
    message.add_attachment(b"\x89PNG logo", maintype="image", subtype="png", filename="logo.png", disposition="inline")
    found, refused = await names(house, message.as_bytes(), "letter.eml")
    assert (found, refused) == (["letter.eml", "Zahlen für März.txt", "-..-etc-notes.md"], [])


async def test_messages_within_messages_are_read_too(house: House):
    inner = mail("Inner", "Inner text", ("deep.txt", b"Deep down."))
    outer = mail("Outer", "Outer text")
    outer.add_attachment(inner)
    assert (await names(house, outer.as_bytes(), "outer.eml"))[0] == ["outer.eml", "Inner.eml", "deep.txt"]


async def test_a_mailbox_becomes_its_messages(house: House, tmp_path: Path):
    box = mailbox.mbox(tmp_path / "box")
    for message in (mail("First", "From here on\n\nFrom there on", ("a.txt", b"Alpha")), mail("=?utf-8?q?Zw=C3=B6lf?="), mail("")):
        box.add(message)
    box.close()
    data = (tmp_path / "box").read_bytes()
    found, refused = await names(house, data, "archive.mbox")
    assert (found, refused) == (["First.eml", "a.txt", "Zwölf.eml", "message.eml"], [])


async def test_the_same_mail_again_changes_nothing(house: House):
    ada = house.person()
    data = mail("Once", "Text", ("a.txt", b"Alpha")).as_bytes()
    first = await house.adding.add(ada, pieces(data), "once.eml")
    again = await house.adding.add(ada, pieces(data), "once more.eml")
    assert [each.id for each in first.documents] == [each.id for each in again.documents]


async def test_mails_in_an_archive_bring_what_is_attached(house: House):
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("in/a.eml", mail("A", "Text", ("a.txt", b"Alpha")).as_bytes())
        archive.writestr("b.txt", "Beta")
    assert (await names(house, data.getvalue(), "all.zip"))[0] == ["a.eml", "a.txt", "b.txt"]


async def test_too_much_in_a_mail_is_refused(house: House, monkeypatch: pytest.MonkeyPatch):
    large = mail("Large", "Text", ("a.txt", b"x" * 600_000))
    assert (await names(house, large.as_bytes(), "fits.eml"))[1] == []
    monkeypatch.setattr(unpacking, "MailLimits", lambda most: mailboxes.MailLimits(most, members=2))
    many = mail("Many", "Text", *((f"{number}.txt", b"x") for number in range(4)))
    assert await names(house, many.as_bytes(), "many.eml") == ([], [("many.eml", "attachment.too_complex")])


async def test_a_mail_nested_without_end_is_refused(house: House):
    head = b"From: a@example.org\nSubject: Deep\n"
    data = head + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)) + b"\n\nText\n"
    ada = house.person()
    added = await house.adding.add(ada, pieces(data), "deep.eml")
    assert [each.problem for each in added.refused] == ["attachment.too_complex"]


async def test_a_message_of_outlook_says_what_it_is(house: House):
    ada = house.person()
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "__properties_version1.0".encode("utf-16-le") + b"\0" * 600
    added = await house.adding.add(ada, pieces(data), "letter.msg")
    await house.parts.worker.work()
    document = await house.documents.get(ada, added.documents[0].id)
    assert (document.state, document.problem) == ("failed", "attachment.outlook")
