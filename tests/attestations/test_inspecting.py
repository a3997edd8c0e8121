"""compliance.attestations.inspecting: what a genuine file is told to be, in words, and that no other seal is
taken for ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509

from compliance.attestations import keys
from compliance.attestations.inspecting import MOST_BYTES, Name, inspect
from compliance.attestations.pdf import render
from compliance.attestations.signing import Level, renew, seal
from compliance.attestations.statement import Subject, canonical
from tests.attestations.certificates import authority, certificate, ec_key, key_pem, pem
from tests.attestations.printing import pdf_of, statement_of
from tests.attestations.sealing import (
    NUMBER,
    ORGANISATION,
    evaluation_key,
    issued_key,
    look,
    refusal,
    sealed,
)
from tests.attestations.time_stamping import SEAL_ROOT, TIME_ROOT, Service, service


@pytest.fixture
def here() -> Iterator[Service]:
    with service() as running:
        yield running


@pytest.mark.parametrize("level", Level)
def test_a_sealed_file_passes_every_check_and_gives_its_statement(level: Level) -> None:
    found = look(sealed(level))
    assert found.genuine
    assert [each.name for each in found.checks] == list(Name)
    assert found.level is level
    assert found.twin == canonical(statement_of(NUMBER))
    assert found.signer == evaluation_key().certificate
    assert len(found.stamps) == {Level.B: 0, Level.T: 1, Level.LT: 1, Level.LTA: 2}[level]


def test_each_check_says_in_words_what_was_found() -> None:
    found = look(sealed(Level.LTA))
    at, whole = (each.at for each in found.stamps)
    words = {each.name: each.meaning for each in found.checks}
    assert words[Name.SEAL] == "The seal says that it is ours: Modcheck evaluation seal: proves nothing."
    assert words[Name.INTACT] == "The seal was made with our key, and what it covers is as it was then."
    assert words[Name.ENTIRE_FILE] == (
        "The seal covers the entire file, and only time-stamps of the whole of it were added since."
    )
    assert words[Name.NO_CHANGES] == "It is the only seal, and it forbids every change."
    assert words[Name.TIME_STAMP] == (
        f"Time Service, Example Ltd attests that the seal was there on {at.day} {at:%B %Y, %H:%M:%S} UTC. "
        f"Time Service, Example Ltd attests the same of the whole file, last on {whole.day} "
        f"{whole:%B %Y, %H:%M:%S} UTC."
    )
    assert words[Name.STATEMENT] == "The same statement is attached for machines, as statement.json."


def test_a_file_without_a_time_stamp_says_so() -> None:
    words = {each.name: each.meaning for each in look(sealed()).checks}
    assert words[Name.ENTIRE_FILE] == "The seal covers the entire file."
    assert words[Name.TIME_STAMP].startswith(
        "It has no time-stamp. The seal itself says that it was made on "
    )


def test_nothing_of_a_file_that_is_not_genuine_is_given_away() -> None:
    found = look(sealed() + b"\n")
    assert not found.genuine
    assert (found.level, found.sealed_at, found.signer, found.stamps, found.twin) == (None,) * 3 + ((), None)
    assert [each.passed for each in found.checks] == [True, True, False, False, False, False]
    assert {each.meaning for each in found.checks[3:]} == {
        "Not looked at, because a check before it did not pass."
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"hello",
        b"\0" * 1000,
        b"%PDF-1.7\n/ByteRange [0 1 2 3]",
        pytest.param(None, id="unsealed"),
    ],
)
def test_what_has_no_seal_is_told_so(content: bytes | None) -> None:
    assert refusal(pdf_of(NUMBER) if content is None else content) == "seal: The file has no seal."


def test_a_file_of_a_size_that_we_never_make_is_not_read() -> None:
    assert "larger than 32 MiB" in refusal(sealed() + b"\0" * MOST_BYTES)


@pytest.mark.parametrize("words", ["/ByteRange [0 1 2 3]", ">\n/ByteRange [0 1 2 3]", "9 0 obj trailer"])
def test_words_of_the_format_in_a_name_are_words(words: str, here: Service) -> None:
    made = seal(
        render(statement_of(NUMBER, Subject(words.replace("\n", " "), words.replace("\n", " "), "1"))),
        key=evaluation_key(),
        organisation=words,
        time_stamping=here.stamping(),
    )
    assert look(renew(made.pdf, time_stamping=here.stamping())).genuine


# whose seal -------------------------------------------------------------------------------------------


def other_key_of_the_same_name() -> keys.SealKey:
    private = ec_key("an impostor's")
    own = certificate("Seal of Modcheck", private, authority("Impostor's root"))
    return keys.load(key_pem(private), pem(own))


def test_a_seal_of_another_key_with_the_same_name_is_not_ours() -> None:
    impostor = other_key_of_the_same_name()
    assert impostor.subject == issued_key().subject
    pdf = seal(pdf_of(NUMBER), key=impostor, organisation=ORGANISATION).pdf
    assert look(pdf, impostor).genuine
    assert not look(pdf, issued_key()).genuine
    assert "a certificate that is not ours" in look(pdf, issued_key()).checks[0].meaning


def test_another_evaluation_seal_is_not_ours() -> None:
    other = keys.load(*[keys._new_evaluation_seal()] * 2)
    assert other.evaluation
    pdf = seal(pdf_of(NUMBER), key=other, organisation=ORGANISATION).pdf
    assert refusal(pdf) == "seal: It was made with a certificate that is not ours."


def test_one_that_the_same_authority_issued_to_somebody_else_is_not_ours() -> None:
    ours, theirs = issued_key(), issued_key(ec_key("another customer"))
    assert ours.chain == theirs.chain
    pdf = seal(pdf_of(NUMBER), key=theirs, organisation=ORGANISATION).pdf
    assert look(pdf, theirs).genuine
    assert not look(pdf, ours).genuine


def test_the_authority_itself_cannot_seal_in_our_name() -> None:
    certificate_of_root, private = authority(SEAL_ROOT)
    root = keys.SealKey(private, certificate_of_root)
    pdf = seal(pdf_of(NUMBER), key=root, organisation=ORGANISATION).pdf
    assert "an authority that issues certificates" in look(pdf, issued_key()).checks[0].meaning


def test_seals_from_before_a_key_was_changed_stay_good() -> None:
    before, after = evaluation_key(), issued_key()
    trusted = [*before.certificates, *after.certificates]
    for key in (before, after):
        pdf = seal(pdf_of(NUMBER), key=key, organisation=ORGANISATION).pdf
        assert inspect(pdf, trusted=trusted).genuine
    assert not inspect(sealed(), trusted=after.certificates).genuine
    assert not inspect(sealed(), trusted=()).genuine


# whose time-stamp -------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Level.T, Level.LT, Level.LTA])
def test_a_time_stamp_of_a_service_that_we_do_not_trust_proves_nothing(level: Level) -> None:
    for roots in ((), (authority("Another root")[0],)):
        found = inspect(sealed(level), trusted=evaluation_key().certificates, time_stamp_roots=roots)
        assert next(each.name for each in found.checks if not each.passed) is Name.TIME_STAMP
        assert "from a service that we do not trust" in found.checks[4].meaning


def test_a_time_stamp_is_not_believed_if_the_file_itself_holds_that_its_certificate_was_revoked_before(
    here: Service,
) -> None:
    """A second certificate of the service stamps the file, and with it comes the authority's newer list."""
    first = here.certificate
    pdf = seal(
        pdf_of(NUMBER), key=evaluation_key(), organisation=ORGANISATION, time_stamping=here.stamping()
    ).pdf
    here.certificate = certificate(
        "Second Time Service",
        here.private,
        (here.root, here.root_key),
        stamps=True,
        lists=here.list_of(TIME_ROOT),
    )
    once = renew(pdf, time_stamping=here.stamping())
    assert look(once).genuine
    assert look(once).stamps[-1].authority == "Second Time Service, Example Ltd"
    here.revoked = [first.serial_number]
    twice = renew(once, time_stamping=here.stamping())
    assert "from a service that we do not trust" in refusal(twice)


# files of before --------------------------------------------------------------------------------------

KEPT = Path(__file__).parent / "kept"


def test_a_file_that_was_sealed_and_renewed_in_2026_stays_genuine() -> None:
    """It is kept as it was made, by pyHanko 0.38: a newer version has to go on reading it."""
    found = inspect(
        (KEPT / "renewed.pdf").read_bytes(),
        trusted=x509.load_pem_x509_certificates((KEPT / "seal.pem").read_bytes()),
        time_stamp_roots=x509.load_pem_x509_certificates((KEPT / "time-root.pem").read_bytes()),
    )
    assert found.genuine
    assert (found.level, len(found.stamps)) == (Level.LTA, 3)
    assert found.twin is not None
    assert found.twin.startswith(b'{"answers":')
