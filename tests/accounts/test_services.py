"""Organisations, members and invitations."""

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from compliance.accounts import queries, services
from compliance.accounts.archive import archive
from compliance.accounts.models import AuditEntry, Invitation, Kind, Membership, Organisation, Role, User
from tests.people import Team, join, organisation, person
from tests.worlds import World


@pytest.fixture
def team(db: None) -> Team:
    return Team("Larkspur")


def invite(team: Team, email: str = "new@example.org", *roles: Role) -> str:
    """Invites somebody; the token of the link."""
    services.invite(
        organisation=team.organisation,
        actor=team.user("administrator"),
        email=email,
        roles=roles,
        address="https://example.org/invitations/TOKEN/",
    )
    body = mail.outbox[-1].body
    return body.split("/invitations/")[1].split("/")[0]


def actions(team: Team) -> list[str]:
    return [each.action for each in queries.audit_entries(team.organisation)]


# organisations ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_a_founder_can_do_everything_an_organisation_of_that_kind_does(db: None, kind: Kind) -> None:
    membership = services.create_organisation(founder=person("Ada"), name="New", kind=kind)
    assert membership.administrator
    assert membership.signatory is (kind == Kind.DOWNSTREAM)
    assert membership.reviewer is (kind != Kind.DOWNSTREAM)


def test_what_is_written_down_names_who_did_it_even_when_they_are_gone(team: Team) -> None:
    user = team.user("administrator")
    join(team.organisation, person("Second", second_factor=True), Role.ADMINISTRATOR)
    services.rename(organisation=team.organisation, actor=user, name="Larkspur Two")
    services.delete_account(user=user)
    entry = queries.audit_entries(team.organisation, action="organisation.renamed").get()
    assert entry.actor_name == "administrator of Larkspur"
    assert entry.details == {"old": "Larkspur"}


def test_the_log_says_that_somebody_goes_by_another_name(team: Team) -> None:
    user = team.user("assessor")
    services.rename_person(user=user, name="Ada")
    services.rename_person(user=user, name="Ada")
    entry = queries.audit_entries(team.organisation, action="person.renamed").get()
    assert (entry.subject, entry.details) == ("Ada", {"old": "assessor of Larkspur"})


@pytest.mark.parametrize("words", ["ARKSPUR", "administrator of", "Käfer", 'the "old"'])
def test_the_log_is_searched_in_its_details_too(team: Team, words: str) -> None:
    user = team.user("administrator")
    for name in ('Käfer, the "old" one', "Larkspur Two", "Heron"):
        services.rename(organisation=team.organisation, actor=user, name=name)
        team.organisation.refresh_from_db()
    assert len(queries.audit_entries(team.organisation, words=words)) >= 2


# who is told ------------------------------------------------------------------------------------------


def test_whoever_is_removed_is_told_by_whom(team: Team) -> None:
    mail.outbox.clear()
    remove(team, "assessor")
    [message] = mail.outbox
    assert message.to == ["assessor.of.larkspur@example.org"]
    assert message.subject == "You are no longer a member of Larkspur on Modcheck"
    assert str(message.body).startswith("administrator of Larkspur took you out of Larkspur on Modcheck.")


def test_whoever_leaves_by_themselves_is_not(team: Team) -> None:
    mail.outbox.clear()
    remove(team, "assessor", by="assessor")
    assert mail.outbox == []


def test_all_members_are_told_that_their_organisation_is_deleted(team: Team) -> None:
    mail.outbox.clear()
    addresses = {each.user.email for each in queries.members(team.organisation)}
    services.delete_organisation(organisation=team.organisation, actor=team.user("administrator"))
    assert {each.to[0] for each in mail.outbox} == addresses
    assert all(
        str(each.body).startswith("administrator of Larkspur deleted Larkspur") for each in mail.outbox
    )


def test_the_holder_of_an_account_is_told_that_it_is_deleted(db: None) -> None:
    services.delete_account(user=person("Ada"))
    [message] = mail.outbox
    assert (message.to, message.subject) == (["ada@example.org"], "Your Modcheck account is deleted")


# invitations ------------------------------------------------------------------------------------------


