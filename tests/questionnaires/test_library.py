"""The library's questionnaires give what their worked cases, and the text of the rules, ask for."""

import re
from datetime import date
from typing import Any

import pytest

import questionnaires
from questionnaires import LIBRARY, classify
from questionnaires.__main__ import main
from questionnaires.commands.classify import as_json
from questionnaires.schema import WorkedCase
from tests.cases import FILES, MAIN, answers_of, case

EDITION = questionnaires.edition(MAIN)
ON = date(2026, 11, 23)
CHANGED = sorted((LIBRARY / "what-changed").glob("*/cases/*.yaml"))


def outcome(answers: dict[str, Any], on: date = ON) -> questionnaires.Outcome:
    return classify(EDITION, answers, on)


def _exactly(company: WorkedCase, edition: questionnaires.Edition) -> None:
    found, expected = classify(edition, company.answers, company.on), company.expect
    assert found.tier == expected.tier
    assert found.change_class == expected.change_class
    assert found.provisional is expected.provisional
    assert set(found.findings) == set(expected.findings)
    assert set(found.items) == set(expected.items)
    assert found.unanswered == ()
    assert found.progress.not_counted == ()


@pytest.mark.parametrize("number", FILES)
def test_each_worked_company_has_exactly_its_outcome(number: str) -> None:
    _exactly(case(number), EDITION)


@pytest.mark.parametrize("file", CHANGED, ids=lambda file: f"{file.parts[-3]} {file.stem}")
def test_the_second_questionnaire_has_its_outcomes_in_each_version(file: Any) -> None:
    _exactly(questionnaires.load_case(file)[0], questionnaires.edition("what-changed", file.parts[-3]))


def test_the_whole_library_passes_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "72 questions, 25 findings, 56 items, 20 cases" in capsys.readouterr().out


def test_the_catalogue_has_the_kinds_that_the_design_lists() -> None:
    kinds = [item.kind for item in EDITION.items.values()]
    counts = [kinds.count(each) for each in ("voluntary", "upstream_contract", "targeted_obligation", "law")]
    assert counts == [26, 6, 9, 15]
    for item in EDITION.items.values():
        assert item.kind != "law" or (item.source[0].checked_on and item.valid_from)


PRONOUN = re.compile(r"\b(it|its|they|them|that on purpose)\b", re.IGNORECASE)
EXPLAINED_IN_THE_SAME_SENTENCE = {"prompt_bypasses_safety", "prior_modification", "teacher_terms_allow"}
EXPLAINED_IN_THE_SAME_SENTENCE |= {"uncensored_parent", "tested_as_deployed", "tool_powers", "powers_changed"}


@pytest.mark.parametrize("questionnaire", [MAIN, "what-changed"])
def test_a_question_quoted_alone_needs_no_neighbour(questionnaire: str) -> None:
    questions = questionnaires.edition(questionnaire).questions.values()
    dangling = {each.id for each in questions if PRONOUN.search(each.quoted)}
    assert dangling <= EXPLAINED_IN_THE_SAME_SENTENCE


# dates -------------------------------------------------------------------------------------------------


def image_service() -> dict[str, Any]:
    answers = answers_of("w08")
    return {
        **answers,
        "markets": ["eu"],
        "eu_high_risk_use": "no",
        "hazard_intimate_media": "some",
        "hazard_evidence": ["guess"],
    }


def test_a_law_leaves_upcoming_on_its_day() -> None:
    before, after = (outcome(image_service(), date(2026, 12, day)) for day in (1, 3))
    assert "LAW-EU-08" in before.upcoming
    assert "LAW-EU-08" in after.items
    assert "LAW-EU-08" not in after.upcoming
    assert set(before.upcoming) - set(after.upcoming) == {"LAW-EU-08"}


def test_on_its_first_day_a_law_is_in_force() -> None:
    assert "LAW-EU-08" not in outcome(image_service(), date(2026, 12, 2)).upcoming


def test_before_a_parameter_has_a_value_it_is_unknown_and_nothing_exceeds_it() -> None:
    assert "R3.1" in outcome(answers_of("v10")).findings
    assert "R3.1" not in outcome(answers_of("v10"), date(2025, 7, 17)).findings


