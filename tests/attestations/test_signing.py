"""compliance.attestations.signing: every level over a real service, and independent programs that agree."""

import io
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from compliance.attestations import keys
from compliance.attestations.byte_ranges import covered
from compliance.attestations.event_loop import completed
from compliance.attestations.signed_data import as_asn1
from compliance.attestations.signing import (
    CannotRenew,
    Level,
    Sealed,
    TimeStampUnavailable,
    renew,
    seal,
)
from tests.attestations.certificates import authority, ec_key, pem, rsa_key
from tests.attestations.printing import pdf_of
from tests.attestations.sealing import (
    NUMBER,
    ORGANISATION,
    evaluation_key,
    issued_key,
    look,
    sealed,
    time_roots,
)
from tests.attestations.time_stamping import SEAL_ROOT, TIME_ROOT, Service, service

STAMPED = (Level.T, Level.LT, Level.LTA)


@pytest.fixture
def here() -> Iterator[Service]:
    with service() as running:
        yield running


def made(here: Service, level: Level = Level.LTA, key: keys.SealKey | None = None) -> Sealed:
    return seal(
        pdf_of(NUMBER),
        key=key or evaluation_key(),
        organisation=ORGANISATION,
        time_stamping=here.stamping(level),
    )


# what a seal is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", Level)
def test_a_seal_is_appended_and_what_was_there_stays_as_it_was(level: Level) -> None:
    assert sealed(level).startswith(pdf_of(NUMBER))
    with (
        pikepdf.open(io.BytesIO(pdf_of(NUMBER))) as before,
        pikepdf.open(io.BytesIO(sealed(level))) as after,
    ):
        assert after.docinfo == before.docinfo
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert after.pdf_version == before.pdf_version
        assert "/Version" not in after.Root
        for one, other in zip(before.pages, after.pages, strict=True):
            assert one.Contents.read_bytes() == other.Contents.read_bytes()


@pytest.mark.parametrize("level", Level)
def test_nothing_visible_is_added(level: Level) -> None:
    with pikepdf.open(io.BytesIO(sealed(level))) as document:
        for each in document.Root.AcroForm.Fields:
            assert list(each.Rect) == [0, 0, 0, 0]
            assert "/AP" not in each


@pytest.mark.parametrize("organisation", ["Example Łódź Ltd", "A (limited) \\ company", "株式会社テスト"])
def test_the_reason_says_who_declared_and_that_nobody_checked(organisation: str) -> None:
    pdf = seal(pdf_of(NUMBER), key=evaluation_key(), organisation=organisation).pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        reason = str(document.Root.Perms.DocMDP.Reason)
    assert reason == f"Integrity seal. Declared by {organisation}. Content not checked or endorsed."


def test_it_certifies_that_nothing_may_change_and_is_pades() -> None:
    with pikepdf.open(io.BytesIO(sealed())) as document:
        signature = document.Root.Perms.DocMDP
        (reference,) = signature.Reference
        assert (reference.TransformMethod, reference.TransformParams.P) == ("/DocMDP", 1)
        assert signature.SubFilter == "/ETSI.CAdES.detached"
        assert document.Root.AcroForm.SigFlags == 3


def test_it_states_the_time_that_it_is_given_in_whatever_zone() -> None:
    at = datetime.fromisoformat("2026-11-23T13:30:00+01:00")
    pdf = seal(pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION, at=at).pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Perms.DocMDP.M) == "D:20261123123000Z"
    assert look(pdf).sealed_at == at


