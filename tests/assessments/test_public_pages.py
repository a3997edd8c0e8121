"""Pages for everybody: where the site's own links lead."""

from django.test import Client

import questionnaires
from tests.cases import MAIN
from tests.visiting import Page


def test_rules_and_sources_are_those_of_the_version_that_people_begin_with(db: None) -> None:
    client = Client()
    link = Page(client.get("/help/")).tree.xpath("string(//nav//a[text()='Rules and sources']/@href)")
    current = questionnaires.current(MAIN)
    assert Page(client.get(link)).leads_to == f"/rules/{current.id}/{current.version}/"


def test_a_published_version_says_what_is_proved_of_it_and_a_draft_that_nothing_is(db: None) -> None:
    client = Client()
    for each, versions in questionnaires.library().items():
        for version, directory in versions.items():
            text = Page(client.get(f"/rules/{each}/{version}/")).text
            published = questionnaires.publication(directory)
            if published is None:
                assert "This version is a draft." in text
            else:
                assert f"{published.proved.claims} claims hold" in text
                assert published.digest in text


def test_exemptions_are_told_with_their_reasons(db: None) -> None:
    edition = questionnaires.current("downstream-modification")
    if questionnaires.publication(questionnaires.edition_directory(edition.id, edition.version)):
        text = Page(Client().get(f"/rules/{edition.id}/{edition.version}/")).text
        for question in edition.questions.values():
            for each in question.exempt:
                assert each.reason.strip() in text
