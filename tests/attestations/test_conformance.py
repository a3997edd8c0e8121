"""Sealed files of every level stay PDF/A-3a and PDF/UA-1, and the validator that says so can say no."""

import pytest
from weasyprint import HTML

from compliance.attestations.signing import Level, renew, seal
from tests.attestations.attacking import add_a_note, edited
from tests.attestations.printing import pdf_of
from tests.attestations.sealing import NUMBER, ORGANISATION, evaluation_key, sealed
from tests.attestations.time_stamping import service
from tests.attestations.verapdf import PROFILES, Validator


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("level", [Level.T, Level.LTA])
def test_time_stamps_break_no_rule(level: Level, profile: str, verapdf: Validator) -> None:
    assert verapdf.broken(sealed(level), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_nor_does_renewing(profile: str, verapdf: Validator) -> None:
    with service() as here:
        made = seal(
            pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION, time_stamping=here.stamping()
        )
        renewed = renew(made.pdf, time_stamping=here.stamping())
    assert verapdf.broken(renewed, profile) == []


def test_a_file_without_tags_breaks_the_rules_about_them(verapdf: Validator) -> None:
    page = '<html lang="en"><title>Untagged</title><p>Text</p></html>'
    untagged = HTML(string=page).write_pdf(pdf_variant="pdf/a-3b")
    assert {"6.7.2.2-1", "6.7.3.3-1"} <= set(verapdf.broken(untagged, "PDFA-3A"))
    assert {"6.2-1", "7.1-11"} <= set(verapdf.broken(untagged, "PDFUA-1"))


@pytest.mark.parametrize("profile", PROFILES)
def test_so_does_a_note_that_somebody_adds(profile: str, verapdf: Validator) -> None:
    assert verapdf.broken(edited(sealed(), add_a_note), profile)
