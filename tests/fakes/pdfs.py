"""PDFs made by hand."""

from __future__ import annotations

LINES = ("Bees dance in the hive.", "Wasps do not dance at all.", "Hornets are larger than both.")


def one_page(page: bytes = b"/MediaBox [0 0 612 792]", lines: tuple[str, ...] = LINES, origin: tuple[int, int] = (72, 700)) -> bytes:
    """A PDF with some lines of text from `origin` on, in the page's own space; `page` is how large it is, how it is turned, and so on."""
    shown = b" 0 -30 Td ".join(f"({line}) Tj".encode() for line in lines)
    content = b"BT /F1 18 Tf %d %d Td %s ET" % (*origin, shown)
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def many_pages(count: int, lines: int = 36) -> bytes:
    """A PDF of so many upright pages, each with text for about one passage; every line names its page and its own number."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index in range(count):
        written = (f"Bees of page {index + 1} dance in line {line + 1} and tell each other where flowers are." for line in range(lines))
        content = b"BT /F1 12 Tf 60 740 Td %s ET" % b" 0 -18 Td ".join(f"({line}) Tj".encode() for line in written)
        resources = b"/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R >>" % (resources, first + 2 * index + 1))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(*objects)


def _file(*objects: bytes) -> bytes:
    body, places = b"%PDF-1.6\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        table,
        count,
        len(body),
    )
    return body + end
