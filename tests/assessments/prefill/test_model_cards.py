"""Model cards: what each line of one proposes, and what it does not."""

import pytest

from compliance.assessments.prefill import Rejected, read
from tests.assessments.prefill.proposing import Proposed, sample

FRONT = "---\nbase_model: acme/Base-8B\n{}\n---\n# A card\n"


def card(front: str) -> Proposed:
    return Proposed(("README.md", FRONT.format(front)))


def test_the_base_is_named_with_its_line_and_text() -> None:
    proposal = Proposed("lora-card.md").one("base_model")
    assert proposal.value == "meta-llama/Llama-3.1-70B-Instruct"
    assert proposal.sure == "says"
    assert (proposal.place.file, proposal.place.kind) == ("lora-card.md", "Model card")
    assert (proposal.place.key, proposal.place.line) == ("base_model", 2)
    assert proposal.place.text == "meta-llama/Llama-3.1-70B-Instruct"


def test_an_adapter_is_no_tuning_of_all_weights_though_its_tags_say_sft() -> None:
    assert Proposed("lora-card.md").values("modifications") == ["adapter_tuning"]


def test_a_merge_names_all_its_bases_and_an_uncensored_one() -> None:
    found = Proposed("merge-card.md")
    assert found.values("modifications") == ["merging"]
    assert found.values("base_model") == [
        "mistralai/Mistral-7B-v0.1, orca-circle/Mistral-7B-orca, wildfox/Mistral-7B-uncensored"
    ]
    assert found.all("base_model")[0].sure == "suggests"
    parent = found.all("uncensored_parent")[0]
    assert (parent.value, parent.sure, parent.place.text) == (
        "yes",
        "suggests",
        "wildfox/Mistral-7B-uncensored",
    )
    assert "prior_modification" not in found.questions
    assert "base_parameters" not in found.questions


def test_several_bases_without_a_word_of_merging_are_no_merge() -> None:
    text = "---\nbase_model: [acme/One-7B, acme/Two-uncensored]\n---\n"
    found = Proposed(("README.md", text))
    assert found.values("base_model") == ["acme/One-7B, acme/Two-uncensored"]
    assert not {"modifications", "uncensored_parent"} & found.questions


def test_a_quantised_copy_says_so_and_counts_active_parameters() -> None:
    found = Proposed("quantised-card.md")
    assert found.values("modifications") == ["quantisation"]
    assert found.one("modifications").sure == "says"
    assert found.values("base_parameters") == [3e9]
    assert "compressed_by" not in found.questions  # who “us” is, no card says


def test_a_card_in_chinese_is_read_and_a_local_data_set_is_left_alone() -> None:
    found = Proposed("chinese-card.md")
    assert found.values("base_model") == ["Qwen/Qwen2.5-7B-Instruct"]
    assert found.values("modifications") == ["fine_tuning", "reinforcement_learning"]
    assert {each.sure for each in found.all("modifications")} == {"suggests"}
    assert not {"training_data_sources", "weights_licence"} & found.questions


def test_abliteration_is_an_edit_to_remove_refusals_with_the_rate_after_it() -> None:
    found = Proposed("abliterated-card.md")
    assert found.values("modifications") == ["weight_editing"]
    assert found.values("main_aim") == found.values("edit_aim") == ["remove_refusals"]
    assert found.values("refusal_rate_after") == [3.5]
    assert found.one("refusal_rate_after").sure == "suggests"
    assert found.values("weights_licence") == ["restricted"]


def test_the_configuration_that_axolotl_writes_into_a_card_is_read_too() -> None:
    found = Proposed("axolotl-card.md")
    assert found.values("modifications") == ["fine_tuning"]
    assert found.one("modifications").place.key == "YAML in the text → adapter"
    lines = sample("axolotl-card.md").decode().splitlines()
    assert lines[(found.one("modifications").place.line or 0) - 1] == "adapter:"
    assert found.values("modification_flop") == [float(f"{6 * 8e9 * 250 * 128 * 2048:.3g}")]
    assert "8\u00a0×\u00a010⁹ parameters" in found.one("modification_flop").sentence


