"""What somebody may do to a file of ours: updates appended to it, as any editor of PDFs appends them."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

from asn1crypto import keys as asn1_keys
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko_certvalidator.registry import SimpleCertificateStore

from compliance.attestations.byte_ranges import covered
from compliance.attestations.event_loop import completed
from compliance.attestations.signed_data import as_asn1
from compliance.attestations.signing import seal
from compliance.attestations.time_stamping import Client
from tests.attestations.certificates import certificate, ec_key, key_der
from tests.attestations.printing import pdf_of
from tests.attestations.sealing import NUMBER, ORGANISATION, evaluation_key
from tests.attestations.time_stamping import Service

Editing = Callable[["Editor"], None]


class Editor(IncrementalPdfFileWriter):
    """Appends an update and leaves dates alone, so that a change is nothing but itself."""

    output_version = (1, 7)

    def _update_meta(self) -> None:
        pass


def edited(pdf: bytes, edit: Editing) -> bytes:
    """A file with an update after it."""
    editor = Editor(io.BytesIO(pdf))
    edit(editor)
    return written(editor)


def written(editor: Editor) -> bytes:
    output = io.BytesIO()
    editor.write(output)
    return output.getvalue()


def first_page(editor: Editor) -> Any:
    return editor.root["/Pages"]["/Kids"][0]


def text(words: str) -> StreamObject:
    content = f"BT /F1 20 Tf 60 600 Td ({words}) Tj ET"
    return StreamObject(stream_data=content.encode())


def signer(subject: str = "Somebody else") -> SimpleSigner:
    private = ec_key(subject)
    own = as_asn1(certificate(subject, private))
    return SimpleSigner(own, asn1_keys.PrivateKeyInfo.load(key_der(private)), SimpleCertificateStore())


# changes ----------------------------------------------------------------------------------------------


def add_a_note(editor: Editor) -> None:
    page = first_page(editor)
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): ArrayObject(map(NumberObject, (60, 600, 400, 640))),
            pdf_name("/Contents"): pdf_string("Tier T0. Approved."),
            pdf_name("/DA"): pdf_string("/Helv 20 Tf"),
            pdf_name("/F"): NumberObject(4),
        }
    )
    notes = ArrayObject([*page.get("/Annots", ()), editor.add_object(note)])
    page[pdf_name("/Annots")] = notes
    editor.update_container(page)


def replace_a_page(editor: Editor) -> None:
    page = first_page(editor)
    page[pdf_name("/Contents")] = editor.add_object(text("Tier T0"))
    editor.update_container(page)


def add_to_a_page(editor: Editor) -> None:
    page = first_page(editor)
    page[pdf_name("/Contents")] = ArrayObject([page.raw_get("/Contents"), editor.add_object(text("Tier T0"))])
    editor.update_container(page)


def remove_a_page(editor: Editor) -> None:
    pages = editor.root["/Pages"]
    pages["/Kids"].pop()
    pages[pdf_name("/Count")] = NumberObject(len(pages["/Kids"]))
    editor.update_container(pages)


def show_another_catalogue(editor: Editor) -> None:
    """A catalogue of its own, with pages of its own."""
    page = editor.add_object(DictionaryObject({pdf_name("/Type"): pdf_name("/Page")}))
    pages = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Pages"),
            pdf_name("/Kids"): ArrayObject([page]),
            pdf_name("/Count"): NumberObject(1),
        }
    )
    held = page.get_object()
    held[pdf_name("/MediaBox")] = ArrayObject(map(NumberObject, (0, 0, 595, 842)))
    held[pdf_name("/Contents")] = editor.add_object(text("Tier T0"))
    held[pdf_name("/Parent")] = kids = editor.add_object(pages)
    root = DictionaryObject({pdf_name("/Type"): pdf_name("/Catalog"), pdf_name("/Pages"): kids})
    editor._root = editor.add_object(root)
    editor.trailer["/Root"] = editor._root


def change_the_catalogue(editor: Editor) -> None:
    editor.root[pdf_name("/Lang")] = pdf_string("xx")
    editor.update_root()


def run_a_script(editor: Editor) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert('T0')")}
    editor.root[pdf_name("/OpenAction")] = DictionaryObject(action)
    editor.update_root()


def lift_the_ban(editor: Editor) -> None:
    del editor.root["/Perms"]
    editor.update_root()


def fill_a_form(editor: Editor) -> None:
    field = editor.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/TU")] = pdf_string("Approved by the authority")
    editor.update_container(field)


def add_a_form_field(editor: Editor) -> None:
    field = DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string("Tier"),
            pdf_name("/V"): pdf_string("T0"),
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/Rect"): ArrayObject(map(NumberObject, (60, 600, 400, 640))),
        }
    )
    form, page = editor.root["/AcroForm"], first_page(editor)
    reference = editor.add_object(field)
    form["/Fields"].append(reference)
    page[pdf_name("/Annots")] = ArrayObject([*page.get("/Annots", ()), reference])
    editor.update_container(form)
    editor.update_container(page)


def take_the_seal_out(editor: Editor) -> None:
    form = editor.root["/AcroForm"]
    form[pdf_name("/Fields")] = ArrayObject()
    editor.update_container(form)


def change_the_title(editor: Editor) -> None:
    editor.trailer["/Info"][pdf_name("/Title")] = pdf_string("Certificate of conformity")
    editor.mark_update(editor.trailer.raw_get("/Info"))


def change_the_metadata(editor: Editor) -> None:
    metadata = editor.root["/Metadata"]
    metadata._data = metadata.data.replace(b"Self-assessment report", b"Certificate of  safety")
    metadata._encoded_data = None
    editor.mark_update(editor.root.raw_get("/Metadata"))


def replace_the_statement(editor: Editor) -> None:
    file = editor.root["/AF"][0]["/EF"]
    editor.objects[(0, file.raw_get("/F").idnum)] = StreamObject(stream_data=b'{"outcome": {"tier": "T0"}}')


def replace_a_font(editor: Editor) -> None:
    """The letters of another font: what is printed reads otherwise, with the same codes."""
    fonts = first_page(editor)["/Resources"]["/Font"]
    for name in list(fonts):
        plain = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Symbol"}
        font = DictionaryObject({pdf_name(key): NameObject(value) for key, value in plain.items()})
        editor.objects[(0, fonts.raw_get(name).idnum)] = font


def empty_a_page(editor: Editor) -> None:
    page = editor.root["/Pages"]["/Kids"].raw_get(1)
    editor.objects[(0, page.idnum)] = DictionaryObject()


def sign_once_more(pdf: bytes, subject: str = "Somebody else") -> bytes:
    """An approval by somebody else after our seal, which forbids it. pyHanko's own check of that is out."""

    class Signer(PdfSigner):
        def _enforce_certification_constraints(self, reader: Any) -> None:
            pass

    metadata = PdfSignatureMetadata(field_name="Approval", subfilter=SigSeedSubFilter.PADES)
    made = Signer(metadata, signer(subject), new_field_spec=SigFieldSpec("Approval"))
    return made.sign_pdf(Editor(io.BytesIO(pdf))).getvalue()


