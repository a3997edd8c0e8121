"""Pages as a PDF that people read and machines can take apart: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO
14289-1), with data attached. The same pages give the same bytes.

Nothing is fetched while it is made: the only addresses that open are the bundled fonts.
"""

from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlparse

from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from . import typography

_UA_NAMESPACE = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class BundledFontsOnly(URLFetcher):
    """Opens files of the font directory, and stops the making of the PDF for anything else."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        parts = urlparse(url)
        name = unquote(parts.path).rsplit("/", 1)[-1]
        file = typography.FONTS / name
        if parts.scheme != "file" or unquote(parts.path) != str(file):
            raise FatalURLFetchingError(f"not a bundled font: {url[:200]}")
        return super().fetch(url, headers)


def printed(html: str, *, identifier: str, attachments: list[Attachment]) -> bytes:
    """Pages in the look of all that is sealed here. `identifier`: 32 characters, the same for the same
    pages."""
    fonts = FontConfiguration()
    fetcher = BundledFontsOnly()
    css = [
        CSS(filename=typography.FONTS / "fonts.css", font_config=fonts, url_fetcher=fetcher),
        CSS(string=stylesheet(), font_config=fonts, url_fetcher=fetcher),
    ]
    pdf: bytes = HTML(string=html, base_url=None, url_fetcher=fetcher).write_pdf(
        stylesheets=css,
        font_config=fonts,
        attachments=attachments,
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
        pdf_identifier=identifier.encode(),
        finisher=_finish,
    )
    return pdf


def attached(
    name: str, text: str, description: str, made_at: datetime, *, relationship: str = "Data"
) -> Attachment:
    """Data beside the pages."""
    return Attachment(
        string=text,
        name=name,
        relationship=relationship,
        description=description,
        created=made_at,
        modified=made_at,
    )


def stylesheet() -> str:
    families = ", ".join(f'"{family}"' for family in typography.FALLBACKS)
    return render_to_string("attestations/document.css", {"fallbacks": families})


def _finish(document: Any, pdf: Any) -> None:
    """What the PDF maker leaves undone: say PDF/UA-1 in the metadata, and name each attachment only once."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [_with_ua(part) for part in metadata.stream]
    files = pdf.catalog.get("AF")
    if files:
        files[:] = list(dict.fromkeys(files))


def _with_ua(part: bytes) -> bytes:
    return part.replace(b"</rdf:RDF>", _UA_NAMESPACE.encode() + b"</rdf:RDF>")
