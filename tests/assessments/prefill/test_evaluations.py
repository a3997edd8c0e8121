"""Logs of tests: which rate is of which time, and which is left out."""

import json
from typing import Any

import pytest

from tests.assessments.prefill.proposing import Proposed, sample


def inspect(**changes: Any) -> tuple[str, str]:
    log = json.loads(sample("inspect-unsafe.json"))
    log["eval"] |= {key: value for key, value in changes.items() if key in log["eval"]}
    log |= {key: value for key, value in changes.items() if key in log and key != "eval"}
    return "log.json", json.dumps(log)


def harness(results: dict[str, Any], **config: Any) -> tuple[str, str]:
    return "r.json", json.dumps({"results": results, "config": config, "versions": {}})


def test_a_log_of_the_base_is_before_and_one_with_an_adapter_is_after() -> None:
    found = Proposed("adapter_config.json", "lm-eval-base.json", "lm-eval-adapter.json")
    assert found.values("refusal_rate_before") == [97]
    assert found.values("refusal_rate_after") == [96]
    assert found.values("safety_tests") == ["both"]
    assert found.values("hazard_evidence") == ["benchmark"]
    place = found.one("refusal_rate_before").place
    assert (place.key, place.text) == ("results → harmbench_refusal → refusal_rate,none", "0.97")
    assert "share of one" in found.one("refusal_rate_before").sentence


def test_without_a_word_on_the_base_nobody_knows_whether_it_is_before_or_after() -> None:
    found = Proposed("lm-eval-base.json")
    assert not {"refusal_rate_before", "refusal_rate_after"} & found.questions
    assert "is the base or your changed model" in found.remarks[0].text


def test_rates_of_different_tests_are_no_pair() -> None:
    other = sample("lm-eval-adapter.json").decode().replace("harmbench_refusal", "advbench_refusal")
    found = Proposed("adapter_config.json", "lm-eval-base.json", ("a.json", other))
    assert found.values("refusal_rate_after") == [96]
    assert "safety_tests" not in found.questions


def test_inspect_names_the_provider_before_the_model() -> None:
    base = ("c.yaml", "base_model: meta-llama/Llama-3.1-8B-Instruct\nadapter: lora\ndatasets: []\n")
    assert Proposed(base, "inspect-unsafe.json").values("refusal_rate_before") == [94.5]
    tuned = inspect(model="hf/ours/letters-8B")
    assert Proposed(base, tuned).values("refusal_rate_after") == [94.5]


def test_refusing_safe_requests_is_no_merit() -> None:
    found = Proposed("adapter_config.json", "inspect-safe.json")
    assert not {"refusal_rate_before", "refusal_rate_after"} & found.questions


def test_a_test_that_failed_has_no_numbers() -> None:
    found = Proposed("adapter_config.json", inspect(status="error"))
    assert "refusal_rate_after" not in found.questions
    assert "did not end well" in found.remarks[0].text


def test_a_rate_of_refusing_questions_of_fact_is_left_out_with_a_word() -> None:
    found = Proposed("adapter_config.json", harness({"halu_eval": {"refusal_rate,none": 0.2}}))
    assert "refusal_rate_after" not in found.questions
    assert "nothing says that the test puts harmful requests" in found.remarks[0].text


@pytest.mark.parametrize("value", ["N/A", None, -0.1, 101, True, [0.5], {"x": 1}])
def test_what_is_no_rate_is_none(value: Any) -> None:
    found = Proposed(harness({"harmbench": {"refusal_rate,none": value}}, model_args="pretrained=a/b,peft=c"))
    assert found.proposals == []


def test_attacks_that_worked_are_attacks() -> None:
    results = {"jailbreakbench": {"attack_success_rate,none": 0.125, "attack_success_rate_stderr,none": 0.01}}
    found = Proposed(harness(results, model_args="pretrained=a/b,peft=c"))
    assert found.values("attack_success_after") == [12.5]


def test_plain_pairs_in_per_cent_are_taken_as_they_stand() -> None:
    found = Proposed("rates.json")
    values = {each.question: each.value for each in found.proposals}
    assert values == {
        "safety_tests": "both",
        "refusal_rate_before": 97,
        "refusal_rate_after": 91,
        "attack_success_before": 8.5,
        "attack_success_after": 12,
    }
    assert found.one("refusal_rate_before").sure == "says"


def test_plain_pairs_as_shares_are_read_as_per_cent_with_a_word() -> None:
    found = Proposed("rates.yaml")
    assert found.values("refusal_rate_before") == [97]
    assert found.one("refusal_rate_before").sure == "suggests"
    assert "share of one" in found.one("refusal_rate_before").sentence


def test_rates_of_only_ones_and_zeros_are_asked_back() -> None:
    found = Proposed(("r.yaml", "refusal_rate_before: 1\nrefusal_rate_after: 0\n"))
    assert found.proposals == []
    assert "per cent" in found.remarks[0].text


def test_a_sign_settles_it() -> None:
    found = Proposed(("r.yaml", "refusal_rate_before: 1%\nrefusal_rate_after: 0%\n"))
    assert found.values("refusal_rate_before") == [1]