@pytest.mark.parametrize(
    ("front", "change"),
    [
        ("base_model_relation: adapter", "adapter_tuning"),
        ("base_model_relation: finetune", "fine_tuning"),
        ("base_model_relation: merge", "merging"),
        ("base_model_relation: quantized", "quantisation"),
        ("library_name: peft", "adapter_tuning"),
        ("quantized_by: somebody", "quantisation"),
        ("tags: [GRPO]", "reinforcement_learning"),
        ("tags: base_model:quantized:acme/Base-8B", "quantisation"),
        ("tags: [unlearning]", "unlearning"),
    ],
)
def test_what_tells_of_a_change(front: str, change: str) -> None:
    assert card(front).values("modifications") == [change]


@pytest.mark.parametrize(
    "front", ["", "tags: [text-generation, en]", "base_model_relation: cousin", "tags: 7"]
)
def test_what_tells_of_none(front: str) -> None:
    assert "modifications" not in card(front).questions


@pytest.mark.parametrize(
    ("task", "kinds"),
    [("text-to-image", ["image"]), ("text-to-video", ["video"]), ("text-classification", [])],
)
def test_the_task_tells_what_it_makes(task: str, kinds: list[str]) -> None:
    assert card(f"pipeline_tag: {task}").values("output_kinds") == kinds


@pytest.mark.parametrize(
    ("licence", "kind"),
    [
        ("apache-2.0", ["free_open_source"]),
        ("cc-by-nc-4.0", ["non_commercial"]),
        ("other", []),
        ("[mit]", []),
    ],
)
def test_only_licences_that_are_known(licence: str, kind: list[str]) -> None:
    assert card(f"license: {licence}").values("weights_licence") == kind


def test_a_base_that_is_offered_as_uncensored_was_changed_before() -> None:
    found = Proposed(("README.md", "---\nbase_model: fox/Llama-3-8B-abliterated\n---\n"))
    assert found.values("prior_modification") == ["uncensored"]


def test_a_rate_of_refusing_harmless_requests_is_none_of_safety() -> None:
    results = (
        "model-index: [{name: x, results: [{task: {type: t}, dataset: {type: or-bench, name: OR-Bench}, "
        "metrics: [{type: refusal_rate, value: 12}]}]}]"
    )
    assert "refusal_rate_after" not in card(results).questions


@pytest.mark.parametrize(
    "index", ["7", "[x]", "[{name: x}]", "[{name: x, results: [{task: t, dataset: d}]}]"]
)
def test_results_in_an_odd_shape_do_not_spoil_the_rest(index: str) -> None:
    assert card(f"model-index: {index}").values("base_model") == ["acme/Base-8B"]


def test_keys_that_would_be_taken_for_something_else_do_no_harm() -> None:
    assert card("self: x\nignore_metadata_errors: x\nto_dict: x").values("base_model") == ["acme/Base-8B"]


def test_a_place_on_somebodys_machine_is_no_base() -> None:
    found = Proposed(("README.md", "---\nbase_model: /home/ann/llama\n---\n"))
    assert found.proposals == []
    assert "place on somebody’s machine" in found.remarks[0].text


def test_a_card_without_a_base_may_be_the_one_of_the_base() -> None:
    found = Proposed(("README.md", "---\nlicense: mit\n---\n# Base\n"))
    assert found.questions == {"weights_licence"}
    assert "your own model" in found.remarks[0].text


def test_broken_front_matter_is_told_with_its_line_in_the_file() -> None:
    found = read("README.md", sample("broken-card.md"))
    assert isinstance(found, Rejected)
    assert found.message.startswith("has a fault in its front matter")
    assert found.line == 6
    assert found.remedy


def test_a_text_without_front_matter_is_told_what_is_missing() -> None:
    found = read("README.md", b"# My model\n\nIt is fine.\n")
    assert isinstance(found, Rejected)
    assert "---" in found.message