# exactness ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flop", "over"), [(1e24, False), (1.0000000000000002e24, True), (9.999999e23, False)]
)
def test_exactly_one_third_is_not_more_than_one_third(flop: float, over: bool) -> None:
    found = outcome({**answers_of("w06"), "modification_flop": flop})
    assert ("R3.1" in found.findings) is over
    assert ("R2.7" in found.findings) is not over


def test_a_systemic_base_is_above_ten_to_the_25_not_at_it() -> None:
    answers = {
        **answers_of("v12"),
        "base_systemic": "no",
        "base_training_flop": 1e25,
        "modification_flop": 9e24,
    }
    assert "LAW-EU-04" not in outcome(answers).items
    assert "LAW-EU-04" in outcome({**answers, "base_training_flop": 1.0000001e25}).items
    assert "R3.2" in outcome(answers).findings  # frontier from 10^25 on: our own classes use "at least"


@pytest.mark.parametrize(
    ("before", "after", "findings"),
    [
        (90, 85, set()),
        (90, 84.9, {"R2.2"}),
        (90, 70, {"R2.2"}),
        (90, 69.9, {"R2.2", "R3.5"}),
        (55, 50, set()),
        (55, 49.9, {"R2.2", "R3.5"}),
    ],
)
def test_the_bands_of_a_fall_in_refusals(before: float, after: float, findings: set[str]) -> None:
    answers = {**answers_of("w04"), "refusal_rate_before": before, "refusal_rate_after": after}
    assert set(outcome(answers).findings) - {"R1.1"} == findings


# unknown, unsure and unanswered ------------------------------------------------------------------------


def test_unknown_unsure_and_unanswered_are_three_things() -> None:
    answers = answers_of("v04")
    unknown = outcome({**answers, "modification_flop": "unknown"})
    unsure = outcome({**answers, "vulnerable_audience": "unsure", "upstream_told": "no"})
    open_question = outcome({each: value for each, value in answers.items() if each != "vulnerable_audience"})
    assert [doubt.kind for doubt in unknown.doubts] == ["hidden"]
    assert (unknown.tier, unknown.unanswered) == ("T1", ())
    assert [doubt.kind for doubt in unsure.doubts] == ["unsure"]
    assert (unsure.tier, unsure.assumptions) == ("T2", ("base_training_flop", "vulnerable_audience"))
    assert [doubt.kind for doubt in open_question.doubts] == ["unanswered"]
    assert open_question.tiers_possible == ("T1", "T2")
    assert open_question.unanswered == ("vulnerable_audience",)


def test_a_list_with_no_choice_in_it_is_no_answer() -> None:
    empty = {each: [] for each in ("markets", "prohibited_purposes", "modifications")}
    found = outcome({**answers_of("v08"), **empty})
    assert found.unanswered == ("markets", "prohibited_purposes", "modifications")
    assert found.provisional
    assert found.tiers_possible[-1] == "T4"


COUNTS_AS = {
    "prompt_bypasses_safety": "yes",
    "retrieval_hazardous": "yes",
    "significant_change_judged": "yes",
    "vulnerable_audience": "yes",
    "influences_decisions": "yes",
    "eu_high_risk_use": "yes",
    "talks_to_people": "yes",
    "generates_content": "yes",
    "safety_examples_mixed_in": "no",
    "reward_scores_refusal": "no",
    "tested_as_deployed": "no",
    "incident_plan": "no",
    "contained_research": "no",
    "safety_features_outcome": "removed",
    "safety_change_intent": "purpose",
    "upstream_permission": "not_asked",
    "oversight": "unattended",
    "user_vetting": "none",
    "compressed_by": "third_party",
    "base_systemic": None,
}
NOT_READ_BY_A_FINDING = {
    "influences_decisions",
    "talks_to_people",
    "generates_content",
    "safety_examples_mixed_in",
    "reward_scores_refusal",
    "tested_as_deployed",
    "incident_plan",
}