def test_an_invitation_works_once(team: Team) -> None:
    token = invite(team, "ada@example.org", Role.ASSESSOR)
    membership = services.accept_invitation(token=token, user=person("Ada"))
    assert membership.roles == {Role.ASSESSOR}
    with pytest.raises(services.NoSuchInvitation):
        services.accept_invitation(token=token, user=person("Ben"))


def test_it_fits_the_invited_address_only(team: Team) -> None:
    token = invite(team, "ada@example.org")
    with pytest.raises(services.NotForYou):
        services.accept_invitation(token=token, user=person("Ben"))
    assert services.accept_invitation(token=token, user=person("Ada"))


def test_an_address_that_was_not_confirmed_does_not_count(team: Team) -> None:
    user = person("Ada")
    user.emailaddress_set.update(verified=False)
    with pytest.raises(services.NotForYou):
        services.accept_invitation(token=invite(team, "ada@example.org"), user=user)


def test_it_does_not_matter_how_the_address_is_written(team: Team) -> None:
    assert services.accept_invitation(token=invite(team, " ADA@Example.org "), user=person("Ada"))


def test_it_ends_after_two_weeks(team: Team) -> None:
    token = invite(team, "ada@example.org")
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(services.NoSuchInvitation):
        services.accept_invitation(token=token, user=person("Ada"))
    made = Invitation.objects.get()
    assert made.expired
    days = Invitation._meta.get_field("expires_at").get_default() - timezone.now()
    assert timedelta(days=13, hours=23) < days <= timedelta(days=14)


def test_a_newer_one_to_the_same_address_replaces_it(team: Team) -> None:
    old, new = invite(team, "ada@example.org"), invite(team, "ada@example.org", Role.SIGNATORY)
    with pytest.raises(services.NoSuchInvitation):
        services.accept_invitation(token=old, user=person("Ada"))
    assert services.accept_invitation(token=new, user=User.objects.get(name="Ada")).signatory


def test_one_that_was_withdrawn_does_not_work(team: Team) -> None:
    token = invite(team, "ada@example.org")
    for _ in range(2):
        services.withdraw_invitation(
            organisation=team.organisation,
            actor=team.user("administrator"),
            invitation_id=Invitation.objects.values_list("pk", flat=True).first() or 0,
        )
    with pytest.raises(services.NoSuchInvitation):
        services.accept_invitation(token=token, user=person("Ada"))
    assert actions(team).count("invitation.withdrawn") == 1


def test_only_a_hash_of_its_token_is_stored(team: Team) -> None:
    token = invite(team, "ada@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        assert token not in str(cursor.fetchall())


def test_members_are_not_invited_again(team: Team) -> None:
    with pytest.raises(services.AlreadyMember):
        invite(team, team.user("assessor").email)


def test_there_is_a_limit_to_open_invitations(team: Team) -> None:
    for each in range(services.MOST_INVITATIONS):
        invite(team, f"{each}@example.org")
    with pytest.raises(services.TooManyInvitations):
        invite(team, "one.more@example.org")


def test_names_cannot_put_headers_into_the_mail(team: Team) -> None:
    User.objects.filter(pk=team.user("administrator").pk).update(name="Ada\r\nBcc: all@example.org")
    team.members["administrator"].user.refresh_from_db()
    invite(team)
    message = mail.outbox[-1].message()
    assert message["Bcc"] is None
    assert mail.outbox[-1].recipients() == ["new@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_who_come_with_one_link_at_the_same_moment() -> None:
    team = Team("Larkspur")
    token = invite(team, "ada@example.org", Role.ASSESSOR)
    user = person("Ada")

    def accept(_: int) -> bool:
        try:
            services.accept_invitation(token=token, user=user)
        except services.NoSuchInvitation:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(accept, range(4))) == [False, False, False, True]


# members ----------------------------------------------------------------------------------------------


def remove(team: Team, role: str, by: str = "administrator") -> None:
    services.remove_member(
        organisation=team.organisation, actor=team.user(by), member_id=team.members[role].pk
    )


def test_the_last_administrator_cannot_leave_be_removed_or_lose_the_role(team: Team) -> None:
    last = team.members["administrator"]
    with pytest.raises(services.LastAdministrator):
        remove(team, "administrator")
    with pytest.raises(services.LastAdministrator):
        services.change_roles(
            organisation=team.organisation, actor=last.user, member_id=last.pk, roles=[Role.ASSESSOR]
        )
    with pytest.raises(services.LastAdministrator):
        services.delete_account(user=last.user)
    assert Membership.objects.get(pk=last.pk).administrator


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_leave_at_the_same_moment_do_not_both_succeed() -> None:
    team = Team("Larkspur")
    second = join(team.organisation, person("Second"), Role.ADMINISTRATOR)

    def leave(membership: Membership) -> bool:
        try:
            services.remove_member(
                organisation=team.organisation, actor=membership.user, member_id=membership.pk
            )
        except services.LastAdministrator:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(leave, [team.members["administrator"], second])) == [False, True]


