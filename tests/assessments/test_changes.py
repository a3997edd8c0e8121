"""What changed between two versions, for everybody to read."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.visiting import Page, words

from .older import ID, NEW, OLD

pytestmark = pytest.mark.django_db


def changes(new: str = NEW, old: str = OLD, questionnaire: str = ID) -> Page:
    return Page(Client().get(reverse("assessments:changes", args=[questionnaire, new, old])))


def rules(version: str) -> Page:
    return Page(Client().get(reverse("assessments:rules", args=[ID, version])))


def test_words_are_marked_for_eyes_and_said_to_screen_readers() -> None:
    page = changes()
    assert page.heading == "What changed from 2026.1 to 2026.2"
    marked = [(each.tag, words(each)) for each in page.main.iter("del", "ins")]
    assert ("del", "removed: Have end of removed") in marked
    assert ("ins", "added: Since then, have end of added") in marked


def test_each_difference_stands_in_its_block() -> None:
    page = changes()
    blocks = {words(each): words(each.getparent()) for each in page.main.iter("h2")}
    assert "split; each part takes what belongs to it" in blocks["What becomes of answers"]
    assert "Have you repeated your safety tests since the change? tested_since new" in blocks["Questions"]
    assert "C1.7 Changed and not tested new" in blocks["Rules of the ladder"]
    assert "Says the same, and reads what changed: small_training_percent" in blocks["Rules of the ladder"]
    assert "CH-07 Look at the law of the new place rule changed" in blocks["Guidance, obligations and law"]
    assert "5 from 2027-01-01" in blocks["Numbers"]


def test_it_says_that_the_version_is_published_with_its_digest() -> None:
    text = changes().text
    assert "2026.2 was published on" in text
    assert "and does not change any more. Digest (SHA-256):" in text


@pytest.mark.parametrize(
    ("questionnaire", "new", "old"),
    [("nonsense", NEW, OLD), (ID, "2030", OLD), (ID, NEW, "1999"), (ID, OLD, NEW), (ID, NEW, NEW)],
)
def test_versions_that_do_not_follow_each_other_are_not_found(questionnaire: str, new: str, old: str) -> None:
    assert changes(new, old, questionnaire).status == 404


def test_the_rules_of_each_version_lead_there() -> None:
    address = reverse("assessments:changes", args=[ID, NEW, OLD])
    assert rules(OLD).notices == ["There is a newer version than 2026.1: 2026.2. What is different"]
    assert rules(OLD).links()["What is different"] == address
    assert rules(NEW).links()["What changed since 2026.1"] == address
    assert rules(NEW).notices == []


def test_the_home_page_offers_the_newest_published_version() -> None:
    assert "what-changed 2026.2" in Page(Client().get("/")).text


def test_conditions_stand_in_words_beside_the_code() -> None:
    said = [words(each) for each in changes().classed("mc-said")]
    assert any(each.startswith("In words, 2026.1: “What has changed in who uses") for each in said)
    assert "In words, 2026.2: “The model, its training or its powers have changed” is true." in said
    page = changes()
    places = {each.get("href").split("#")[0] for box in page.classed("mc-said") for each in box.iter("a")}
    assert places == {reverse("assessments:rules", args=[ID, each]) for each in (OLD, NEW)}


def test_exemptions_say_in_words_where_they_hold() -> None:
    page = Page(Client().get(reverse("assessments:rules", args=["downstream-modification", "2026.1"])))
    said = [words(each) for each in page.classed("mc-said")]
    assert "Only where “How far safety fell in your tests” is “material” or “major”." in said
