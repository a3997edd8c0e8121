"""Making the samples."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

import questionnaires
from compliance.accounts import services as accounts
from compliance.accounts.models import Membership, Organisation, User
from compliance.assessments import colleagues
from compliance.assessments import services as assessments
from compliance.assessments.services import Submission
from questionnaires import load_case

from .samples import MAIN, ORGANISATIONS, PASSWORD, Person, Sample, SampleOrganisation


@transaction.atomic
def make_samples() -> int:
    """Make what is missing, and leave what people changed alone; how many organisations were made."""
    made = 0
    for sample in ORGANISATIONS:
        if not Organisation.objects.filter(name=sample.name).exists():
            _organisation(sample)
            made += 1
    return made


def _organisation(sample: SampleOrganisation) -> None:
    founder, *others = [_person(each) for each in sample.people]
    founding = accounts.create_organisation(founder=founder, name=sample.name, kind=sample.kind)
    organisation = founding.organisation
    members = {founder.name: _with_roles(founding, sample.people[0])}
    for user, each in zip(others, sample.people[1:], strict=True):
        members[user.name] = _with_roles(Membership(organisation=organisation, user=user), each)
    for assessment in sample.assessments:
        _assessment(assessment, organisation, members)


def _with_roles(membership: Membership, person: Person) -> Membership:
    membership.roles = person.roles
    membership.save()
    return membership


def _person(person: Person) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, PASSWORD, name=person.name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        TOTP.activate(user, generate_totp_secret())
    return user


def _assessment(sample: Sample, organisation: Organisation, members: Mapping[str, Membership]) -> None:
    actor = next(each.user for each in members.values() if each.assessor)
    new = assessments.start(
        questionnaire=MAIN,
        owner=organisation,
        actor=actor,
        model_name=sample.model,
        model_version=sample.version,
    )
    answers = list(_answers(sample.case).items())[: sample.answered]
    submissions = {question: Submission(value, 0) for question, value in answers}
    assessments.save_answers(assessment_id=new.pk, submissions=submissions, actor=actor)
    if sample.due is not None:
        colleagues.set_due(assessment_id=new.pk, due=_day(sample.due), actor=actor)
    for given in sample.given:
        colleagues.assign(
            assessment_id=new.pk,
            actor=actor,
            assignee=members[given.to],
            sections=given.sections,
            questions=[],
            note=given.note,
            due=_day(given.due),
            address="http://localhost:8000/",
        )
    for name, question, text in sample.comments:
        colleagues.comment(assessment_id=new.pk, question=question, text=text, actor=members[name].user)


def _answers(case: str) -> Mapping[str, Any]:
    """The answers of a worked case, in the order of the questions."""
    edition = questionnaires.current(MAIN)
    directory = Path(questionnaires.edition_directory(edition.id, edition.version)) / "cases"
    given = load_case(next(directory.glob(f"{case}-*.yaml")))[0].answers
    return {each: given[each] for each in edition.questions if each in given}


def _day(ahead: timedelta) -> Any:
    return timezone.localdate() + ahead
