"""compliance.attestations.standards: what is claimed about each question and rule, and why."""

import shutil
from pathlib import Path
from typing import Any

import questionnaires
from compliance.attestations.standards import Requirement, Standard, standards
from tests.attestations.printing import outcome_of
from tests.cases import case


def of(number: str, **changed: Any) -> list[Standard]:
    return standards(questionnaires.explain(outcome_of(number, **changed)))


def required(found: list[Standard]) -> dict[str, Requirement]:
    return {each.ref: each for standard in found for each in standard.requirements}


def test_the_questionnaire_comes_first_and_every_rulebook_follows_also_where_nothing_of_it_does() -> None:
    found = of("v02")
    assert [each.ref for each in found] == [
        "questionnaire",
        *(f"rulebook/{each}" for each in ("ladder", "eu", "us-states", "korea", "china")),
    ]
    assert found[0].file == "questionnaire.yaml"
    assert found[2].file == "rulebooks/eu.yaml"
    assert found[-1].requirements == ()


def test_law_proposals_promises_and_guidance_are_told_apart() -> None:
    said = {ref: each.says for ref, each in required(of("v06")).items()}
    for item, words in {
        "LAW-EU-09": "law that may apply, from 2026-12-09. Check with counsel.",
        "TO-01": "a proposed targeted obligation, which is not law.",
        "UC-01": "a promise to the upstream developer.",
        "VG-03": "voluntary guidance.",
    }.items():
        assert said[f"item/{item}"] == f"{item} is named as {words} Whether it is met is not declared."


def test_law_in_force_already_is_not_from_some_day_on() -> None:
    says = required(of("v12"))["item/LAW-EU-01"].says
    assert says.startswith("LAW-EU-01 is named as law that may apply. Check with counsel.")


def test_law_says_since_when_and_whether_it_was_checked() -> None:
    known, unchecked = (
        required(of("v12"))["item/LAW-EU-01"].content,
        required(of("v06"))["item/LAW-EU-09"].content,
    )
    assert known["descriptions"][:2] == [
        "In force from 2025-08-02.",
        "Checked against the primary text on 2026-11-23.",
    ]
    assert unchecked["descriptions"] == [
        "In force from 2026-12-09.",
        "Read in a secondary source on 2026-11-23; not yet checked against the primary text.",
    ]
    assert unchecked["properties"] == [
        {"name": "modcheck:kind", "value": "law"},
        {"name": "modcheck:addressee", "value": "downstream"},
    ]
    (source,) = unchecked["externalReferences"]
    assert source["url"] == "https://eur-lex.europa.eu/eli/dir/2024/2853/oj"
    assert source["comment"].startswith("Directive (EU) 2024/2853")


def test_a_source_without_an_address_is_said_in_words() -> None:
    found = of("v06")
    cited = [text for each in required(found).values() for text in each.content.get("descriptions", ())]
    assert any(text.startswith("Source: ") for text in cited)
    assert "Our own convention." in required(found)["finding/R4.3"].content["descriptions"]


def test_an_item_says_its_notes_and_the_exact_place_of_its_source(tmp_path: Path) -> None:
    directory = tmp_path / "downstream-modification" / "2026.1"
    shutil.copytree(questionnaires.edition_directory("downstream-modification", "2026.1"), directory)
    file = directory / "rulebooks" / "eu.yaml"
    placed = file.read_text().replace("dir/2024/2853/oj", "dir/2024/2853/art_8/oj")
    file.write_text(placed + '    notes: [{when: "\\"eu\\" in markets", text: It is offered in the EU.}]\n')
    changed = questionnaires.load(directory)
    found = standards(
        questionnaires.explain(questionnaires.classify(changed, case("v06").answers, case("v06").on))
    )
    content = required(found)["item/LAW-EU-09"].content
    assert content["descriptions"][0] == "It is offered in the EU."
    assert content["externalReferences"][0]["url"].endswith("/dir/2024/2853/art_8/oj")


def test_a_finding_says_its_notes() -> None:
    (note,) = required(of("w07"))["finding/R2.1"].content["descriptions"][:1]
    assert note.startswith("You tested before and after, but no full pair of numbers is known.")


def test_what_was_assumed_is_said_with_the_answer() -> None:
    assert "I am not sure (read as “Yes”)" in required(of("w03"))["question/eu_high_risk_use"].says


def test_a_finding_stands_below_its_tier_and_the_tier_rests_on_it() -> None:
    found = required(of("v06"))
    assert found["finding/R4.3"].content["parent"] == "tier/T4"
    assert found["tier/T4"].because == ("finding/R4.3",)
    assert found["tier/T4"].says.startswith(
        "Tier T4: Stop and consult. Class of change: safety-removing. Provisional: the tier may rise. Test"
    )
    assert found["tier/T3"].says == "Findings of tier T3 hold as well."
    assert "question/release" in found["finding/R4.3"].because


def test_a_tier_without_findings_is_named_too() -> None:
    tier = required(of("v02"))["tier/T0"]
    assert (tier.says, tier.because) == ("Tier T0: No modification. Class of change: no change. Final.", ())
    assert tier.content["descriptions"][0].startswith("If you give a finished product a new purpose")


def test_behind_a_gate_there_is_no_tier() -> None:
    ladder = of("v02", role="trained_base")[1]
    assert [each.ref for each in ladder.requirements] == ["gate/G0.1"]
    assert ladder.requirements[0].says == "No tier: You are the upstream developer."
