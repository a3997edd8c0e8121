"""From facts to answers: only what a questionnaire takes, and all sides of a contradiction."""

import pytest

import questionnaires
from compliance.assessments.prefill import MOST_FILES, propose
from compliance.assessments.prefill.downstream_modification import QUESTIONNAIRE
from tests.assessments.prefill.proposing import SAMPLES, Proposed, taken

GOOD = sorted(each.name for each in SAMPLES.iterdir() if "broken" not in each.name)


@pytest.mark.parametrize("name", GOOD)
def test_every_proposal_is_an_answer_that_its_question_takes(name: str) -> None:
    questions = questionnaires.current(QUESTIONNAIRE).questions
    found = Proposed(name)
    assert found.proposals or found.remarks
    for each in found.proposals:
        assert questionnaires.problem(questions[each.question], each.value) is None
        assert each.sentence.endswith(".")
        assert each.place.file == name
        assert each.place.text
        assert each.place.kind == found.kinds[0]


def test_another_questionnaire_gets_none() -> None:
    assert Proposed("lora-card.md", questionnaire="what-changed").proposals == []


def test_files_that_disagree_are_both_shown() -> None:
    found = Proposed("lora-card.md", "axolotl-qlora.yaml")
    assert found.values("base_model") == [
        "meta-llama/Llama-3.1-70B-Instruct",
        "meta-llama/Llama-3.1-8B-Instruct",
    ]


def test_files_that_agree_are_both_named() -> None:
    places = [each.place.file for each in Proposed("lora-card.md", "adapter_config.json").all("base_model")]
    assert places == ["lora-card.md", "adapter_config.json"]


def test_proposals_come_in_the_order_of_the_questions() -> None:
    found = Proposed("lora-card.md", "adapter_config.json", "trainer_state.json")
    order = list(questionnaires.current(QUESTIONNAIRE).questions)
    places = [order.index(each.question) for each in found.proposals]
    assert places == sorted(places)


def test_a_name_too_long_for_the_question_is_not_proposed() -> None:
    text = f"---\nbase_model:\n{''.join(f'- acme/model-number-{i}{chr(10)}' for i in range(20))}---\n"
    assert "base_model" not in Proposed(("README.md", text)).questions


def test_the_same_is_proposed_once_for_a_file() -> None:
    assert len(Proposed("quantised-card.md").all("modifications")) == 1


def test_many_files_give_no_more_than_people_look_through() -> None:
    files = [taken(f"{i}.md", (SAMPLES / "merge-card.md").read_bytes()) for i in range(MOST_FILES * 10)]
    facts = [fact for each in files for fact in each.facts]
    assert len(propose(questionnaires.current(QUESTIONNAIRE), facts)[0]) == 80
