"""compliance.attestations.register.note: signed notes, and each way of being none."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from compliance.attestations.register.encoding import from_base64, to_base64
from compliance.attestations.register.note import (
    MOST_CHARACTERS,
    MOST_SIGNATURES,
    NotSigned,
    Signer,
    Verifier,
    opened,
    sign,
    signed_at,
    unverified,
)

from .logs import signer

# The example of the specification (signed-note, "Verifier keys").
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""

TEXT = "A text,\n\nwith an empty line — and a dash\n"
MINE, OTHER = signer("example.com/mine"), signer("example.com/other", "other")
NOTE = sign(TEXT, MINE)
LINE = NOTE.removeprefix(f"{TEXT}\n")  # the signature
OTHERS_LINE = sign(TEXT, OTHER).removeprefix(f"{TEXT}\n")


def test_the_example_of_the_specification_is_opened_with_its_key() -> None:
    assert opened(EXAMPLE, [Verifier.parse(VKEY)]) == "This is an example message.\n"


def test_a_note_is_a_text_an_empty_line_and_a_line_for_each_signature() -> None:
    text, below = NOTE[: len(TEXT)], NOTE[len(TEXT) :]
    assert text == TEXT
    assert below.startswith("\n— example.com/mine ")
    assert (below.count("\n"), below[-1]) == (2, "\n")


TEXTS = st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"]))


@given(st.lists(TEXTS))
def test_any_text_comes_back(lines: list[str]) -> None:
    text = "\n".join([*lines, "", ""])
    assert opened(sign(text, MINE), [MINE.verifier]) == unverified(sign(text, MINE)) == text


@pytest.mark.parametrize("text", ["", "no break", "a\r\n", "a\x00\n", "a\tb\n", "\ud800\n"])
def test_a_text_that_no_note_can_have_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match=r"line break|control characters|UTF-8"):
        sign(text, MINE)


def test_a_signature_of_an_unknown_key_is_ignored() -> None:
    for below in (OTHERS_LINE + LINE, LINE + OTHERS_LINE):
        for verifiers in ([MINE.verifier], [OTHER.verifier], [MINE.verifier, OTHER.verifier]):
            assert opened(f"{TEXT}\n{below}", verifiers) == TEXT


def test_a_key_that_shares_only_the_name_or_the_id_is_unknown() -> None:
    """As after a change of keys; also where the signature is not even as long as one of ours."""
    older = sign(TEXT, signer(MINE.name, "older")).removeprefix(f"{TEXT}\n")
    short = f"— {MINE.name} AAAAAAA=\n"
    renamed = LINE.replace("example.com/mine", "example.com/renamed")
    assert opened(f"{TEXT}\n{older}{short}{renamed}{LINE}", [MINE.verifier]) == TEXT


@pytest.mark.parametrize("verifiers", [[], [OTHER.verifier], [signer(MINE.name, "older").verifier]])
def test_a_note_that_no_known_key_has_signed_is_not_opened(verifiers: list[Verifier]) -> None:
    with pytest.raises(NotSigned, match="none of its signatures is of a key that we know"):
        opened(NOTE, verifiers)


def test_a_known_key_that_fails_spoils_the_whole_note() -> None:
    spoiled = sign("Another text\n", OTHER).removeprefix("Another text\n\n")
    for below in (spoiled + LINE, LINE + spoiled):
        with pytest.raises(NotSigned, match=r"example\.com/other does not belong to this text"):
            opened(f"{TEXT}\n{below}", [MINE.verifier, OTHER.verifier])
        assert opened(f"{TEXT}\n{below}", [MINE.verifier]) == TEXT


def test_a_signature_of_the_wrong_length_fails() -> None:
    from_a_known_key = Verifier.parse(VKEY)
    for size in (1, 63, 65, 3_000):
        assert not from_a_known_key.made(bytes(size), TEXT)


def test_a_public_key_that_is_no_point_makes_no_signature() -> None:
    assert not Verifier("example.com/none", b"\xff" * 32).made(bytes(64), TEXT)


def test_16_signatures_of_5_kb_are_read_and_too_many_are_not() -> None:
    """The specification wants at least as much."""
    large = OTHERS_LINE.split(" ")[1] + " " + "AAAA" * 1_800 + "\n"
    assert opened(f"{TEXT}\n{f'— {large}' * 15}{LINE}", [MINE.verifier]) == TEXT
    assert opened(f"{TEXT}\n{LINE * MOST_SIGNATURES}", [MINE.verifier]) == TEXT
    with pytest.raises(NotSigned, match="too many signatures"):
        opened(f"{TEXT}\n{LINE * (MOST_SIGNATURES + 1)}", [MINE.verifier])
    longest = "a" * (MOST_CHARACTERS - len(LINE) - 2) + "\n"
    assert opened(sign(longest, MINE), [MINE.verifier]) == longest
    with pytest.raises(NotSigned, match="too long"):
        opened(sign(f"a{longest}", MINE), [MINE.verifier])


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("", "no empty line"),
        (TEXT.replace("\n\n", "\n") + LINE, "no empty line"),
        (f"\n{LINE}", "no empty line"),
        (f"{TEXT}\n", "or there is no signature"),
        (NOTE.removesuffix("\n"), "does not end with a line break"),
        (f"{NOTE}\n", "does not end with a line break"),
        (f"{NOTE}more\n", "no signature"),
        (f"{NOTE}\n{TEXT}", "no signature"),
        (NOTE.replace("\n— ", "\n- "), "no signature"),
        (NOTE.replace("\n— ", "\n—\u00a0"), "no signature"),
        (NOTE.replace("\n— ", "\n —"), "no signature"),
        (NOTE.replace("\n", "\r\n"), "control characters"),
        (f"\x00{NOTE}", "control characters"),
        (f"\ud800{NOTE}", "not UTF-8"),
        (f"{TEXT}\n— {MINE.name}\n", "too short"),
        (f"{TEXT}\n— {MINE.name} AAAAAA==\n", "too short"),
        (f"{TEXT}\n— {MINE.name} AAAA!AAA\n", "not base64"),
        (f"{TEXT}\n— {MINE.name} AAAAAAB=\n", "written otherwise"),
        (f"{TEXT}\n— {MINE.name}  AAAAAAA=\n", "not base64"),
        (f"{TEXT}\n—  AAAAAAA=\n", "name of a key"),
        (f"{TEXT}\n— a+b AAAAAAA=\n", "name of a key"),
        (f"{TEXT}\n— a\u2003b AAAAAAA=\n", "name of a key"),
        (f"{TEXT}\n— {MINE.name} AAAAAAA= \n{LINE}", "not base64"),
    ],
)
def test_what_is_no_note_is_not_opened(note: str, reason: str) -> None:
    """Also where only the line of an unknown key is wrong."""
    with pytest.raises(NotSigned, match=reason) as caught:
        opened(note, [MINE.verifier])
    assert caught.value.reason == str(caught.value)


@given(st.text() | st.lists(st.sampled_from([TEXT, LINE, OTHERS_LINE, "\n", "— ", "a"])).map("".join))
def test_nothing_else_is_ever_raised(note: str) -> None:
    try:
        assert note.startswith(opened(note, [MINE.verifier]))
    except NotSigned:
        return


def test_a_verifier_key_comes_back() -> None:
    """Base64 has a plus too."""
    assert Verifier.parse(VKEY).vkey == VKEY
    many = [signer(seed=str(number)).verifier for number in range(20)]
    assert [Verifier.parse(each.vkey) for each in many] == many
    assert any(each.vkey.count("+") > 2 for each in many)
    assert Verifier.parse(MINE.vkey) == MINE.verifier
    assert "example.com/mine" in repr(MINE)
    assert "Key" not in repr(MINE).removeprefix("Signer")


NAME, ID, KEY = VKEY.split("+", 2)


@pytest.mark.parametrize(
    ("vkey", "reason"),
    [
        ("", "a name, an id and a key"),
        (f"{NAME}+{ID}", "a name, an id and a key"),
        (f"{NAME}+{ID}+", "another kind"),
        (f"{NAME}+{ID}+{KEY}=", "base64"),
        (f"{NAME}+{ID}+{KEY}\n", "base64"),
        (f"{NAME}+{ID}+{KEY[:-4]}", "32 bytes, not 29"),
        (f"{NAME}+{ID}+B{KEY[1:]}", "another kind"),
        (f"{NAME}+{ID.upper()}+{KEY}", "not that of the key"),
        (f"{NAME}+{ID[:-1]}b+{KEY}", "not that of the key"),
        (f"{NAME}+0x{ID}+{KEY}", "not that of the key"),
        (f"example.com/bar+{ID}+{KEY}", "not that of the key"),
        (f"+{ID}+{KEY}", "name of a key"),
        (f"a b+{ID}+{KEY}", "name of a key"),
        (f"a\x00b+{ID}+{KEY}", "name of a key"),
        (f"\ud800+{ID}+{KEY}", "name of a key"),
    ],
)
def test_what_is_no_verifier_key_is_refused(vkey: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Verifier.parse(vkey)


@pytest.mark.parametrize("name", ["", "a+b", "a b", "a\u2003b", "a\nb", "a\x7f\x00b"])
def test_a_signer_has_a_name_that_notes_can_have(name: str) -> None:
    with pytest.raises(ValueError, match="name of a key"):
        Signer(name, MINE.private_key)


# the time of a signature -------------------------------------------------------------------------------

MOMENT = datetime(2026, 11, 24, 18, 30, 5, tzinfo=UTC)
TIMED = sign(TEXT, MINE, MOMENT)


def with_value(value: bytes) -> str:
    """The note, whose timed signature has another value."""
    text = to_base64(MINE.verifier.timed_id + value)
    return f"{NOTE}— {MINE.name} {text}\n"


def test_a_signature_may_tell_when_it_was_made() -> None:
    assert signed_at(TIMED, [MINE.verifier]) == MOMENT
    assert opened(TIMED, [MINE.verifier]) == TEXT
    assert signed_at(NOTE, [MINE.verifier]) is None
    assert signed_at(TIMED, [OTHER.verifier]) is None


def test_it_is_a_cosignature_as_the_specification_has_it() -> None:
    """C2SP tlog-cosignature: what is signed, and how a line tells the time."""
    data = from_base64(TIMED.splitlines()[-1].split(" ")[2], "the signature")
    key = MINE.verifier.public_key
    assert data[:4] == hashlib.sha256(MINE.name.encode() + b"\n\x04" + key).digest()[:4]
    seconds = int(MOMENT.timestamp())
    assert data[4:12] == seconds.to_bytes(8, "big")
    message = f"cosignature/v1\ntime {seconds}\n{TEXT}".encode()
    Ed25519PublicKey.from_public_bytes(key).verify(data[12:], message)


def test_a_time_that_was_changed_is_refused() -> None:
    later = int((MOMENT + timedelta(days=1)).timestamp()).to_bytes(8, "big")
    value = from_base64(TIMED.splitlines()[-1].split(" ")[2], "the signature")[4:]
    for each in (later + value[8:], value[:-1] + b"\x00", value[:8], b"\x01"):
        with pytest.raises(NotSigned, match="does not belong to this text"):
            signed_at(with_value(each), [MINE.verifier])


def test_a_time_that_no_calendar_has_is_refused() -> None:
    never = 2**64 - 1
    signature = MINE.private_key.sign(f"cosignature/v1\ntime {never}\n{TEXT}".encode())
    with pytest.raises(NotSigned, match="is none"):
        signed_at(with_value(never.to_bytes(8, "big") + signature), [MINE.verifier])