def stamped(editor: Editor, here: Service, **more: Any) -> bytes:
    """An update with a time-stamp of the whole file, from the same service that we use."""
    stamper = PdfTimeStamper(
        Client(here.stamping()),
        field_name=more.get("field_name", "Time-stamp 2"),
        readable_field_name=more.get("readable_field_name", "Time-stamp"),
    )
    settings = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
    output = completed(stamper.async_timestamp_pdf(editor, "sha256", None, dss_settings=settings))
    return output.getvalue()


CHANGES: tuple[Editing, ...] = (
    add_a_note,
    replace_a_page,
    add_to_a_page,
    remove_a_page,
    show_another_catalogue,
    change_the_catalogue,
    run_a_script,
    lift_the_ban,
    fill_a_form,
    add_a_form_field,
    take_the_seal_out,
    change_the_title,
    change_the_metadata,
    replace_the_statement,
    replace_a_font,
    empty_a_page,
)


def restamped(pdf: bytes, here: Service) -> bytes:
    """A file whose last time-stamp is made anew, after something was changed that it covers."""
    last = covered(pdf)[-1]
    client = Client(here.stamping())
    token = completed(client.async_timestamp(last.digest("sha256"), "sha256"))
    hole = token.dump().hex().upper().ljust(last.resumes - last.gap - 2, "0").encode()
    return pdf[: last.gap + 1] + hole + pdf[last.resumes - 1 :]


@cache
def lta(here: Service) -> bytes:
    return seal(
        pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION, time_stamping=here.stamping()
    ).pdf


@cache
def twice(here: Service) -> bytes:
    return stamped(Editor(io.BytesIO(lta(here))), here)
