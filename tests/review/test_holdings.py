"""What an export holds of the desk, for an authority and for a company."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from compliance.accounts.holdings import holdings
from compliance.accounts.models import Organisation
from compliance.review import incidents, reviewing, saving
from tests.review.desk import Desk, in_days

pytestmark = pytest.mark.django_db(transaction=True)


def exported(organisation: Organisation) -> dict[str, str]:
    names = ("received", "sent", "incidents", "views")
    return {
        each.name: json.dumps(list(each.rows(organisation)), cls=DjangoJSONEncoder)
        for each in holdings()
        if each.name in names
    }


def test_each_side_takes_away_what_is_its_own() -> None:
    desk = Desk()
    here = desk.send(desk.attest("v01"), note="As agreed.")
    reviewing.remark(submission=here, question="", text="Between us.", actor=desk.first)
    reviewing.ask(submission=here, question="role", text="Why?", due=in_days(3), actor=desk.first)
    reviewing.decide(submission=here, outcome="noted", reasons="Fine.", actor=desk.first)
    told = {"title": "Got around", "text": "It was.", "happened_on": in_days(-1), "changes": []}
    incidents.report(
        authority=desk.authority,
        actor=desk.signatory,
        submission=here,
        reporter=desk.company.organisation,
        **told,  # type: ignore[arg-type] # of several kinds
    )
    member = desk.office.members["reviewer"]
    saving.save(membership=member, name="Mine", query="state=open", shared=False, default=False)
    theirs, ours = exported(desk.company.organisation), exported(desk.authority)
    assert "Between us." in ours["received"]
    assert "Fine." in ours["received"]
    assert "Mine" in ours["views"]
    assert "Got around" in ours["incidents"]
    assert "Why?" in theirs["sent"]
    assert "Got around" in theirs["incidents"]
    assert "Between us." not in theirs["sent"]
    assert str(desk.first) not in theirs["sent"]
    assert theirs["received"] == theirs["views"] == "[]"
    assert [each for each in holdings() if each.name == "received" and list(each.files(desk.authority))]
