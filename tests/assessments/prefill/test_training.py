"""Adapters, merges, and configurations of a training."""

import json

import pytest

from tests.assessments.prefill.proposing import Proposed, sample


def axolotl(**settings: object) -> Proposed:
    data = {"base_model": "acme/Base-7B", "datasets": [], **settings}
    return Proposed(("config.json", json.dumps(data)))


def trl(**settings: object) -> Proposed:
    data = {"model_name_or_path": "acme/Base-7B", "dataset_name": "acme/data", **settings}
    return Proposed(("config.json", json.dumps(data)))


def test_an_adapter_configuration_says_what_the_adapter_is_for() -> None:
    found = Proposed("adapter_config.json")
    assert found.kinds == ["Adapter configuration"]
    change = found.one("modifications")
    assert (change.value, change.sure) == (["adapter_tuning"], "says")
    assert "LORA, rank 16" in change.sentence
    assert "r: 16" in change.place.text
    assert found.values("base_model") == ["meta-llama/Llama-3.1-70B-Instruct"]
    assert found.values("base_parameters") == [7e10]
    assert found.values("output_kinds") == ["text"]


def test_an_adapter_for_a_model_on_a_disk_names_no_base() -> None:
    data = json.loads(sample("adapter_config.json")) | {"base_model_name_or_path": "./llama"}
    found = Proposed(("a.json", json.dumps(data)))
    assert found.questions == {"modifications", "output_kinds"}
    assert len(found.remarks) == 1


def test_axolotl_with_all_numbers_gives_an_estimate_with_what_it_assumes() -> None:
    found = Proposed("axolotl-qlora.yaml")
    assert found.values("modifications") == ["adapter_tuning"]
    flop = found.one("modification_flop")
    assert flop.value == pytest.approx(6 * 8e9 * 500 * (8 * 1 * 4) * 4096, rel=1e-2)
    assert flop.sure == "suggests"
    assert flop.sentence.startswith("An estimate: 6 ×")
    assert "as if each example had the greatest length" in flop.sentence
    assert found.values("training_data_sources") == ["public"]
    assert [each.place.text for each in found.all("training_data_sources")] == ["OpenAssistant/oasst2"]


@pytest.mark.parametrize("without", ["max_steps", "num_processes", "sequence_len", "micro_batch_size"])
def test_without_one_of_them_there_is_no_estimate_but_a_word_on_what_is_missing(without: str) -> None:
    lines = sample("axolotl-qlora.yaml").decode().splitlines()
    found = Proposed(("c.yaml", "\n".join(each for each in lines if not each.startswith(without))))
    assert "modification_flop" not in found.questions
    assert "does not say" in found.remarks[0].text


def test_a_base_without_a_size_in_its_name_gives_no_estimate() -> None:
    text = sample("axolotl-qlora.yaml").decode().replace("Llama-3.1-8B-Instruct", "Llama-Large")
    found = Proposed(("c.yaml", text))
    assert not {"modification_flop", "base_parameters"} & found.questions


def test_reading_raw_text_is_more_pretraining() -> None:
    found = Proposed("axolotl-pretraining.yaml")
    assert found.values("modifications") == ["continued_pretraining"]
    assert axolotl(datasets=[{"path": "a/b", "type": "completion"}]).values("modifications") == [
        "continued_pretraining"
    ]


@pytest.mark.parametrize(
    ("settings", "change", "sure"),
    [
        ({"adapter": "lora"}, "adapter_tuning", "says"),
        ({"adapter": None}, "fine_tuning", "says"),
        ({}, "fine_tuning", "suggests"),
        ({"rl": "dpo"}, "reinforcement_learning", "says"),
        ({"rl": "grpo", "adapter": None}, "reinforcement_learning", "says"),
    ],
)
def test_what_axolotl_trains(settings: dict[str, object], change: str, sure: str) -> None:
    proposal = axolotl(**settings).one("modifications")
    assert (proposal.value, proposal.sure) == ([change], sure)


@pytest.mark.parametrize(
    ("settings", "change", "sure"),
    [
        ({"use_peft": True}, "adapter_tuning", "says"),
        ({"use_peft": False}, "fine_tuning", "suggests"),
        ({}, "fine_tuning", "suggests"),
        ({"reward_funcs": ["x"]}, "reinforcement_learning", "says"),
        ({"beta": 0.1}, "reinforcement_learning", "suggests"),
    ],
)
def test_what_trl_trains(settings: dict[str, object], change: str, sure: str) -> None:
    proposal = trl(**settings).one("modifications")
    assert (proposal.value, proposal.sure) == ([change], sure)


def test_trl_files_as_people_write_them() -> None:
    assert Proposed("trl-sft.yaml").values("modifications") == ["adapter_tuning"]
    found = Proposed("trl-grpo.yaml")
    assert found.values("modifications") == ["reinforcement_learning"]
    assert "modification_flop" not in found.questions  # its answers cost computing that no setting tells


def test_the_state_of_a_training_has_the_computing_nan_or_not() -> None:
    found = Proposed("trainer_state.json")
    assert found.values("modification_flop") == [2.1e19]
    assert "this run alone" in found.one("modification_flop").sentence


@pytest.mark.parametrize("flos", [0, -1, "many", None, True, 10**40])
def test_a_state_that_counted_nothing_proposes_nothing(flos: object) -> None:
    found = Proposed(("s.json", json.dumps({"total_flos": flos, "global_step": 1})))
    assert found.proposals == []
    assert len(found.remarks) == 1


def test_a_merge_configuration_names_its_parents() -> None:
    found = Proposed("mergekit.yaml")
    assert found.kinds == ["Merge configuration"]
    assert found.values("modifications") == ["merging"]
    assert found.values("base_model") == ["mistralai/Mistral-7B-v0.1, orca-circle/Mistral-7B-orca"]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("acme/Base-8B", [8e9]),
        ("acme/tiny-350M", [3.5e8]),
        ("acme/Big-30B-A3B", [3e9]),
        ("acme/Mix-8x7B", []),
        ("acme/Scout-17B-16E", []),
        ("acme/Base-v2", []),
        ("acme/7B-or-8B", []),
        ("acme/abc8bit", []),
    ],
)
def test_what_a_name_says_of_size(name: str, size: list[float]) -> None:
    assert trl(model_name_or_path=name).values("base_parameters") == size