def test_a_certificate_that_is_not_valid_at_that_time_does_not_seal() -> None:
    early, late = datetime(2019, 12, 31, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    for at, error in ((early, keys.NotYetValid), (late, keys.Expired)):
        with pytest.raises(error):
            seal(pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION, at=at)


def test_it_can_be_made_where_an_event_loop_runs_already() -> None:
    async def within() -> bytes:
        return seal(pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION).pdf

    assert look(completed(within())).genuine


# levels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", STAMPED)
def test_the_level_that_is_wanted_is_reached(level: Level, here: Service) -> None:
    found = made(here, level)
    assert found.level is level
    with pikepdf.open(io.BytesIO(found.pdf)) as document:
        kinds = [str(each.V.Type) for each in document.Root.AcroForm.Fields]
        assert kinds == ["/Sig"] + ["/DocTimeStamp"] * (level is Level.LTA)
        assert ("/DSS" in document.Root) is (level is not Level.T)
        if level is not Level.T:
            assert len(document.Root.DSS.CRLs) == 1


@pytest.mark.parametrize("level", Level)
def test_the_seal_and_the_last_time_stamp_cover_the_entire_file(level: Level) -> None:
    ranges = covered(sealed(level))
    assert len(ranges) == 1 + (level is Level.LTA)
    assert ranges[-1].end == len(sealed(level))


def test_without_an_answer_about_revocation_the_level_is_t(here: Service) -> None:
    here.lists_are_there = False
    assert made(here).level is Level.T


def test_a_service_whose_certificate_names_no_list_has_none_to_ask() -> None:
    with service(names_list=False) as here:
        assert made(here).level is Level.LTA


def test_a_seal_that_an_authority_issued_carries_that_ones_answer_too(here: Service) -> None:
    key = issued_key(lists=here.list_of(SEAL_ROOT))
    found = made(here, key=key)
    assert found.level is Level.LTA
    assert look(found.pdf, key).genuine
    with pikepdf.open(io.BytesIO(found.pdf)) as document:
        assert len(document.Root.DSS.CRLs) == 2


def test_a_seal_whose_certificate_was_revoked_is_not_made(here: Service) -> None:
    key = issued_key(lists=here.list_of(SEAL_ROOT))
    here.revoked = [key.certificate.serial_number]
    with pytest.raises(keys.Revoked):
        made(here, key=key)


@pytest.mark.parametrize("kind", ["RSA", "P-384", "P-521"])
def test_every_kind_of_key_seals(kind: str) -> None:
    curve = ec.SECP384R1 if kind == "P-384" else ec.SECP521R1
    key = issued_key(rsa_key("seal") if kind == "RSA" else ec_key("seal", curve))
    pdf = seal(pdf_of(NUMBER), key=key, organisation=ORGANISATION).pdf
    assert look(pdf, key).genuine
    assert "Signature is Valid" in pdfsig(pdf, key)


# renewing ---------------------------------------------------------------------------------------------


def test_a_renewed_file_goes_on_where_the_old_one_ended(here: Service) -> None:
    first = made(here).pdf
    second = renew(first, time_stamping=here.stamping())
    third = renew(second, time_stamping=here.stamping())
    assert second.startswith(first)
    assert third.startswith(second)
    assert [len(covered(each)) for each in (first, second, third)] == [2, 3, 4]
    for each in (first, second, third):
        assert look(each).genuine
        assert look(each).level is Level.LTA
    assert len(look(third).stamps) == 4
    assert look(third).stamps[-1].at >= look(first).stamps[-1].at


@pytest.mark.parametrize("level", [Level.B, Level.T, Level.LT])
def test_only_a_file_of_level_lta_can_be_renewed(level: Level, here: Service) -> None:
    with pytest.raises(CannotRenew, match="no time-stamp of the whole"):
        renew(sealed(level), time_stamping=here.stamping())
    assert here.asked == []


def test_a_file_whose_last_time_stamp_does_not_hold_is_not_renewed(here: Service) -> None:
    stranger = here.stamping()
    object.__setattr__(stranger, "roots", (authority("Another root")[0],))
    with pytest.raises(CannotRenew, match="does not hold"):
        renew(sealed(Level.LTA), time_stamping=stranger)


def test_a_service_that_is_away_renews_nothing(here: Service) -> None:
    first = made(here).pdf
    here.answer = lambda body: (503, "text/plain", b"")
    with pytest.raises(TimeStampUnavailable, match="503"):
        renew(first, time_stamping=here.stamping())


def test_nor_does_an_authority_that_does_not_say_what_it_has_revoked(here: Service) -> None:
    first = made(here).pdf
    here.lists_are_there = False
    with pytest.raises(TimeStampUnavailable, match="cannot be found out"):
        renew(first, time_stamping=here.stamping())


def test_a_time_stamp_whose_certificate_was_revoked_is_not_renewed(here: Service) -> None:
    first = made(here).pdf
    here.revoked = [here.certificate.serial_number]
    with pytest.raises(CannotRenew, match="does not hold"):
        renew(first, time_stamping=here.stamping())


# what others say --------------------------------------------------------------------------------------


def pdfsig(pdf: bytes, key: keys.SealKey) -> str:
    """What poppler says of a file's first signature, where its library NSS trusts the top of our chain."""
    with TemporaryDirectory() as place:
        (Path(place) / "file.pdf").write_bytes(pdf)
        (Path(place) / "top.pem").write_bytes(pem(*key.tops))
        for command in (
            "certutil -N -d sql:. --empty-password",
            "certutil -A -d sql:. -n top -t C,C,C -i top.pem",
            "pdfsig -nssdir . file.pdf",
        ):
            done = subprocess.run(command.split(), cwd=place, capture_output=True, text=True, check=False)
    return done.stdout.split("Signature #2")[0]


@pytest.mark.parametrize("level", Level)
def test_poppler_finds_the_signature_good(level: Level) -> None:
    said = pdfsig(sealed(level), evaluation_key())
    assert "Signature is Valid." in said
    assert "Signature Field Name: Seal" in said
    assert ("Total document signed" in said) is (level is not Level.LTA)


def test_poppler_trusts_a_seal_that_an_authority_issued() -> None:
    key = issued_key()
    said = pdfsig(seal(pdf_of(NUMBER), key=key, organisation=ORGANISATION).pdf, key)
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said


def test_poppler_finds_a_changed_file_not_good() -> None:
    assert "Digest Mismatch" in pdfsig(sealed().replace(b"/Lang (en)", b"/Lang (fr)"), evaluation_key())


@pytest.mark.parametrize("level", Level)
def test_openssl_finds_the_signature_good_and_a_changed_file_not(level: Level, tmp_path: Path) -> None:
    seal_range = covered(sealed(level))[0]
    signed = seal_range.file[: seal_range.gap] + seal_range.file[seal_range.resumes : seal_range.end]
    files = {
        "seal.der": seal_range.signature,
        "content": signed,
        "changed": signed[:-1],
        "ca.pem": pem(evaluation_key().certificate),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    command = [
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "seal.der",
        "-CAfile",
        "ca.pem",
        "-purpose",
        "any",
    ]
    command += ["-out", "out"]
    assert subprocess.run([*command, "-content", "content"], cwd=tmp_path, check=False).returncode == 0
    assert (tmp_path / "out").read_bytes() == signed
    assert subprocess.run([*command, "-content", "changed"], cwd=tmp_path, check=False).returncode != 0


@pytest.mark.parametrize("level", Level)
def test_qpdf_finds_nothing_to_complain_about(level: Level, tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed(level))
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "No syntax or stream encoding errors found" in done.stdout


def test_pyhankos_own_validation_of_long_term_signatures_passes(here: Service) -> None:
    """ETSI EN 319 102-1, 5.6.3, offline: with nothing but the file and the roots."""
    pdf = renew(made(here).pdf, time_stamping=here.stamping())
    roots = [as_asn1(each) for each in (*time_roots(), evaluation_key().certificate)]
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("hard-fail")),
    )
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    result = completed(
        ades_lta_validation(signature, PdfSignatureValidationSpec(SignatureValidationSpec(policy)))
    )
    assert result.ades_subindic == AdESPassed.OK
    assert authority(TIME_ROOT)[0] == here.root
