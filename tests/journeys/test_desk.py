"""Two reviewers and a company: sent, asked, answered, corrected, decided by two; axe looks at each page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from compliance.accounts.models import Kind, Role
from compliance.accounts.services import recognise
from compliance.review.models import State, Submission
from tests.attestations.issued import complete, quickly
from tests.journeys.keyboard import Keyboard
from tests.journeys.looking import as_somebody
from tests.people import Team, browser, join, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_sending_to_the_decision(script: bool, open_page: Callable[..., Page], live_server: Any) -> None:
    company, office = Team("Larkspur Labs"), Team("Office", Kind.REGULATOR)
    recognise(authority=office.organisation)
    colleague = person("Second reviewer", second_factor=True)
    join(office.organisation, colleague, Role.REVIEWER)
    assessment = complete(company, "v08")
    old = quickly(company, assessment)
    signatory, first, second = (
        Keyboard(open_page(java_script_enabled=script), check=script) for _ in range(3)
    )
    for keys, client in (
        (signatory, company.browser("signatory")),
        (first, office.browser("reviewer")),
        (second, browser(colleague)),
    ):
        as_somebody(keys.page, client, live_server.url)

    root = f"/organisations/{company.organisation.pk}/attestations/"
    signatory.open(f"{root}{old.pk}/")
    signatory.follow("Send to an authority")
    signatory.press("Send it")  # none is chosen
    assert signatory.title.startswith("Error: ")
    signatory.choose(signatory.page.get_by_label("Office"))
    signatory.press("Send it")
    expect(signatory.page.get_by_role("status")).to_contain_text("Office has received it.")

    sent = Submission.objects.get()
    desk = f"/organisations/{office.organisation.pk}/desk/"
    first.open(f"{desk}{sent.pk}/")
    first.select("Reviewer", "reviewer of Office")
    first.press("Save")
    first.to(first.page.locator("#role").get_by_role("link", name="Remark or ask"))
    first.go()
    first.type("Your question", "Which users does this reach?")
    first.press("Send the question")
    expect(first.page.get_by_role("status")).to_contain_text("The question is with the company.")

    signatory.page.reload()
    signatory.follow("Answer")
    signatory.press("Send the answer")  # nothing is written
    assert signatory.title.startswith("Error: ")
    signatory.type("Your answer", "Only those that we vetted.")
    signatory.press("Send the answer")
    expect(signatory.page.get_by_role("status")).to_contain_text("Your answer is with the authority.")

    newer = quickly(company, assessment, key="corrected")
    signatory.open(f"{root}{newer.pk}/submit/")
    signatory.choose(signatory.page.get_by_label("Office"))
    signatory.press("Send it")
    followed = Submission.objects.get(follows=sent)

    first.open(f"{desk}{followed.pk}/")
    assert "Every answer is the same." in first.page.inner_text("main")
    first.follow("What if an answer were different?")
    first.press("Show the outcome")
    first.open(f"{desk}{followed.pk}/")
    first.follow("Decide")
    first.press("Propose")  # nothing is written
    assert first.title.startswith("Error: ")
    first.choose(first.page.get_by_label("noted: nothing more is needed"))
    first.type("Reasons", "The users are vetted, and the tests are there.")
    first.press("Propose")
    assert not first.page.get_by_role("link", name="Agree or send back").count()

    second.open(f"{desk}{followed.pk}/")
    second.follow("Agree or send back")
    second.press("Agree, and close it")
    expect(second.page.get_by_role("status")).to_contain_text("It is closed.")
    assert list(Submission.objects.values_list("state", flat=True)) == [State.NOTED] * 2

    signatory.open(f"/organisations/{company.organisation.pk}/submissions/{followed.pk}/")
    text = signatory.page.inner_text("main")
    assert "The users are vetted" in text
    assert str(colleague) not in text
    assert signatory.faults + first.faults + second.faults == []
