"""compliance.assessments.numbers: what people type, and what we tell them when it is no number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.assessments.numbers import NotANumber, parse, typed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2.1e19", 2.1e19),
        ("2.1E+19", 2.1e19),
        ("2.1e-3", 2.1e-3),
        ("2.1 × 10^19", 2.1e19),
        ("2.1 x 10^19", 2.1e19),
        ("2.1*10**19", 2.1e19),
        ("2.1·10^19", 2.1e19),
        ("2.1 × 10¹⁹", 2.1e19),
        ("2.1×10⁻³", 2.1e-3),
        ("10^24", 1e24),
        ("10²⁴", 1e24),
        ("10**24", 1e24),
        ("10", 10.0),
        ("1024", 1024.0),
        ("0", 0.0),
        (".5", 0.5),
        ("0.50", 0.5),
        ("1,234,567", 1234567.0),
        ("1 234 567.5", 1234567.5),
        ("1\u202f234\u00a0567", 1234567.0),
        ("1_000_000", 1e6),
        ("-5", -5.0),
        ("−5", -5.0),
        ("  7  ", 7.0),
        ("5 e24", 5e24),
        ("5 E 24", 5e24),
        ("70B", 70e9),
        ("70 billion", 70e9),
        ("3.8bn", 3.8e9),
        ("15T", 15e12),
        ("15 trillion", 15e12),
        ("500k", 5e5),
        ("1.5 million", 1.5e6),
        ("370K", 3.7e5),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: float) -> None:
    assert parse(text, None) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("97%", "%", 97.0),
        ("97 percent", "%", 97.0),
        ("97", "%", 97.0),
        ("2.1e19 FLOP", "FLOP", 2.1e19),
        ("2.1 × 10^19 FLOPs", "FLOP", 2.1e19),
        ("15T", "tokens", 15e12),
        ("5000 tokens", "tokens", 5000.0),
    ],
)
def test_the_questions_own_unit_may_stand_behind_it(text: str, unit: str, number: float) -> None:
    assert parse(text, unit) == pytest.approx(number, rel=1e-12)


WRITE_A_NUMBER = "Write a number, for example 12."
DECIMAL_SIGN = "Write the decimal sign as a point, for example "
A_SPEED = "FLOP/s is a speed. We need the total: FLOP/s × seconds × utilisation. The calculator does it."
FLOP_DAYS = "One petaFLOP-day is 8.64e19 FLOP. Multiply, and write the result in FLOP."
A_POWER = "Write a power of ten with ^ or e, for example 2.1 × 10^19 or 2.1e19."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a lot", WRITE_A_NUMBER),
        ("about 7", WRITE_A_NUMBER),
        ("e19", WRITE_A_NUMBER),
        ("1.2.3", WRITE_A_NUMBER),
        ("1e5e5", WRITE_A_NUMBER),
        ("12 34", WRITE_A_NUMBER),
        ("7; DROP TABLE", WRITE_A_NUMBER),
        ("0x1F", WRITE_A_NUMBER),
        ("1/3", WRITE_A_NUMBER),
        ("--5", WRITE_A_NUMBER),
        ("٣٤", WRITE_A_NUMBER),
        ("nan", WRITE_A_NUMBER),
        ("inf", WRITE_A_NUMBER),
        ("2,1", f"{DECIMAL_SIGN}2.1."),
        ("2,1e19", f"{DECIMAL_SIGN}2.1e19."),
        ("1.234,5", f"{DECIMAL_SIGN}12."),
        ("1e400", "That number is too large."),
        ("9" * 61, "That is too long for a number. Write it short, for example 12."),
        ("3 apples", "“apples” is not a unit here. Write the number alone."),
        ("50%", "“%” is not a unit here. Write the number alone."),
        ("5 petaflop", "“petaflop” is not a unit here. Write the number alone."),
        ("3e14 FLOP/s", A_SPEED),
        ("300 TFLOP/s", A_SPEED),
        ("300 TFLOPs / s", A_SPEED),
        ("300 teraflop/sec", A_SPEED),
        ("300 FLOPs per second", A_SPEED),
        ("300 FLOP per second", A_SPEED),
        ("12 petaFLOP-days", FLOP_DAYS),
        ("12 petaflop days", FLOP_DAYS),
        ("12 PFLOP-day", FLOP_DAYS),
        ("12 petaFLOP/s-days", FLOP_DAYS),
        ("12 petaFLOPs hours", FLOP_DAYS),
        ("12 PF-days", FLOP_DAYS),
        ("2.1 × 1019", A_POWER),  # the raised digits were lost in copying: 3.1e19, or two thousand?
        ("3x1024", A_POWER),
    ],
)
def test_what_is_no_number_is_told_with_a_remedy(text: str, message: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse(text, None)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("97,5", "%", f"{DECIMAL_SIGN}97.5."),
        ("a lot", "%", "Write a number, for example 97.5."),
        ("a lot", "FLOP", "Write a number, for example 2.1e19."),
        ("a lot", "parameters", "Write a number, for example 8e9."),
    ],
)
def test_examples_fit_the_question(text: str, unit: str, message: str) -> None:
    with pytest.raises(NotANumber) as refused:
        parse(text, unit)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (97.5, "97.5"),
        (8e9, "8e9"),
        (7.524e22, "7.524e22"),
        (12_000.0, "12,000"),
        (1_234_567_890.0, "1,234,567,890"),
        (1e-5, "1e-5"),
        (-5.0, "-5"),
    ],
)
def test_a_number_stands_in_a_field_as_a_person_would_write_it(value: float, text: str) -> None:
    assert typed(value) == text


@pytest.mark.parametrize("unit", [None, "FLOP", "%", "tokens", "months"])
@given(value=st.floats(min_value=-1e300, max_value=1e300, allow_nan=False))
def test_what_stands_in_a_field_is_read_back_as_the_same_number(unit: str | None, value: float) -> None:
    assert parse(typed(value), unit) == value


@given(text=st.text(max_size=80))
def test_no_text_at_all_breaks_it(text: str) -> None:
    try:
        number = parse(text, "FLOP")
    except NotANumber:
        return
    assert math.isfinite(number)
