"""Names of files: what is shown, and given back when somebody downloads one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.assessments.inspection.names import DEVICES, MOST_CHARACTERS, clean_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("Prüfbericht 東京 v1.2.PDF", "Prüfbericht 東京 v1.2.PDF"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\Users\\ada\\report.pdf", "report.pdf"),
        ("/var/www/.htaccess", "file.htaccess"),
        ("..%2f..%2freport.pdf", "__2f__2freport.pdf"),
        ("report.pdf\0.exe", "report_pdf.exe"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("\u2066report\u2069.pdf", "report.pdf"),
        ("re\u200bport\u00ad.pdf", "report.pdf"),
        ("re\nport\r\x07.pdf", "report.pdf"),
        ("report.exe.pdf", "report_exe.pdf"),
        ("report.pdf.", "report.pdf"),
        ("report.pdf   ", "report.pdf"),
        ("  a   b .pdf", "a b.pdf"),
        ('a<b>c:"d|e?f*.pdf', "a_b_c__d_e_f_.pdf"),
        ("CON.pdf", "file_CON.pdf"),
        ("nul", "file_nul"),
        ("com¹.txt", "file_com¹.txt"),
        ("aux.2.txt", "file_aux.2.txt"),
        (".pdf", "file.pdf"),
        ("", "file"),
        ("...", "file"),
        ("\u202e", "file"),
        ("re\u0301sume\u0301.pdf", "résumé.pdf"),
    ],
)
def test_a_name_is_cleaned(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("x" * 5_000 + ".pdf") == "x" * (MOST_CHARACTERS - 4) + ".pdf"
    assert len(clean_name("x" * 5_000)) <= MOST_CHARACTERS


@given(st.text(max_size=300))
def test_whatever_comes_the_name_is_harmless_and_stays_so(name: str) -> None:
    kept = clean_name(name)
    assert kept
    assert len(kept) <= MOST_CHARACTERS
    assert not set(kept) & set('/\\<>:"|?*%\0\n\u202e')
    assert not kept.startswith(".")
    assert not kept.endswith((".", " "))
    assert kept.split(".")[0].strip().lower() not in DEVICES
    assert clean_name(kept) == kept
