"""The calculators beside a FLOP question. Worked checks: Commission guidelines (2025), annex A.2.2."""

import pytest

from tests.visiting import Page, Visitor, words

TOKENS = {"calc_parameters": "3.8B", "calc_tokens": "3.3T"}
MACHINES = {"calc_devices": "1", "calc_hours": "370k", "calc_peak": "989", "calc_utilisation": "50"}


@pytest.fixture
def asked(visitor: Visitor) -> Visitor:
    visitor.store({"role": "modify", "base_access": "open_weights"})
    return visitor


def calculate(visitor: Visitor, method: str, data: dict[str, str]) -> Page:
    return visitor.send("base_training_flop", data, action=f"calculate-{method}")


@pytest.mark.parametrize(
    ("parameters", "tokens", "field", "flop"),
    [
        ("3.8B", "3.3T", "7.524e22", 7.5e22),
        ("1.54e9", "18 trillion", "1.663e23", 1.66e23),
        ("8B", "15T", "7.2e23", 7.2e23),
        ("70 billion", "15T", "6.3e24", 6.3e24),
        ("405B", "1.5 × 10^13", "3.645e25", 3.7e25),
    ],
)
def test_from_the_data_it_is_six_times_parameters_times_tokens(
    asked: Visitor, parameters: str, tokens: str, field: str, flop: float
) -> None:
    page = calculate(asked, "tokens", {"calc_parameters": parameters, "calc_tokens": tokens})
    assert page.status == 200
    assert page.value("base_training_flop") == field
    assert float(field) == pytest.approx(flop, rel=0.02)


def test_from_the_machines_it_is_devices_times_seconds_times_peak_times_utilisation(asked: Visitor) -> None:
    page = calculate(asked, "hardware", MACHINES)
    assert page.status == 200
    assert page.value("base_training_flop") == "6.587e23"  # 370,000 H100 hours: 6.5e23 in the guidelines
    assert "That makes 6.587 × 10²³ FLOP." in page.text


def test_the_result_is_in_the_field_and_nothing_is_saved_yet(asked: Visitor) -> None:
    page = calculate(asked, "tokens", TOKENS)
    assert "It is in the field; save it if it looks right." in page.text
    assert "base_training_flop" not in asked.answers
    data = {"base_training_flop": page.value("base_training_flop"), "unit__base_training_flop": "FLOP"}
    assert asked.send("base_training_flop", data).status == 302
    assert asked.answers["base_training_flop"] == 7.524e22


def test_what_was_typed_into_the_calculator_stays(asked: Visitor) -> None:
    page = calculate(asked, "tokens", TOKENS)
    assert (page.value("calc_parameters"), page.value("calc_tokens")) == ("3.8B", "3.3T")


def test_the_result_is_in_flop_whatever_unit_was_chosen_and_takes_back_i_do_not_know(asked: Visitor) -> None:
    more = {"unit__base_training_flop": "YFLOP", "unknown__base_training_flop": "on"}
    page = calculate(asked, "tokens", {**TOKENS, **more})
    (unit,) = page.main.xpath(".//option[@selected]")
    assert unit.get("value") == "FLOP"
    assert page.chosen == []


P, T = "Parameters", "Training tokens, all passes"


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, [f"{P}: Write a number, for example 70B.", f"{T}: Write a number, for example 15T."]),
        ({"calc_parameters": "7B"}, [f"{T}: Write a number, for example 15T."]),
        (
            {"calc_parameters": "-7B", "calc_tokens": "-1"},
            [
                f"{P}: -7 × 10⁹ is too small. Write 1,000 or more.",
                f"{T}: -1 is too small. Write 1 or more.",
            ],
        ),
        (
            {"calc_parameters": "7", "calc_tokens": "1T"},
            [f"{P}: 7 is too small. Write 1,000 or more."],
        ),
        (
            {"calc_parameters": "1e17", "calc_tokens": "1T"},
            [f"{P}: 10¹⁷ is too large. Write 10¹⁶ or less."],
        ),
        (
            {"calc_parameters": "1e15", "calc_tokens": "1e17"},
            [f"{P}: That makes 6e+32 FLOP, more than any run. Check the units."],
        ),
        ({"calc_parameters": "big", "calc_tokens": "1T"}, [f"{P}: Write a number, for example 70B."]),
        (
            {"calc_parameters": "7,5", "calc_tokens": "1T"},
            [f"{P}: Write the decimal sign as a point, for example 7.5."],
        ),
    ],
)
def test_data_that_no_run_has_is_refused(asked: Visitor, data: dict[str, str], errors: list[str]) -> None:
    page = calculate(asked, "tokens", data)
    assert page.status == 422
    assert [each.replace("\u00a0", " ") for each in page.errors] == errors
    assert page.value("base_training_flop") == ""


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"calc_utilisation": ""}, "Utilisation, %: Write a number, for example 40."),
        ({"calc_utilisation": "0"}, "Utilisation, %: 0 is too small. Write 0.1 or more."),
        ({"calc_utilisation": "140"}, "Utilisation, %: 140 is too large. Write 100 or less."),
        ({"calc_devices": "0"}, "Devices: 0 is too small. Write 1 or more."),
        ({"calc_hours": "-1"}, "Hours each: -1 is too small. Write 0.001 or more."),
        (
            {"calc_peak": "989e12"},
            "Peak speed of one device, TFLOP/s: 9.89 × 10¹⁴ is too large. Write 1,000,000 or less.",
        ),
        ({"calc_peak": "fast"}, "Peak speed of one device, TFLOP/s: Write a number, for example 989."),
    ],
)
def test_machines_that_nobody_has_are_refused(asked: Visitor, changed: dict[str, str], error: str) -> None:
    page = calculate(asked, "hardware", MACHINES | changed)
    assert page.status == 422
    assert [each.replace("\u00a0", " ") for each in page.errors] == [error]


def test_each_wrong_field_is_told_at_its_own_field(asked: Visitor) -> None:
    wrong = {"calc_devices": "-4", "calc_hours": "abc", "calc_utilisation": "140"}
    page = calculate(asked, "hardware", MACHINES | wrong)
    told = {field: words(page.main.get_element_by_id(f"{field}-error")) for field in wrong}
    assert told == {
        "calc_devices": "Error: -4 is too small. Write 1 or more.",
        "calc_hours": "Error: Write a number, for example 500.",
        "calc_utilisation": "Error: 140 is too large. Write 100 or less.",
    }
    linked = [each.get("href") for each in page.classed("mc-errors")[0].iter("a")]
    assert linked == [f"#id_{field}" for field in wrong]
    assert page.title.startswith("Error:")
    assert not page.main.xpath(".//*[@id='base_training_flop-error']")


def test_utilisation_may_carry_its_sign_and_speed_its_unit(asked: Visitor) -> None:
    page = calculate(asked, "hardware", MACHINES | {"calc_utilisation": "50 %", "calc_peak": "989 TFLOP/s"})
    assert page.value("base_training_flop") == "6.587e23"


def test_a_method_that_there_is_not_calculates_nothing(asked: Visitor) -> None:
    page = calculate(asked, "guess", {})
    assert page.status == 422
    assert page.errors[0] == "Parameters: Write a number, for example 70B."


def test_there_is_no_calculator_where_no_compute_is_asked(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": "modify"}, action="calculate-tokens")
    assert page.status == 200
    assert visitor.answers == {}
