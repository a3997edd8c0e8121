"""Two organisations with everything in them, a guest, and all who may come by: for tests of who sees what."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.accounts import services as accounts
from compliance.accounts.models import Invitation, Kind, Role, User
from compliance.assessments import colleagues, evidence, services
from compliance.assessments.models import Assessment, Assignment, Evidence
from compliance.assessments.services import Submission
from compliance.attestations.models import Attestation, Letter, Shows
from compliance.attestations.statement import Subject
from compliance.review import incidents, letters, receiving, reviewing, saving
from compliance.review.models import Incident, SavedView
from compliance.review.models import Submission as Submitted
from tests.assessments import older
from tests.attestations import issued
from tests.cases import MAIN, answers_of
from tests.people import Team, browser, join, person
from tests.visiting import Visitor

AT_THE_DESK = "desk/"  # in the addresses of an authority's own pages
GIVEN = "role"  # the question that the helper of a team was given


@dataclass
class World:
    """`mark` stands in everything that somebody wrote; no world may ever show another one's."""

    mark: str = "Larkspur"
    team: Team = field(init=False)
    assessment: Assessment = field(init=False)
    assignment: Assignment = field(init=False)
    invitation: Invitation = field(init=False)
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.team = Team(f"{self.mark} Labs")
        assessor = self.team.user("assessor")
        self.assessment = services.start(
            questionnaire=MAIN, owner=self.team.organisation, actor=assessor, model_name=f"{self.mark} model"
        )
        answers = answers_of("v04") | {"model_name": f"{self.mark} 7B"}
        self.answer({each: value for each, value in answers.items() if each in self.known})
        helper = person(f"helper of {self.mark}")
        self.team.members["helper"] = join(self.team.organisation, helper)
        self.assignment = colleagues.assign(
            assessment_id=self.assessment.pk,
            actor=assessor,
            assignee=self.team.members["helper"],
            sections=[],
            questions=[GIVEN],
            note=f"{self.mark} note",
            due=None,
            address="http://testserver/",
        )
        colleagues.comment(
            assessment_id=self.assessment.pk, question=GIVEN, text=f"{self.mark} comment", actor=assessor
        )
        self.attach(self.assessment.pk)
        mail.outbox.clear()
        self.invitation = accounts.invite(
            organisation=self.team.organisation,
            actor=self.team.user("administrator"),
            email=f"{self.mark.lower()}@example.org",
            roles=[Role.ASSESSOR],
            address="TOKEN",
        )
        self.token = next(line for line in mail.outbox[-1].body.splitlines() if len(line) == 43)

    def attach(self, assessment_id: UUID) -> Evidence:
        return evidence.attach(
            assessment_id=assessment_id,
            question=GIVEN,
            version="2026.1",
            file=io.BytesIO(f"{self.mark} evidence".encode()),
            name=f"{self.mark}.txt",
            note=f"{self.mark} note",
        )

    def evidence_of(self, assessment_id: UUID) -> Evidence:
        """The file attached to an assessment, ours or our guest's."""
        found = Evidence.objects.filter(assessment_id=assessment_id).first()
        return found or self.attach(assessment_id)

    @cached_property
    def attestation(self) -> Attestation:
        """Issued; its file is no PDF, because making one takes long. Its holder shows nothing of it."""
        return issued.quickly(
            self.team,
            self.assessment,
            subject=Subject(f"{self.mark} Labs", f"{self.mark} model", ""),
            function=f"{self.mark} director",
            shows=Shows.STATUS,
        )

    @cached_property
    def authority(self) -> Team:
        """What it is called may be known to everybody."""
        team = Team(f"Office {self.mark[0]}", Kind.REGULATOR)
        accounts.recognise(authority=team.organisation)
        return team

    @cached_property
    def submission(self) -> Submitted:
        """Received by the authority, which has asked about it."""
        new = receiving.submit(
            attestation=self.attestation,
            authority=self.authority.organisation,
            actor=self.team.user("signatory"),
            note=f"{self.mark} note",
        )
        reviewer = self.authority.user("reviewer")
        reviewing.remark(submission=new, question=GIVEN, text=f"{self.mark} remark", actor=reviewer)
        due = timezone.localdate() + timedelta(days=14)
        reviewing.ask(submission=new, question=GIVEN, text=f"{self.mark} question", due=due, actor=reviewer)
        return new

    @cached_property
    def letter(self) -> Letter | None:
        """About the decision that closed the submission."""
        reviewer = self.authority.user("reviewer")
        reasons = f"{self.mark} reasons"
        decision = reviewing.decide(
            submission=self.submission, outcome="noted", reasons=reasons, actor=reviewer
        )
        return letters.issue(decision)

    @cached_property
    def view(self) -> SavedView:
        """Saved for all reviewers of the authority."""
        return saving.save(
            membership=self.authority.members["reviewer"],
            name=f"{self.mark} view",
            query="state=open",
            shared=True,
            default=False,
        )

    @cached_property
    def incident(self) -> Incident:
        """Reported to the authority."""
        return incidents.report(
            authority=self.authority.organisation,
            actor=self.team.user("signatory"),
            title=f"{self.mark} incident",
            text=f"{self.mark} text",
            happened_on=timezone.localdate(),
            changes=["fine_tuning"],
            submission=self.submission,
            reporter=self.team.organisation,
        )

    @cached_property
    def known(self) -> set[str]:
        return set(Visitor(self.assessment.pk).standing.edition.questions)

    def answer(self, answers: dict[str, object]) -> None:
        services.save_answers(
            assessment_id=self.assessment.pk,
            submissions={each: Submission(value, 0) for each, value in answers.items()},
            actor=self.team.user("assessor"),
            why=f"{self.mark} reason",
        )

    @cached_property
    def former(self) -> User:
        """Somebody who was an administrator and is no member any more."""
        user = person(f"former of {self.mark}", second_factor=True)
        membership = join(self.team.organisation, user, *Role)
        accounts.remove_member(
            organisation=self.team.organisation,
            actor=self.team.user("administrator"),
            member_id=membership.pk,
        )
        return user

    @cached_property
    def guest(self) -> Visitor:
        """A browser with an assessment of its own, and a private link to it."""
        return Visitor.begin()

    @cached_property
    def link_token(self) -> str:
        return services.make_private_link(assessment_id=self.guest.assessment_id)[0]

    def address(self, name: str, pattern: str, assessment_id: UUID) -> str:
        """The address of a route, with arguments of this world."""
        member = self.team.members["reviewer"].pk
        attestation = self.attestation.pk if "attestation_id>" in pattern or "log>" in pattern else ""
        submission = self.submission if "submission_id>" in pattern else None
        if "/letter/" in pattern:
            assert self.letter
        organisation = self.authority.organisation if AT_THE_DESK in pattern else self.team.organisation
        arguments = {
            "organisation_id": organisation.pk,
            "submission_id": submission.pk if submission else "",
            "enclosure_id": submission.enclosures.all()[0].pk if submission else "",
            "view_id": self.view.pk if "view_id>" in pattern else "",
            "incident_id": self.incident.pk if "incident_id>" in pattern else "",
            "clarification_id": submission.clarifications.all()[0].pk if submission else "",
            "assessment_id": assessment_id,
            "slug": GIVEN,
            "question_id": GIVEN,
            "member_id": member,
            "invitation_id": self.invitation.pk,
            "evidence_id": self.evidence_of(assessment_id).pk,
            "assignment_id": self.assignment.pk,
            "token": self.token if name.startswith("accounts:") else self.link_token,
            "attestation_id": attestation,
            "what": "pdf" if "letter/" in pattern else "statement",
            "log": "register/evaluation",
            "tile": "tile/0/000.p/1",
            "questionnaire": older.ID if "old>" in pattern else MAIN,
            "version": self.assessment.version,
            "new": older.NEW,
            "old": older.OLD,
            "pk": 1,
            "provider_id": "sso",
            "uidb36": "1",
            "key": "set-password",
        }
        return reverse(name, kwargs={each: arguments[each] for each in arguments if f"{each}>" in pattern})


def who_comes(world: World, other: World, *, desk: bool = False) -> dict[str, Client]:
    """Everybody who may come by, as a browser each; to an authority's desk also all those who work there."""
    team = world.team
    there = world.authority
    officials: dict[str, Client] = {
        f"{role} at the authority": there.browser(role)
        for role in ([*Role, "contributor"] if desk else [Role.REVIEWER])
    }
    own = {role: team.browser(role) for role in (*Role, "contributor", "helper")}
    return {
        "anonymous": Client(),
        "key of an API": Client(
            headers={"authorization": "Bearer mc_0123456789abcdef"}
        ),  # there is no API yet
        "guest": world.guest.client,
        "another guest": Visitor.begin().client,
        **{str(each): client for each, client in own.items()},
        "administrator without second factor": team.browser("administrator", second_factor=False),
        "former administrator": browser(world.former),
        **officials,
        "reviewer at another authority": other.authority.browser("reviewer"),
        **{f"{role} elsewhere": other.team.browser(role) for role in (*Role, "contributor", "helper")},
    }