def test_removing_somebody_twice_is_removing_them_once(team: Team) -> None:
    remove(team, "assessor")
    remove(team, "assessor")
    assert actions(team).count("member.removed") == 1


def test_members_of_another_organisation_cannot_be_reached(team: Team) -> None:
    other = Team("Foxglove")
    services.remove_member(
        organisation=team.organisation,
        actor=team.user("administrator"),
        member_id=other.members["assessor"].pk,
    )
    assert Membership.objects.filter(pk=other.members["assessor"].pk).exists()


# the log and the end ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET actor_name = 'nobody'",
        "UPDATE accounts_auditentry SET details = '{}'",
        "DELETE FROM accounts_auditentry",
    ],
)
def test_the_database_refuses_to_change_the_log(team: Team, statement: str) -> None:
    services.rename(organisation=team.organisation, actor=team.user("administrator"), name="Two")
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 1


def test_an_organisation_goes_with_all_it_has_and_nothing_of_others(team: Team) -> None:
    other = Team("Foxglove")
    for each in (team, other):
        services.rename(organisation=each.organisation, actor=each.user("administrator"), name="Two")
    invite(team)
    services.delete_organisation(organisation=team.organisation)
    assert list(Organisation.objects.all()) == [other.organisation]
    assert AuditEntry.objects.count() == 1
    assert not Invitation.objects.exists()
    assert User.objects.filter(name="assessor of Larkspur").exists()  # people keep their accounts


def test_a_person_with_several_organisations_sees_each(db: None) -> None:
    user = person("Ada")
    names = ["B", "A"]
    for each in names:
        join(organisation(each), user)
    assert [each.organisation.name for each in queries.memberships(user)] == ["A", "B"]


def test_people_and_organisations_are_listed_by_name_whatever_the_case(db: None) -> None:
    team = organisation("Larkspur")
    for name in ("zoe", "Ada", "bert", "Émile"):
        join(team, person(name), Role.REVIEWER)
    assert [each.user.name for each in queries.members(team)][:2] == ["Ada", "bert"]
    ada = person("Ada Two")
    for name in ("beta", "Alpha", "Gamma"):
        join(organisation(name), ada)
    assert [each.organisation.name for each in queries.memberships(ada)] == ["Alpha", "beta", "Gamma"]


def test_the_export_has_everything_that_the_organisation_has_and_nothing_of_others(db: None) -> None:
    ours, theirs = World("Larkspur"), World("Foxglove")
    with archive(ours.team.organisation) as file, zipfile.ZipFile(file) as zipped:
        held = {name: json.loads(zipped.read(name)) for name in zipped.namelist() if name.count("/") == 0}
    assert {"organisation.json", "members.json", "invitations.json", "log.json", "assessments.json"} <= set(
        held
    )
    [assessment] = held["assessments.json"]
    assert assessment["model"] == "Larkspur model"
    assert assessment["answers"][ours.assessment.version]["role"] == "modify"
    assert [each["text"] for each in assessment["comments"]] == ["Larkspur comment"]
    assert [each["note"] for each in assessment["given"]] == ["Larkspur note"]
    assert {each["why"] for each in assessment["history"]} == {"Larkspur reason"}
    assert len(held["members.json"]) == ours.team.organisation.memberships.count()
    assert theirs.mark not in json.dumps(held)
