"""Names in any script are printed; what no font has is told before a file is made."""

import io
import re

import pikepdf
import pytest

from compliance.attestations import pdf, typography
from compliance.attestations.statement import Subject
from compliance.attestations.typography import Unprintable
from tests.attestations.printing import SUBJECT, poppler, statement_of, text_of

SCRIPTS = {
    "Greek": "Ελληνική Εταιρεία",
    "Cyrillic": "Общество «Модель»",
    "Chinese": "示例科技有限公司",
    "Japanese": "株式会社サンプル",
    "Korean": "주식회사 예시",
    "Vietnamese": "Công ty Ví Dụ",
    "Devanagari": "उदाहरण",
    "Thai": "ตัวอย่าง",
    "Georgian": "მაგალითი",
    "Armenian": "Օրինակ",
}
RIGHT_TO_LEFT = {"Arabic": "شركة المثال", "Hebrew": "חברה לדוגמה"}


@pytest.fixture(scope="module")
def printed() -> bytes:
    """One report with a name in every script."""
    name = " · ".join([*SCRIPTS.values(), *RIGHT_TO_LEFT.values()])
    return pdf.render(statement_of("v04", Subject(name, SUBJECT.model, ""), base_model=name))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_is_printed_and_can_be_copied_out(printed: bytes, script: str) -> None:
    text = re.sub(r"\s", "", text_of(printed))
    assert re.sub(r"\s", "", SCRIPTS[script]) in text


@pytest.mark.parametrize("script", RIGHT_TO_LEFT)
def test_a_name_from_right_to_left_keeps_its_letters(printed: bytes, script: str) -> None:
    text = text_of(printed)
    assert set(RIGHT_TO_LEFT[script]) <= set(text)


def test_no_empty_box_is_printed(printed: bytes) -> None:
    """Glyph 0 of a font is the box that stands for a missing character."""
    with pikepdf.open(io.BytesIO(printed)) as document:
        for page in document.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                texts = operands[0] if str(operator) == "TJ" else operands if str(operator) == "Tj" else []
                for text in texts:
                    if isinstance(text, pikepdf.String):
                        codes = bytes(text)
                        assert b"\x00\x00" not in {codes[i : i + 2] for i in range(0, len(codes), 2)}


def test_fallback_fonts_are_embedded_too(printed: bytes) -> None:
    fonts = poppler("pdffonts", "-", content=printed)
    assert "Noto-Sans-CJK-SC" in fonts
    assert "Noto-Sans-Arabic" in fonts
    assert re.findall(r" (yes|no) +(?:yes|no) +(?:yes|no) +\d+ +\d+$", fonts, re.MULTILINE) == ["yes"] * (
        len(fonts.splitlines()) - 2
    )


@pytest.mark.parametrize("script", [*SCRIPTS, *RIGHT_TO_LEFT])
def test_every_script_counts_as_printable(script: str) -> None:
    assert typography.unprintable({**SCRIPTS, **RIGHT_TO_LEFT}[script]) == ""


@pytest.mark.parametrize(
    "text",
    ["", "plain", "Łódź – “quoted” …", "É̈́", "می\u200cخواهم", "a\tb\r\nc", "2.1 × 10¹⁹ FLOP", "\u00a0"],
)
def test_what_is_common_is_printable(text: str) -> None:
    assert typography.unprintable(text) == ""


@pytest.mark.parametrize(
    ("character", "described"),
    [
        ("\ue000", "\ue000 (U+E000 unnamed)"),
        ("\U000f0000", "\U000f0000 (U+F0000 unnamed)"),
        ("🦊", "🦊 (U+1F98A fox face)"),
        ("\u0378", "\u0378 (U+0378 unnamed)"),
        ("𓀀", "𓀀 (U+13000 egyptian hieroglyph a001)"),
        ("\u202e", "an invisible character (U+202E right-to-left override)"),
        ("\u200b", "an invisible character (U+200B zero width space)"),
    ],
)
def test_a_character_that_no_font_has_is_named(character: str, described: str) -> None:
    assert typography.unprintable(f"Acme {character} Ltd {character}") == character
    with pytest.raises(Unprintable) as refused:
        typography.check({"the organisation's name": f"Acme {character}", "the model's name": "fine"})
    assert refused.value.found == {"the organisation's name": character}
    assert str(refused.value) == f"the organisation's name: {described}"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\ud800"])
def test_control_characters_and_half_a_pair_are_not_printable(character: str) -> None:
    assert typography.unprintable(f"a{character}b") == character


def test_no_file_is_made_with_a_character_that_cannot_be_printed() -> None:
    with pytest.raises(Unprintable) as refused:
        pdf.render(statement_of("v02", Subject("Acme 🦊", "Model \ue000", "1")))
    assert refused.value.found == {"the organisation's name": "🦊", "the model's name": "\ue000"}


def test_an_answer_in_words_of_ones_own_is_looked_at_too() -> None:
    with pytest.raises(Unprintable) as refused:
        pdf.render(statement_of("v04", base_model="Larkspur 🦊"))
    assert list(refused.value.found.values()) == ["🦊"]
    (where,) = refused.value.found
    assert where.startswith("the answer to “")


def test_korean_words_are_kept_whole() -> None:
    assert typography.whole_words("예시 주식회사 <A>") == (
        '<span class="word">예시</span> <span class="word">주식회사</span> &lt;A&gt;'
    )