def test_unsure_is_offered_just_where_the_rules_say_and_counts_as_they_say() -> None:
    offered = {q.id: q.unsure.counts_as for q in EDITION.questions.values() if q.unsure}
    assert offered == COUNTS_AS
    assert set(COUNTS_AS) - set(EDITION.trees.bearing) == NOT_READ_BY_A_FINDING


@pytest.mark.parametrize("question", sorted(NOT_READ_BY_A_FINDING & set(case("v04").answers)))
def test_unsure_about_what_no_finding_reads_stays_final(question: str) -> None:
    found = outcome({**answers_of("v04"), question: "unsure"})
    assert not found.provisional
    assert question in found.assumptions


# gates and roles ---------------------------------------------------------------------------------------


def test_whoever_trained_the_base_is_sent_elsewhere() -> None:
    found = outcome({**answers_of("v02"), "role": "trained_base", "prohibited_purposes": ["attack"]})
    assert (found.tier, found.change_class, found.provisional) == ("UPSTREAM", "none", False)
    assert (found.findings, found.items, found.assumptions) == ((), (), ())


def test_a_prohibited_purpose_stops_a_mere_user_too() -> None:
    found = outcome({**answers_of("v02"), "prohibited_purposes": ["attack"]})
    assert (found.tier, found.findings, found.items) == ("T4", ("R4.1",), ("TO-09",))
    assert found.asked == tuple(EDITION.questions)[:5]


def test_an_empty_answer_sheet_says_what_holds_whatever_comes() -> None:
    found = as_json(outcome({}))
    assert (found["tier"], found["findings"], found["items"]) == ("T0", [], [])
    assert found["tiers_possible"] == ["T0", "T1", "T2", "T3", "T4", "UPSTREAM"]
    assert found["provisional"] is True


# findings at their edges: answers to change in a worked company, and whether the finding fires then
EDGES: list[tuple[str, str, dict[str, Any], bool]] = [
    ("R4.2", "v07", {"hazard_cyber": "some"}, True),
    ("R4.2", "v07", {"hazard_cyber": "none", "hazard_cbrn": "none"}, False),
    (
        "R4.2",
        "v07",
        {
            "hazard_cyber": "some",
            "contained_research": "yes",
            "release": "internal",
            "upstream_permission": "written",
        },
        False,
    ),
    ("R4.3", "v06", {"release": "hosted_vetted", "user_vetting": "business_or_id"}, False),
    ("R4.3", "v06", {"release": "hosted_signup", "user_vetting": "payment"}, True),
    ("R4.4", "v08", {"hazard_cbrn": "substantial"}, True),
    ("R4.5", "v08", {"user_vetting": "email"}, True),
    ("R4.5", "v08", {}, False),
    ("R3.2", "v04", {"significant_change_judged": "yes"}, True),
    ("R3.2", "w04", {"significant_change_judged": "yes"}, False),
    ("R3.3", "v04", {"eu_high_risk_use": "unsure"}, True),
    ("R3.3", "v04", {"markets": ["uk"], "eu_high_risk_use": "yes"}, False),
    ("R3.6", "v08", {"hazard_cyber": "some"}, False),
    ("R3.6", "v08", {"hazard_cyber": "none", "hazard_persuasion": "substantial"}, True),
    ("R3.7", "w04", {"base_systemic": "yes"}, True),
    ("R3.7", "w04", {"base_systemic": "yes", "decline_repair": "rollback"}, False),
    ("R3.8", "v08", {"oversight": "unattended"}, True),
    ("R3.8", "v08", {"oversight": "unattended", "tool_powers": ["browse"]}, False),
    ("R3.9", "w08", {"hazard_intimate_media": "substantial"}, True),
    ("R3.9", "w08", {"hazard_intimate_media": "substantial", "safeguards": ["output_filter"]}, False),
    ("R2.3", "w04", {"base_systemic": "yes"}, True),
    ("R2.4", "v04", {"hazard_persuasion": "not_assessed"}, False),
    ("R2.4", "v11", {"hazard_persuasion": "not_assessed"}, True),
    ("R2.4", "v03", {"hazard_autonomy": "not_assessed", "tool_powers": ["payments"]}, True),
    ("R2.5", "v03", {"oversight": "reviews_after"}, True),
    ("R2.5", "v03", {"tool_powers": ["credentials"]}, True),
    ("R2.6", "w08", {"safety_change_intent": "purpose"}, False),
    ("R2.6", "w08", {"safety_features_outcome": "replaced", "safety_change_intent": "purpose"}, True),
    ("R2.7", "v11", {"modification_flop": "unknown"}, True),
    ("R2.7", "v04", {"modification_flop": "unknown"}, False),
    ("R2.7", "v11", {"earlier_modification_flop": 1e23}, True),
    ("R2.8", "v04", {"terms_allow_use": "unclear"}, True),
    ("R2.9", "v04", {"vulnerable_audience": "yes"}, True),
    ("R2.10", "v04", {"incidents": "incident"}, True),
    ("R2.10", "v04", {"incidents": "near_miss"}, False),
    ("R3.4", "v03", {"prompt_bypasses_safety": "yes"}, True),
    ("R3.4", "v03", {"prior_modification": "uncensored"}, True),
    ("R3.4", "v03", {"prior_modification": "undocumented"}, False),
    ("R2.1", "v11", {"safety_tests": "after_only"}, True),
]


