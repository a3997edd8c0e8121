"""The calculators beside a FLOP question. Worked checks: Commission guidelines (2025), annex A.2.2."""

import pytest

from tests.visiting import Page, Visitor

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
    assert "That makes 6.58674 × 10²³ FLOP." in page.text


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


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "The calculator needs: parameters."),
        ({"calc_parameters": "7B"}, "The calculator needs: tokens."),
        ({"calc_parameters": "-7B", "calc_tokens": "1T"}, "Parameters: -7e+09 is outside 1000 to 1e+16."),
        ({"calc_parameters": "0", "calc_tokens": "1T"}, "Parameters: 0 is outside 1000 to 1e+16."),
        ({"calc_parameters": "7", "calc_tokens": "1T"}, "Parameters: 7 is outside 1000 to 1e+16."),
        ({"calc_parameters": "7B", "calc_tokens": "-1"}, "Tokens: -1 is outside 1 to 1e+17."),
        ({"calc_parameters": "1e15", "calc_tokens": "1e17"}, "That makes 6e+32 FLOP, more than any run."),
        ({"calc_parameters": "big", "calc_tokens": "1T"}, "parameters: Write a number"),
    ],
)
def test_data_that_no_run_has_is_refused(asked: Visitor, data: dict[str, str], message: str) -> None:
    page = calculate(asked, "tokens", data)
    assert page.status == 422
    (error,) = page.errors
    assert error.startswith(message)
    assert page.value("base_training_flop") == ""


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"calc_utilisation": ""}, "The calculator needs: utilisation in %."),
        ({"calc_utilisation": "0"}, "Utilisation: 0 % is outside 0.1 % to 100 %."),
        ({"calc_utilisation": "140"}, "Utilisation: 140 % is outside 0.1 % to 100 %."),
        ({"calc_devices": "0"}, "Devices: 0 is outside 1 to 1e+08."),
        ({"calc_devices": "-8"}, "Devices: -8 is outside 1 to 1e+08."),
        ({"calc_hours": "-1"}, "Hours: -1 is outside 0.001 to 1e+06."),
        ({"calc_peak": "989e12"}, "Peak speed: 9.89e+14 TFLOP/s is outside 0.001 TFLOP/s to 1e+06 TFLOP/s."),
        ({"calc_peak": "0"}, "Peak speed: 0 TFLOP/s is outside 0.001 TFLOP/s to 1e+06 TFLOP/s."),
        ({"calc_peak": "fast"}, "peak TFLOP/s: Write a number"),
    ],
)
def test_machines_that_nobody_has_are_refused(asked: Visitor, changed: dict[str, str], message: str) -> None:
    page = calculate(asked, "hardware", MACHINES | changed)
    assert page.status == 422
    (error,) = page.errors
    assert error.startswith(message)


def test_utilisation_may_carry_its_sign_and_speed_its_unit(asked: Visitor) -> None:
    page = calculate(asked, "hardware", MACHINES | {"calc_utilisation": "50 %", "calc_peak": "989 TFLOP/s"})
    assert page.value("base_training_flop") == "6.587e23"


def test_a_method_that_there_is_not_calculates_nothing(asked: Visitor) -> None:
    page = calculate(asked, "guess", {})
    assert page.status == 422
    assert page.errors == ["The calculator needs: parameters."]


def test_there_is_no_calculator_where_no_compute_is_asked(visitor: Visitor) -> None:
    page = visitor.send("role", {"role": "modify"}, action="calculate-tokens")
    assert page.status == 200
    assert visitor.answers == {}
