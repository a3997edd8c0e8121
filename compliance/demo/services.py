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
from compliance.accounts.models import Kind, Membership, Organisation, User
from compliance.assessments import colleagues
from compliance.assessments import services as assessments
from compliance.assessments.grants import Grant
from compliance.assessments.models import Assessment
from compliance.assessments.queries import standing
from compliance.assessments.services import Submission
from compliance.attestations import issuing, lifecycle, requesting
from compliance.attestations.models import Shows
from compliance.attestations.requesting import Wish
from compliance.attestations.statement import Subject
from compliance.review import receiving
from questionnaires import load_case

from .samples import MAIN, ORGANISATIONS, PASSWORD, Person, Sample, SampleOrganisation


def make_samples() -> int:
    """Make what is missing, and leave what people changed alone; how many organisations were made."""
    signed: list[tuple[Sample, Assessment, Membership]] = []
    made = 0
    with transaction.atomic():
        for sample in ORGANISATIONS:
            if not Organisation.objects.filter(name=sample.name).exists():
                signed += _organisation(sample)
                made += 1
    for each in signed:  # the register signs for what is committed
        _attest(*each)
    return made


def _organisation(sample: SampleOrganisation) -> list[tuple[Sample, Assessment, Membership]]:
    """Also what is to be signed, and by whom."""
    founder, *others = [_person(each) for each in sample.people]
    founding = accounts.create_organisation(founder=founder, name=sample.name, kind=sample.kind)
    organisation = founding.organisation
    if sample.kind == Kind.REGULATOR:
        accounts.recognise(authority=organisation)
    members = {founder.name: _with_roles(founding, sample.people[0])}
    for user, each in zip(others, sample.people[1:], strict=True):
        members[user.name] = _with_roles(Membership(organisation=organisation, user=user), each)
    made = [(each, _assessment(each, organisation, members)) for each in sample.assessments]
    return [(each, new, members[each.signed_by]) for each, new in made if each.signed_by]


def _attest(sample: Sample, assessment: Assessment, signatory: Membership) -> None:
    found = standing(assessment.pk, Grant(signatory.user, signatory))
    assert found is not None  # noqa: S101 - just made
    wish = Wish(
        subject=Subject(signatory.organisation.name, sample.model, sample.version),
        function=sample.function,
        shows=Shows.SUMMARY,
        published=sample.published,
        with_remedies=True,
        with_time_stamp=False,
    )
    requested = requesting.request(
        assessment_id=assessment.pk,
        signatory=signatory.user,
        grant=found.grant,
        wish=wish,
        seen=requesting.shown(found, wish, signatory.user),
        key=f"sample {assessment.pk}",
    )
    issued = issuing.proceed(requested.pk)
    if sample.submitted:
        authority = receiving.authorities().first()
        assert authority is not None  # noqa: S101 - one of the samples
        note = sample.submitted
        receiving.submit(attestation=issued, authority=authority, actor=signatory.user, note=note)
    if sample.withdrawn:
        lifecycle.withdraw(attestation=issued, reason=sample.withdrawn, actor=signatory.user)


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


def _assessment(sample: Sample, organisation: Organisation, members: Mapping[str, Membership]) -> Assessment:
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
    return new


def _answers(case: str) -> Mapping[str, Any]:
    """The answers of a worked case, in the order of the questions."""
    edition = questionnaires.current(MAIN)
    directory = Path(questionnaires.edition_directory(edition.id, edition.version)) / "cases"
    given = load_case(next(directory.glob(f"{case}-*.yaml")))[0].answers
    return {each: given[each] for each in edition.questions if each in given}


def _day(ahead: timedelta) -> Any:
    return timezone.localdate() + ahead