@pytest.mark.parametrize(("finding", "company", "changes", "fires"), EDGES)
def test_findings_fire_at_their_edges_and_not_beyond(
    finding: str, company: str, changes: dict[str, Any], fires: bool
) -> None:
    assert (finding in outcome({**answers_of(company), **changes}).findings) is fires


def test_upstreams_own_small_files_are_configuration_until_a_fall_is_measured() -> None:
    answers = {**answers_of("w04"), "compressed_by": "upstream"}
    assert outcome(answers).change_class == "safety_affecting"
    held = outcome({**answers, "refusal_rate_after": 90})
    assert (held.change_class, held.tier) == ("configuration", "T1")
    untested = outcome({**answers, "safety_tests": "no"})
    assert (untested.change_class, "R2.1" in untested.findings) == ("configuration", False)


def test_an_unknown_parent_is_no_removal_but_provisional() -> None:
    answers = {**answers_of("w04"), "modifications": ["merging"], "refusal_rate_after": 90}
    found = outcome({**answers, "uncensored_parent": "unknown"})
    assert "R3.4" not in found.findings
    assert "choice" in [doubt.kind for doubt in found.doubts]


# reasons ----------------------------------------------------------------------------------------------------


def reasons(company: str, rule: str, **changes: Any) -> tuple[str, ...]:
    return questionnaires.explain(outcome({**answers_of(company), **changes})).reasons[rule]


CHANGING = [each for each in FILES if "R1.1" in case(each).expect.findings]


@pytest.mark.parametrize("number", CHANGING)
def test_a_change_is_explained_by_what_was_changed_and_not_by_how_grave_it_is(number: str) -> None:
    for rule in ("R1.1", "VG-01", "UC-01"):
        assert set(reasons(number, rule)) - {"role"} == {"modifications"}


def test_whoever_passes_on_an_uncensored_base_unchanged_is_told_that() -> None:
    found = reasons("v03", "R1.1", modifications=["none"], prior_modification="uncensored")
    assert found == ("role", "prior_modification")


@pytest.mark.parametrize(
    ("company", "rule", "changes", "expected"),
    [
        ("v08", "R3.6", {}, ("base_systemic", "hazard_cyber")),
        ("v12", "R3.2", {}, ("base_systemic", "significant_change_judged")),
        # nobody knows how capable the base is, so that it is taken to be
        ("v08", "R3.6", {"base_systemic": "no"}, ("base_training_flop", "hazard_cyber")),
        ("v08", "LAW-EU-09", {}, ("markets", "modifications", "tool_powers", "release")),
        ("w04", "R2.2", {}, ("refusal_rate_before", "refusal_rate_after")),
        ("v05", "R2.1", {}, ("modifications", "safety_tests")),
        (
            "v10",
            "R3.1",
            {},
            ("base_training_flop", "base_parameters", "base_training_tokens", "modification_flop"),
        ),
    ],
)
def test_a_rule_is_explained_by_the_answers_a_lawyer_would_name(
    company: str, rule: str, changes: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert reasons(company, rule, **changes) == expected
